"""What a log must never hold: the address of a rating link, which joins an answer to whoever
received it (PRA-3).
"""

import logging
import re

# However it was typed or encoded on its way, a copied fragment of a sentence included.
SECRET = re.compile(r"((?:^|[^a-z]|%2f)rate(?:/|%2f)+)[^\s\"'?#…]+", re.IGNORECASE)
_plain = logging.Formatter()


def hidden(text: str) -> str:
    """The text without the secret part of addresses."""
    return SECRET.sub(r"\1…", text)


class HideSecrets(logging.Filter):
    """For every handler: the message and its traceback are made once, cleaned, and passed on."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = hidden(record.getMessage()), ()
        if record.exc_info:
            # Formatters print `exc_text` where it is there, and do not make it anew.
            record.exc_text = hidden(record.exc_text or _plain.formatException(record.exc_info))
        return True
