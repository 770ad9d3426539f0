"""What the audit trail says of the verbs that `outreach` records."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wasl.audit.presenters import register

SENTENCES: dict[str, str | Promise] = {
    "outreach.acknowledge": _("Circular acknowledged"),
    "outreach.approve": _("Circular approved"),
    "outreach.draft": _("Circular drafted"),
    "outreach.finish": _("Circular sent to everybody"),
    "outreach.record_told": _("Person told of a circular by hand"),
    "outreach.remind": _("Reminded of a circular"),
    "outreach.resume": _("Sending of a circular gone on with"),
    "outreach.return_to_writing": _("Circular opened for changes"),
    "outreach.send": _("Sending of a circular begun"),
    "outreach.stop": _("Sending of a circular stopped"),
    "outreach.view": _("Circular opened for reading"),
    "outreach.write": _("Draft circular changed"),
}
FILES: dict[str, str | Promise] = {
    "outreach.circular": _("Circular"),
    "outreach.recipient": _("Recipient of a circular"),
}

register(SENTENCES, files=FILES)
