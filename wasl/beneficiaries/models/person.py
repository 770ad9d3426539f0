"""People, and their registration as beneficiaries."""

from typing import Any

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wasl.accounts.models import Gender, User
from wasl.accounts.permissions import Permission
from wasl.catalogue.models.guide import letter
from wasl.common.crypto import EncryptedTextField


class IdKind(models.TextChoices):
    """The kind of number on the person's row; other papers are `Identifier` rows."""

    NATIONAL_ID = "national_id", _("National ID")
    IQAMA = "iqama", _("Iqama")


class Calendar(models.TextChoices):
    HIJRI = "hijri", _("Hijri")
    GREGORIAN = "gregorian", _("Gregorian")


class MaritalStatus(models.TextChoices):
    SINGLE = "single", _("Never married")
    MARRIED = "married", _("Married")
    DIVORCED = "divorced", _("Divorced")
    WIDOWED = "widowed", _("Widowed")


MARITAL_NAMES: dict[tuple[str, str], Any] = {
    (MaritalStatus.SINGLE, Gender.FEMALE): pgettext_lazy("female", "Never married"),
    (MaritalStatus.SINGLE, Gender.MALE): pgettext_lazy("male", "Never married"),
    (MaritalStatus.MARRIED, Gender.FEMALE): pgettext_lazy("female", "Married"),
    (MaritalStatus.MARRIED, Gender.MALE): pgettext_lazy("male", "Married"),
    (MaritalStatus.DIVORCED, Gender.FEMALE): pgettext_lazy("female", "Divorced"),
    (MaritalStatus.DIVORCED, Gender.MALE): pgettext_lazy("male", "Divorced"),
    (MaritalStatus.WIDOWED, Gender.FEMALE): pgettext_lazy("female", "Widowed"),
    (MaritalStatus.WIDOWED, Gender.MALE): pgettext_lazy("male", "Widowed"),
}


class PreferredChannel(models.TextChoices):
    """How a person likes to be reached.

    An answer always goes to their mobile as well, if they have one.
    """

    SMS = "sms", _("Text message")
    CALL = "call", _("Phone call")
    EMAIL = "email", _("E-mail")
    VISIT = "visit", _("In person")


class Purpose(models.TextChoices):
    """What a message can be for. Messages about a person's own request are always sent."""

    AWARENESS = "awareness", _("News and awareness")
    OFFERS = "offers", _("Services that may suit them")
    SURVEYS = "surveys", _("Ratings and surveys")


class UnmaskReason(models.TextChoices):
    """Why somebody needs to see an identifier in full; the code goes into the trail (PRE-6)."""

    MATCHING = "matching", _("To match it with the original")
    CONTACT = "contact", _("To contact the person")
    PAYMENT = "payment", _("To prepare a payment")
    CORRECTION = "correction", _("To correct the file")
    AUTHORITY = "authority", _("An authority asked by law")


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, user: User, *, merged_too: bool = False) -> "PersonQuerySet":
        """Return everybody, merged files left out, for those who may search; nobody for others.

        No page lists them all.
        """
        if not user.holds(Permission.PEOPLE_FIND):
            return self.none()
        return self if merged_too else self.standing()

    def knowing_merged(self) -> "PersonQuerySet":
        """Annotate each with `has_merged`: whether other files were merged into it."""
        return self.annotate(
            has_merged=models.Exists(Person.objects.filter(merged_into=models.OuterRef("pk")))
        )

    def living(self) -> "PersonQuerySet":
        """Return people without a recorded death; every audience is drawn from them."""
        return self.filter(death_date=None)

    def standing(self) -> "PersonQuerySet":
        """Leave out the files that were merged into another: work is done in the survivor's."""
        return self.filter(merged_into=None)


