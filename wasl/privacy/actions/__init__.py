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
from wasl.privacy.actions.processing import (
    add_activity,
    describe_activity,
    export_processing,
    load_activities,
    print_processing,
)
from wasl.privacy.actions.reminding import remind_incidents, remind_waiting
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
from wasl.privacy.actions.reviewing import count_reads, sign_review

__all__ = [
    "CARRY_OUT",
    "DELETE_FILES",
    "add_activity",
    "add_affected",
    "approve_destruction",
    "assess",
    "carry_out",
    "change_rule",
    "close_incident",
    "count_reads",
    "delete_files",
    "describe_activity",
    "destroy_item",
    "export_processing",
    "extend",
    "grant",
    "grant_in_part",
    "hand_out_data",
    "keep_plan",
    "lift_hold",
    "load_activities",
    "load_rules",
    "notify_authority",
    "place_hold",
    "print_processing",
    "propose_due",
    "propose_erasure",
    "prove_identity",
    "receive",
    "record_lessons",
    "refuse",
    "reject_destruction",
    "remind_incidents",
    "remind_waiting",
    "report_incident",
    "sign_review",
    "tell_affected",
    "withdraw",
]
