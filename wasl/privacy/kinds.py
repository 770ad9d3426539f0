"""The kinds of personal data, for incidents and the record of processing."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DATA_KINDS: dict[str, str | Promise] = {
    "identity": _("Name, ID and birth"),
    "contact": _("Mobile, e-mail and address"),
    "family": _("Family and dependants"),
    "income": _("Income and debts"),
    "health": _("Health and disability"),
    "bank": _("Bank account"),
    "documents": _("Copies of documents"),
    "requests": _("Requests, studies and decisions"),
    "contacts": _("Contacts, letters and messages"),
    "staff": _("Members of the staff"),
}
