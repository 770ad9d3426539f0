"""Households, and who lived in which from when until when (ADR 23)."""

from typing import Any

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wasl.accounts.models import Gender
from wasl.beneficiaries.models.person import Person


class HouseholdRole(models.TextChoices):
    """What a member is to the head of the household."""

    HEAD = "head", _("Head of the household")
    SPOUSE = "spouse", _("Spouse")
    SON = "son", _("Son")
    DAUGHTER = "daughter", _("Daughter")
    PARENT = "parent", _("Parent")
    SIBLING = "sibling", _("Brother or sister")
    OTHER = "other", _("Other relative")


# Role names that differ for a woman and a man.
ROLE_NAMES: dict[tuple[str, str], Any] = {
    (HouseholdRole.HEAD, Gender.FEMALE): pgettext_lazy("female", "Head of the household"),
    (HouseholdRole.HEAD, Gender.MALE): pgettext_lazy("male", "Head of the household"),
    (HouseholdRole.SPOUSE, Gender.FEMALE): _("Wife"),
    (HouseholdRole.SPOUSE, Gender.MALE): _("Husband"),
    (HouseholdRole.PARENT, Gender.FEMALE): _("Mother"),
    (HouseholdRole.PARENT, Gender.MALE): _("Father"),
    (HouseholdRole.SIBLING, Gender.FEMALE): _("Sister"),
    (HouseholdRole.SIBLING, Gender.MALE): _("Brother"),
}


class Cause(models.TextChoices):
    """Why somebody came into a household, or left it."""

    RECORDED = "recorded", _("Found so when it was recorded")
    BIRTH = "birth", _("Birth")
    MARRIAGE = "marriage", _("Marriage")
    JOINING = "joining", _("Moved in")
    NEW_HEAD = "new_head", _("A new head of the household")
    DIVORCE = "divorce", _("Divorce")
    DEATH = "death", _("Death")
    MOVING = "moving", _("Moved out")
    MISTAKE = "mistake", _("Recorded by mistake")


BEGINNINGS = (
    Cause.RECORDED,
    Cause.BIRTH,
    Cause.MARRIAGE,
    Cause.JOINING,
    Cause.NEW_HEAD,
    Cause.DIVORCE,
    Cause.MOVING,
)
ENDINGS = (Cause.MARRIAGE, Cause.NEW_HEAD, Cause.DIVORCE, Cause.DEATH, Cause.MOVING, Cause.MISTAKE)


@pghistory.track()
class Household(models.Model):
    """People who live from one purse, as a family register shows them.

    It is dissolved, never deleted.
    """

    number = models.CharField(max_length=16, unique=True)
    formed_date = models.DateField(null=True, blank=True)
    dissolved_date = models.DateField(null=True, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="household_dates_in_order",
                condition=Q(formed_date=None)
                | Q(dissolved_date=None)
                | Q(formed_date__lte=F("dissolved_date")),
            ),
        ]

    class Privacy:
        personal = ("number", "formed_date", "dissolved_date")
        person = ("members__person",)
        outlives = "it is the other members' as well"
        safe = ("id", "added_at", "added_by")


def _only(column: str) -> Func:
    """Return one row's number as a range, so that GiST compares it without an extension."""
    return Func(F(column), F(column), Value("[]"), function="int8range")


# Half open: the day somebody leaves is the first day without them. No day means no bound on that
# side.
_DAYS = Func(F("since_date"), F("until_date"), Value("[)"), function="daterange")


@pghistory.track()
class HouseholdMember(models.Model):
    """A person's place in a household, from a day until before another.

    An unknown first day means: since before it was recorded.
    """

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="households")
    role = models.CharField(max_length=8, choices=HouseholdRole.choices)
    is_provider = models.BooleanField(default=False)
    since_date = models.DateField(null=True, blank=True)
    until_date = models.DateField(null=True, blank=True)
    began_with = models.CharField(
        max_length=9, choices=[(cause.value, cause.label) for cause in BEGINNINGS]
    )
    ended_with = models.CharField(
        max_length=9, choices=[(cause.value, cause.label) for cause in ENDINGS], blank=True
    )
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    once = models.UUIDField(null=True, unique=True)

    class Meta:
        indexes = [
            # Families whose head has died or gone, for the list of those that wait for another.
            models.Index(
                fields=["household"],
                name="household_former_head",
                condition=Q(role=HouseholdRole.HEAD, until_date__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="household_member_dates_in_order",
                condition=Q(since_date=None)
                | Q(until_date=None)
                | Q(since_date__lte=F("until_date")),
            ),
            models.CheckConstraint(
                name="household_member_ended_together",
                condition=Q(until_date=None, ended_with="")
                | Q(Q(until_date__isnull=False), ~Q(ended_with="")),
            ),
            ExclusionConstraint(
                # These two hold for every day, past ones included; a partial unique index would
                # hold for the present alone.
                name="household_member_one_at_a_time",
                expressions=[(_only("person_id"), "&&"), (_DAYS, "&&")],
            ),
            ExclusionConstraint(
                name="household_one_head_at_a_time",
                expressions=[(_only("household_id"), "&&"), (_DAYS, "&&")],
                condition=Q(role=HouseholdRole.HEAD),
            ),
        ]

    class Privacy:
        personal = (
            "household",
            "person",
            "role",
            "is_provider",
            "since_date",
            "until_date",
            "began_with",
            "ended_with",
        )
        safe = ("id", "added_at", "added_by", "ended_by", "once")

    @property
    def role_name(self) -> str:
        return str(ROLE_NAMES.get((self.role, self.person.gender), self.get_role_display()))
