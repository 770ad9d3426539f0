"""Why a file is not taken, as the child that opens it says so; the sentences are in
`wasl/common/uploads.py`.
"""

from enum import StrEnum

MOST_PAGES = 300


class Why(StrEnum):
    """What is wrong with a file."""

    DAMAGED_PICTURE = "damaged_picture"
    TOO_MANY_PIXELS = "too_many_pixels"
    UNFAITHFUL = "unfaithful"
    DAMAGED_PDF = "damaged_pdf"
    CUT_SHORT = "cut_short"
    LOCKED = "locked"
    PAGES = "pages"
    COMPLICATED = "complicated"
    OTHER_FILES = "other_files"
    FILM = "film"
    ONLY_A_FORM = "only_a_form"
    HEAVY = "heavy"
    BUSY = "busy"


class NotTaken(Exception):
    """The file is not taken."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why
