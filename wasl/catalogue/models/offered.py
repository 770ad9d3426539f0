"""Services in versions, what each asks for and of whom; document types; reason codes."""

from datetime import date
from decimal import Decimal

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from wasl.accounts.models import Department
from wasl.catalogue.states import ServiceStatus
from wasl.common.bilingual import pick
from wasl.common.numbers import format_number
from wasl.governance.models.documents import Clause

# The questions, documents and criteria of a case may no longer change, or its answer could not be
# explained (TOO-2).
STAYS = """
    IF EXISTS (
        SELECT 1 FROM catalogue_serviceversion WHERE id IN (OLD.version_id, NEW.version_id) AND status <> 'draft'
    ) THEN
        RAISE EXCEPTION 'this version of the service can no longer change'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
"""
# Back to draft is the one way out of an approval; `policies.can_withdraw_service` allows it only
# before the first day.
APPROVED_STAYS = """
    IF OLD.status <> 'draft' AND (NEW.id IS NULL OR NEW.status <> 'draft') THEN
        RAISE EXCEPTION 'this version of the service can no longer change'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
"""


def _stays(name: str) -> pgtrigger.Trigger:
    every = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete
    return pgtrigger.Trigger(name=name, when=pgtrigger.Before, operation=every, func=STAYS)


class DeliveryKind(models.TextChoices):
    CASH = "cash", _("Cash")
    IN_KIND = "in_kind", _("In kind")
    VOUCHER = "voucher", _("Voucher")
    REFERRAL = "referral", _("Referral")
    TRAINING = "training", _("Training")


class TargetGroup(models.TextChoices):
    """The groups a service is for, in words that people use of themselves."""

    LOW_INCOME = "low_income", _("Families of low income")
    ORPHANS = "orphans", _("Orphans and their families")
    WIDOWS = "widows", _("Widows and divorced women")
    ELDERLY = "elderly", _("Older people")
    DISABLED = "disabled", _("People with a disability")
    ILL = "ill", _("People with a chronic illness")
    PUPILS = "pupils", _("Pupils and students")
    TENANTS = "tenants", _("Tenants")
    PRODUCERS = "producers", _("Productive families and craftspeople")
    FARMERS = "farmers", _("Farmers and livestock keepers")
    MEMBERS = "members", _("Members of the general assembly")


class Effect(models.TextChoices):
    """What follows when a criterion is not met: advice only, unless the service says otherwise."""

    ADVICE = "advice", _("Advice to who studies and decides")
    STOPS = "stops", _("The request cannot be submitted")


class Section(models.TextChoices):
    ABOUT_YOU = "about_you", _("About you")
    HOUSEHOLD = "household", _("Your household")
    NEED = "need", _("What you need")
    PAYMENT = "payment", _("How it reaches you")


class FieldKind(models.TextChoices):
    TEXT = "text", pgettext_lazy("kind of answer", "Text")
    LONG_TEXT = "long_text", _("Long text")
    INTEGER = "integer", _("Whole number")
    MONEY = "money", pgettext_lazy("kind of answer", "Amount")
    DATE = "date", _("Date")
    CHOICE = "choice", _("Choice")
    YES_NO = "yes_no", _("Yes or no")
    IBAN = "iban", _("IBAN")
    MOBILE = "mobile", _("Mobile number")


# Kinds of answer that may have bounds and a step.
NUMBERS = [FieldKind.INTEGER.value, FieldKind.MONEY.value]


class Outcome(models.TextChoices):
    """The outcomes of a decision, with the same values as the committee's."""

    APPROVED = "approved", _("Accepted")
    REJECTED = "rejected", _("Not accepted")
    DEFERRED = "deferred", _("Deferred")
    RETURNED = "returned", _("Returned for completion")


