"""Keeping the address of a rating link out of logs.

It would join an answer to its recipient (PRA-3).
"""

import logging
import re

# Also matches a link typed in capitals, percent-encoded, or copied with part of a sentence.
SECRET = re.compile(r"((?:^|[^a-z]|%2f)rate(?:/|%2f)+)[^\s\"'?#…]+", re.IGNORECASE)
_plain = logging.Formatter()


def hidden(text: str) -> str:
    """Return the text without the secret part of addresses."""
    return SECRET.sub(r"\1…", text)


class HideSecrets(logging.Filter):
    """A filter for every handler: it formats message and traceback once, and cleans them."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = hidden(record.getMessage()), ()
        if record.exc_info:
            # Formatters print `exc_text` when it is set, and do not format the traceback again.
            record.exc_text = hidden(record.exc_text or _plain.formatException(record.exc_info))
        return True
