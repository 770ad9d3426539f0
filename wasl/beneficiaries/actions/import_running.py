"""Bring the chosen rows of a file into the register, one batch a transaction; and undo a batch."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from wasl.accounts.models import User
from wasl.audit.actions import record, record_many
from wasl.beneficiaries import comparing, naming, policies
from wasl.beneficiaries.actions.household import add_to_household, form_household
from wasl.beneficiaries.actions.identity import add_contact
from wasl.beneficiaries.actions.registering import correct, take_out_again
from wasl.beneficiaries.actions.roles import admit_member
from wasl.beneficiaries.checking import checked
from wasl.beneficiaries.findings import in_both, in_ours
from wasl.beneficiaries.models.household import Cause, Household, HouseholdMember, HouseholdRole
from wasl.beneficiaries.models.identity import ContactPoint, ContactPurpose
from wasl.beneficiaries.models.imports import (
    ImportBatch,
    ImportRow,
    PeopleImport,
    RowOutcome,
    RowState,
)
from wasl.beneficiaries.models.naming import PersonName
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.models.roles import Membership
from wasl.beneficiaries.queries import imports
from wasl.beneficiaries.reading import why_refused
from wasl.beneficiaries.states import BatchStatus, ImportStatus
from wasl.common.verdicts import Refused

Told = Callable[[int, int], None]
# Names in `ImportRow.filled` that stand for rows of their own, not for columns of the person.
BESIDE_THE_ROW = {"member_number", "contacts"}


class HeldBack(Refused):
    """A batch cannot be brought because of one of its rows; holds the reason in both languages."""

    def __init__(self, row: ImportRow, why: object) -> None:
        self.said = in_both(
            lambda: (
                _("Row %(row)s: %(why)s")
                % {"row": row.number, "why": in_ours(why) if isinstance(why, dict) else why}
            )
        )
        super().__init__(in_ours(self.said))


def run_batches(
    *,
    source: PeopleImport,
    by: User,
    clock: Callable[[], datetime],
    on_progress: Told | None = None,
) -> PeopleImport:
    """Bring one chosen batch after the other.

    A process that was killed goes on with the next batch when it is called again; nothing comes
    twice.
    """
    # Asked anew each time rather than listed once: the officer may stop the run, or choose further
    # batches, while this one works.
    while batch := source.batches.filter(status=BatchStatus.CHOSEN).order_by("number").first():
        bring_batch(batch=batch, by=batch.ran_by or by, at=clock())
        if on_progress:
            counts = imports.import_progress(source)
            on_progress(counts["through"], counts["asked"])
    return _finish(source)


@transaction.atomic
def _finish(source: PeopleImport) -> PeopleImport:
    people_import = PeopleImport.objects.select_for_update(of=("self",)).get(pk=source.pk)
    if (
        people_import.status == ImportStatus.RUNNING
        and not people_import.batches.filter(status=BatchStatus.CHOSEN).exists()
    ):
        people_import.status = ImportStatus.CHECKED
        people_import.save(update_fields=["status"])
    return people_import


def bring_batch(*, batch: ImportBatch, by: User, at: datetime) -> ImportBatch:
    """Bring a batch as a whole, or none of it; a batch that is held back says why."""
    try:
        return _bring(batch, by, at)
    except HeldBack as held:
        return _hold_back(batch, held.said)
    except Refused as refused:
        reason = refused.reason
        return _hold_back(batch, in_both(lambda: reason))
    # A constraint that another transaction filled meanwhile, such as a membership number. Which row
    # met it cannot be said from here; trying again compares with the register anew.
    except IntegrityError:
        return _hold_back(
            batch,
            in_both(lambda: _("Somebody changed the register meanwhile. Bring the batch again.")),
        )


@transaction.atomic
def _hold_back(batch: ImportBatch, problem: dict[str, str]) -> ImportBatch:
    locked_batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    # The failed transaction is rolled back by now, so the batch may have been stopped or taken
    # meanwhile.
    if locked_batch.status == BatchStatus.CHOSEN:
        locked_batch.status, locked_batch.problem = BatchStatus.FAILED, problem
        locked_batch.save(update_fields=["status", "problem"])
    return locked_batch


@transaction.atomic
def _bring(batch: ImportBatch, by: User, at: datetime) -> ImportBatch:
    policies.can_import(by).require()
    locked_batch = (
        ImportBatch.objects.select_for_update(of=("self",))
        .select_related("source")
        .get(pk=batch.pk)
    )
    # Two workers may run one file. The second waits for the lock above and finds the batch done.
    if locked_batch.status != BatchStatus.CHOSEN:
        return locked_batch
    rows = list(
        locked_batch.rows.filter(state=RowState.READY, is_chosen=True, person=None).order_by(
            "number"
        )
    )
    contents = [comparing.unpacked(row) for row in rows]
    people = _register(locked_batch, rows, [values for values, _roles in contents], by, at)
    _admit(people, [roles for _given, roles in contents], by, at)
    _reach(people, [roles for _given, roles in contents], by, at)
    _house(locked_batch.source, rows, people, by, at)
    filled = _fill(locked_batch, by, at) if locked_batch.fills else 0
    locked_batch.status, locked_batch.problem, locked_batch.ran_at, locked_batch.ran_by = (
        BatchStatus.DONE,
        {},
        at,
        by,
    )
    (
        locked_batch.created,
        locked_batch.filled,
        locked_batch.kept,
        locked_batch.undone_at,
        locked_batch.undone_by,
    ) = (
        len(people),
        filled,
        0,
        None,
        None,
    )
    locked_batch.save()
    data = {"batch": locked_batch.number, "people": len(people), "filled": filled}
    record(
        verb="beneficiaries.bring_batch",
        subject=locked_batch,
        by=by,
        at=at,
        root=locked_batch.source,
        data=data,
    )
    return locked_batch


def _register(
    batch: ImportBatch,
    rows: Sequence[ImportRow],
    people_data: Sequence[dict[str, Any]],
    by: User,
    at: datetime,
) -> list[Person]:
    """Register everybody of the batch in few statements, by the same checks as at the desk.

    Raises `HeldBack` for the first row that cannot come.
    """
    people = []
    for row, values in zip(rows, people_data, strict=True):
        try:
            people.append(Person(**checked(values, at), registered_at=at, registered_by=by))
        except Refused as refused:
            raise HeldBack(row, why_refused(partial(checked, values, at))) from refused
    blinds = [str(person.id_blind) for person in people if person.id_blind]
    # The file was compared with the register at the check, perhaps days ago. Numbers are looked up
    # again under their locks, as `checking.refuse_known` does for one person.
    _hold_numbers(blinds)
    existing = imports.known_by(blinds)
    for row, person in zip(rows, people, strict=True):
        if person.id_blind in existing:
            raise HeldBack(row, _l("this ID number has come into the register meanwhile"))
    Person.objects.bulk_create(people, batch_size=500)
    naming.keep(people)
    _note(rows, people)
    # One event for each person, as at the desk: a person's history must say how they came, which
    # one event with a list of people would not (ADR 29).
    events = [
        (
            person,
            person,
            {
                "fields": sorted(values),
                "import": batch.source_id,
                "batch": batch.number,
                "row": row.number,
            },
        )
        for row, person, values in zip(rows, people, people_data, strict=True)
    ]
    record_many(verb="beneficiaries.register", subjects=events, by=by, at=at)
    return people


def _note(rows: Sequence[ImportRow], people: Sequence[Person]) -> None:
    """Write on each row which person it became, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE beneficiaries_importrow AS row SET person_id = told.person, outcome = %s"
            " FROM unnest(%s::bigint[], %s::bigint[]) AS told (id, person) WHERE row.id = told.id",
            [RowOutcome.CREATED, [row.pk for row in rows], [person.pk for person in people]],
        )


