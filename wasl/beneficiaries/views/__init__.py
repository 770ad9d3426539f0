"""Pages of the register, by what they are for."""

from wasl.beneficiaries.views.documents import add_document, attachment
from wasl.beneficiaries.views.family import add_dependant, add_representative
from wasl.beneficiaries.views.person import correct, detail, register, unmask

__all__ = [
    "add_dependant",
    "add_document",
    "add_representative",
    "attachment",
    "correct",
    "detail",
    "register",
    "unmask",
]
