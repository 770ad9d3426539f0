"""«My data»: all that is held of a person, in words to read and in JSON, following the one
classification.
"""

import json
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Exists, Model, Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from wasl.beneficiaries.models import Person
from wasl.cases import values
from wasl.catalogue import queries as catalogue
from wasl.common import clock, dates
from wasl.privacy import words
from wasl.privacy.classification import Classified, of_people

# Beside the personal fields, what makes a row understandable.
CONTEXT = (
    "reference", "template", "key", "document_type", "service", "kind", "channel", "carrier",
    "right", "purpose", "how", "method", "status", "outcome", "verdict", "amount", "quantity",
    "part", "at", "created_at", "registered_at", "opened_at", "submitted_at", "signed_at",
    "visit_date", "decided_at", "answered_at", "issued_at", "sent_at", "lodged_at", "received_at",
    "due_date", "given_at", "withdrawn_at", "settled_at", "closed_at",
)  # fmt: skip
# What is decided and not told yet is told with the answer, not before it.
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
MOST_ROWS = 2_000


def my_data(person: Person) -> dict[str, Any]:
    """Sections of rows of fields, each with its words in the reader's language; earlier versions of
    rows at the end.
    """
    kinds = sorted(of_people(), key=lambda one: words.place(one.label))
    sections = [
        section for one in kinds if not one.is_history and (section := _section(one, person))
    ]
    earlier = [section for one in kinds if one.is_history and (section := _section(one, person))]
    return {
        "person": person.full_name,
        "made_at": clock.now().isoformat(timespec="seconds"),
        "language": translation.get_language(),
        "sections": sections,
        "earlier_versions": earlier,
    }


def what_is_held(person: Person) -> list[str]:
    """The kinds of things that are held of a person, by name; one question to the database."""
    kinds = [one for one in of_people() if not one.is_history and _told_fields(one)]
    kinds.sort(key=lambda one: words.place(one.label))
    asked = {
        f"held_{place}": Exists(
            one.model._default_manager.filter(one.belonging_to(person)).filter(_told(one))
        )
        for place, one in enumerate(kinds)
    }
    held = Person.objects.filter(pk=person.pk).values(**asked).get()
    return [words.section(one.label) for place, one in enumerate(kinds) if held[f"held_{place}"]]


def as_json(data: dict[str, Any]) -> bytes:
    """The same for programs."""
    return json.dumps(data, ensure_ascii=False, indent=2).encode()


def readable(data: dict[str, Any]) -> list[dict[str, Any]]:
    """The sections as the paper takes them."""
    return [
        {
            "title": one["title"],
            "rows": [
                [{"label": f["label"], "value": f["value"]} for f in row] for row in one["rows"]
            ],
        }
        for one in data["sections"]
    ]


def _section(one: Classified, person: Person) -> dict[str, Any] | None:
    found = _with_questions(one, rows_of(one, person))
    rows = (
        _answers(found)
        if one.label == ANSWERED
        else [row for held in found if (row := _row(one, held))]
    )
    if not rows:
        return None
    return {"section": one.label, "title": words.section(one.label), "rows": rows}


def _with_questions(one: Classified, rows: QuerySet[Any]) -> list[Any]:
    """Rows that answer questions share the form they belong to, so that it is read once."""
    found = list(rows)
    forms: dict[int, Any] = {}
    if (one.label, "key") in ANSWERS:
        for held in found:
            version = held.case.service_version
            held.case.service_version = forms.setdefault(version.pk, version)
    return found


def _answers(found: list[Any]) -> list[list[dict[str, Any]]]:
    """One row a request: each question with what was answered."""
    rows: dict[int, list[dict[str, Any]]] = {}
    for held in found:
        number = {
            "field": "reference",
            "label": words.field(ANSWERED, "reference"),
            "value": held.case.reference,
        }
        row = rows.setdefault(held.case_id, [number])
        if said := _answer(held, "value"):
            row.append({"field": held.key, "label": _answer(held, "key"), "value": said})
    return list(rows.values())


def rows_of(one: Classified, person: Person) -> QuerySet[Any]:
    """The rows of one model that may be told to the person now."""
    held = one.model._default_manager.filter(one.belonging_to(person)).filter(_told(one))
    own = {field.name for field in one.model._meta.fields}
    links = [name for name in ("document_type", "service", "template") if name in own]
    links += ["case__service_version"] if (one.label, "key") in ANSWERS else []
    # Without names it would follow every link there is.
    held = held.select_related(*links) if links else held
    return held.distinct().order_by("pk")[:MOST_ROWS]


def _told(one: Classified) -> Q:
    return NOT_YET.get(one.label, Q())


def _row(one: Classified, held: Model) -> list[dict[str, Any]]:
    fields = []
    for name in _names(one, held):
        if (value := _value(held, name)) not in ("", None, [], {}):
            fields.append({"field": name, "label": words.field(one.label, name), "value": value})
    return fields


def _names(one: Classified, held: Model) -> list[str]:
    own = {field.name for field in one.model._meta.concrete_fields}
    hidden = BEFORE_ANSWER if one.label == "cases.case" and not held.answered_at else ()  # type: ignore[attr-defined]
    context = [
        name for name in CONTEXT if name in own and name not in one.personal and name not in hidden
    ]
    return [*context, *_told_fields(one)]


def _told_fields(one: Classified) -> list[str]:
    """The personal fields that mean something to the person: no links, no keys made for
    searching.
    """
    links = {field.name for field in one.model._meta.concrete_fields if field.is_relation}
    return [
        n for n in one.personal if n not in words.DERIVED and n not in one.ways and n not in links
    ]


def _value(held: Model, name: str) -> Any:
    if (held._meta.label_lower, name) in ANSWERS:
        return _answer(held, name)
    field: Any = held._meta.get_field(name)
    value = getattr(held, name)
    if field.is_relation:
        return next((str(said) for name in NAMES if (said := getattr(value, name, ""))), "")
    if field.choices:
        return str(getattr(held, f"get_{name}_display")())
    return _plain(value)


def _answer(held: Any, name: str) -> str:
    """A question by its words, and what was answered as it is read."""
    asked = {one.key: one for one in catalogue.form_of(held.case.service_version).fields}.get(
        held.key
    )
    if asked is None or name == "key":
        return asked.label if asked else held.key
    return str(_plain(values.plain(asked, getattr(held, name))))


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
    in_tables = dates.FIRST_DAY <= day <= dates.LAST_DAY
    return dates.format_dual(day) if in_tables else dates.format_gregorian(day)
