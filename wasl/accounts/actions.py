"""Set the association up, keep the staff list, and move the sample's clock.

Every step is recorded.
"""

from collections.abc import Mapping
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from wasl.accounts import policies, queries
from wasl.accounts.duties import open_work
from wasl.accounts.models import Association, Department, LetterheadVersion, Membership, User
from wasl.accounts.roles import ROLES
from wasl.audit.actions import record
from wasl.common.clock import day_of
from wasl.common.verdicts import Refused

# Days, some ten years.
FARTHEST = 3_650


@transaction.atomic
def found(
    *,
    identity: dict[str, str],
    letterhead: dict[str, str],
    administrator: dict[str, str],
    password: str,
    at: datetime,
) -> User:
    """Create the association, its letterhead (LET-4) and its first administrator, once.

    Return the administrator. `identity`, `letterhead` and `administrator` hold the fields of their
    rows. Raises `Refused` when there is an association already.
    """
    policies.can_found(Association.objects.first()).require()
    try:
        with transaction.atomic():
            # The key is fixed and the only one allowed, so of two first starts at once one fails
            # here.
            association = Association.objects.create(id=1, **identity)
    except IntegrityError as error:
        raise Refused(
            _("Somebody else has just set the association up. Sign in with what they gave you.")
        ) from error
    name = identity["name_ar"]
    LetterheadVersion.objects.create(
        version=1, association_name=name, valid_from=day_of(at), **letterhead
    )
    office = Department.objects.create(code="office", name_ar="الإدارة", name_en="Administration")
    user = User(**administrator)
    _set_password(user, password)
    user.save()
    Membership.objects.create(
        user=user, department=office, role="administrator", since_date=day_of(at)
    )
    Department.objects.filter(pk=office.pk).update(lead=user)
    record(verb="accounts.found", subject=association, by=user, at=at)
    return user


@transaction.atomic
def change_identity(*, identity: dict[str, str], by: User, at: datetime) -> Association:
    """Change the association's name and contact; papers keep the letterhead they were made with."""
    policies.can_manage(by).require()
    association = Association.objects.select_for_update().get()
    changed = sorted(
        name for name, value in identity.items() if getattr(association, name) != value
    )
    for name in changed:
        setattr(association, name, identity[name])
    if changed:
        association.save(update_fields=changed)
        record(
            verb="accounts.change_identity",
            subject=association,
            by=by,
            at=at,
            data={"fields": changed},
        )
    return association


@transaction.atomic
def keep_letterhead(*, letterhead: dict[str, str], by: User, at: datetime) -> LetterheadVersion:
    """Add a version of the letterhead, used from today on; printed papers keep their own (LET-4).

    Raises `Refused` when nothing differs.
    """
    policies.can_manage(by).require()
    # One administrator at a time, or two new versions would take the same number.
    Association.objects.select_for_update().get()
    newest = queries.letterhead()
    same = newest and all(getattr(newest, name) == value for name, value in letterhead.items())
    if newest and same:
        raise Refused(_("Nothing differs from the letterhead in use."))
    version = LetterheadVersion.objects.create(
        version=newest.version + 1 if newest else 1, valid_from=day_of(at), **letterhead
    )
    record(
        verb="accounts.keep_letterhead",
        subject=version,
        by=by,
        at=at,
        data={"version": version.version},
    )
    return version


@transaction.atomic
def name_lead(*, department: Department, lead: User, by: User, at: datetime) -> None:
    """Name the lead of a department, who owns what arrives there without a named owner."""
    policies.can_manage(by).require()
    if not lead.is_active:
        raise Refused(_("This sign-in is closed. Open it first."))
    if not Membership.objects.current().filter(user=lead, department=department).exists():
        raise Refused(_("Who leads a department holds a role in it. Give them one first."))
    department.lead = lead
    department.save(update_fields=["lead"])
    record(verb="accounts.name_lead", subject=department, by=by, at=at, data={"lead": lead.pk})


@transaction.atomic
def add_staff(
    *,
    username: str,
    name_ar: str,
    name_en: str = "",
    gender: str,
    email: str = "",
    password: str,
    by: User,
    at: datetime,
) -> User:
    """Add a staff member with a first password; roles are granted separately."""
    policies.can_manage(by).require()
    user = User(username=username, name_ar=name_ar, name_en=name_en, gender=gender, email=email)
    _set_password(user, password)
    try:
        # A savepoint: after the unique constraint refuses, the transaction must still be usable.
        with transaction.atomic():
            user.save()
    except IntegrityError as error:
        raise Refused(_("This username is taken. Choose another.")) from error
    record(verb="accounts.add_staff", subject=user, by=by, at=at)
    return user


@transaction.atomic
def grant_role(
    *, user: User, department: Department, role: str, by: User, at: datetime
) -> Membership:
    """Grant a role in a department from today on."""
    policies.can_manage(by).require()
    if role not in ROLES:
        raise Refused(_("There is no such role."))
    if not user.is_active:
        raise Refused(_("This sign-in is closed. Open it first."))
    membership, is_new = Membership.objects.get_or_create(
        user=user,
        department=department,
        role=role,
        ended_date=None,
        defaults={"since_date": day_of(at)},
    )
    if not is_new:
        raise Refused(_("This role is held already."))
    data = {"role": role, "department": department.code}
    record(verb="accounts.grant_role", subject=membership, root=user, by=by, at=at, data=data)
    return membership


