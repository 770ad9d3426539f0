"""What blocks destruction, what is due, and what was destroyed."""

import json
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import F, FileField, Model, Q, QuerySet
from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.beneficiaries.models.household import HouseholdMember
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.models.representing import Representative
from wasl.cases.models.case import Case
from wasl.common.clock import day_of
from wasl.privacy import retention, scrubbing, words
from wasl.privacy.classification import Classified, of_people
from wasl.privacy.models.destruction import (
    Category,
    Destruction,
    DestructionItem,
    LegalHold,
    RetentionRule,
    ScrubStep,
)
from wasl.privacy.models.requests import DataSubjectRequest


@dataclass(frozen=True)
class Block:
    """A reason that blocks destruction: its code for the record, and its text for people."""

    code: str
    text: str


def blocks(person: Person, day: date) -> list[Block]:
    """Return everything that blocks the destruction of a person's data.

    Open work, a hold, a legal duty, an open case of the household, acting for others.
    """
    reasons = [Block("legal_hold", _("a legal hold"))] if _is_held(person.pk) else []
    for entry in of_people():
        if entry.at_work is not None and _runs(entry, person):
            reasons.append(
                Block(
                    entry.label, _("still at work: %(what)s") % {"what": words.section(entry.label)}
                )
            )
    if _lives_with_who_is_served(person):
        reasons.append(Block("household", _("a request of their household is open")))
    acting = Representative.objects.filter(acting_person=person).exclude(person=person)
    if any(representative.covers(day) for representative in acting):
        reasons.append(Block("acts_for", _("they act for somebody else")))
    return reasons + _obliged(person, day)


def _is_held(person_id: int | None) -> bool:
    return (
        person_id is not None
        and LegalHold.objects.filter(person_id=person_id, lifted_at=None).exists()
    )


def _runs(entry: Classified, person: Person) -> bool:
    running = entry.model._default_manager.filter(entry.belonging_to(person)).filter(entry.at_work)
    # The erasure request itself is open work too and would block its own destruction.
    if entry.model is DataSubjectRequest:
        running = running.exclude(right="destruction")
    return running.exists()


def _lives_with_who_is_served(person: Person) -> bool:
    homes = HouseholdMember.objects.filter(person=person, until_date=None).values("household")
    housemates = HouseholdMember.objects.filter(household__in=homes, until_date=None).exclude(
        person=person
    )
    return Case.objects.open().filter(person__in=housemates.values("person")).exists()


def _obliged(person: Person, day: date) -> list[Block]:
    """Return the rule that obliges us to keep the person's file until a later day, if one does."""
    rule = RetentionRule.objects.filter(
        category=Category.PEOPLE, is_obliging=True, is_active=True
    ).first()
    # The shipped ground is what was given and its papers; a person without a case was given
    # nothing.
    if rule is None or not person.cases.exists():
        return []
    due = retention.rows_due(rule.category, rule.trigger, months_before(day, rule.months))
    if due.filter(pk=person.pk).exists():
        return []
    return [Block("obliged", _("it must be kept: %(basis)s") % {"basis": rule.basis})]


def blocks_of(item: DestructionItem, day: date) -> list[Block]:
    """Return what blocks an item today. Only a legal hold blocks a single row."""
    if item.subject_type == Person._meta.label_lower:
        # A full lock: FOR UPDATE also blocks inserts that refer to the person, so that nothing new
        # begins for them meanwhile.
        person = Person.objects.select_for_update(of=("self",)).get(pk=item.subject_id)
        return blocks(person, day)
    return [Block("legal_hold", _("a legal hold"))] if _is_held(item.person_id) else []


@dataclass(frozen=True)
class Due:
    """A file or row that a rule makes due, since when, and what blocks it."""

    subject_type: str
    subject_id: int
    person_id: int | None
    since: date | None
    blocks: list[Block] = field(default_factory=list)