class DocumentType(models.Model):
    """A kind of document: who issues it, whether it expires, and whether a copy may be stored.

    PDPL: the original is viewed and matched by default; a copy is stored only where the type says
    so.
    """

    code = models.SlugField(max_length=40, unique=True)
    name_ar = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    issuer_ar = models.CharField(max_length=120, blank=True)
    issuer_en = models.CharField(max_length=120, blank=True)
    has_expiry = models.BooleanField(default=False)
    # Off by default: the law forbids copies of official IDs unless an authority or a law requires
    # them.
    store_copy = models.BooleanField(default=False)
    # Days at submission; a service may set its own limit (`DocumentRequirement.age_limit`).
    max_age_days = models.PositiveSmallIntegerField(null=True, blank=True)

    class Privacy:
        personal = ()
        safe = (
            "id",
            "code",
            "name_ar",
            "name_en",
            "issuer_ar",
            "issuer_en",
            "has_expiry",
            "store_copy",
            "max_age_days",
        )

    @property
    def name(self) -> str:
        return pick(self.name_ar, self.name_en)

    @property
    def issuer(self) -> str:
        return pick(self.issuer_ar, self.issuer_en)


class Service(models.Model):
    """A service the association offers. What it asks for is in its versions."""

    code = models.SlugField(max_length=40, unique=True)
    active = models.BooleanField(default=True)
    department = models.ForeignKey(
        Department, null=True, blank=True, on_delete=models.PROTECT, related_name="services"
    )
    order = models.PositiveSmallIntegerField(default=0)

    class Privacy:
        personal = ()
        safe = ("id", "code", "active", "department", "order")


class ServiceVersionQuerySet(models.QuerySet["ServiceVersion"]):
    def in_force(self, day: date) -> "ServiceVersionQuerySet":
        """Return, for every service, the approved version that began last.

        The higher number wins when two share a day.
        """
        # Computed from first days, so no job has to move a status and none can be late (ADR 36).
        begun = ServiceVersion.objects.filter(
            service=OuterRef("service"), status=ServiceStatus.APPROVED, in_force_from__lte=day
        ).order_by("-in_force_from", "-number")
        return self.filter(pk=Subquery(begun.values("pk")[:1]))

    def offered(self, day: date) -> "ServiceVersionQuerySet":
        """Return what people may request on a day.

        The version is in force, its service is active, and its season is not over.
        """
        season = Q(offered_until=None) | Q(offered_until__gte=day)
        return self.in_force(day).filter(season, service__active=True)


class ServiceVersion(models.Model):
    """A service from a first day on. A case keeps the version it was opened under.

    A draft has no first day yet. `edition` rises with every change of it, so that a stale page is
    noticed.
    """

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    name_ar = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    purpose_ar = models.TextField()
    purpose_en = models.TextField()
    who_ar = models.TextField()
    who_en = models.TextField()
    delivery_kind = models.CharField(max_length=10, choices=DeliveryKind)
    unit_ar = models.CharField(max_length=40)
    unit_en = models.CharField(max_length=40)
    most_amount = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    most_quantity = models.PositiveSmallIntegerField(null=True, blank=True)
    # 0 is the aim: everything can be done remotely (OBJ-1, OBJ-4).
    visits_needed = models.PositiveSmallIntegerField(default=0)
    members_only = models.BooleanField(default=False)
    # Months until the same person may request the service again.
    period_months = models.PositiveSmallIntegerField()
    guide_clause = models.ForeignKey(
        Clause, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    target_groups = models.JSONField(default=list, blank=True)
    # A list of {"ar": …, "en": …}.
    study_steps = models.JSONField(default=list, blank=True)
    # The last day of a season; NULL for a service without one.
    offered_until = models.DateField(null=True, blank=True)
    note_ar = models.CharField(max_length=300, blank=True)
    note_en = models.CharField(max_length=300, blank=True)
    status = models.CharField(
        max_length=8, choices=ServiceStatus.choices, default=ServiceStatus.DRAFT
    )
    in_force_from = models.DateField(null=True, blank=True)
    edition = models.PositiveIntegerField(default=1)
    edited_at = models.DateTimeField(null=True)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = ServiceVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service", "number"], name="one_service_version_per_number"
            ),
            # Two drafts of a service would each be copied from the same version and lose one
            # another's changes.
            models.UniqueConstraint(
                fields=["service"], condition=Q(status="draft"), name="one_draft_per_service"
            ),
            models.CheckConstraint(
                name="service_approved_from_a_day",
                condition=Q(status="draft", in_force_from=None)
                | Q(status="approved", in_force_from__isnull=False),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="approved_service_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=APPROVED_STAYS,
            )
        ]

    class Privacy:
        personal = ()
        safe = (
            "id", "service", "number", "name_ar", "name_en", "purpose_ar", "purpose_en", "who_ar",
            "who_en", "delivery_kind", "unit_ar", "unit_en", "most_amount", "most_quantity",
            "visits_needed", "members_only", "period_months", "guide_clause", "target_groups",
            "study_steps", "offered_until", "note_ar", "note_en", "status", "in_force_from",
            "edition", "edited_at", "edited_by", "approved_at", "approved_by",
        )  # fmt: skip

    @property
    def name(self) -> str:
        return pick(self.name_ar, self.name_en)

    @property
    def purpose(self) -> str:
        return pick(self.purpose_ar, self.purpose_en)

    @property
    def who(self) -> str:
        return pick(self.who_ar, self.who_en)

    @property
    def unit(self) -> str:
        return pick(self.unit_ar, self.unit_en)

    @property
    def note(self) -> str:
        return pick(self.note_ar, self.note_en)

    @property
    def measure(self) -> str:
        """Return "amount" (riyals) or "quantity" (units). A service gives in one measure only."""
        # A single limit decides; with both or none the kind of delivery does.
        if (self.most_amount is None) != (self.most_quantity is None):
            return "quantity" if self.most_amount is None else "amount"
        return (
            "amount"
            if self.delivery_kind in (DeliveryKind.CASH, DeliveryKind.VOUCHER)
            else "quantity"
        )

    @property
    def most(self) -> Decimal | int | None:
        """Return the most that a decision may give, in the service's own measure."""
        return self.most_amount if self.measure == "amount" else self.most_quantity

    @property
    def is_draft(self) -> bool:
        return self.status == ServiceStatus.DRAFT

    @property
    def groups(self) -> list[str]:
        """Return the target groups in words."""
        labels = dict(TargetGroup.choices)
        return [str(labels[code]) for code in self.target_groups if code in labels]

    @property
    def steps(self) -> list[str]:
        """Return the researcher's steps in a study for this service, in order."""
        return [pick(step["ar"], step.get("en", "")) for step in self.study_steps]


