"""Shapes of what is typed about personal data, requests and incidents."""

from wasl.privacy.forms.destruction import ErasureForm, HoldForm, RejectForm, RuleForm
from wasl.privacy.forms.incidents import AffectedForm, AssessForm, LessonsForm, NotifyForm, ReportForm, TellForm
from wasl.privacy.forms.processing import ActivityForm, SignReviewForm
from wasl.privacy.forms.requests import AnswerForm, ExtendForm, IdentityForm, PartForm, ReceiveForm, RefuseForm

__all__ = [
    "ActivityForm",
    "AffectedForm",
    "AnswerForm",
    "AssessForm",
    "ErasureForm",
    "ExtendForm",
    "HoldForm",
    "IdentityForm",
    "LessonsForm",
    "NotifyForm",
    "PartForm",
    "ReceiveForm",
    "RefuseForm",
    "RejectForm",
    "ReportForm",
    "RuleForm",
    "SignReviewForm",
    "TellForm",
]
