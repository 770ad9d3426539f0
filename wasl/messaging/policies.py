"""Who may see the outbox and send a failed message again."""

from datetime import datetime

from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.accounts.permissions import Permission
from wasl.common.verdicts import YES, Verdict
from wasl.messaging import queries
from wasl.messaging.models import Message, MessageStatus


def can_retry(user: User, message: Message, at: datetime) -> Verdict:
    """A failed message may be sent again while it is still worth sending."""
    if not user.holds(Permission.OUTBOX_SEE):
        return Verdict(_("Your role does not include this step."))
    if message.status != MessageStatus.FAILED:
        return Verdict(_("Only a message that failed can be sent again."))
    is_made = queries.is_made_at_dispatch(message.template.key)
    if "secret" in queries.placeholders(message.template.body) and not message.secret and not is_made:
        return Verdict(_("Its link was used up by the first sending."))
    if queries.is_too_late(message, at):
        return Verdict(
            _("The link has expired.") if is_made else _("This code has run out; the person asks for a new one.")
        )
    return YES
