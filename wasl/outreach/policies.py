"""Who writes, approves and sends circulars, and who records that somebody was informed or
acknowledged.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wasl.accounts.models import User
from wasl.accounts.permissions import Permission as P
from wasl.audit.actions import record
from wasl.common.procedures import OTHER_ROLE, Procedure
from wasl.common.verdicts import YES, Verdict
from wasl.governance.models.documents import PolicyVersion
from wasl.governance.states import State
from wasl.outreach.models import Circular, How, Recipient
from wasl.outreach.states import LIFECYCLE, Status


def can_write(user: User | None) -> Verdict:
    """Allow drafting circulars. No user means the scheduled task, which reminds."""
    if user is None or user.holds(P.CIRCULARS_WRITE):
        return YES
    return Verdict(_("Your role does not include circulars to members and beneficiaries."))


def can_change(user: User, circular: Circular) -> Verdict:
    """Allow changing a draft; an approved circular goes back to writing first."""
    if not (may := can_write(user)):
        return may
    return YES if circular.status == Status.DRAFT else Verdict(_("Only a draft can be changed."))


def _rules(user: User | None, verb: str, circular: Circular) -> Verdict:
    """Let another than the last author approve, and announce a policy only while it is in force.
    The worker (`None`) finishes, and nobody else.
    """
    if verb == "finish":
        return Verdict(OTHER_ROLE) if user else YES
    if user is None:
        return Verdict(OTHER_ROLE)
    if verb == "approve" and circular.written_by_id == user.pk:
        return Verdict(_("You wrote this; somebody else approves it."))
    # The version may have been superseded between writing and sending.
    if verb in ("approve", "send", "resume") and circular.version:
        return _still_holds(circular, circular.version)
    return YES


def _still_holds(circular: Circular, version: PolicyVersion) -> Verdict:
    if version.state != State.IN_FORCE or not version.published_at:
        return Verdict(
            _("This version is not in force any more. Write the circular for the one that is.")
        )
    if version.reduces_rights and not circular.reduces_ar:
        return Verdict(
            _("The version reduces a right. Explain in plain words which one, and from when.")
        )
    return YES


def _data(verb: str, circular: Circular) -> dict[str, int]:
    """Tell the trail how many people a step concerns, and at the end how many were reached."""
    if verb == "finish":
        return {"recipients": circular.recipients.count()}
    return {"people": sum(circular.counts.values())}


CIRCULAR = Procedure(
    model=Circular,
    lifecycle=LIFECYCLE,
    record=record,
    other_stage=gettext_lazy("This circular is at another stage."),
    rules=_rules,
    joined=("version__document", "service"),
    data=_data,
)
can = CIRCULAR.can


def can_remind(user: User | None, circular: Circular) -> Verdict:
    """Allow reminding those who have not acknowledged, once everybody was reached."""
    if not (may := can_write(user)):
        return may
    if circular.status != Status.SENT or circular.due_date is None:
        return Verdict(_("Only a circular that was sent and is to be acknowledged is reminded of."))
    return YES


def can_tell(user: User, recipient: Recipient) -> Verdict:
    """Allow recording that somebody was informed by a call, by a visit or at the desk."""
    if not user.holds(P.VISITS_RECORD):
        return Verdict(_("Your role does not include recording contacts."))
    if recipient.told_at:
        return Verdict(_("The person was told already."))
    return YES


def can_acknowledge(user: User | None, recipient: Recipient, how: str) -> Verdict:
    """Allow acknowledging by the person's own link, without sign-in; or an officer records it at
    the desk or on the phone.
    """
    if recipient.circular.due_date is None:
        return Verdict(_("This circular is for reading alone."))
    if how == How.LINK:
        return YES if user is None else Verdict(_("The link is the person's own."))
    if user is None or not user.holds(P.VISITS_RECORD):
        return Verdict(_("Your role does not include recording contacts."))
    return YES
