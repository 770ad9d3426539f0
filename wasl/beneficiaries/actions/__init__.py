"""Every write to the register, by what it is about."""

from wasl.beneficiaries.actions.documents import add_attachment, add_document, hand_in, see_original
from wasl.beneficiaries.actions.family import add_dependant, add_representative
from wasl.beneficiaries.actions.registering import UNMASKED, confirm_mobile, correct, open_file, register, unmask

__all__ = [
    "UNMASKED",
    "add_attachment",
    "add_dependant",
    "add_document",
    "add_representative",
    "confirm_mobile",
    "correct",
    "hand_in",
    "open_file",
    "register",
    "see_original",
    "unmask",
]
