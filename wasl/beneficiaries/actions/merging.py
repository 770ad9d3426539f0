"""Merge two files of one person, and undo a merge exactly, however long after (PRE-2).

Rows that point at the merged file move to the survivor, and each is noted with what it held before.
A row for which the survivor has no room stays where it is and is found through the survivor.
Nothing is ever deleted.
"""

import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import Any

import psycopg
from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.audit.actions import record
from wasl.beneficiaries import naming, policies
from wasl.beneficiaries.actions.changing import tell_changed
from wasl.beneficiaries.models.claims import ChangedField
from wasl.beneficiaries.models.merging import (
    DuplicatePair,
    Merge,
    MovedRow,
    PairSource,
    PairState,
    TakenValue,
)
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.queries import claims, comparing, file, pointing
from wasl.beneficiaries.queries.comparing import FIELDS
from wasl.beneficiaries.queries.pointing import Pointer
from wasl.common.text import clean
from wasl.common.verdicts import Refused

# PostgreSQL's `lock_timeout`. The desk must not hang behind somebody who works on one of the two
# files: after five seconds the officer gets a sentence instead (ADR 26).
PATIENCE = "5s"
# The `state_of` marks of survivor and merged file as the page showed them.
Seen = tuple[str, str]


def merge(
    *,
    survivor: Person,
    merged: Person,
    takes: Collection[str] = (),
    by: User,
    at: datetime,
    file_states: Seen | None = None,
) -> Merge:
    """Merge `merged` into `survivor`; fields in `takes` keep the value of the merged file.

    `file_states` holds the marks (`state_of`) of both files as the officer saw them. Raises
    `Refused`.
    """
    with _patiently():
        return _merge(survivor, merged, takes, by, at, file_states)


def undo_merge(*, merge: Merge, reason: str, by: User, at: datetime) -> Merge:
    """Put every row and value back where the merge found it. Raises `Refused`.

    Rows that came since the merge, and values that were changed since, stay with the survivor.
    """
    with _patiently():
        return _undo(merge, reason, by, at)


@contextmanager
def _patiently() -> Iterator[None]:
    """Give way to anybody who works on one of the two files.

    Raises `Refused` after five seconds of waiting for a lock, or on a deadlock.
    """
    try:
        yield
    # Outside `transaction.atomic`, so that the failed transaction is rolled back before the refusal
    # is raised. A deadlock means the same to the officer: somebody else is at work on these rows.
    except OperationalError as error:
        if isinstance(
            error.__cause__, psycopg.errors.LockNotAvailable | psycopg.errors.DeadlockDetected
        ):
            raise Refused(
                _("Somebody is working on one of the two files at this moment. Try again.")
            ) from error
        raise


@transaction.atomic
def _merge(
    survivor: Person,
    merged: Person,
    takes: Collection[str],
    by: User,
    at: datetime,
    file_states: Seen | None,
) -> Merge:
    policies.can_merge(by).require()
    if survivor.pk == merged.pk:
        raise Refused(_("A file is not merged with itself."))
    _refuse_a_claims_ways(merged, takes)
    if unknown := set(takes) - set(FIELDS):
        raise TypeError(f"A person has no {', '.join(sorted(unknown))}.")
    # Everything that was checked so far did not depend on the rows' state. From here on both files
    # are locked and read anew, so that two officers who merge one pair make one merge.
    survivor, merged = _locked(survivor.pk, merged.pk)
    _refuse_merged(survivor, merged)
    # What the officer compared on the page must still be true: the choice in `takes` rests on it.
    if file_states is not None and file_states != (
        file.state_of(survivor),
        file.state_of(merged),
    ):
        raise Refused(
            _("Somebody changed one of the two files meanwhile. Look at both again, then decide.")
        )
    pair = _pair(survivor, merged, at)
    policies.can_join(survivor, merged, pair).require()
    # Read before `_take` overwrites the survivor: the old mobile is gone from the row afterwards.
    replaced = _replaced(survivor, merged, takes)
    # Rows with a higher key came after the merge; the undo page lists them by these marks.
    marks = pointing.highest_keys()
    merge = Merge.objects.create(
        survivor=survivor, merged=merged, merged_at=at, merged_by=by, marks=marks
    )
    rows = [row for pointer in pointing.pointers() for row in _moved(pointer, merge)]
    MovedRow.objects.bulk_create(rows)
    fields = _take(merge, survivor, merged, takes)
    merged.merged_into = survivor
    merged.save(update_fields=["merged_into"])
    _tell_replaced(survivor, replaced, by, at)
    _note(pair, PairState.SAME, by, at)
    data = {
        "merge": merge.pk,
        "survivor": survivor.pk,
        "merged": merged.pk,
        "rows": len(rows),
        "fields": fields,
    }
    # Both files show the merge in their history, whichever of them is opened.
    for root in (survivor, merged):
        record(verb="beneficiaries.merge", subject=merge, by=by, at=at, root=root, data=data)
    return merge