@transaction.atomic
def end_role(*, membership: Membership, by: User, at: datetime) -> None:
    """End a role; what was done in it stays."""
    # One at a time: two administrators must not remove each other at once.
    Association.objects.select_for_update().first()
    membership = (
        Membership.objects.select_for_update(of=("self",))
        .select_related("user", "department")
        .get(pk=membership.pk)
    )
    policies.can_end_role(by, membership).require()
    membership.ended_date = day_of(at)
    membership.save(update_fields=["ended_date"])
    data = {"role": membership.role, "department": membership.department.code}
    record(
        verb="accounts.end_role", subject=membership, root=membership.user, by=by, at=at, data=data
    )


@transaction.atomic
def add_department(*, code: str, name_ar: str, name_en: str, by: User, at: datetime) -> Department:
    """Add a department."""
    policies.can_manage(by).require()
    try:
        with transaction.atomic():
            department = Department.objects.create(code=code, name_ar=name_ar, name_en=name_en)
    except IntegrityError as error:
        raise Refused(_("There is a department with this code.")) from error
    record(verb="accounts.add_department", subject=department, by=by, at=at, data={"code": code})
    return department


@transaction.atomic
def deactivate(*, user: User, by: User, at: datetime) -> None:
    """Close a sign-in; the name stays on past work.

    Refused while the member holds work that nobody else would do.
    """
    Association.objects.select_for_update().first()
    # Whoever gives them a request at this moment holds this row shared and is waited for
    # (`queries.stays_active`); the work is counted afterwards.
    user = User.objects.select_for_update().get(pk=user.pk)
    policies.can_deactivate(by, user, sum(item.count for item in open_work(user))).require()
    user.is_active = False
    user.save(update_fields=["is_active"])
    record(verb="accounts.deactivate", subject=user, by=by, at=at)


@transaction.atomic
def leave(
    *, user: User, successors: Mapping[str, User | None], reason: str, by: User, at: datetime
) -> dict[str, int]:
    """Hand on a member's work, each kind to its successor, and close the sign-in; all or nothing.

    `successors` names a user by the kind's key; None ends what may end. Raises `Refused` when a
    kind has no successor.
    """
    Association.objects.select_for_update().first()
    policies.can_deactivate(by, user).require()
    if not reason.strip():
        raise Refused(_("Say why they leave."))
    handed = {}
    for work in open_work(user):
        to = successors.get(work.duty.key)
        if to is None and not work.duty.may_end:
            raise Refused(_("Choose who takes over: %(what)s.") % {"what": work.duty.label})
        handed[work.duty.key] = work.duty.hand_on(
            user=user, to=to, reason=reason.strip()[:200], by=by, at=at
        )
    data = {"handed": handed, "to": {key: to.pk for key, to in successors.items() if to}}
    record(verb="accounts.leave", subject=user, by=by, at=at, data=data)
    # It counts the work again under the lock: work given meanwhile undoes the whole hand-over.
    deactivate(user=user, by=by, at=at)
    return handed


@transaction.atomic
def hand_on_departments(*, user: User, to: User | None, reason: str, by: User, at: datetime) -> int:
    """Let another member of the department lead what the leaver led."""
    led = list(user.leads.order_by("pk"))
    for department in led:
        if to is not None:
            name_lead(department=department, lead=to, by=by, at=at)
    return len(led)


@transaction.atomic
def reactivate(*, user: User, by: User, at: datetime) -> None:
    """Open a closed sign-in again."""
    policies.can_manage(by).require()
    user = User.objects.select_for_update().get(pk=user.pk)
    user.is_active = True
    user.save(update_fields=["is_active"])
    record(verb="accounts.reactivate", subject=user, by=by, at=at)


@transaction.atomic
def set_password(*, user: User, password: str, by: User, at: datetime) -> None:
    """Set a new password for a member who lost theirs; their open sessions end."""
    policies.can_manage(by).require()
    user = User.objects.select_for_update().get(pk=user.pk)
    _set_password(user, password)
    user.save(update_fields=["password"])
    record(verb="accounts.set_password", subject=user, by=by, at=at)


def _set_password(user: User, password: str) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    user.set_password(password)


@transaction.atomic
def move_clock(*, days: int, by: User, at: datetime) -> int:
    """Move the sample association's clock forward, never back; return how many days it is ahead."""
    association = Association.objects.select_for_update().get()
    policies.can_move_clock(by, association).require()
    if not 1 <= days <= 366:
        raise Refused(_("The clock moves forward by 1 to 366 days at a time."))
    if association.clock_ahead_days + days > FARTHEST:
        raise Refused(_("The clock is far enough ahead. Load the sample anew to begin again."))
    association.clock_ahead_days += days
    association.save(update_fields=["clock_ahead_days"])
    record(verb="accounts.move_clock", subject=association, by=by, at=at, data={"days": days})
    return association.clock_ahead_days
