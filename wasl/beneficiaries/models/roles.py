"""Roles of a person besides beneficiary: member of the general assembly, volunteer."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wasl.beneficiaries.models.person import Person


class MembershipStatus(models.TextChoices):
    ACTIVE = "active", _("Active")
    SUSPENDED = "suspended", _("Suspended")
    WITHDRAWN = "withdrawn", pgettext_lazy("membership", "Withdrawn")
    DECEASED = "deceased", _("Ended by death")


ENDED = (MembershipStatus.WITHDRAWN, MembershipStatus.DECEASED)


@pghistory.track()
class Membership(models.Model):
    """Membership of the general assembly (PRE-2): number, shares and status.

    Somebody who joins again has a second row.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    number = models.CharField(max_length=20, blank=True)
    shares = models.PositiveIntegerField(null=True, blank=True)
    joined_date = models.DateField(null=True, blank=True)
    joined_written = models.CharField(max_length=30, blank=True)
    status = models.CharField(
        max_length=9, choices=MembershipStatus.choices, default=MembershipStatus.ACTIVE
    )
    ended_date = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    once = models.UUIDField(null=True, unique=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["number"], condition=~Q(number=""), name="membership_number_once"
            ),
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_date=None), name="membership_one_at_a_time"
            ),
            models.CheckConstraint(
                name="membership_ended_with_status",
                condition=Q(status__in=ENDED, ended_date__isnull=False)
                | Q(~Q(status__in=ENDED), ended_date__isnull=True),
            ),
            models.CheckConstraint(
                name="membership_dates_in_order",
                condition=Q(joined_date=None)
                | Q(ended_date=None)
                | Q(joined_date__lte=F("ended_date")),
            ),
            models.CheckConstraint(
                name="membership_has_shares", condition=Q(shares=None) | Q(shares__gte=1)
            ),
        ]

    class Privacy:
        personal = (
            "person",
            "number",
            "shares",
            "joined_date",
            "joined_written",
            "status",
            "ended_date",
            "reason",
        )
        safe = ("id", "added_at", "added_by", "once")

    @property
    def is_active(self) -> bool:
        return self.status == MembershipStatus.ACTIVE


@pghistory.track()
class Volunteer(models.Model):
    """A person who volunteers: what they can do, and when they are free."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="volunteer")
    skills = models.CharField(max_length=300, blank=True)
    availability = models.CharField(max_length=300, blank=True)
    since_date = models.DateField()
    ended_date = models.DateField(null=True, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="volunteer_dates_in_order",
                condition=Q(ended_date=None) | Q(since_date__lte=F("ended_date")),
            ),
        ]

    class Privacy:
        personal = ("person", "skills", "availability", "since_date", "ended_date")
        safe = ("id", "added_at", "added_by")
