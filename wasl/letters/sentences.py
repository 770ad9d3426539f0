"""What the audit trail says of the verbs that `letters` records."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wasl.audit.presenters import register

SENTENCES: dict[str, str | Promise] = {
    "letters.issue": _("Letter issued"),
    "letters.receive": _("Letter received"),
    "letters.void": _("Letter voided"),
}
FILES: dict[str, str | Promise] = {
    "letters.letter": _("Letter"),
}

register(SENTENCES, files=FILES)
