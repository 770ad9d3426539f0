"""What the audit trail says of the verbs that `governance` records."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wasl.audit.presenters import register

SENTENCES: dict[str, str | Promise] = {
    "governance.acknowledge": _("Policy acknowledged"),
    "governance.add_clause": _("Clause added to a draft"),
    "governance.approve": _("Policy approved"),
    "governance.bring_into_force": _("Policy in force"),
    "governance.circulate": _("Policy sent round the staff"),
    "governance.complete_terms": _("Terms that a policy lacked set by the board"),
    "governance.discard_draft": _("Draft of a policy thrown away"),
    "governance.draft_version": _("Policy drafted"),
    "governance.edit_clause": _("Clause of a draft changed"),
    "governance.end_term": _("Term on the board ended"),
    "governance.import_text": _("Policy imported from a file"),
    "governance.join_clause": _("Two clauses of a draft joined"),
    "governance.link_clauses": _("Clauses of a policy linked"),
    "governance.note_change": _("Change of a policy explained"),
    "governance.open_document": _("Document opened in the library"),
    "governance.part_from_sign_in": _("Seat on the board without a sign-in"),
    "governance.publish": _("Policy published"),
    "governance.record_board_meeting": _("Board meeting recorded"),
    "governance.record_reading": _("Board member's reading recorded"),
    "governance.record_resolution": _("Resolution of the board recorded"),
    "governance.remind": _("Staff reminded of a policy"),
    "governance.remove_clause": _("Clause of a draft taken out"),
    "governance.return_to_draft": _("Policy opened for changes again"),
    "governance.review": _("Policy reviewed"),
    "governance.schedule": _("Policy scheduled"),
    "governance.seat_member": _("Seat on the board given"),
    "governance.set_terms": _("Periods of a policy set"),
    "governance.settle_finding": _("Finding about a policy settled"),
}
FILES: dict[str, str | Promise] = {
    "governance.acknowledgement": _("Acknowledgement"),
    "governance.boardmeeting": _("Board meeting"),
    "governance.boardmember": _("Member of the board"),
    "governance.circulation": _("Circulation"),
    "governance.clause": _("Clause"),
    "governance.finding": _("Finding"),
    "governance.policydocument": _("Document"),
    "governance.policyreview": _("Review"),
    "governance.policyversion": _("Policy version"),
    "governance.resolution": _("Resolution"),
}

register(SENTENCES, files=FILES)
