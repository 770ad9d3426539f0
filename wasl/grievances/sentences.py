"""What the audit trail says of the verbs that `grievances` records."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wasl.audit.presenters import register

SENTENCES: dict[str, str | Promise] = {
    "grievances.advise": _("Reviewer of an objection advised"),
    "grievances.assign_reviewer": _("Reviewer of the objection named"),
    "grievances.dismiss": _("Objection not upheld"),
    "grievances.hand_on": _("Objection handed on by who leaves"),
    "grievances.lodge": _("Objection lodged"),
    "grievances.uphold": _("Objection upheld"),
}
FILES: dict[str, str | Promise] = {
    "grievances.objection": _("Objection"),
}
APPLICANTS = frozenset(
    {
        "grievances.lodge",
    }
)

register(SENTENCES, files=FILES, applicants=APPLICANTS)
