"""Reading the audit trail: unsealed events, undone reactions, the chain, and files' timelines."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection, models
from django.db.models import Exists, Max, OuterRef, QuerySet
from django.db.models.functions import Now
from django.utils.http import urlencode

from wasl.audit.models import Done, Event, Seal
from wasl.audit.presenters import actor_of, file_of, sentence
from wasl.common.hashing import digest
from wasl.common.templatetags.wasl import clock_

# An event's id is drawn before its transaction commits, so a lower id may become visible after a
# higher one was sealed.
LATE_IDS = 10_000
# The previous hash of the first link.
FIRST = "0" * 64
CHUNK = 2_000
SUSPECTS = 500


def unsealed(*, everywhere: bool = False) -> QuerySet[Event]:
    """Return events without a seal, oldest id first; near the head only, unless `everywhere`."""
    events = Event.objects.filter(~Exists(Seal.objects.filter(event_id=OuterRef("id")))).order_by(
        "id"
    )
    last = None if everywhere else Seal.objects.aggregate(last=Max("event_id"))["last"]
    return events if last is None else events.filter(id__gt=last - LATE_IDS)


def undone(*, since: timedelta | None = None) -> Iterator[tuple[int, str]]:
    """Yield reactions that should have run a minute ago and have not: (event id, handler)."""
    for verb, handlers in settings.REACTIONS.items():
        events = Event.objects.filter(verb=verb, recorded_at__lt=Now() - timedelta(minutes=1))
        if since:
            events = events.filter(recorded_at__gt=Now() - since)
        for handler in handlers:
            missing = events.filter(
                ~Exists(Done.objects.filter(event_id=OuterRef("id"), handler=handler))
            )
            for event_id in missing.order_by("id").values_list("id", flat=True)[:CHUNK]:
                yield event_id, handler


def link(previous: str, position: int, event_id: int, event: Mapping[str, Any]) -> str:
    """Return the hash of a link: of the previous hash, the position and the event's columns."""
    columns = {name: event[name] for name in COLUMNS if name != "id"}
    return digest({"previous": previous, "position": position, "id": event_id, **columns})


COLUMNS = [field.attname for field in Event._meta.concrete_fields]


@dataclass(frozen=True)
class Finding:
    """A fault of the audit trail. `kind`: changed, removed, re-ordered, gap, or unsealed."""

    kind: str
    position: int | None
    event_id: int | None


@dataclass
class Report:
    """The result of walking the chain.

    Keep `head` outside this machine, and a tail that was cut off is found as well.
    """

    events: int = 0
    head: str = f"0:{FIRST}"
    findings: list[Finding] = field(default_factory=list)


@dataclass(frozen=True)
class _Link:
    position: int
    previous: str
    seal: Mapping[str, Any]
    event: Mapping[str, Any]


def verify(*, known_head: str = "") -> Report:
    """Walk the whole chain and report changed, removed, re-ordered and unsealed events.

    Unsealed counts after a minute.

    `known_head` (`position:hash`, from an earlier report) must still be in the chain.
    """
    report, suspects = Report(), []
    position, previous = 0, FIRST
    known_position, _mark, known_hash = known_head.partition(":")
    found_head = not known_head or known_position == "0"
    for seal, event in _chain():
        # Bounded, so that a forged position far ahead does not fill the memory with gaps.
        for missing in range(position + 1, min(seal["position"], position + 1 + SUSPECTS)):
            report.findings.append(Finding("gap", missing, None))
        position = seal["position"]
        if event is None:
            report.findings.append(Finding("removed", position, seal["event_id"]))
        elif link(previous, position, seal["event_id"], event) != seal["hash"]:
            # The walk goes on from the stored hash: a single change must not make every later link
            # a misfit.
            suspects.append(_Link(position, previous, seal, event))
        found_head = found_head or (str(position) == known_position and seal["hash"] == known_hash)
        previous = seal["hash"]
        report.events += 1
    report.head = f"{position}:{previous}"
    report.findings += _judge(suspects)
    if not found_head:
        report.findings.append(Finding("removed", int(known_position or 0), None))
    late = unsealed(everywhere=True).filter(recorded_at__lt=Now() - timedelta(minutes=1))
    report.findings += [
        Finding("unsealed", None, pk) for pk in late.values_list("id", flat=True)[:SUSPECTS]
    ]
    report.findings.sort(key=lambda finding: (finding.position or 0, finding.event_id or 0))
    return report


