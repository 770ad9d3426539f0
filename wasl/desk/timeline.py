"""A person's history in a single line of time: cases, contacts, letters, deliveries, papers and
family.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse

from wasl.accounts.models import User
from wasl.audit.models import Event
from wasl.audit.presenters import actor_of, sentence
from wasl.beneficiaries.models.documents import Document
from wasl.beneficiaries.models.household import HouseholdMember
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.queries import pointing
from wasl.cases.models.case import Case
from wasl.common.templatetags.wasl import clock_
from wasl.interactions.models import Interaction
from wasl.letters.models import Letter

PAGE = 20
MOST_CASES = 200
# Parts of a larger step, which has an event of its own; listing them would hide the history.
BESIDE_THE_STORY = (
    "beneficiaries.add_attachment", "beneficiaries.unmask", "cases.unmask", "cases.declare",
    "cases.hand_over", "cases.match", "cases.see_document", "cases.add_document",
    "committees.add_item", "committees.close_voting", "committees.declare_kinship",
    "committees.open_voting", "committees.recuse", "committees.remove_item", "committees.vote",
    "delivery.send_receipt_code", "messaging.send", "papers.issue", "papers.supersede",
)  # fmt: skip
# A few words on the subject of an event. The trail holds no values, so they are read from the row.
ABOUT: dict[str, tuple[Any, Callable[[Any], str]]] = {
    "beneficiaries.document": (
        Document.objects.select_related("document_type"),
        lambda document: document.document_type.name,
    ),
    "beneficiaries.householdmember": (
        HouseholdMember.objects.select_related("person"),
        lambda member: member.person.full_name,
    ),
    "interactions.interaction": (Interaction.objects, lambda interaction: interaction.subject),
    "letters.letter": (Letter.objects, lambda letter: letter.subject),
}


@dataclass(frozen=True)
class Moment:
    """Something that happened: in words, about what, by whom and when, and where to read it in
    full.
    """

    text: str
    note: str
    who: str
    when: str
    url: str
    reference: str


def story(user: User, person: Person, before: int | None = None) -> tuple[list[Moment], int | None]:
    """Return a page of what happened to a person, newest first, and where the next page begins."""
    # All files of the same person, so that the history before a merge stays.
    files = [
        pk for pk in pointing.files_of(person.pk).values_list("pk", flat=True) if pk != person.pk
    ]
    visible = (
        Case.objects.visible_to(user)
        .filter(person__in=[person.pk, *files])
        .order_by("-pk")[:MOST_CASES]
    )
    # The trail stores keys as text. Events of a case that the user may not open are left out with
    # the case.
    references = {str(pk): reference for pk, reference in visible.values_list("pk", "reference")}
    roots = Q(root_type="beneficiaries.person", root_id=str(person.pk))
    roots |= Q(root_type="cases.case", root_id__in=list(references))
    # The history of merged files. The merge itself is an event of each file and shown only once.
    if files:
        merged = Q(root_type="beneficiaries.person", root_id__in=[str(pk) for pk in files])
        roots |= merged & ~Q(verb__in=("beneficiaries.merge", "beneficiaries.undo_merge"))
    events = (
        Event.objects.filter(roots)
        # Reads are for those who review access, not for the person's history.
        .exclude(verb__endswith=".view")
        .exclude(verb__in=BESIDE_THE_STORY)
    )
    # By key, not by page number: events that arrive meanwhile do not shift the pages.
    if before:
        events = events.filter(pk__lt=before)
    # One row more than a page tells whether there is a next one.
    rows = list(events.select_related("actor").order_by("-pk")[: PAGE + 1])
    page_events = rows[:PAGE]
    notes = _notes(page_events)
    moments = [_moment(event, references, notes) for event in page_events]
    return moments, page_events[-1].pk if len(rows) > PAGE else None


def _notes(events: Iterable[Event]) -> dict[tuple[str, str], str]:
    """Return what these events are about, with a query for each kind of subject among them."""
    subject_ids: dict[str, set[str]] = defaultdict(set)
    for event in events:
        subject_ids[event.subject_type].add(event.subject_id)
    return {
        (kind, str(row.pk)): say(row)
        for kind, (rows, say) in ABOUT.items()
        if kind in subject_ids
        for row in rows.filter(pk__in=subject_ids[kind])
    }


def _moment(event: Event, references: dict[str, str], notes: dict[tuple[str, str], str]) -> Moment:
    reference = references.get(event.root_id, "") if event.root_type == "cases.case" else ""
    return Moment(
        text=sentence(event.verb),
        note=notes.get((event.subject_type, event.subject_id), ""),
        who=actor_of(event),
        when=clock_(event.at),
        url=reverse("cases:detail", args=[event.root_id]) if reference else "",
        reference=reference,
    )
