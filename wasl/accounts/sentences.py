"""What the audit trail says of the verbs that `accounts` records."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wasl.audit.presenters import register

SENTENCES: dict[str, str | Promise] = {
    "accounts.add_department": _("Department added"),
    "accounts.add_staff": _("Staff member added"),
    "accounts.change_identity": _("Association's name or contact changed"),
    "accounts.deactivate": _("Staff member's sign-in closed"),
    "accounts.end_role": _("Role ended"),
    "accounts.fail_sign_in": _("Sign-in refused"),
    "accounts.found": _("Association set up"),
    "accounts.grant_role": _("Role given"),
    "accounts.keep_letterhead": _("New letterhead"),
    "accounts.leave": _("Work handed on by who leaves"),
    "accounts.move_clock": _("The sample's clock moved forward"),
    "accounts.name_lead": _("Lead of a department named"),
    "accounts.reactivate": _("Staff member's sign-in opened again"),
    "accounts.set_password": _("Password set anew"),
    "accounts.sign_in": _("Signed in"),
}
FILES: dict[str, str | Promise] = {
    "accounts.association": _("Association"),
    "accounts.user": _("Staff member"),
}

register(SENTENCES, files=FILES)
