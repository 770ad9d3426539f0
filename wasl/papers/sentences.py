"""What the audit trail says of the verbs that `papers` records."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wasl.audit.presenters import register

SENTENCES: dict[str, str | Promise] = {
    "papers.issue": _("Paper issued"),
    "papers.supersede": _("Paper replaced by another"),
    "papers.view": _("Paper opened for reading"),
    "papers.void": _("Paper voided"),
}
FILES: dict[str, str | Promise] = {
    "papers.paper": _("Paper"),
}

register(SENTENCES, files=FILES)
