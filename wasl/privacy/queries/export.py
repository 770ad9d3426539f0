"""The "My data" export: all that is held of a person, to read and as JSON (ADR 30)."""

import json
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Exists, Model, Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from wasl.beneficiaries.models.person import Person
from wasl.catalogue.answer_types import answer_type
from wasl.catalogue.queries import offered
from wasl.common import clock, dates
from wasl.privacy import words
from wasl.privacy.classification import Classified, of_people

# Field names that are exported beside the personal fields.
# These fields are not personal. Without them a row such as a consent would have no date or subject.
CONTEXT = (
    "reference", "template", "key", "document_type", "service", "kind", "channel", "carrier",
    "right", "purpose", "how", "method", "status", "outcome", "verdict", "amount", "quantity",
    "part", "at", "created_at", "registered_at", "opened_at", "submitted_at", "signed_at",
    "visit_date", "decided_at", "answered_at", "issued_at", "sent_at", "lodged_at", "received_at",
    "due_date", "given_at", "withdrawn_at", "settled_at", "closed_at",
)  # fmt: skip
# A decision reaches the person with its answer; the export must not disclose it earlier.
NOT_YET: dict[str, Q] = {
    "cases.case": Q(),
    "cases.study": Q(case__answered_at__isnull=False),
    "cases.matching": Q(case__answered_at__isnull=False),
    "committees.decision": Q(released_at__isnull=False),
    "committees.recusal": Q(pk=None),
}
BEFORE_ANSWER = ("status", "outcome", "decided_at")
NAMES = ("name", "subject", "code")  # what a row beside this one is called by
ANSWERED = "cases.declaredvalue"
ANSWERS = {(ANSWERED, "key"), (ANSWERED, "value")}
ANSWERS |= {("cases.matching", name) for name in ("key", "declared", "found")}
# Rows of a model that an export reads at most.
MOST_ROWS = 2_000


def my_data(person: Person) -> dict[str, Any]:
    """Return sections of rows of fields in the reader's language, earlier versions last."""
    kinds = sorted(of_people(), key=lambda entry: words.place(entry.label))
    sections = [
        section for entry in kinds if not entry.is_history and (section := _section(entry, person))
    ]
    earlier = [
        section for entry in kinds if entry.is_history and (section := _section(entry, person))
    ]
    return {
        "person": person.full_name,
        "made_at": clock.now().isoformat(timespec="seconds"),
        "language": translation.get_language(),
        "sections": sections,
        # Histories are in the JSON only; the PDF prints `sections`.
        "earlier_versions": earlier,
    }


def what_is_held(person: Person) -> list[str]:
    """Return the names of the kinds of data held of a person, with a single query."""
    kinds = [entry for entry in of_people() if not entry.is_history and _told_fields(entry)]
    kinds.sort(key=lambda entry: words.place(entry.label))
    conditions = {
        f"held_{place}": Exists(
            entry.model._default_manager.filter(entry.belonging_to(person)).filter(_told(entry))
        )
        for place, entry in enumerate(kinds)
    }
    flags: Mapping[str, object] = Person.objects.filter(pk=person.pk).values(**conditions).get()
    return [
        words.section(entry.label) for place, entry in enumerate(kinds) if flags[f"held_{place}"]
    ]


def as_json(data: dict[str, Any]) -> bytes:
    """Return the export as JSON for programs."""
    return json.dumps(data, ensure_ascii=False, indent=2).encode()


