"""Every write to the register, by subject."""

from wasl.beneficiaries.actions.changing import (
    bring_change,
    change_mobile_by_code,
    hold_change,
    refuse_change,
    send_change_code,
)
from wasl.beneficiaries.actions.claiming import claim_identity, lapse_claim, prove_claim, tell_owner
from wasl.beneficiaries.actions.consents import give_consent, withdraw_consent
from wasl.beneficiaries.actions.documents import add_attachment, add_document, hand_in, see_original
from wasl.beneficiaries.actions.exporting import export_findings, export_members
from wasl.beneficiaries.actions.family import HOMES, record_death, record_divorce, record_marriage
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
from wasl.beneficiaries.actions.import_checking import check_rows
from wasl.beneficiaries.actions.import_running import bring_batch, run_batches, undo_batch
from wasl.beneficiaries.actions.importing import (
    BATCH_SIZES,
    KEPT_DAYS,
    bring,
    choose_rows,
    close_due,
    close_import,
    map_columns,
    stop_bringing,
    upload_import,
)
from wasl.beneficiaries.actions.merging import (
    follow,
    merge,
    undo_merge,
)
from wasl.beneficiaries.actions.pairs import (
    bring_pair,
    judge_pair,
)
from wasl.beneficiaries.actions.registering import (
    UNMASKED,
    confirm_mobile,
    confirm_mobile_by_code,
    correct,
    hold,
    open_file,
    register,
    send_mobile_code,
    unmask,
)
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
from wasl.beneficiaries.actions.searching import run_search, search_duplicates
from wasl.beneficiaries.actions.striking import strike_death

__all__ = [
    "BATCH_SIZES",
    "HOMES",
    "KEPT_DAYS",
    "UNMASKED",
    "add_attachment",
    "add_contact",
    "add_document",
    "add_identifier",
    "add_representative",
    "add_to_household",
    "admit_member",
    "bring",
    "bring_batch",
    "bring_change",
    "bring_pair",
    "change_mobile_by_code",
    "check_rows",
    "choose_rows",
    "claim_identity",
    "close_due",
    "close_import",
    "confirm_contact",
    "confirm_mobile",
    "confirm_mobile_by_code",
    "correct",
    "describe_member",
    "end_contact",
    "end_identifier",
    "end_membership",
    "end_representation",
    "end_volunteering",
    "export_findings",
    "export_members",
    "follow",
    "form_household",
    "give_consent",
    "hand_in",
    "hold",
    "hold_change",
    "judge_pair",
    "keep_volunteer",
    "lapse_claim",
    "link_staff",
    "make_principal",
    "map_columns",
    "merge",
    "move_out",
    "name_head",
    "open_file",
    "prove_claim",
    "record_birth",
    "record_death",
    "record_divorce",
    "record_marriage",
    "refuse_change",
    "register",
    "resume_member",
    "run_batches",
    "run_search",
    "search_duplicates",
    "see_original",
    "send_change_code",
    "send_mobile_code",
    "set_category",
    "set_need_class",
    "set_shares",
    "stop_bringing",
    "strike_death",
    "strike_member",
    "suspend_member",
    "tell_owner",
    "undo_batch",
    "undo_merge",
    "unmask",
    "upload_import",
    "withdraw_consent",
]
