"""What the audit trail says of the verbs that `delivery` records."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wasl.audit.presenters import register

SENTENCES: dict[str, str | Promise] = {
    "delivery.cancel_after_death": _("Delivery cancelled after a death"),
    "delivery.hand_over": _("Handed over with proof"),
    "delivery.hold": _("Delivery held for the heirs"),
    "delivery.lift_holds": _("Delivery goes on: the death was recorded by mistake"),
    "delivery.pay": _("Money released"),
    "delivery.plan": _("Delivery planned"),
    "delivery.release_to_heir": _("Delivery released to an heir"),
    "delivery.schedule": _("Day of the handover set"),
    "delivery.send_receipt_code": _("Code to confirm receipt sent"),
    "delivery.set_budget": _("Budget of a service set"),
}

register(SENTENCES)