def _refuse_a_claims_ways(merged: Person, takes: Collection[str]) -> None:
    """Refuse to take mobile or account from a file that began with a claim (ADR 42).

    Where the owner is reached and paid changes only by a change of its own, which waits 72 hours.
    """
    if {"mobile", "iban"} & set(takes) and claims.claim_of(merged):
        raise Refused(
            _("Mobile and account stay the owner's. Correct them in the file afterwards.")
        )


def _replaced(survivor: Person, merged: Person, takes: Collection[str]) -> list[tuple[str, str]]:
    """Return the survivor's mobile or account fields that the merge replaces.

    Each comes with the survivor's present mobile, which is told of the change.
    """
    return [
        (field, survivor.mobile)
        for field in ChangedField.values
        if field in takes and getattr(survivor, field) not in ("", getattr(merged, field))
    ]


def _tell_replaced(
    survivor: Person, replaced: list[tuple[str, str]], by: User, at: datetime
) -> None:
    for field, former in replaced:
        tell_changed(person=survivor, field=field, old_mobile=former, by=by, at=at)


def _locked(*people: int) -> list[Person]:
    """Return both files locked, with all rows that may move.

    The rows are locked before the people, in the order in which everybody else who works on such a
    row locks.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
        # Foreign keys are deferred to the commit by default. Made immediate, a broken one fails at
        # the statement that breaks it, where `_point` can catch it.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    # A request, say, is locked by its worker before its person. Locking the people first would
    # deadlock with that; so the order is from the leaves to the root (ADR 26). `pointers` and the
    # keys have one fixed order.
    for pointer in pointing.pointers():
        rows = [
            pk
            for person in sorted(people)
            for pk in pointer.movable(person).values_list("pk", flat=True)
        ]
        list(
            pointer.table.filter(pk__in=rows)
            .select_for_update(of=("self",))
            .order_by("pk")
            .values_list("pk")
        )
    # In order of key, because two officers may merge the pair in opposite directions.
    locked = Person.objects.select_for_update(of=("self",)).filter(pk__in=people).order_by("pk")
    people_by_pk = {person.pk: person for person in locked}
    return [people_by_pk[pk] for pk in people]


def _refuse_merged(*people: Person) -> None:
    for person in people:
        if person.merged_into_id is None:
            continue
        done = (
            Merge.objects.filter(merged=person, undone_at=None)
            .select_related("survivor", "merged_by")
            .get()
        )
        reason = _("%(name)s was merged into %(survivor)s already, by %(by)s.") % {
            "name": person.full_name, "survivor": done.survivor.full_name, "by": done.merged_by.name
        }  # fmt: skip
        raise Refused(reason, link=reverse("beneficiaries:merged", args=[done.pk]))


def _pair(person: Person, other_person: Person, at: datetime) -> DuplicatePair:
    # The constraint `pair_in_order` keeps one row for a pair, whichever file was named first.
    first, second = sorted((person.pk, other_person.pk))
    return DuplicatePair.objects.select_for_update(of=("self",)).get_or_create(
        first_id=first, second_id=second, defaults={"source": PairSource.OFFICER, "found_at": at}
    )[0]


def _note(pair: DuplicatePair, state: PairState, by: User, at: datetime) -> None:
    pair.state, pair.why, pair.decided_by, pair.decided_at = state, "", by, at
    # `pair_decided_together`: an open pair bears no decision, and its officer and time are empty.
    if state == PairState.OPEN:
        pair.decided_by = pair.decided_at = None
    pair.save()


def _moved(pointer: Pointer, merge: Merge) -> list[MovedRow]:
    keys = list(pointer.movable(merge.merged_id).order_by("pk").values_list("pk", flat=True))
    moved = _point(pointer, keys, merge.survivor_id)
    return [
        MovedRow(
            merge=merge, model=pointer.label, row=str(pk), column=pointer.column, old=merge.merged_id,
            stayed=pk not in moved,
        )
        for pk in keys
    ]  # fmt: skip


def _point(pointer: Pointer, keys: list[Any], person_id: int) -> set[Any]:
    """Let rows point at a person and return the keys of those that moved.

    The database decides for each row whether the person has room for it.
    """
    rows: QuerySet[Any] = pointer.table.filter(pk__in=keys)
    try:
        # A savepoint: a refused update must not end the whole merge. All rows are tried at once,
        # because nearly always all have room; only after a refusal is each tried alone.
        with transaction.atomic():
            rows.update(**{pointer.column: person_id})
            return set(keys)
    except IntegrityError:
        if len(keys) == 1:
            return set()
    return {pk for key in keys for pk in _point(pointer, [key], person_id)}


def _take(merge: Merge, survivor: Person, merged: Person, takes: Collection[str]) -> list[str]:
    """Copy the taken fields from the merged file and return their names.

    A unique identifier changes places between the files, so that both numbers still lead to the
    person.
    """
    fields = [name for name in comparing.differing(survivor, merged) if name in takes]
    for name in fields:
        own, merged_columns = _columns(survivor, name), _columns(merged, name)
        changes = [(survivor, own, merged_columns)]
        # Empty the merged file's number first: a unique column cannot hold it twice, even for a
        # moment.
        if name in comparing.UNIQUE:
            _write(merged, json.dumps(comparing.UNIQUE[name]))
            changes.append((merged, merged_columns, own))
        for person, before, after in changes:
            _write(person, after)
            TakenValue.objects.create(merge=merge, person=person, field=name, old=before, new=after)
    _keep_names(survivor, fields)
    return fields


def _keep_names(person: Person, changed: Collection[str]) -> None:
    if naming.NAMED.intersection(changed):
        naming.keep([person])


def _columns(person: Person, name: str) -> str:
    """Return the columns of one field of a person as JSON, without loss."""
    return json.dumps(
        {column: _plain(getattr(person, column)) for column in FIELDS[name]}, ensure_ascii=False
    )


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime | time) else value


def _write(person: Person, columns: str) -> None:
    values = json.loads(columns)
    for column, value in values.items():
        setattr(person, column, Person._meta.get_field(column).to_python(value))  # type: ignore[union-attr]
    person.save(update_fields=list(values))


@transaction.atomic
def follow(*, row: Model, by: User | None, at: datetime) -> Person:
    """Return the person this row belongs to after merges, and note that the row follows them.

    For a row that lives again, such as a closed request that is reopened: the caller saves it with
    the returned person. The note lets an undone merge take the row back too.
    """
    person_id: int = row.person_id  # type: ignore[attr-defined]  # every such row has one
    # `merged_into` is one hop, but the merges behind it may be several: each of them needs its own
    # note, to be undone in order.
    while merge := Merge.objects.filter(merged=person_id, undone_at=None).first():
        MovedRow.objects.create(
            merge=merge,
            model=row._meta.label_lower,
            row=str(row.pk),
            column="person_id",
            old=person_id,
        )
        record(
            verb="beneficiaries.follow",
            subject=row,
            by=by,
            at=at,
            root=row,
            data={"merge": merge.pk},
        )
        person_id = merge.survivor_id
    return Person.objects.get(pk=person_id)


@transaction.atomic
def _undo(merge: Merge, reason: str, by: User, at: datetime) -> Merge:
    policies.can_undo_merge(by).require()
    if not (reason := clean(reason)[:300]):
        raise Refused(_("Say why the two files are taken apart again."))
    survivor, merged = _locked(merge.survivor_id, merge.merged_id)
    # Read again under the lock: of two officers who undo one merge, the second must see
    # `undone_at`.
    merge = Merge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    _refuse_undone(merge, survivor)
    policies.can_part(survivor, merged).require()
    merged.merged_into = None
    merged.save(update_fields=["merged_into"])
    _put_rows_back(merge)
    _put_values_back(merge, survivor, merged)
    merge.undone_at, merge.undone_by, merge.undo_reason = at, by, reason
    merge.save(update_fields=["undone_at", "undone_by", "undo_reason"])
    _note(_pair(survivor, merged, at), PairState.OPEN, by, at)
    left = merge.rows.filter(put_back=False).count() + merge.taken.filter(put_back=False).count()
    data = {"merge": merge.pk, "survivor": survivor.pk, "merged": merged.pk, "left": left}
    for root in (survivor, merged):
        record(verb="beneficiaries.undo_merge", subject=merge, by=by, at=at, root=root, data=data)
    return merge


def _refuse_undone(merge: Merge, survivor: Person) -> None:
    if merge.undone_at:
        raise Refused(_("This merge was undone already."))
    if any(not value.old.startswith("{") for value in merge.taken.all()):
        raise Refused(
            _(
                "What the merge kept was destroyed with the person's data; it cannot "
                "be undone any more."
            )
        )
    # The rows are at the later survivor by now. Merges are undone in the reverse order, the one
    # that built on this first (ADR 26).
    if survivor.merged_into_id:
        later = Merge.objects.get(merged=survivor, undone_at=None)
        reason = _(
            "The file that stood was itself merged into another since; undo that merge first."
        )
        raise Refused(reason, link=reverse("beneficiaries:merged", args=[later.pk]))
    # Numbers that changed places twice would collide with the unique column if the earlier exchange
    # were put back first.
    for value in merge.taken.filter(field__in=comparing.UNIQUE, person=survivor):
        if after := comparing.taken_later(value):
            reason = _(
                "A later merge changed the ID number of this file again; undo that merge first."
            )
            raise Refused(reason, link=reverse("beneficiaries:merged", args=[after.merge_id]))


def _put_rows_back(merge: Merge) -> None:
    """Let rows that still point at the survivor point at the merged file again.

    Rows that somebody moved or removed since stay as they are, and are marked as not put back.
    """
    for pointer in pointing.pointers():
        noted = list(merge.rows.filter(model=pointer.label, column=pointer.column, stayed=False))
        key = pointer.model._meta.pk.to_python
        current_pks = set(
            pointer.rows(merge.survivor_id)
            .filter(pk__in=[row.row for row in noted])
            .values_list("pk", flat=True)
        )
        back = _point(pointer, sorted(current_pks), merge.merged_id)
        for row in noted:
            row.put_back = key(row.row) in back
        MovedRow.objects.bulk_update(noted, ["put_back"])


def _put_values_back(merge: Merge, survivor: Person, merged: Person) -> None:
    """Restore each field to its value before the merge, unless somebody corrected it since.

    Where a later merge changed the field again, that merge's remembered value is replaced instead.
    """
    people = {survivor.pk: survivor, merged.pk: merged}
    standing = []
    for value in merge.taken.order_by("-pk"):
        # The row shows the later merge's value. What undoing that one would restore must now be the
        # value from before both, so that two merges can be undone in any order.
        if later := comparing.taken_later(value):
            value.put_back = json.loads(later.old) == json.loads(value.new)
            TakenValue.objects.filter(pk=later.pk).update(
                old=value.old if value.put_back else later.old
            )
        else:
            value.put_back = json.loads(value.new) == json.loads(
                _columns(people[value.person_id], value.field)
            )
            standing += [value] if value.put_back else []
        value.save(update_fields=["put_back"])
    for value in standing:
        # Empty all numbers before any is written: the two files exchange theirs (see `_take`).
        if value.field in comparing.UNIQUE:
            _write(people[value.person_id], json.dumps(comparing.UNIQUE[value.field]))
    for value in standing:
        _write(people[value.person_id], value.old)
    _keep_names(survivor, {value.field for value in standing})
