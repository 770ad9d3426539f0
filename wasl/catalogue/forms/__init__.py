"""Forms of the scoring guide and of a service's draft."""

from wasl.catalogue.forms.conditions import ConditionPart
from wasl.catalogue.forms.guide import (
    DraftPart,
    FamilyForm,
    ForceForm,
    LineForm,
    ReturnForm,
    TermsForm,
)
from wasl.catalogue.forms.service import (
    ApproveForm,
    BeginForm,
    CriterionForm,
    DocumentForm,
    DocumentTypeForm,
    QuestionForm,
    ServiceTermsForm,
)

__all__ = [
    "ApproveForm",
    "BeginForm",
    "ConditionPart",
    "CriterionForm",
    "DocumentForm",
    "DocumentTypeForm",
    "DraftPart",
    "FamilyForm",
    "ForceForm",
    "LineForm",
    "QuestionForm",
    "ReturnForm",
    "ServiceTermsForm",
    "TermsForm",
]