def _hold_numbers(blinds: Sequence[str]) -> None:
    """Hold the ID numbers until the transaction ends.

    The same advisory lock as for one person (`checking.refuse_known`), always in one order.
    """
    with connection.cursor() as cursor:
        # Sorted, because two batches with the same numbers in opposite orders would deadlock. One
        # lock a number is why a batch holds a thousand rows at most (ADR 29).
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(one, 0)) FROM unnest(%s::text[]) AS "
            "one ORDER BY one",
            [sorted(blinds)],
        )


def _admit(
    people: Sequence[Person], roles: Sequence[dict[str, Any]], by: User, at: datetime
) -> None:
    """Admit the members among them, in few statements."""
    memberships = [
        Membership(
            person=person, number=person_roles.get("member_number", ""), shares=person_roles.get("shares"),
            added_at=at, added_by=by, joined_date=person_roles["joined"].day if person_roles.get("joined") else None,
            joined_written=person_roles["joined"].text if person_roles.get("joined") else "",
        )
        for person, person_roles in zip(people, roles, strict=True)
        if person_roles.get("member_number")
    ]  # fmt: skip
    Membership.objects.bulk_create(memberships, batch_size=500)
    events = [(membership, membership.person, dict[str, Any]()) for membership in memberships]
    record_many(verb="beneficiaries.admit_member", subjects=events, by=by, at=at)


