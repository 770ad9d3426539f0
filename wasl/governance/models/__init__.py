"""Documents and their texts, the board that approves them, and circulation to staff."""

from wasl.governance.models.board import (
    Attendance,
    BoardMeeting,
    BoardMember,
    BoardReading,
    Office,
    Resolution,
)
from wasl.governance.models.circulation import (
    Acknowledgement,
    Circulation,
    PolicyReview,
    ReviewOutcome,
)
from wasl.governance.models.documents import (
    Clause,
    Finding,
    Kind,
    Party,
    PolicyDocument,
    PolicyVersion,
    Settlement,
)
from wasl.governance.models.texts import (
    DeclarationText,
    DisclosureText,
)

__all__ = [
    "Acknowledgement",
    "Attendance",
    "BoardMeeting",
    "BoardMember",
    "BoardReading",
    "Circulation",
    "Clause",
    "DeclarationText",
    "DisclosureText",
    "Finding",
    "Kind",
    "Office",
    "Party",
    "PolicyDocument",
    "PolicyReview",
    "PolicyVersion",
    "Resolution",
    "ReviewOutcome",
    "Settlement",
]