class FieldRequirement(models.Model):
    """A question of the form.

    `condition` says when it is asked; `prefill` where its answer may already be on file;
    `matched_with` which document the officer compares it with (PRO-4); `several` that a choice may
    have more than one answer; `least`, `most` and `step` which numbers are allowed.
    """

    version = models.ForeignKey(ServiceVersion, on_delete=models.CASCADE, related_name="fields")
    # Stays the same from version to version, since answers are stored under it.
    key = models.SlugField(max_length=40)
    section = models.CharField(max_length=10, choices=Section)
    label_ar = models.CharField(max_length=160)
    label_en = models.CharField(max_length=160)
    help_ar = models.CharField(max_length=300, blank=True)
    help_en = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=10, choices=FieldKind)
    # A list of {"value": …, "ar": …, "en": …}; answers store the value.
    choices = models.JSONField(default=list, blank=True)
    several = models.BooleanField(default=False)
    least = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    most = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    step = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    required = models.BooleanField(default=True)
    # The shape is described in `catalogue.conditions`.
    condition = models.JSONField(null=True, blank=True)
    prefill = models.CharField(max_length=60, blank=True)
    matched_with = models.ForeignKey(
        DocumentType, null=True, blank=True, on_delete=models.PROTECT, related_name="matched_fields"
    )
    # Shown only to those whose work needs the answer.
    sensitive = models.BooleanField(default=False)
    # Counted over the whole form: a condition may only look at questions with a lower number.
    order = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="one_field_per_key"),
            models.CheckConstraint(
                name="a_choice_has_choices", condition=~Q(kind=FieldKind.CHOICE) | ~Q(choices=[])
            ),
            models.CheckConstraint(
                name="several_of_a_choice", condition=Q(several=False) | Q(kind=FieldKind.CHOICE)
            ),
            models.CheckConstraint(
                name="bounds_of_a_number",
                condition=Q(kind__in=NUMBERS) | Q(least=None, most=None, step=None),
            ),
            models.CheckConstraint(
                name="bounds_in_order",
                condition=(Q(least=None) | Q(least__gte=0))
                & (Q(least=None) | Q(most=None) | Q(least__lte=models.F("most")))
                & (Q(step=None) | Q(step__gt=0)),
            ),
        ]
        triggers = [_stays("questions_stay_once_approved")]

    class Privacy:
        personal = ()
        safe = (
            "id", "version", "key", "section", "label_ar", "label_en", "help_ar", "help_en", "kind",
            "choices", "several", "least", "most", "step", "required", "condition", "prefill",
            "matched_with", "sensitive", "order",
        )  # fmt: skip

    @property
    def label(self) -> str:
        return pick(self.label_ar, self.label_en)

    @property
    def help(self) -> str:
        return pick(self.help_ar, self.help_en)

    @property
    def options(self) -> list[tuple[str, str]]:
        """Return the choices as (value, label) in the reader's language."""
        return [
            (choice["value"], pick(choice["ar"], choice.get("en", ""))) for choice in self.choices
        ]


