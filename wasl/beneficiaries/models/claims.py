"""Identities claimed from afar, and changes of mobile or account that wait (ADR 42)."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wasl.beneficiaries.models.merging import EVERY_ROW
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.states import ChangeStatus, ClaimStatus
from wasl.common.crypto import EncryptedTextField

USER = settings.AUTH_USER_MODEL


class ProofWay(models.TextChoices):
    """How an officer, or a national provider, saw that an ID is the claimant's."""

    DESK = "desk", _("At the desk")
    VISIT = "visit", _("On the visit")
    VIDEO = "video", _("In a video call")
    PROVIDER = "provider", _("By the national sign-in")


class ProofPaper(models.TextChoices):
    NATIONAL_ID = "national_id", _("National ID")
    IQAMA = "iqama", _("Iqama")
    PASSPORT = "passport", _("Passport")
    FAMILY_REGISTER = "family_register", _("Family register")
    DIGITAL_ID = "digital_id", _("Digital ID in the government's own app")
    PROVIDER_ANSWER = "provider_answer", _("Answer of the national sign-in")


@pghistory.track()
class IdentityClaim(models.Model):
    """A claim by somebody with a proven mobile that an ID is theirs (ADR 42).

    Until the ID is seen, their person has no number. Several claims may name one ID, and the ID may
    be in the register: `id_blind` is not unique. The claim keeps pointing at the person it was made
    with, even after that file is joined to the owner's.
    """

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="claim")
    id_number = EncryptedTextField()
    id_blind = models.CharField(max_length=64)
    mobile = models.CharField(max_length=16)
    status = models.CharField(max_length=6, choices=ClaimStatus.choices, default=ClaimStatus.OPEN)
    claimed_at = models.DateTimeField()
    owner_told_at = models.DateTimeField(null=True)
    way = models.CharField(max_length=8, choices=ProofWay.choices, blank=True)
    paper = models.CharField(max_length=15, choices=ProofPaper.choices, blank=True)
    seen_date = models.DateField(null=True)
    proven_at = models.DateTimeField(null=True)
    proven_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    provider_reference = models.CharField(max_length=80, blank=True)
    ended_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    stays_on_merge = EVERY_ROW

    class Meta:
        indexes = [
            models.Index(fields=["id_blind", "-owner_told_at"], name="claim_id"),
            models.Index(fields=["mobile", "claimed_at"], name="claim_mobile"),
            # Partial: the nightly tasks read what waits, never all claims there were.
            models.Index(fields=["claimed_at"], name="claim_lapsing", condition=Q(status="open")),
            models.Index(
                fields=["ended_at"],
                name="claim_to_erase",
                condition=Q(status="lapsed", erased_at=None),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="claim_proven_with_proof",
                condition=~Q(status="proven")
                | (
                    Q(proven_at__isnull=False, seen_date__isnull=False)
                    & ~Q(way="")
                    & ~Q(paper="")
                    & (Q(proven_by__isnull=False) | (Q(way="provider") & ~Q(provider_reference="")))
                ),
            ),
            models.CheckConstraint(
                name="claim_lapsed_with_day", condition=Q(status="lapsed") ^ Q(ended_at=None)
            ),
            models.CheckConstraint(
                name="claim_erased_after_lapse", condition=Q(erased_at=None) | Q(status="lapsed")
            ),
        ]

    class Privacy:
        personal = ("person", "id_number", "id_blind", "mobile", "provider_reference")
        sensitive = ("id_number",)
        safe = (
            "id", "status", "claimed_at", "owner_told_at", "way", "paper", "seen_date", "proven_at",
            "proven_by", "ended_at", "erased_at",
        )  # fmt: skip

    @property
    def is_open(self) -> bool:
        return self.status == ClaimStatus.OPEN


class ChangedField(models.TextChoices):
    MOBILE = "mobile", _("Mobile")
    IBAN = "iban", _("IBAN")


class ChangeSource(models.TextChoices):
    """Where a change came from: in none of these did anybody see the person's paper."""

    PORTAL = "portal", pgettext_lazy("source of a change", "The person, on the website")
    STAFF = "staff", pgettext_lazy("source of a change", "An officer, without the paper")


@pghistory.track()
class HeldChange(models.Model):
    """A new mobile or account without a paper.

    It comes into force after 72 hours, unless somebody refuses it.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="held_changes")
    field = models.CharField(max_length=6, choices=ChangedField.choices)
    value = EncryptedTextField()
    source = models.CharField(max_length=6, choices=ChangeSource.choices)
    status = models.CharField(
        max_length=8, choices=ChangeStatus.choices, default=ChangeStatus.WAITING
    )
    is_confirmed = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    due_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)

    # The message about it went to the merged file's mobile, not to the survivor's. So it never
    # counts for the survivor, and waits with its own file until the merge is undone.
    stays_on_merge = EVERY_ROW

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], name="change_due", condition=Q(status="waiting"))
        ]
        constraints = [
            models.UniqueConstraint(
                name="change_one_waiting", fields=["person", "field"], condition=Q(status="waiting")
            ),
            models.CheckConstraint(
                name="change_ended_together",
                condition=Q(status="waiting") ^ Q(ended_at__isnull=False),
            ),
        ]

    class Privacy:
        personal = ("person", "value", "reason")
        sensitive = ("value",)
        safe = (
            "id", "field", "source", "status", "is_confirmed", "asked_at", "asked_by", "due_at",
            "ended_at", "ended_by",
        )  # fmt: skip

    @property
    def is_waiting(self) -> bool:
        return self.status == ChangeStatus.WAITING