def _reach(
    people: Sequence[Person], roles: Sequence[dict[str, Any]], by: User, at: datetime
) -> None:
    """Add their further telephone numbers in few statements.

    Each number was checked when its row was read.
    """
    points = [
        ContactPoint(person=person, **contact, purpose=ContactPurpose.OWN, added_at=at, added_by=by)
        for person, person_roles in zip(people, roles, strict=True)
        for contact in person_roles.get("contacts", ())
    ]
    ContactPoint.objects.bulk_create(points, batch_size=500)
    events = [
        (point, point.person, {"kind": point.kind, "purpose": point.purpose}) for point in points
    ]
    record_many(verb="beneficiaries.add_contact", subjects=events, by=by, at=at)


def _house(
    source: PeopleImport,
    rows: Sequence[ImportRow],
    people: Sequence[Person],
    by: User,
    at: datetime,
) -> None:
    """Put the families of the batch together.

    A head is in this batch, was brought in an earlier one, or is known to the register. Raises
    `HeldBack`.
    """
    placed = [(row, person) for row, person in zip(rows, people, strict=True) if row.household]
    heads = {row.household: person for row, person in placed if row.role == HouseholdRole.HEAD}
    missing_keys = {row.household for row, _person in placed} - set(heads)
    heads |= imports.heads_of(source, missing_keys)
    # Only heads that this batch registered get a household made here: a head of an earlier batch or
    # of the register may have one already, and their members take the way of the desk below.
    own = {person.pk for row, person in placed if row.role == HouseholdRole.HEAD}
    formed = {
        head.pk: form_household(head=head, by=by, at=at)
        for _key, head in sorted(heads.items())
        if head.pk in own
    }
    fresh: list[tuple[HouseholdMember, Person]] = []
    for row, person in placed:
        if row.role == HouseholdRole.HEAD:
            continue
        if row.household not in heads:
            raise HeldBack(
                row, _l("the head of the family has not been brought; bring that row first")
            )
        head = heads[row.household]
        if head.pk in formed:
            place = HouseholdMember(
                household=formed[head.pk], person=person, role=row.role, added_at=at, added_by=by
            )
            fresh.append((place, head))
            continue
        try:
            add_to_household(person=head, role=row.role, newcomer=person, by=by, at=at)
        except Refused as refused:
            raise HeldBack(row, refused.reason) from refused
    _join(fresh, by, at)


def _join(fresh: Sequence[tuple[HouseholdMember, Person]], by: User, at: datetime) -> None:
    """Add the members of households that were formed just now, in few statements.

    None of these people belonged to a household before, so nothing has to be ended or compared.
    """
    policies.can_keep_family(by).require()
    for place, _head in fresh:
        place.began_with = Cause.RECORDED
    HouseholdMember.objects.bulk_create([place for place, _head in fresh], batch_size=500)
    events = [
        (place, head, {"role": place.role, "cause": place.began_with}) for place, head in fresh
    ]
    record_many(verb="beneficiaries.add_to_household", subjects=events, by=by, at=at)


def _fill(batch: ImportBatch, by: User, at: datetime) -> int:
    """Complete empty fields of known people; return how many people got something.

    A value that the register has is never changed: nobody saw the paper behind the file (ADR 29).
    """
    rows = batch.rows.filter(state=RowState.KNOWN, outcome="", known__isnull=False).exclude(
        filled=[]
    )
    count = 0
    for row in rows.select_related("known").order_by("number"):
        values, roles = comparing.unpacked(row)
        assert row.known is not None  # noqa: S101 (the filter says so)
        # The check may be days old. What the register got since is not overwritten.
        lacking = {
            field: values[field]
            for field in row.filled
            if field in values and not _has(row.known, field)
        }
        try:
            if lacking:
                correct(person=row.known, changes=lacking, by=by, at=at)
            if "member_number" in row.filled and row.known.pk not in imports.members_among(
                [row.known.pk]
            ):
                details = {
                    "number": roles["member_number"],
                    "shares": roles.get("shares"),
                    "joined": roles.get("joined"),
                }
                admit_member(person=row.known, **details, by=by, at=at)
                lacking["member_number"] = True
            if "contacts" in row.filled and _reach_known(row.known, roles, by, at):
                lacking["contacts"] = True
        except Refused as refused:
            raise HeldBack(row, refused.reason) from refused
        row.person, row.filled, row.outcome = (
            row.known,
            sorted(lacking),
            RowOutcome.FILLED if lacking else "",
        )
        row.save(update_fields=["person", "filled", "outcome"])
        count += bool(lacking)
    return count