def readable(data: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the sections in the shape that the paper takes."""
    return [
        {
            "title": section["title"],
            "rows": [
                [{"label": f["label"], "value": f["value"]} for f in row] for row in section["rows"]
            ],
        }
        for section in data["sections"]
    ]


def _section(entry: Classified, person: Person) -> dict[str, Any] | None:
    instances = _with_questions(entry, rows_of(entry, person))
    rows = (
        _answers(instances)
        if entry.label == ANSWERED
        else [row for instance in instances if (row := _row(entry, instance))]
    )
    if not rows:
        return None
    return {"section": entry.label, "title": words.section(entry.label), "rows": rows}


def _with_questions(entry: Classified, rows: QuerySet[Any]) -> list[Any]:
    """Make rows of answers share their form, so that it is read once."""
    instances = list(rows)
    forms: dict[int, Any] = {}
    if (entry.label, "key") in ANSWERS:
        for instance in instances:
            version = instance.case.service_version
            # `form_of` stores the form on the version object, so the rows must share that object.
            instance.case.service_version = forms.setdefault(version.pk, version)
    return instances


def _answers(instances: list[Any]) -> list[list[dict[str, Any]]]:
    """Return a row for each case: its reference, then each question with its answer."""
    rows: dict[int, list[dict[str, Any]]] = {}
    for instance in instances:
        number = {
            "field": "reference",
            "label": words.field(ANSWERED, "reference"),
            "value": instance.case.reference,
        }
        row = rows.setdefault(instance.case_id, [number])
        if answer := _answer(instance, "value"):
            row.append({"field": instance.key, "label": _answer(instance, "key"), "value": answer})
    return list(rows.values())


def rows_of(entry: Classified, person: Person) -> QuerySet[Any]:
    """Return the rows of a model that may be shown to the person now."""
    rows = entry.model._default_manager.filter(entry.belonging_to(person)).filter(_told(entry))
    own = {field.name for field in entry.model._meta.fields}
    links: list[str] = [name for name in ("document_type", "service", "template") if name in own]
    links += ["case__service_version"] if (entry.label, "key") in ANSWERS else []
    # `select_related()` without names would follow every foreign key.
    rows = rows.select_related(*links) if links else rows
    # A household is reached through its members, and the join would return it once for each.
    return rows.distinct().order_by("pk")[:MOST_ROWS]


def _told(entry: Classified) -> Q:
    return NOT_YET.get(entry.label, Q())


def _row(entry: Classified, instance: Model) -> list[dict[str, Any]]:
    fields = []
    for name in _names(entry, instance):
        if (value := _value(instance, name)) not in ("", None, [], {}):
            fields.append({"field": name, "label": words.field(entry.label, name), "value": value})
    return fields


def _names(entry: Classified, instance: Model) -> list[str]:
    own = {field.name for field in entry.model._meta.concrete_fields}
    hidden = BEFORE_ANSWER if entry.label == "cases.case" and not instance.answered_at else ()  # type: ignore[attr-defined]
    context = [
        name
        for name in CONTEXT
        if name in own and name not in entry.personal and name not in hidden
    ]
    return [*context, *_told_fields(entry)]


def _told_fields(entry: Classified) -> list[str]:
    """Return the personal fields that mean something to the person.

    Links and keys made for searching are left out.
    """
    links = {field.name for field in entry.model._meta.concrete_fields if field.is_relation}
    return [
        n
        for n in entry.personal
        if n not in words.DERIVED and n not in entry.ways and n not in links
    ]


def _value(instance: Model, name: str) -> Any:
    if (instance._meta.label_lower, name) in ANSWERS:
        return _answer(instance, name)
    field: Any = instance._meta.get_field(name)
    value = getattr(instance, name)
    if field.is_relation:
        return next((str(text) for name in NAMES if (text := getattr(value, name, ""))), "")
    if field.choices:
        return str(getattr(instance, f"get_{name}_display")())
    return _plain(value)


def _answer(instance: Any, name: str) -> str:
    """Return the wording of a question, or its answer as people read it."""
    question = {
        question.key: question for question in offered.form_of(instance.case.service_version).fields
    }.get(instance.key)
    # A question may have left the form; then its key is the only name it has.
    if question is None or name == "key":
        return question.label if question else instance.key
    answer = answer_type(question.kind).plain(question, getattr(instance, name))
    return str(_plain(answer))


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return f"{_day(clock.day_of(value))} {value.astimezone(clock.RIYADH):%H:%M}"
    if isinstance(value, date):
        return _day(value)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, UUID):
        return ""  # a key of ours
    if isinstance(value, list):
        return "، ".join(map(str, value))
    if isinstance(value, dict):
        return "، ".join(f"{key}: {inner}" for key, inner in value.items())
    return value if value is None or isinstance(value, int) else str(value)


def _day(day: date) -> str:
    # The Hijri tables cover a limited range; a day outside it is shown in Gregorian only.
    in_tables = dates.FIRST_DAY <= day <= dates.LAST_DAY
    return dates.format_dual(day) if in_tables else dates.format_gregorian(day)
