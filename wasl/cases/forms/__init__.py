"""Forms for the staff: of a case and its lists, and of its study."""

from wasl.cases.forms.file import (
    AssignForm,
    DocumentForm,
    ExportQueueForm,
    HandOverForm,
    MatchForm,
    NarrowForm,
    ReasonForm,
    RepresentativeForm,
    ReturnForm,
    SaveFilterForm,
    ShareForm,
    SignForm,
    StartForm,
)
from wasl.cases.forms.study import (
    AnswersForm,
    FamilyForm,
    OpinionForm,
    OverrideForm,
    SettleForm,
    StudySignForm,
    TakeOverForm,
    VisitForm,
)
from wasl.cases.forms.unmasking import UnmaskForm

__all__ = [
    "AnswersForm",
    "AssignForm",
    "DocumentForm",
    "ExportQueueForm",
    "FamilyForm",
    "HandOverForm",
    "MatchForm",
    "NarrowForm",
    "OpinionForm",
    "OverrideForm",
    "ReasonForm",
    "RepresentativeForm",
    "ReturnForm",
    "SaveFilterForm",
    "SettleForm",
    "ShareForm",
    "SignForm",
    "StartForm",
    "StudySignForm",
    "TakeOverForm",
    "UnmaskForm",
    "VisitForm",
]
