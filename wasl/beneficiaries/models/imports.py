"""Files of people from an association: the file, its rows as read, and their batches (ADR 29)."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wasl.accounts.models import User
from wasl.accounts.permissions import Permission
from wasl.beneficiaries.models.merging import EVERY_ROW
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.states import BatchStatus, ImportStatus
from wasl.common.crypto import EncryptedTextField


class ExportReason(models.TextChoices):
    """Why a list of people leaves the system; the code goes into the audit trail (PRE-6)."""

    ASSEMBLY = "assembly", _("For a meeting of the general assembly")
    MINISTRY = "ministry", _("The ministry asked for it")
    AUDIT = "audit", _("For the auditor")
    WORK = "work", _("For work on it in Excel")


class PeopleImportQuerySet(models.QuerySet["PeopleImport"]):
    def visible_to(self, user: User) -> "PeopleImportQuerySet":
        """Return every file for those who may import people, and none for others."""
        return self if user.holds(Permission.PEOPLE_IMPORT) else self.none()


class PeopleImport(models.Model):
    """A file of people, from its upload until it is closed and its data are destroyed (PDPL)."""

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=4)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to="imports", blank=True)
    survey = EncryptedTextField(blank=True)
    sheet = models.PositiveSmallIntegerField(default=0)
    header_row = models.PositiveIntegerField(default=0)
    mapping = models.JSONField(default=dict)
    defaults = models.JSONField(default=dict)
    batch_size = models.PositiveSmallIntegerField(default=500)
    status = models.CharField(
        max_length=8, choices=ImportStatus.choices, default=ImportStatus.UPLOADED
    )
    # In both languages (`findings.in_both`): who reads it may speak another than who started the
    # work.
    problem = models.JSONField(default=dict)
    rows_expected = models.PositiveIntegerField(default=0)
    rows_read = models.PositiveIntegerField(default=0)
    # Counted once when the check ends (`queries.tally`); `choose_rows` adjusts it.
    counts = models.JSONField(default=dict)
    # Which process checks the file: a check begun later takes a new key, and the earlier one stops.
    run_key = models.UUIDField(null=True)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    checked_at = models.DateTimeField(null=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True)
    destroyed_at = models.DateTimeField(null=True)
    keep_until_date = models.DateField()

    objects = PeopleImportQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["-uploaded_at"], name="import_newest")]
        constraints = [
            models.CheckConstraint(
                name="import_closed_is_destroyed",
                condition=~Q(status=ImportStatus.CLOSED)
                | Q(closed_at__isnull=False, destroyed_at__isnull=False, survey="", file=""),
            ),
        ]

    class Privacy:
        personal = ("name", "sha256", "file", "survey")
        sensitive = ("survey",)
        nobody = "a list of many, destroyed as a whole when it is closed"
        safe = (
            "id", "kind", "size", "sheet", "header_row", "mapping", "defaults", "batch_size",
            "status", "problem", "rows_expected", "rows_read", "counts", "run_key", "uploaded_at",
            "uploaded_by", "checked_at", "checked_by", "closed_at", "destroyed_at",
            "keep_until_date",
        )  # fmt: skip


class ImportBatch(models.Model):
    """Rows that are brought together or not at all: one transaction, undone on its own."""

    source = models.ForeignKey(PeopleImport, on_delete=models.CASCADE, related_name="batches")
    number = models.PositiveIntegerField()
    first_row = models.PositiveIntegerField()
    last_row = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    status = models.CharField(
        max_length=7, choices=BatchStatus.choices, default=BatchStatus.WAITING
    )
    fills = models.BooleanField(default=False)
    problem = models.JSONField(default=dict)
    created = models.PositiveIntegerField(default=0)
    filled = models.PositiveIntegerField(default=0)
    kept = models.PositiveIntegerField(default=0)
    ran_at = models.DateTimeField(null=True)
    ran_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "number"], name="import_batch_once"),
            models.CheckConstraint(
                name="import_batch_ran_together",
                condition=~Q(status__in=[BatchStatus.DONE, BatchStatus.UNDONE])
                | Q(ran_at__isnull=False, ran_by__isnull=False),
            ),
        ]

    class Privacy:
        personal = ()
        safe = (
            "id", "source", "number", "first_row", "last_row", "size", "status", "fills", "problem",
            "created", "filled", "kept", "ran_at", "ran_by", "undone_at", "undone_by",
        )  # fmt: skip


class RowState(models.TextChoices):
    READY = "ready", _("Can be brought")
    KNOWN = "known", _("In the register already")
    ERROR = "error", _("Cannot be brought")
    SKIPPED = "skipped", _("Left out")


class RowOutcome(models.TextChoices):
    CREATED = "created", _("Registered")
    FILLED = "filled", _("Completed")
    UNDONE = "undone", _("Undone")


class ImportRow(models.Model):
    """One row of the file: its data, its findings, and which person it became.

    Emptied when the file is closed.
    """

    source = models.ForeignKey(PeopleImport, on_delete=models.CASCADE, related_name="rows")
    batch = models.ForeignKey(
        ImportBatch, on_delete=models.SET_NULL, null=True, related_name="rows"
    )
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=7, choices=RowState.choices)
    severity = models.PositiveSmallIntegerField(default=0)
    is_chosen = models.BooleanField(default=False)
    codes = ArrayField(models.CharField(max_length=24), default=list)
    findings = models.JSONField(default=list)
    name = models.CharField(max_length=300, blank=True)
    sort_key = models.CharField(max_length=300, blank=True)
    payload = EncryptedTextField(blank=True)
    id_blind = models.CharField(max_length=64, blank=True)
    mobile = models.CharField(max_length=16, blank=True)
    birth_date = models.DateField(null=True)
    member_number = models.CharField(max_length=20, blank=True)
    # The key of a family: the blind index of its head's ID number, or of the file's own family
    # number.
    household = models.CharField(max_length=64, blank=True)
    role = models.CharField(max_length=8, blank=True)
    # `known` was in the register before; `person` is whom the row became, or whom it completed.
    known = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="import_rows"
    )
    outcome = models.CharField(max_length=7, choices=RowOutcome.choices, blank=True)
    filled = ArrayField(models.CharField(max_length=30), default=list)

    stays_on_merge = EVERY_ROW

    class Meta:
        indexes = [
            models.Index(fields=["source", "severity", "number"], name="import_row_page"),
            models.Index(fields=["batch"], name="import_row_batch"),
        ]
        constraints = [models.UniqueConstraint(fields=["source", "number"], name="import_row_once")]

    class Privacy:
        personal = (
            "findings", "name", "sort_key", "payload", "id_blind", "mobile", "birth_date",
            "member_number", "household", "role", "known", "person",
        )  # fmt: skip
        sensitive = ("payload",)
        person = ("person", "known")
        safe = (
            "id", "source", "batch", "number", "state", "severity", "is_chosen", "codes", "outcome",
            "filled",
        )  # fmt: skip


class ColumnMapping(models.Model):
    """What the columns under these headings meant the last time, so that it is chosen only once."""

    fingerprint = models.CharField(max_length=64, unique=True)
    fields = models.JSONField()
    used_at = models.DateTimeField()
    used_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Privacy:
        personal = ()
        safe = ("id", "fingerprint", "fields", "used_at", "used_by")
