"""What a person is to the association: member, beneficiary of a category, volunteer, staff."""

import uuid
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.audit.actions import record
from wasl.beneficiaries import policies
from wasl.beneficiaries.actions import moving
from wasl.beneficiaries.checking import earlier
from wasl.beneficiaries.models.person import BeneficiaryFile, Category, Person
from wasl.beneficiaries.models.roles import Membership, MembershipStatus, Volunteer
from wasl.common import text as arabic
from wasl.common.clock import day_of
from wasl.common.dates import WrittenDate
from wasl.common.verdicts import Refused

# Characters, as the columns of `Membership.reason` and of `Volunteer` hold.
MOST_REASON = 300


@transaction.atomic
def admit_member(
    *,
    person: Person,
    number: str,
    shares: int | None = None,
    joined: WrittenDate | None = None,
    by: User | None,
    at: datetime,
    once: uuid.UUID | None = None,
) -> Membership:
    """Admit a person to the general assembly, under a number of their own (PRE-2).

    Raises `Refused` for somebody who is a member already, or a number that is taken.
    """
    policies.can_keep_roles(by).require()
    if before := earlier(Membership, person, once):
        return before
    number = arabic.ascii_digits(arabic.clean(number))
    if not number or len(number) > 20:
        raise Refused(_("Enter the membership number, at most twenty signs."))
    _refuse_shares(shares)
    # Without a day of joining, today: somebody who has died is not admitted.
    moving.refuse_day(joined.day if joined else day_of(at), person, at)
    try:
        with transaction.atomic():
            membership = Membership.objects.create(
                person=person, number=number, shares=shares,
                joined_date=joined.day if joined else None,
                joined_written=joined.text if joined else "", added_at=at, added_by=by,
                once=once,
            )  # fmt: skip
    except IntegrityError as error:
        raise Refused(_held(str(error))) from error
    record(verb="beneficiaries.admit_member", subject=membership, by=by, at=at, root=person)
    return membership


def _held(error: str) -> str:
    if "membership_number_once" in error:
        return _("Another member has this number.")
    return _("This person is a member already.")


def _refuse_shares(shares: int | None) -> None:
    if shares is not None and shares < 1:
        raise Refused(_("A member holds one share at least."))


@transaction.atomic
def set_shares(*, membership: Membership, shares: int, by: User, at: datetime) -> Membership:
    """Set how many shares a member holds; the former number stays in the history."""
    policies.can_keep_roles(by).require()
    _refuse_shares(shares)
    membership = _running(membership)
    if membership.shares != shares:
        membership.shares = shares
        membership.save(update_fields=["shares"])
        record(
            verb="beneficiaries.set_shares",
            subject=membership,
            by=by,
            at=at,
            root=membership.person,
        )
    return membership


@transaction.atomic
def suspend_member(*, membership: Membership, reason: str, by: User, at: datetime) -> Membership:
    """Suspend a membership, for a reason that is kept."""
    return _stand(
        membership, MembershipStatus.SUSPENDED, reason, None, "beneficiaries.suspend_member", by, at
    )


@transaction.atomic
def resume_member(*, membership: Membership, reason: str, by: User, at: datetime) -> Membership:
    """Resume a suspended membership, for a reason that is kept."""
    return _stand(
        membership, MembershipStatus.ACTIVE, reason, None, "beneficiaries.resume_member", by, at
    )


@transaction.atomic
def end_membership(
    *, membership: Membership, reason: str, day: date, by: User, at: datetime
) -> Membership:
    """Record that a member withdraws, as of a day."""
    return _stand(
        membership, MembershipStatus.WITHDRAWN, reason, day, "beneficiaries.end_membership", by, at
    )


def _stand(
    membership: Membership,
    status: str,
    reason: str,
    ended: date | None,
    verb: str,
    by: User,
    at: datetime,
) -> Membership:
    policies.can_keep_roles(by).require()
    reason = arabic.clean(reason)
    if not reason or len(reason) > MOST_REASON:
        raise Refused(_("Say why, in a sentence of at most three hundred letters."))
    membership = _running(membership)
    if ended and membership.joined_date and ended < membership.joined_date:
        raise Refused(_("The membership began later than that day; compare the days."))
    if ended:
        moving.refuse_day(ended, membership.person, at)
    if membership.status == status:
        return membership
    membership.status, membership.reason, membership.ended_date = status, reason, ended
    membership.save(update_fields=["status", "reason", "ended_date"])
    record(verb=verb, subject=membership, by=by, at=at, root=membership.person)
    return membership


