"""Why a file is refused, as the child reports it; `wasl/common/uploads.py` has the sentences."""

from enum import StrEnum

MOST_PAGES = 300


class Why(StrEnum):
    """A reason to refuse a file."""

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
    """The file is refused."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why
