"""The registers of outgoing and incoming letters."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wasl.accounts.models import User
from wasl.accounts.permissions import Permission
from wasl.beneficiaries.models.merging import EVERY_ROW
from wasl.beneficiaries.models.person import Person
from wasl.cases.models.case import Case
from wasl.papers.models import Paper

USER = settings.AUTH_USER_MODEL


class Register(models.TextChoices):
    OUTGOING = "outgoing", _("Outgoing")
    INCOMING = "incoming", _("Incoming")


class Counter(models.Model):
    """The last number given in a register and Hijri year. Its row is locked last before the
    commit.
    """

    register = models.CharField(max_length=8, choices=Register.choices)
    hijri_year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="counter_once", fields=["register", "hijri_year"])
        ]

    class Privacy:
        personal = ()
        safe = ("id", "register", "hijri_year", "last")


class LetterQuerySet(models.QuerySet["Letter"]):
    def visible_to(self, user: User) -> "LetterQuerySet":
        return self if user.holds(Permission.LETTERS_VIEW) else self.none()


class Letter(models.Model):
    """A numbered letter (LET-1). A void letter keeps its number; a draft has none."""

    register = models.CharField(max_length=8, choices=Register.choices)
    hijri_year = models.PositiveSmallIntegerField(null=True)
    # Empty while it is a draft: a number is taken only when the letter is issued.
    number = models.PositiveIntegerField(null=True)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="letters"
    )
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, null=True, blank=True, related_name="letters"
    )
    party = models.CharField(max_length=300)
    subject = models.CharField(max_length=300)
    their_number = models.CharField(max_length=60, blank=True)
    attachments_count = models.PositiveSmallIntegerField(default=0)
    paper = models.OneToOneField(
        Paper, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    issued_at = models.DateTimeField(null=True)
    issued_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    voided_at = models.DateTimeField(null=True)
    voided_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    void_reason = models.CharField(max_length=300, blank=True)
    once = models.UUIDField(null=True, unique=True)

    # A letter was sent to the person as known then, so a merge of files does not rewrite it.
    stays_on_merge = EVERY_ROW
    objects = LetterQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["register", "-hijri_year", "-number"], name="letter_register")
        ]
        constraints = [
            models.UniqueConstraint(
                # LET-1: no number twice, whatever writes the table.
                name="letter_number_once",
                fields=["register", "hijri_year", "number"],
            ),
            models.CheckConstraint(
                name="letter_issued_together",
                condition=Q(number=None, hijri_year=None, issued_at=None, issued_by=None)
                | Q(
                    number__isnull=False,
                    hijri_year__isnull=False,
                    issued_at__isnull=False,
                    issued_by__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="letter_void_together",
                condition=Q(voided_at=None, voided_by=None, void_reason="")
                | (Q(voided_at__isnull=False, voided_by__isnull=False) & ~Q(void_reason="")),
            ),
        ]

    class Privacy:
        personal = ("person", "party", "subject")
        person = ("person", "case__person")
        safe = (
            "id",
            "register",
            "hijri_year",
            "number",
            "case",
            "their_number",
            "attachments_count",
            "paper",
            "issued_at",
            "issued_by",
            "voided_at",
            "voided_by",
            "void_reason",
            "once",
        )

    @property
    def reference(self) -> str:
        """Return the reference (`1448/27`) once issued."""
        return f"{self.hijri_year}/{self.number}" if self.number else ""


class LetterFile(models.Model):
    """A file enclosed with a letter: counted on it, and bound to it by its SHA-256 (LET-3). It is
    never replaced.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True)
    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="files")
    order = models.PositiveSmallIntegerField()
    # Empty once the data of the person were destroyed; the row stays.
    file = models.FileField(upload_to="letters/%Y/%m")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10)
    size = models.PositiveIntegerField()
    pages = models.PositiveSmallIntegerField(default=1)
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="letter_file_order_once", fields=["letter", "order"])
        ]

    class Privacy:
        personal = ("file", "name", "sha256")
        person = ("letter__person", "letter__case__person")
        safe = ("id", "key", "letter", "order", "kind", "size", "pages")