def months_before(day: date, months: int) -> date:
    """Return the same day some months earlier, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def due(rule: RetentionRule, day: date, *, limit: int) -> list[Due]:
    """Return at most `limit` rows that a rule makes due on a day, each with its blocks."""
    rows = retention.rows_due(rule.category, rule.trigger, months_before(day, rule.months))[:limit]
    label = rows.model._meta.label_lower
    due_rows = []
    for row in rows:
        row_blocks = blocks(row, day) if isinstance(row, Person) else _held(row.belongs_to)
        due_rows.append(Due(label, row.pk, row.belongs_to, _day(row.last), row_blocks))
    return due_rows


def _held(person_id: int | None) -> list[Block]:
    return [Block("legal_hold", _("a legal hold"))] if _is_held(person_id) else []


def _day(at: Any) -> date | None:
    return day_of(at) if isinstance(at, datetime) else at


def how_many_due(rule: RetentionRule, day: date, most: int = 1_000) -> int:
    """Count the rows that a rule makes due, up to `most`."""
    rows = retention.rows_due(rule.category, rule.trigger, months_before(day, rule.months))
    # A slice is fetched instead of COUNT(*): the database stops after `most` rows.
    return len(rows.values_list("pk", flat=True)[:most])


def rules() -> list[RetentionRule]:
    """Return every rule in the order of the categories."""
    order = {code: place for place, code in enumerate(Category.values)}
    rows = RetentionRule.objects.select_related("changed_by").order_by("pk")[:50]
    return sorted(rows, key=lambda rule: order[rule.category])


def people_of(due_rows: Iterable[Due]) -> dict[int, Person]:
    """Return the people of due rows by their keys, with a single query."""
    return Person.objects.in_bulk([row.person_id for row in due_rows if row.person_id])


def visible_destructions(user: User) -> QuerySet[Destruction]:
    """Return the proposals that this user may open, with what their page shows."""
    return Destruction.objects.visible_to(user).select_related(
        "rule", "asked", "proposed_by", "approved_by", "paper"
    )


def destructions(user: User, *, over: bool = False, limit: int = 100) -> list[Destruction]:
    """Return proposals that wait, oldest first; with `over`, finished ones, newest first."""
    rows = Destruction.objects.visible_to(user).select_related("rule", "proposed_by", "approved_by")
    if over:
        return list(rows.filter(status__in=("done", "rejected")).order_by("-pk")[:limit])
    return list(rows.filter(status__in=("proposed", "approved")).order_by("pk")[:limit])


def items(destruction: Destruction, limit: int = 200) -> list[dict[str, Any]]:
    """Return the first items of a proposal as the page shows them."""
    rows = list(destruction.items.order_by("pk")[:limit])
    # Items hold a bare number, so the persons are fetched in a single query.
    people = Person.objects.in_bulk([item.person_id for item in rows if item.person_id])
    return [
        {
            "item": item,
            "what": words.section(item.subject_type),
            "person": people.get(item.person_id) if item.person_id else None,
            "why": words.kept_why(item.kept_why) if item.kept_why else "",
        }
        for item in rows
    ]


def holds(person: Person) -> list[LegalHold]:
    """Return the person's legal holds, the active ones first; at most 20."""
    return list(
        LegalHold.objects.filter(person=person)
        .select_related("placed_by")
        .order_by(F("lifted_at").desc(nulls_first=True), "-pk")[:20]
    )


def destroyed(person: Person) -> DestructionItem | None:
    """Return the item by which this person's data were destroyed, if any."""
    label = Person._meta.label_lower
    done = DestructionItem.objects.filter(subject_type=label, subject_id=person.pk, outcome="done")
    return done.select_related("destruction").order_by("-pk").first()


def files_of(item: DestructionItem) -> list[str]:
    """Return the names of the stored files that belong to an item."""
    is_person = item.subject_type == Person._meta.label_lower
    names: set[str] = set()
    for entry in of_people():
        if (
            entry.is_history
            or entry.outlives
            or not (is_person or entry.label == item.subject_type)
        ):
            continue
        # `belonging_to` needs only the key, so no person is loaded.
        whose = (
            entry.belonging_to(Person(pk=item.subject_id)) if is_person else Q(pk=item.subject_id)
        )
        for model_field in entry.model._meta.concrete_fields:
            if isinstance(model_field, FileField) and model_field.name in entry.personal:
                names |= set(
                    entry.model._default_manager.filter(whose).values_list(
                        model_field.name, flat=True
                    )
                )
    return sorted(names - {""})


def root_of(item: DestructionItem) -> Model:
    """Return the person whose file the event belongs to, or the destruction."""
    person = Person.objects.filter(pk=item.person_id).first() if item.person_id else None
    return person or item.destruction


def counted(answer: str) -> dict[str, int]:
    """Return rows by model from the answer of the owner's function."""
    return {label: int(rows) for label, rows in json.loads(answer).items()}


def counts_in_words(destruction: Destruction) -> list[tuple[str, int]]:
    """Return what was destroyed, in the words that people use."""
    return [(words.section(label), rows) for label, rows in sorted(destruction.counts.items())]


def plan_is_fresh() -> bool:
    """Tell whether the stored plan equals the plan that today's fields give."""
    names = ("position", "label", "table_name", "by_person", "by_row", "assignments", "triggers")
    plan_rows = list(ScrubStep.objects.order_by("position").values_list(*names))
    return plan_rows == [tuple(getattr(step, name) for name in names) for step in scrubbing.plan()]
