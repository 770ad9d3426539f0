"""Pages of the register, by what they are for."""

from wasl.beneficiaries.views.consents import consents, give_consent, withdraw_consent
from wasl.beneficiaries.views.documents import add_document, attachment
from wasl.beneficiaries.views.family import add_representative, add_to_household
from wasl.beneficiaries.views.person import correct, detail, register, unmask

__all__ = [
    "add_document",
    "add_representative",
    "add_to_household",
    "attachment",
    "consents",
    "correct",
    "detail",
    "give_consent",
    "register",
    "unmask",
    "withdraw_consent",
]
