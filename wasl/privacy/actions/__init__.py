"""Every write of the package, by what it is about."""

from wasl.privacy.actions.destruction import (
    CARRY_OUT,
    DELETE_FILES,
    approve_destruction,
    carry_out,
    delete_files,
    destroy_item,
    keep_plan,
    lift_hold,
    place_hold,
    propose_due,
    propose_erasure,
    reject_destruction,
)
from wasl.privacy.actions.handing import hand_out_data
from wasl.privacy.actions.incidents import (
    add_affected,
    assess,
    close_incident,
    notify_authority,
    record_lessons,
    report_incident,
    tell_affected,
)
from wasl.privacy.actions.requests import (
    extend,
    grant,
    grant_in_part,
    prove_identity,
    receive,
    refuse,
    withdraw,
)
from wasl.privacy.actions.retention import change_rule, load_rules

__all__ = [
    "CARRY_OUT",
    "DELETE_FILES",
    "add_affected",
    "approve_destruction",
    "assess",
    "carry_out",
    "change_rule",
    "close_incident",
    "delete_files",
    "destroy_item",
    "extend",
    "grant",
    "grant_in_part",
    "hand_out_data",
    "keep_plan",
    "lift_hold",
    "load_rules",
    "notify_authority",
    "place_hold",
    "propose_due",
    "propose_erasure",
    "prove_identity",
    "receive",
    "record_lessons",
    "refuse",
    "reject_destruction",
    "report_incident",
    "tell_affected",
    "withdraw",
]