@pghistory.track()
class Person(models.Model):
    """A human being, once (PRE-2): one row, whatever roles they hold, found by its keys."""

    full_name = models.CharField(max_length=300)
    known_as = models.CharField(max_length=100, blank=True)
    latin_name = models.CharField(max_length=300, blank=True)
    name_parts = ArrayField(models.CharField(max_length=300), default=list)
    sort_key = models.CharField(max_length=300, db_index=True)
    gender = models.CharField(max_length=6, choices=Gender.choices)
    id_kind = models.CharField(max_length=12, choices=IdKind.choices, blank=True)
    id_number = EncryptedTextField(blank=True)
    id_blind = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 (unique where there is a number)
    birth_date = models.DateField(null=True, blank=True, db_index=True)
    # The date as it is on the ID, in its own calendar, is the source; `birth_date` is derived from
    # it.
    birth_written = models.CharField(max_length=30, blank=True)
    birth_calendar = models.CharField(max_length=9, choices=Calendar.choices, blank=True)
    death_date = models.DateField(null=True, blank=True)
    death_written = models.CharField(max_length=30, blank=True)
    marital_status = models.CharField(max_length=8, choices=MaritalStatus.choices, blank=True)
    is_studying = models.BooleanField(default=False)
    # Not unique: a family may share one phone (ADR 42).
    mobile = models.CharField(max_length=16, blank=True, db_index=True)
    mobile_verified_at = models.DateTimeField(null=True, blank=True)
    email = models.EmailField(blank=True, db_index=True)
    language = models.CharField(max_length=2, default="ar")
    preferred_channel = models.CharField(max_length=5, choices=PreferredChannel.choices, blank=True)
    opted_out = ArrayField(
        models.CharField(max_length=10, choices=Purpose.choices), default=list, blank=True
    )
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)
    iban = EncryptedTextField(blank=True)
    iban_blind = models.CharField(max_length=64, blank=True, db_index=True)
    building_number = models.CharField(max_length=4, blank=True)
    street = models.CharField(max_length=100, blank=True)
    district = models.CharField(max_length=100, blank=True)
    city = models.CharField(max_length=100, blank=True)
    postal_code = models.CharField(max_length=5, blank=True)
    additional_number = models.CharField(max_length=4, blank=True)
    unit_number = models.CharField(max_length=10, blank=True)
    short_address = models.CharField(max_length=8, blank=True)
    # The staff account of this person, so that nobody decides about themself unseen.
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="person",
    )
    registered_at = models.DateTimeField()
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    once = models.UUIDField(null=True, unique=True)
    # Never a chain: a merged file is no survivor. A foreign key over generated columns ensures it
    # (migration `merging`, ADR 26).
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="merged_away"
    )

    objects = PersonQuerySet.as_manager()

    # The merged file by whose name or number a search came to this one.
    found_as: "Person | None" = None

    class Meta:
        indexes = [
            models.Index(
                fields=["death_date"], name="person_died", condition=Q(death_date__isnull=False)
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="person_id_together",
                condition=Q(id_kind="", id_number="", id_blind=None)
                | Q(~Q(id_kind=""), ~Q(id_number=""), id_blind__isnull=False),
            ),
            models.CheckConstraint(
                name="person_died_after_birth",
                condition=Q(birth_date=None)
                | Q(death_date=None)
                | Q(birth_date__lte=F("death_date")),
            ),
            models.CheckConstraint(
                name="person_quiet_together",
                condition=Q(quiet_from=None, quiet_until=None)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False),
            ),
        ]

    class Privacy:
        personal = (
            "full_name", "known_as", "latin_name", "name_parts", "sort_key", "gender", "id_kind",
            "id_number", "id_blind", "birth_date", "birth_written", "birth_calendar", "death_date",
            "death_written", "marital_status", "is_studying", "mobile", "email",
            "preferred_channel", "opted_out", "quiet_from", "quiet_until", "iban", "iban_blind",
            "building_number", "street", "district", "city", "postal_code", "additional_number",
            "unit_number", "short_address", "user",
        )  # fmt: skip
        sensitive = ("id_number", "iban")
        safe = (
            "id",
            "mobile_verified_at",
            "language",
            "registered_at",
            "registered_by",
            "once",
            "merged_into",
        )

    @property
    def is_female(self) -> bool:
        return self.gender == Gender.FEMALE

    @property
    def marital_name(self) -> str:
        """The marital status in the word for a woman, or for a man."""
        return str(MARITAL_NAMES.get((self.marital_status, self.gender), ""))

    @property
    def has_address(self) -> bool:
        return any(
            (
                self.building_number,
                self.street,
                self.district,
                self.city,
                self.postal_code,
                self.short_address,
            )
        )

    @property
    def has_died(self) -> bool:
        return self.death_date is not None

    @property
    def survivor(self) -> "Person":
        """The file that represents this person: this one, or the one it was merged into."""
        return self.merged_into or self


class Category(models.TextChoices):
    """Why somebody is a beneficiary, as associations sort their files."""

    PROVIDER = "provider", _("Provider of a family")
    WIDOW = "widow", _("Widow")
    DIVORCED = "divorced", _("Divorced woman")
    ORPHAN = "orphan", _("Orphan")
    DISABLED = "disabled", _("Person with a disability")
    ELDERLY = "elderly", _("Elderly person")
    ILL = "ill", _("Person with a long illness")
    PRISONER = "prisoner", _("Family of a prisoner")
    OTHER = "other", _("Other")


@pghistory.track()
class BeneficiaryFile(models.Model):
    """The registration as a beneficiary.

    The number is issued once, when the gate passes (PRO-8).
    """

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="file")
    number = models.CharField(max_length=16, unique=True)
    category = models.CharField(max_length=10, choices=Category.choices, blank=True)
    need_class = models.CharField(max_length=10, blank=True)
    need_class_date = models.DateField(null=True, blank=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    @property
    def need_letter(self) -> str:
        """Return the class of need as people write it, in the language of the page."""
        return letter(self.need_class)

    class Privacy:
        personal = ("person", "number", "category", "need_class", "need_class_date")
        safe = ("id", "opened_at", "opened_by")
