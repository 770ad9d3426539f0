"""Who may keep the staff list and move the sample's clock."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wasl.accounts.models import Association, Membership, User
from wasl.accounts.permissions import Permission
from wasl.accounts.queries import administrators
from wasl.accounts.roles import ROLES
from wasl.common.verdicts import YES, Verdict


def can_manage(user: User) -> Verdict:
    """Allow changes of staff, roles, departments and settings."""
    return (
        YES
        if user.holds(Permission.SYSTEM_MANAGE)
        else Verdict(_("Your role does not include this step."))
    )


def can_found(association: Association | None) -> Verdict:
    """Allow the set-up once, when there is no association yet.

    The form asks for the code of the first start.
    """
    return YES if association is None else Verdict(_("The association is set up already. Sign in."))


def can_end_role(user: User, membership: Membership) -> Verdict:
    """Allow a role to end, as long as somebody is left who can grant roles."""
    if not (may := can_manage(user)):
        return may
    if membership.ended_date is not None:
        return Verdict(_("This role has ended already."))
    if Permission.SYSTEM_MANAGE not in ROLES[membership.role].permissions:
        return YES
    return _somebody_is_left(administrators().exclude(pk=membership.pk))


def can_deactivate(user: User, member: User, work: int = 0) -> Verdict:
    """Refuse to close one's own sign-in, the last administrator's, or that of a holder of
    `work`.
    """
    if not (may := can_manage(user)):
        return may
    if not member.is_active:
        return Verdict(_("This sign-in is closed already."))
    if member.pk == user.pk:
        return Verdict(_("You cannot close your own sign-in. Ask another administrator."))
    if not (left := _somebody_is_left(administrators().exclude(user=member))):
        return left
    if not work:
        return YES
    message = ngettext(
        "They still hold %(count)s thing. Hand it over first.",
        "They still hold %(count)s things. Hand them over first.",
        work,
    )
    return Verdict(message % {"count": work}, link=reverse("accounts:leave", args=[member.pk]))


def _somebody_is_left(memberships: QuerySet[Membership]) -> Verdict:
    return (
        YES
        if memberships.exists()
        else Verdict(_("The association would be left without an administrator."))
    )


def can_move_clock(user: User, association: Association | None) -> Verdict:
    """Allow it only in the sample association, which holds no real person's terms."""
    if not (may := can_manage(user)):
        return may
    if association is None or not association.is_sample:
        return Verdict(_("Only the sample association's clock can be moved."))
    return YES
