"""The record of processing: what people wrote, and what follows from fields, services and rules."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from wasl.accounts.models import Association, User
from wasl.beneficiaries.models.consents import ConsentPurpose
from wasl.catalogue.queries import offered
from wasl.common.spreadsheets import Column, Sheet, about
from wasl.privacy import words
from wasl.privacy.classification import Classified
from wasl.privacy.kinds import DATA_KINDS
from wasl.privacy.models.destruction import RetentionRule
from wasl.privacy.models.processing import ProcessingActivity
from wasl.privacy.processing import KEPT_BY, used_by

COLUMNS = (
    Column(gettext_lazy("Activity"), width=28),
    Column(gettext_lazy("What it is for"), width=50),
    Column(gettext_lazy("Whose data"), width=30),
    Column(gettext_lazy("Which data"), width=70),
    Column(gettext_lazy("Of these encrypted and masked"), width=40),
    Column(gettext_lazy("Ground"), width=34),
    Column(gettext_lazy("Who receives them"), width=40),
    Column(gettext_lazy("How long"), width=40),
    Column(gettext_lazy("Outside the Kingdom"), width=22),
    Column(gettext_lazy("How they are protected"), width=60),
)


@dataclass(frozen=True)
class Used:
    """A kind of row that an activity uses, with its personal and sensitive fields by name."""

    name: str
    fields: list[str]
    sensitive: list[str]


@dataclass(frozen=True)
class Activity:
    """A line of the record of processing."""

    row: ProcessingActivity
    used: list[Used]
    services: list[str]
    consents: list[str]
    retention_rules: list[str]

    @property
    def basis(self) -> str:
        note = self.row.basis_note
        return f"{self.row.get_basis_display()}: {note}" if note else self.row.get_basis_display()

    @property
    def retention(self) -> list[str]:
        return (
            [*self.retention_rules, self.row.retention]
            if self.row.retention
            else self.retention_rules
        )


def processing(*, only_active: bool = True) -> list[Activity]:
    """Return the whole record in the order in which the activities were created."""
    rows = ProcessingActivity.objects.order_by("pk")
    if only_active:
        rows = rows.filter(is_active=True)
    services = [version.name for version in offered.offered().order_by("service__code")[:100]]
    rules = list(RetentionRule.objects.filter(is_active=True).order_by("pk")[:50])
    return [_line(row, services, rules) for row in rows[:100]]


def _line(row: ProcessingActivity, services: list[str], rules: list[RetentionRule]) -> Activity:
    used = [_used(entry) for entry in used_by(row.code)]
    used += [Used(str(DATA_KINDS[code]), [], []) for code in row.data_kinds if code in DATA_KINDS]
    return Activity(
        row=row,
        used=used,
        services=services if row.code == "requests" else [],
        consents=[str(label) for label in ConsentPurpose.labels] if row.code == "rights" else [],
        retention_rules=[_kept(rule) for rule in rules if KEPT_BY[rule.category] == row.code],
    )


def _used(entry: Classified) -> Used:
    name = words.SECTIONS.get(entry.label) or entry.model._meta.verbose_name or entry.label
    fields = [word for field in entry.personal if (word := _word(entry, field))]
    sensitive = [word for field in entry.sensitive if (word := _word(entry, field))]
    return Used(str(name), sorted(set(fields)), sorted(set(sensitive)))


def _word(entry: Classified, field: str) -> str:
    # A field without a word is a key made for searching and says nothing to a reader.
    named = words.FIELDS.get(f"{entry.label}.{field}") or words.FIELDS.get(field)
    return str(named) if named else ""


def _kept(rule: RetentionRule) -> str:
    months = ngettext("%(months)s month", "%(months)s months", rule.months) % {
        "months": rule.months
    }
    details = {
        "what": rule.get_category_display(),
        "months": months,
        "since": rule.get_trigger_display(),
    }
    return _("%(what)s: %(months)s from %(since)s") % details


def processing_sheets(by: User, at: datetime) -> list[Sheet]:
    """Return the record as sheets, with one that describes the export."""
    title = _("Record of processing")
    association = Association.objects.first()
    facts: list[tuple[Any, Any]] = [
        (pgettext("sheet", "What"), title),
        (_("Association"), association.name if association else ""),
        (_("Taken out by"), by.name),
        (_("At"), at),
    ]
    return [Sheet(title, COLUMNS, _rows()), about(facts)]


def _rows() -> Iterator[list[Any]]:
    for activity in processing():
        row = activity.row
        yield [
            row.name, row.purpose, row.whom, told(activity.used), "، ".join(_sensitive(activity)), activity.basis,
            row.recipients, "\n".join(activity.retention), row.abroad or _("no"), row.measures,
        ]  # fmt: skip


def told(used: list[Used]) -> str:
    """List what is used, a line each."""
    return "\n".join(
        f"{use.name}: {'، '.join(use.fields)}" if use.fields else use.name for use in used
    )


def _sensitive(activity: Activity) -> list[str]:
    return sorted({word for part in activity.used for word in part.sensitive})
