"""What a log must never hold: the address of a rating link, which joins an answer to whoever received it (PRA-3)."""

import logging
import re

SECRET = re.compile(r"(/rate/)[^\s\"'?#]+")


def hidden(text: str) -> str:
    """The text without the secret part of addresses."""
    return SECRET.sub(r"\1…", text)


class HideSecrets(logging.Filter):
    """For every handler: the message is made once, cleaned, and passed on."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = hidden(record.getMessage()), ()
        return True