def _reach_known(person: Person, roles: dict[str, Any], by: User, at: datetime) -> int:
    """Add the telephone numbers that the register lacks for a known person, and return how many."""
    person = Person.objects.get(pk=person.pk)
    reached = imports.ways_of([person])[person.pk]
    lacking = [contact for contact in roles.get("contacts", ()) if contact["value"] not in reached]
    for contact in lacking:
        add_contact(person=person, **contact, purpose=ContactPurpose.OWN, by=by, at=at)
    return len(lacking)


def _has(person: Person, field: str) -> bool:
    return bool(person.birth_date if field == "birth" else getattr(person, field))


# Undoing


@transaction.atomic
def undo_batch(*, batch: ImportBatch, by: User, at: datetime) -> ImportBatch:
    """Remove the people a batch brought and empty what it completed.

    People on whom something was built since stay, and are listed. Raises `Refused` when nothing can
    be undone.
    """
    locked_batch = (
        ImportBatch.objects.select_for_update(of=("self",))
        .select_related("source")
        .get(pk=batch.pk)
    )
    policies.can_undo(by, locked_batch).require()
    assert locked_batch.ran_at is not None  # noqa: S101 (a constraint says so)
    rows = locked_batch.rows.filter(outcome=RowOutcome.CREATED).select_related("person")
    people = [row.person_id for row in rows if row.person_id]
    # Held before `used` looks, so that nobody starts a request for one of them between the look and
    # the deletion.
    list(Person.objects.select_for_update(of=("self",)).filter(pk__in=people).order_by("pk"))
    stays = imports.used(people, locked_batch.ran_at)
    leaves = sorted(set(people) - stays)
    if people and not leaves and not locked_batch.filled:
        raise Refused(
            _("Something has been built on everybody of this batch; nobody can be taken out.")
        )
    _take_out(locked_batch, leaves, by, at)
    _empty_again(locked_batch, by, at)
    locked_batch.status, locked_batch.kept, locked_batch.undone_at, locked_batch.undone_by = (
        BatchStatus.UNDONE,
        len(stays & set(people)),
        at,
        by,
    )
    locked_batch.save(update_fields=["status", "kept", "undone_at", "undone_by"])
    data = {"batch": locked_batch.number, "people": len(leaves), "kept": locked_batch.kept}
    record(
        verb="beneficiaries.undo_batch",
        subject=locked_batch,
        by=by,
        at=at,
        root=locked_batch.source,
        data=data,
    )
    return locked_batch


def _take_out(batch: ImportBatch, leaves: Sequence[int], by: User, at: datetime) -> None:
    """Delete what the batch made, rows that depend on others first."""
    # Recorded before the deletion: the trail needs the people it names. They are deleted rather
    # than flagged, since a flag would keep the ID number taken and every query would have to know
    # it (ADR 29).
    people = list(Person.objects.filter(pk__in=leaves))
    record_many(
        verb="beneficiaries.undo_register",
        subjects=[
            (person, person, {"import": batch.source_id, "batch": batch.number})
            for person in people
        ],
        by=by,
        at=at,
    )
    batch.rows.filter(person__in=leaves).update(person=None, outcome=RowOutcome.UNDONE)
    Membership.objects.filter(person__in=leaves).delete()
    PersonName.objects.filter(person__in=leaves).delete()
    ContactPoint.objects.filter(person__in=leaves).delete()
    homes = list(
        HouseholdMember.objects.filter(person__in=leaves).values_list("household_id", flat=True)
    )
    HouseholdMember.objects.filter(person__in=leaves).delete()
    # Only households that are empty now; one that existed before the batch keeps its other members.
    Household.objects.filter(pk__in=homes, members=None).delete()
    Person.objects.filter(pk__in=leaves).delete()


def _empty_again(batch: ImportBatch, by: User, at: datetime) -> None:
    """Empty what the batch completed on known people, unless somebody corrected them since."""
    assert batch.ran_at is not None  # noqa: S101 (a constraint says so)
    rows = list(batch.rows.filter(outcome=RowOutcome.FILLED).select_related("person"))
    touched = imports.corrected_since(
        [row.person_id for row in rows if row.person_id], batch.ran_at
    )
    for row in rows:
        if row.person is None or row.person_id in touched:
            continue
        fields = [name for name in row.filled if name not in BESIDE_THE_ROW]
        if fields:
            take_out_again(person=row.person, fields=fields, by=by, at=at)
        # `added_at` equals the batch's moment for its own rows only, so what others added since
        # stays.
        Membership.objects.filter(person=row.person, added_at=batch.ran_at).delete()
        ContactPoint.objects.filter(person=row.person, added_at=batch.ran_at).delete()
        row.outcome, row.person = RowOutcome.UNDONE, None
        row.save(update_fields=["outcome", "person"])
