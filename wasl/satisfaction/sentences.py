"""What the audit trail says of the verbs that `satisfaction` records."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wasl.audit.presenters import register

SENTENCES: dict[str, str | Promise] = {
    "satisfaction.lose_pending": _("Answers not counted yet were lost: their key was not there"),
}

register(SENTENCES)
