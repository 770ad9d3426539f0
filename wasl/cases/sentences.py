"""What the audit trail says of the verbs that `cases` records."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wasl.audit.presenters import register

SENTENCES: dict[str, str | Promise] = {
    "cases.add_document": _("Document added to the request"),
    "cases.answer": _("Answer given"),
    "cases.approve": _("Request accepted by the committee"),
    "cases.approve_override": _("Another class of need agreed to"),
    "cases.ask_override": _("Another class of need asked for"),
    "cases.assess": _("Need assessed"),
    "cases.begin_with_filter": _("Queue opens with a filter"),
    "cases.cancel_delivery": _("Delivery cancelled after a death"),
    "cases.change_representative": _("Another acts for the applicant"),
    "cases.clear_urgent": _("Request no longer urgent"),
    "cases.close": _("Request closed"),
    "cases.complete_delivery": _("Delivery completed"),
    "cases.declare": _("Data of the request saved"),
    "cases.defer": _("Request deferred by the committee"),
    "cases.delete_filter": _("Saved filter put away"),
    "cases.export_queue": _("Requests of the queue taken out to Excel"),
    "cases.hand_on": _("Request handed on by who leaves"),
    "cases.hand_over": _("Request handed to another owner"),
    "cases.lapse": _("Request lapsed"),
    "cases.lapse_unproven": _("Request closed with its unproven claim"),
    "cases.mark_urgent": _("Request marked urgent"),
    "cases.match": _("Data matched with the document"),
    "cases.reckon_window": _("Days of the answer set afterwards"),
    "cases.record_study": _("Study recorded"),
    "cases.refer_to_committee": _("Request referred to the committee"),
    "cases.refuse_override": _("Another class of need not agreed to"),
    "cases.register": _("Registration completed"),
    "cases.reject": _("Request not accepted by the committee"),
    "cases.reopen": _("Request reopened by an objection"),
    "cases.return_by_vote": _("Request returned for completion by the committee"),
    "cases.return_for_completion": _("Request returned for completion"),
    "cases.save_filter": _("Filter of the queue saved"),
    "cases.see_document": _("Document of the request opened"),
    "cases.sign": _("Declaration signed"),
    "cases.sign_study": _("Study signed"),
    "cases.start": _("Request started"),
    "cases.start_delivery": _("Delivery started"),
    "cases.start_study": _("Study started"),
    "cases.submit": _("Request submitted"),
    "cases.take_back": _("Handing over undone"),
    "cases.take_over_member": _("Somebody found by the study added to the household"),
    "cases.unmask": _("Declared number seen in full"),
    "cases.verify": _("Data verified"),
    "cases.view": _("Request opened for reading"),
    "cases.void_declaration": _("Declaration voided by an edit"),
    "cases.withdraw": _("Request withdrawn"),
}
FILES: dict[str, str | Promise] = {
    "cases.case": _("Request"),
    "cases.savedfilter": _("Saved filter"),
}
APPLICANTS = frozenset(
    {
        "cases.add_document",
        "cases.declare",
        "cases.sign",
        "cases.start",
        "cases.submit",
        "cases.withdraw",
    }
)

register(SENTENCES, files=FILES, applicants=APPLICANTS)
