"""What the audit trail says of the verbs that `program` records."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wasl.audit.presenters import register

SENTENCES: dict[str, str | Promise] = {
    "program.load_sample": _("Sample association loaded"),
    "program.rotate_keys": _("Keys of encrypted values renewed"),
}
# `common` stands below the audit trail and cannot register its own rows.
FILES: dict[str, str | Promise] = {
    "common.sealingkey": _("Key"),
}

register(SENTENCES, files=FILES)
