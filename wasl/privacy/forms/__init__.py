"""Shapes of what is typed about personal data, requests and incidents."""

from wasl.privacy.forms.incidents import AffectedForm, AssessForm, LessonsForm, NotifyForm, ReportForm, TellForm
from wasl.privacy.forms.requests import AnswerForm, ExtendForm, IdentityForm, PartForm, ReceiveForm, RefuseForm

__all__ = [
    "AffectedForm",
    "AnswerForm",
    "AssessForm",
    "ExtendForm",
    "IdentityForm",
    "LessonsForm",
    "NotifyForm",
    "PartForm",
    "ReceiveForm",
    "RefuseForm",
    "ReportForm",
    "TellForm",
]
