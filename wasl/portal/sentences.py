"""What the audit trail says of the verbs that `portal` records."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wasl.audit.presenters import register

SENTENCES: dict[str, str | Promise] = {
    "portal.edit_story": _("Story changed"),
    "portal.erase_claim": _("Data of an unproven claim erased"),
    "portal.publish_figures": _("Figures of a quarter published"),
    "portal.publish_story": _("Story published"),
    "portal.withdraw_story": _("Story withdrawn"),
    "portal.write_story": _("Story begun"),
}
FILES: dict[str, str | Promise] = {
    "portal.publishedfigures": _("Published figures"),
    "portal.story": _("Story"),
}

register(SENTENCES, files=FILES)
