"""Incidents with personal data: what happened, whom it affects, and what was done by when."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wasl.accounts.models import User
from wasl.accounts.permissions import Permission as P
from wasl.beneficiaries.models.person import Person
from wasl.letters.models import Letter
from wasl.privacy.states import IncidentStatus

USER = settings.AUTH_USER_MODEL
# The regulation gives 72 hours from awareness to notify the authority (SDAIA) of a harmful
# incident.
HOURS = 72


class IncidentKind(models.TextChoices):
    WRONG_RECIPIENT = "wrong_recipient", _("Sent or shown to the wrong person")
    LOST = "lost", _("A device or paper was lost or stolen")
    ACCESS = "access", _("Opened by somebody without a right to")
    ATTACK = "attack", _("An attack from outside")
    DAMAGED = "damaged", _("Data were lost or changed")
    OTHER = "other", _("Something else")


class IncidentQuerySet(models.QuerySet["Incident"]):
    def visible_to(self, user: User) -> "IncidentQuerySet":
        return self if user.holds(P.PRIVACY_HANDLE) else self.none()

    def open(self) -> "IncidentQuerySet":
        return self.exclude(status=IncidentStatus.CLOSED)


class Incident(models.Model):
    """An incident. Its 72 hours run from the moment the association became aware of it."""

    reference = models.CharField(max_length=16, unique=True)
    kind = models.CharField(max_length=16, choices=IncidentKind.choices)
    story = models.TextField()
    occurred_at = models.DateTimeField(null=True)
    aware_at = models.DateTimeField()
    reported_at = models.DateTimeField()
    reported_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(
        max_length=10, choices=IncidentStatus.choices, default=IncidentStatus.REPORTED
    )
    data_kinds = models.JSONField(default=list)
    people_estimate = models.PositiveIntegerField(default=0)
    # NULL until it is assessed; the 72 hours run meanwhile.
    is_harmful = models.BooleanField(null=True)
    assessment = models.TextField(blank=True)
    measures = models.TextField(blank=True)
    assessed_at = models.DateTimeField(null=True)
    assessed_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    notified_at = models.DateTimeField(null=True)
    notified_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    late_reason = models.CharField(max_length=300, blank=True)
    notice = models.OneToOneField(Letter, on_delete=models.PROTECT, null=True, related_name="+")
    lessons = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    # Sent by the form; a second click carries the same value and finds this row.
    once = models.UUIDField(null=True, unique=True)

    objects = IncidentQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["status", "aware_at"], name="incident_clock")]
        constraints = [
            # A status other than "reported" needs a complete assessment, so nobody is notified
            # without a judgement.
            models.CheckConstraint(
                name="incident_assessed_together",
                condition=Q(assessed_at=None, assessed_by=None, is_harmful=None, status="reported")
                | (
                    Q(
                        assessed_at__isnull=False,
                        assessed_by__isnull=False,
                        is_harmful__isnull=False,
                    )
                    & ~Q(assessment="")
                ),
            ),
            models.CheckConstraint(
                name="incident_notified_together",
                condition=Q(notified_at=None, notified_by=None, notice=None)
                | Q(notified_at__isnull=False, notified_by__isnull=False, notice__isnull=False),
            ),
            models.CheckConstraint(
                name="incident_closed_with_lessons",
                condition=Q(closed_at=None, closed_by=None) & ~Q(status="closed")
                | (
                    Q(closed_at__isnull=False, closed_by__isnull=False, status="closed")
                    & ~Q(lessons="")
                ),
            ),
            # The database repeats `policies.can_on_incident`: a harmful incident cannot be closed
            # silently.
            models.CheckConstraint(
                name="incident_harm_is_notified",
                condition=~Q(status="closed") | Q(is_harmful=False) | Q(notified_at__isnull=False),
            ),
        ]

    class Privacy:
        # The form asks to name nobody whose data it is; the people are rows of `AffectedPerson`.
        personal = ()
        safe = (
            "id", "reference", "kind", "story", "occurred_at", "aware_at", "reported_at",
            "reported_by", "status", "data_kinds", "people_estimate", "is_harmful", "assessment",
            "measures", "assessed_at", "assessed_by", "notified_at", "notified_by", "late_reason",
            "notice", "lessons", "closed_at", "closed_by", "once",
        )  # fmt: skip

    @property
    def notify_by(self) -> datetime:
        """Return the last moment to notify the authority."""
        return self.aware_at + timedelta(hours=HOURS)


class AffectedPerson(models.Model):
    """A person whose data an incident affected, with when and how they were informed."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="affected")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField(null=True)
    told_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    told_how = models.CharField(max_length=16, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="affected_once", fields=["incident", "person"]),
            models.CheckConstraint(
                name="affected_told_together",
                condition=Q(told_at=None, told_by=None, told_how="")
                | (Q(told_at__isnull=False, told_by__isnull=False) & ~Q(told_how="")),
            ),
        ]

    class Privacy:
        personal = ("person",)
        at_work = ~Q(incident__status="closed")
        safe = ("id", "incident", "added_at", "added_by", "told_at", "told_by", "told_how")