class DocumentRequirement(models.Model):
    """A document that a service asks for, always or under a condition.

    It must be valid on the day of submission and not too old.
    """

    version = models.ForeignKey(ServiceVersion, on_delete=models.CASCADE, related_name="documents")
    document_type = models.ForeignKey(
        DocumentType, on_delete=models.PROTECT, related_name="requirements"
    )
    required = models.BooleanField(default=True)
    condition = models.JSONField(null=True, blank=True)
    must_be_valid = models.BooleanField(default=True)
    max_age_days = models.PositiveSmallIntegerField(null=True, blank=True)
    note_ar = models.CharField(max_length=300, blank=True)
    note_en = models.CharField(max_length=300, blank=True)
    order = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "document_type"], name="one_requirement_per_document_type"
            ),
        ]
        triggers = [_stays("documents_stay_once_approved")]

    class Privacy:
        personal = ()
        safe = (
            "id", "version", "document_type", "required", "condition", "must_be_valid",
            "max_age_days", "note_ar", "note_en", "order",
        )  # fmt: skip

    @property
    def age_limit(self) -> int | None:
        """Return the greatest age in days at submission: the service's own limit, or the type's."""
        return self.max_age_days or self.document_type.max_age_days

    @property
    def note(self) -> str:
        return pick(self.note_ar, self.note_en)

    @property
    def rules(self) -> list[str]:
        """Return what must hold for the document at submission, in words for the applicant."""
        sentences = (
            [gettext("Valid on the day you submit")]
            if self.must_be_valid and self.document_type.has_expiry
            else []
        )
        if days := self.age_limit:
            words = ngettext(
                "Issued in the last %(days)s day", "Issued in the last %(days)s days", days
            )
            sentences.append(words % {"days": format_number(days)})
        return (
            sentences
            if self.document_type.store_copy
            else [*sentences, gettext("We look at it and keep no copy")]
        )


class Criterion(models.Model):
    """A condition over what is declared, studied and on file.

    It explains itself and advises. It stops a submission only where `effect` says so (TOO-2).
    """

    version = models.ForeignKey(ServiceVersion, on_delete=models.CASCADE, related_name="criteria")
    label_ar = models.CharField(max_length=160)
    label_en = models.CharField(max_length=160)
    condition = models.JSONField()
    effect = models.CharField(max_length=6, choices=Effect.choices, default=Effect.ADVICE)
    reason_ar = models.CharField(max_length=300, blank=True)
    reason_en = models.CharField(max_length=300, blank=True)
    order = models.PositiveSmallIntegerField()

    class Meta:
        triggers = [_stays("criteria_stay_once_approved")]

    class Privacy:
        personal = ()
        safe = (
            "id",
            "version",
            "label_ar",
            "label_en",
            "condition",
            "effect",
            "reason_ar",
            "reason_en",
            "order",
        )

    @property
    def label(self) -> str:
        return pick(self.label_ar, self.label_en)

    @property
    def reason(self) -> str:
        return pick(self.reason_ar, self.reason_en)


class ReasonCode(models.Model):
    """The committee's reason for a decision, in words fit for a letter."""

    code = models.SlugField(max_length=40, unique=True)
    outcome = models.CharField(max_length=10, choices=Outcome)
    text_ar = models.CharField(max_length=300)
    text_en = models.CharField(max_length=300)
    # A reason is retired instead of deleted: earlier decisions keep their code.
    active = models.BooleanField(default=True)

    class Privacy:
        personal = ()
        safe = ("id", "code", "outcome", "text_ar", "text_en", "active")

    @property
    def text(self) -> str:
        return pick(self.text_ar, self.text_en)
