"""What the audit trail says of the verbs that `messaging` records."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wasl.audit.presenters import register

SENTENCES: dict[str, str | Promise] = {
    "messaging.fail": _("Message could not be sent"),
    "messaging.retry": _("Message sent again"),
    "messaging.send": _("Message sent"),
    "messaging.stop": _("Message not sent: the person has died"),
}
FILES: dict[str, str | Promise] = {
    "messaging.message": _("Message"),
}

register(SENTENCES, files=FILES)
