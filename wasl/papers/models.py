"""The register of issued papers: what was printed, its hash, and its status."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from wasl.accounts.models import LetterheadVersion, User
from wasl.accounts.permissions import Permission
from wasl.common.crypto import EncryptedTextField
from wasl.common.ids import uuid7
from wasl.papers.kinds import LETTERS, Kind
from wasl.papers.states import Status

# The columns that no update may change: a trigger refuses it. Only a destruction of data and a
# renewal of keys suspend the trigger.
FROZEN = [
    "kind", "number", "title", "subject_type", "subject_id", "letterhead", "issued_at",
    "issued_date", "issued_by", "attachments_count", "data", "file", "sha256", "check_code",
]  # fmt: skip


# The kinds a permission opens. Who decides an objection needs the letter that it contests.
OPENS: dict[Permission, tuple[str, ...]] = {
    Permission.CASES_VIEW: tuple(kind for kind in Kind if kind != Kind.AGREEMENT),
    Permission.AGREEMENTS_VIEW: (Kind.AGREEMENT,),
    Permission.LETTERS_VIEW: LETTERS,
    Permission.OBJECTIONS_DECIDE: (*LETTERS, Kind.OBJECTION_RECEIPT),
    Permission.PRIVACY_HANDLE: (Kind.LETTER, Kind.DESTRUCTION_RECORD),
    Permission.PRIVACY_APPROVE: (Kind.DESTRUCTION_RECORD,),
}


class PaperQuerySet(models.QuerySet["Paper"]):
    def visible_to(self, user: User) -> "PaperQuerySet":
        """Return the papers of the kinds that the user's permissions open."""
        return self.filter(
            kind__in={
                kind
                for permission, kinds in OPENS.items()
                if user.holds(permission)
                for kind in kinds
            }
        )


class Paper(models.Model):
    """An issued paper. Its text never changes; it can only be superseded by another or made void.

    `data` is exactly what was rendered. `subject_*` and `person_id` are ids of rows in layers
    above, for finding and export.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    number = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    person_id = models.BigIntegerField(null=True)
    letterhead = models.ForeignKey(LetterheadVersion, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    issued_date = models.DateField()
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    attachments_count = models.PositiveSmallIntegerField(default=0)
    data = EncryptedTextField()
    file = models.FileField(upload_to="papers", max_length=120)
    sha256 = models.CharField(max_length=64)
    check_code = models.CharField(max_length=10, unique=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.ISSUED)
    # One-to-one: a paper supersedes one other, so the chain of corrections never forks.
    superseded_by = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="supersedes"
    )
    voided_at = models.DateTimeField(null=True)
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    void_reason = models.CharField(max_length=300, blank=True)

    objects = PaperQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="paper_subject"),
            models.Index(fields=["person_id"], name="paper_person"),
        ]
        constraints = [
            models.UniqueConstraint(name="paper_number_once", fields=["kind", "number"]),
            models.CheckConstraint(name="paper_numbered", condition=~Q(number="")),
            models.CheckConstraint(
                name="paper_void_together",
                condition=Q(status=Status.VOID, voided_at__isnull=False) & ~Q(void_reason="")
                | ~Q(status=Status.VOID) & Q(voided_at=None, voided_by=None, void_reason=""),
            ),
            models.CheckConstraint(
                name="paper_superseded_by_another",
                condition=Q(superseded_by__isnull=False)
                & ~Q(status=Status.ISSUED)
                & ~Q(superseded_by=models.F("id"))
                | ~Q(status=Status.SUPERSEDED) & Q(superseded_by=None),
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="paper_says_what_it_said", fields=FROZEN),
            pgtrigger.Protect(name="paper_is_kept", operation=pgtrigger.Delete),
            pgtrigger.FSM(
                name="paper_one_way",
                field="status",
                transitions=[("issued", "superseded"), ("issued", "void"), ("superseded", "void")],
            ),
        ]

    class Privacy:
        personal = ("person_id", "title", "data", "file")
        sensitive = ("data",)
        person = ("person_id",)
        safe = (
            "id", "kind", "number", "subject_type", "subject_id", "letterhead", "issued_at",
            "issued_date", "issued_by", "attachments_count", "sha256", "check_code", "status",
            "superseded_by", "voided_at", "voided_by", "void_reason",
        )  # fmt: skip
