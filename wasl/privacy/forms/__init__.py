"""Forms for personal data, data requests and incidents."""

from wasl.privacy.forms.destruction import ErasureForm, HoldForm, RejectForm, RuleForm
from wasl.privacy.forms.incidents import (
    AffectedForm,
    AssessForm,
    LessonsForm,
    NotifyForm,
    ReportForm,
    TellForm,
)
from wasl.privacy.forms.processing import ActivityForm, SignReviewForm
from wasl.privacy.forms.requests import (
    AnswerForm,
    CorrectionForm,
    ExtendForm,
    HandoverForm,
    IdentityForm,
    PartForm,
    ReceiveForm,
    RefuseForm,
    UsesForm,
)

__all__ = [
    "ActivityForm",
    "AffectedForm",
    "AnswerForm",
    "AssessForm",
    "CorrectionForm",
    "ErasureForm",
    "ExtendForm",
    "HandoverForm",
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
    "UsesForm",
]