def _chain() -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any] | None]]:
    seals = (
        Seal.objects.order_by("position")
        .values("position", "event_id", "hash")
        .iterator(chunk_size=CHUNK)
    )
    while chunk := list(islice(seals, CHUNK)):
        rows = Event.objects.filter(id__in=[seal["event_id"] for seal in chunk]).values(*COLUMNS)
        events = {row["id"]: row for row in rows}
        for seal in chunk:
            yield seal, events.get(seal["event_id"])


def _judge(suspects: list[_Link]) -> list[Finding]:
    """Sort misfits: re-ordered when a link fits elsewhere among them, changed when it fits nowhere.

    The link after a misfit may itself be sound when only its predecessor moved: it is not reported.
    """
    places = [(suspect.previous, suspect.position) for suspect in suspects[:SUSPECTS]]
    hashes = {suspect.previous for suspect in suspects[:SUSPECTS]} | {
        s.seal["hash"] for s in suspects[:SUSPECTS]
    }
    findings = []
    for suspect in suspects:
        if _fits(suspect, ((before, suspect.position) for before in hashes), suspect.event):
            continue
        moved = ((before, place) for before in hashes for _previous, place in places)
        swapped = (
            other_suspect.event
            for other_suspect in suspects[:SUSPECTS]
            if other_suspect is not suspect
        )
        is_moved = len(places) > 1 and (
            _fits(suspect, moved, suspect.event)
            or any(
                _fits(suspect, [(suspect.previous, suspect.position)], event) for event in swapped
            )
        )
        kind = "re-ordered" if is_moved else "changed"
        findings.append(Finding(kind, suspect.position, suspect.seal["event_id"]))
    return findings


def _fits(suspect: _Link, places: Any, event: Mapping[str, Any]) -> bool:
    return any(
        link(before, place, suspect.seal["event_id"], event) == suspect.seal["hash"]
        for before, place in places
    )


@dataclass(frozen=True)
class Entry:
    """A line of a file's timeline or of the trail, ready to show."""

    id: int
    at: datetime
    verb: str
    text: str
    who: str
    when: str
    file: str
    file_query: str


def timeline(root: models.Model, limit: int = 50) -> list[Entry]:
    """Return the events of a file as sentences, newest first. Reads of the file are left out."""
    label = root._meta.label_lower
    story = Event.objects.filter(root_type=label, root_id=str(root.pk)).exclude(
        verb__endswith=".view"
    )
    return [entry(event) for event in story.select_related("actor").order_by("-id")[:limit]]


def trail(
    *,
    verb: str = "",
    actor_id: int | None = None,
    file: str = "",
    before: int | None = None,
    limit: int = 50,
) -> tuple[list[Entry], int | None]:
    """Return a page of the trail, newest first, and the id before which the next page begins."""
    events = Event.objects.select_related("actor").order_by("-id")
    if verb:
        events = events.filter(verb=verb)
    if actor_id:
        events = events.filter(actor_id=actor_id)
    if file:
        root_type, _mark, root_id = file.partition(":")
        events = events.filter(root_type=root_type, root_id=root_id)
    if before:
        events = events.filter(id__lt=before)
    # A row more than the page shows tells whether there is a next one, without a count (ADR 25).
    rows = list(events[: limit + 1])
    return [entry(event) for event in rows[:limit]], rows[limit - 1].pk if len(
        rows
    ) > limit else None


def entry(event: Event) -> Entry:
    return Entry(
        id=event.pk,
        at=event.at,
        verb=event.verb,
        text=sentence(event.verb),
        who=actor_of(event),
        when=clock_(event.at),
        file=f"{file_of(event.root_type)} {event.root_id}",
        file_query=urlencode({"file": f"{event.root_type}:{event.root_id}"}),
    )


def actors() -> list[tuple[int, str]]:
    """Return every user by name: each may have left an event."""
    users = get_user_model()._default_manager.order_by("name_ar")
    return [(user.pk, user.name) for user in users]


def head() -> tuple[int, str]:
    """Return position and hash of the last link."""
    last = Seal.objects.order_by("-position").values_list("position", "hash").first()
    return last or (0, FIRST)


def stalled_jobs(seconds: int) -> list[int]:
    """Return unfinished jobs whose worker has had no heartbeat for so many seconds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT job.id FROM procrastinate_jobs job "
            "LEFT JOIN procrastinate_workers worker ON worker.id = job.worker_id WHERE "
            "job.status = 'doing' "
            "AND (worker.id IS NULL OR worker.last_heartbeat < now() - make_interval(secs => %s))",
            [seconds],
        )
        return [row[0] for row in cursor.fetchall()]