def _running(membership: Membership) -> Membership:
    locked_membership = (
        Membership.objects.select_for_update(of=("self",))
        .select_related("person")
        .get(pk=membership.pk)
    )
    if locked_membership.ended_date:
        raise Refused(_("This membership has ended; the person can be admitted anew."))
    return locked_membership


@transaction.atomic
def set_category(
    *, file: BeneficiaryFile, category: str, by: User, at: datetime
) -> BeneficiaryFile:
    """Set why somebody is a beneficiary."""
    policies.can_keep_roles(by).require()
    if category not in Category.values:
        raise Refused(_("Choose a category from the list."))
    file = (
        BeneficiaryFile.objects.select_for_update(of=("self",))
        .select_related("person")
        .get(pk=file.pk)
    )
    if file.category != category:
        file.category = category
        file.save(update_fields=["category"])
        record(verb="beneficiaries.set_category", subject=file, by=by, at=at, root=file.person)
    return file


@transaction.atomic
def set_need_class(
    *, file: BeneficiaryFile, need_class: str, day: date, by: User | None, at: datetime
) -> BeneficiaryFile:
    """Store the class that a need assessment arrived at (OBJ-1).

    Called by the package that assesses.
    """
    policies.can_set_need_class(by).require()
    file = (
        BeneficiaryFile.objects.select_for_update(of=("self",))
        .select_related("person")
        .get(pk=file.pk)
    )
    if (file.need_class, file.need_class_date) != (need_class, day):
        file.need_class, file.need_class_date = need_class, day
        file.save(update_fields=["need_class", "need_class_date"])
        data = {"need_class": need_class}
        record(
            verb="beneficiaries.set_need_class",
            subject=file,
            by=by,
            at=at,
            root=file.person,
            data=data,
        )
    return file


@transaction.atomic
def keep_volunteer(
    *, person: Person, skills: str, availability: str, by: User, at: datetime
) -> Volunteer:
    """Record that a person volunteers: what they can do and when they are free."""
    policies.can_keep_roles(by).require()
    moving.hold(person)
    details = {"skills": arabic.clean(skills), "availability": arabic.clean(availability)}
    if any(len(text) > MOST_REASON for text in details.values()):
        raise Refused(_("Say it in at most three hundred letters."))
    moving.refuse_day(day_of(at), person, at)
    volunteer = Volunteer.objects.filter(person=person).first()
    if volunteer is None:
        volunteer = Volunteer(person=person, since_date=day_of(at), added_at=at, added_by=by)
    # One row a person: who comes back begins anew, and the earlier time is in the history.
    elif volunteer.ended_date:
        volunteer.since_date, volunteer.ended_date = day_of(at), None
    volunteer.skills, volunteer.availability = details["skills"], details["availability"]
    volunteer.save()
    record(verb="beneficiaries.keep_volunteer", subject=volunteer, by=by, at=at, root=person)
    return volunteer


@transaction.atomic
def end_volunteering(*, volunteer: Volunteer, by: User, at: datetime) -> Volunteer:
    """Record that a person no longer volunteers."""
    policies.can_keep_roles(by).require()
    volunteer = (
        Volunteer.objects.select_for_update(of=("self",))
        .select_related("person")
        .get(pk=volunteer.pk)
    )
    if volunteer.ended_date is None:
        volunteer.ended_date = day_of(at)
        volunteer.save(update_fields=["ended_date"])
        record(
            verb="beneficiaries.end_volunteering",
            subject=volunteer,
            by=by,
            at=at,
            root=volunteer.person,
        )
    return volunteer


@transaction.atomic
def link_staff(*, person: Person, user: User | None, by: User, at: datetime) -> Person:
    """Link a person to their staff account, or to none.

    So nobody decides about themself unseen.
    """
    policies.can_link_staff(by).require()
    moving.hold(person)
    if user and (other_person := Person.objects.filter(user=user).exclude(pk=person.pk).first()):
        reason = _("This member of the staff is %(name)s already.") % {
            "name": other_person.full_name
        }
        raise Refused(reason)
    if person.user != user:
        person.user = user
        person.save(update_fields=["user"])
        record(verb="beneficiaries.link_staff", subject=person, by=by, at=at)
    return person
