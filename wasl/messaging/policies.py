"""Who may see the outbox and send a failed message again; how many codes may be requested."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.accounts.permissions import Permission
from wasl.common.verdicts import YES, Verdict
from wasl.messaging import queries
from wasl.messaging.models import CodePurpose, Message, MessageStatus, OneTimeCode

HOUR = timedelta(hours=1)
CODES_AN_HOUR = 5
# From an address. Phones of one operator share addresses, and so do all visitors in the
# association's hall.
ADDRESS_LIMITS = ((timedelta(minutes=10), 10), (HOUR, 30))
# Of a purpose in all, per hour: it bounds the bill of an attack. Signing and receipts are left out:
# people ask for them after proving who they are, so the limit of their mobile is enough.
IN_ALL_AN_HOUR = {
    CodePurpose.VERIFY_MOBILE: 300,
    CodePurpose.OPEN_FILE: 600,
    CodePurpose.TRACK: 600,
}


def can_retry(user: User, message: Message, at: datetime) -> Verdict:
    """Allow a failed message to be sent again while it is still worth sending."""
    if not user.holds(Permission.OUTBOX_SEE):
        return Verdict(_("Your role does not include this step."))
    if message.status != MessageStatus.FAILED:
        return Verdict(_("Only a message that failed can be sent again."))
    if not queries.may_be_written_to(message.person_id):
        return Verdict(_("The person has died; nothing is sent to them."))
    is_made = queries.is_made_at_dispatch(message.template.key)
    if (
        "secret" in queries.placeholders(message.template.body)
        and not message.secret
        and not is_made
    ):
        return Verdict(_("Its link was used up by the first sending."))
    if queries.is_too_late(message, at):
        return Verdict(
            _("The link has expired.")
            if is_made
            else _("This code has run out; the person asks for a new one.")
        )
    return YES


def can_ask_from(address_blind: str, at: datetime) -> Verdict:
    """Allow another code to be requested from an address.

    Known and unknown people are counted alike.
    """
    for span, limit in ADDRESS_LIMITS:
        lately = OneTimeCode.objects.filter(address_blind=address_blind, created_at__gt=at - span)
        # Sliced, so that the database counts no further than the limit.
        if address_blind and lately[:limit].count() >= limit:
            return Verdict(
                _(
                    "Too many codes were asked for from this connection. Wait an hour, "
                    "call us, or come by."
                )
            )
    return YES


def can_send_code(purpose: str, subject: str, mobile_blind: str, at: datetime) -> Verdict:
    """Allow a code to a mobile: a minute after the last, and within the budget of its purpose.

    Decoys are not counted, or five guesses of a stranger would block the person's own codes.
    """
    if queries.seconds_to_wait(purpose, subject, mobile_blind, at):
        return Verdict(_("A code was sent a moment ago. Wait a minute before asking for another."))
    lately = OneTimeCode.objects.filter(purpose=purpose, is_decoy=False, created_at__gt=at - HOUR)
    limit = IN_ALL_AN_HOUR.get(CodePurpose(purpose))
    is_full = limit is not None and lately[:limit].count() >= limit
    if is_full or lately.filter(mobile_blind=mobile_blind)[:CODES_AN_HOUR].count() >= CODES_AN_HOUR:
        return Verdict(_("Too many codes were asked for. Try again in an hour."))
    return YES
