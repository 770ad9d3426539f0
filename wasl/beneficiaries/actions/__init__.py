"""Every write to the register, by what it is about."""

from wasl.beneficiaries.actions.consents import give_consent, withdraw_consent
from wasl.beneficiaries.actions.documents import add_attachment, add_document, hand_in, see_original
from wasl.beneficiaries.actions.family import HOMES, record_death, record_divorce, record_marriage, strike_death
from wasl.beneficiaries.actions.household import (
    add_to_household,
    describe_member,
    form_household,
    move_out,
    name_head,
    record_birth,
    strike_member,
)
from wasl.beneficiaries.actions.identity import (
    add_contact,
    add_identifier,
    confirm_contact,
    end_contact,
    end_identifier,
    make_principal,
)
from wasl.beneficiaries.actions.registering import UNMASKED, confirm_mobile, correct, open_file, register, unmask
from wasl.beneficiaries.actions.representing import add_representative, end_representation
from wasl.beneficiaries.actions.roles import (
    admit_member,
    end_membership,
    end_volunteering,
    keep_volunteer,
    link_staff,
    resume_member,
    set_category,
    set_need_class,
    set_shares,
    suspend_member,
)

__all__ = [
    "HOMES",
    "UNMASKED",
    "add_attachment",
    "add_contact",
    "add_document",
    "add_identifier",
    "add_representative",
    "add_to_household",
    "admit_member",
    "confirm_contact",
    "confirm_mobile",
    "correct",
    "describe_member",
    "end_contact",
    "end_identifier",
    "end_membership",
    "end_representation",
    "end_volunteering",
    "form_household",
    "give_consent",
    "hand_in",
    "keep_volunteer",
    "link_staff",
    "make_principal",
    "move_out",
    "name_head",
    "open_file",
    "record_birth",
    "record_death",
    "record_divorce",
    "record_marriage",
    "register",
    "resume_member",
    "see_original",
    "set_category",
    "set_need_class",
    "set_shares",
    "strike_death",
    "strike_member",
    "suspend_member",
    "unmask",
    "withdraw_consent",
]
