"""What the audit trail says of the verbs that `agreements` records."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wasl.audit.presenters import register

SENTENCES: dict[str, str | Promise] = {
    "agreements.acknowledge_rights": _("Rights and duties acknowledged"),
    "agreements.activate": _("Agreement entered into force"),
    "agreements.add_file": _("File added to an agreement"),
    "agreements.add_term": _("Right or duty added to a draft agreement"),
    "agreements.amend": _("Amendment of an agreement drafted"),
    "agreements.cure_breach": _("Breach of an agreement made good"),
    "agreements.decide_breach": _("Decided what follows a breach"),
    "agreements.discard": _("Draft agreement discarded"),
    "agreements.dismiss_breach": _("Found to be no breach"),
    "agreements.draft": _("Agreement drafted"),
    "agreements.edit": _("Draft agreement edited"),
    "agreements.end_agreement": _("Agreement ended"),
    "agreements.perform": _("Duty of an agreement performed"),
    "agreements.raise_dispute": _("Dispute about an agreement taken down"),
    "agreements.record_breach": _("Breach of an agreement recorded"),
    "agreements.record_event": _("Event of a duty happened"),
    "agreements.remove_term": _("Right or duty taken out of a draft agreement"),
    "agreements.settle_dispute": _("Dispute about an agreement settled"),
    "agreements.sign_party": _("A party agreed to an agreement"),
    "agreements.supersede": _("Agreement replaced by its amendment"),
    "agreements.withdraw_event": _("Event of a duty taken back"),
}
FILES: dict[str, str | Promise] = {
    "agreements.agreement": _("Agreement"),
    "agreements.rightsacknowledgement": _("Rights and duties acknowledged"),
}
APPLICANTS = frozenset(
    {
        "agreements.acknowledge_rights",
    }
)

register(SENTENCES, files=FILES, applicants=APPLICANTS)
