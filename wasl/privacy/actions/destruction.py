"""Destruction of personal data: propose, approve by a second person, carry out, and record.

The owner's database function empties the rows. A paper records what was destroyed.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.audit.actions import record
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.queries.pointing import files_of
from wasl.common import crypto
from wasl.common.clock import day_of
from wasl.common.jobs import defer_once
from wasl.common.numbering import next_number
from wasl.common.verdicts import Refused
from wasl.papers import actions as papers
from wasl.papers.kinds import Kind
from wasl.privacy import paperwork, policies, scrubbing
from wasl.privacy.actions.requests import Recipient, settle_destroyed
from wasl.privacy.models.destruction import (
    Destruction,
    DestructionItem,
    ItemOutcome,
    LegalHold,
    RetentionRule,
    ScrubStep,
)
from wasl.privacy.models.requests import DataSubjectRequest, Deed, DeedKind
from wasl.privacy.queries import deeds
from wasl.privacy.queries import destruction as destruction_queries

CARRY_OUT = "wasl.privacy.tasks.carry_out"
DELETE_FILES = "wasl.privacy.tasks.delete_files"
# Items per proposal. What is left becomes due again and goes into the next proposal.
MOST_ITEMS = 5_000


@transaction.atomic
def keep_plan() -> int:
    """Write the destruction plan from today's classification; runs as the owner when migrating."""
    ScrubStep.objects.all().delete()
    return len(ScrubStep.objects.bulk_create(scrubbing.plan()))


@transaction.atomic
def propose_erasure(
    *, person: Person, data_request: DataSubjectRequest | None, reason: str, by: User, at: datetime
) -> Destruction:
    """Propose to destroy all data of a person.

    Raises `Refused` with the blocks while there are any.
    """
    policies.can_handle(by).require()
    if data_request:
        # The request comes first here as in every other action on destruction, so that none
        # deadlocks.
        data_request = policies.REQUEST.lock(data_request)
        policies.can_propose_for(data_request, person, day_of(at)).require()
    # `place_hold` takes the same lock, so a hold and a proposal cannot miss each other. NO KEY
    # leaves other transactions free to insert rows that refer to the person.
    Person.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
    if blocks := destruction_queries.blocks(person, day_of(at)):
        raise Refused(
            _("This stands against it: %(what)s.")
            % {"what": "، ".join(block.text for block in blocks)}
        )
    # Files that were merged into this one belong to the same person and go with it.
    files = files_of(person.pk).values_list("pk", flat=True)
    subjects = [(Person._meta.label_lower, pk, pk) for pk in files]
    return _propose(subjects, reason, by, at, asked=data_request)


@transaction.atomic
def propose_due(*, rule: RetentionRule, by: User, at: datetime) -> Destruction:
    """Propose what a rule makes due today, at most 5,000 items.

    Blocked items are left out.
    """
    policies.can_handle(by).require()
    # Otherwise the same rows would stand in two proposals: they stay due until they are destroyed.
    if rule.destructions.filter(status__in=("proposed", "approved")).exists():
        raise Refused(_("A proposal by this rule is still open. Settle it first."))
    due = destruction_queries.due(rule, day_of(at), limit=MOST_ITEMS)
    subjects = [
        (item.subject_type, item.subject_id, item.person_id) for item in due if not item.blocks
    ]
    if not subjects:
        raise Refused(_("Nothing that this rule makes due may be destroyed today."))
    return _propose(subjects, str(rule.get_category_display()), by, at, rule=rule)


def _propose(
    subjects: Iterable[tuple[str, int, int | None]],
    reason: str,
    by: User,
    at: datetime,
    **more: Any,
) -> Destruction:
    if not reason.strip():
        raise Refused(_("Write why it is to be destroyed."))
    destruction = Destruction.objects.create(
        reference=next_number("destruction", day_of(at)), reason=reason.strip()[:300],
        proposed_at=at, proposed_by=by, **more,
    )  # fmt: skip
    items = [
        DestructionItem(destruction=destruction, subject_type=kind, subject_id=pk, person_id=person)
        for kind, pk, person in subjects
    ]
    DestructionItem.objects.bulk_create(items, batch_size=1_000)
    policies.DESTRUCTION.note("propose_destruction", destruction, by=by, at=at, items=len(items))
    return destruction


@transaction.atomic
def approve_destruction(*, destruction: Destruction, by: User, at: datetime) -> Destruction:
    """Approve as a second person; the worker then carries it out."""
    destruction = policies.DESTRUCTION.step(
        "approve_destruction", destruction, by=by, at=at, approved_at=at, approved_by=by
    )
    defer_once(CARRY_OUT, f"destroy:{destruction.pk}", destruction_id=destruction.pk)
    return destruction


@transaction.atomic
def reject_destruction(
    *, destruction: Destruction, why: str, by: User, at: datetime
) -> Destruction:
    """Reject as a second person, with the reason."""
    if not why.strip():
        raise Refused(_("Write why it is not approved."))
    return policies.DESTRUCTION.step(
        "reject_destruction", destruction, by=by, at=at, rejected_why=why.strip()[:300]
    )


@transaction.atomic
def destroy_item(*, item: DestructionItem, by: User | None, at: datetime) -> DestructionItem:
    """Destroy a file or row, or keep it when it is blocked by now.

    Running twice destroys once.
    """
    item = (
        DestructionItem.objects.select_for_update(of=("self",))
        .select_related("destruction")
        .get(pk=item.pk)
    )
    if item.outcome != ItemOutcome.PENDING:
        return item
    # After an upgrade without `wasl migrate` the plan may miss a new field, which would then
    # survive.
    if not destruction_queries.plan_is_fresh():
        raise Refused(_("What destruction does is of another version. Run `wasl migrate` first."))
    if blocks := destruction_queries.blocks_of(item, day_of(at)):
        item.outcome, item.kept_why = ItemOutcome.KEPT, blocks[0].code
    else:
        # Before `_destroy`: it empties the columns that name the files.
        item.files = destruction_queries.files_of(item)
        counts = _destroy(item)
        item.outcome = ItemOutcome.DONE
        _add_counts(item.destruction, counts)
    item.save(update_fields=["outcome", "kept_why", "files"])
    data = {"outcome": item.outcome, "why": item.kept_why}
    record(
        verb="privacy.destroy_item",
        subject=item,
        root=destruction_queries.root_of(item),
        by=by,
        at=at,
        data=data,
    )
    return item


def _destroy(item: DestructionItem) -> dict[str, int]:
    # Histories are closed to the serving role, so the owner's function does the update. The mark is
    # sealed here because the keys never reach the database.
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT privacy_destroy(%s, %s)::text", [item.pk, crypto.seal(scrubbing.MARK)]
        )
        return destruction_queries.counted(cursor.fetchone()[0])


def _add_counts(destruction: Destruction, counts: dict[str, int]) -> None:
    locked_row = Destruction.objects.select_for_update(of=("self",)).get(pk=destruction.pk)
    for label, rows in counts.items():
        locked_row.counts[label] = locked_row.counts.get(label, 0) + rows
    locked_row.save(update_fields=["counts"])


@transaction.atomic
def destroy_as_asked(*, destruction: Destruction, by: User | None, at: datetime) -> Destruction:
    """Carry out an erasure that a person asked for and answer them, in a single transaction.

    Afterwards nobody knows whom to answer. Work that began after the approval keeps the file as it
    is; then the request waits for its officer with that reason.
    """
    data_request = policies.lock_request(destruction)
    assert data_request is not None  # noqa: S101  # the task asked first
    recipient = Recipient.of(data_request)
    for item in destruction.items.filter(outcome=ItemOutcome.PENDING).order_by("pk"):
        destroy_item(item=item, by=by, at=at)
    destruction = carry_out(destruction=destruction, by=by, at=at)
    outcomes = list(destruction.items.order_by("pk").values_list("outcome", "kept_why"))
    # Everything was kept, so there is no deed to answer with (ADR 47).
    if not any(outcome == ItemOutcome.DONE for outcome, _why in outcomes):
        return destruction
    # Loaded again: destruction emptied this row too, and saving the earlier copy would restore it.
    data_request = policies.REQUEST.lock(data_request)
    Deed.objects.create(
        data_request=data_request, kind=DeedKind.DESTROYED, what=destruction.reference, at=at, by=by
    )
    kept_reason = next((why for outcome, why in outcomes if outcome == ItemOutcome.KEPT), "")
    verb = "grant_in_part" if kept_reason else "grant"
    refusal = deeds.bar_code(destruction_queries.Block(kept_reason, "")) if kept_reason else ""
    # A letter needs a signatory, and the worker that runs this is nobody.
    officer = destruction.proposed_by
    settle_destroyed(
        data_request=data_request,
        recipient=recipient,
        verb=verb,
        refusal=refusal,
        by=officer,
        at=at,
    )
    return destruction


@transaction.atomic
def carry_out(*, destruction: Destruction, by: User | None, at: datetime) -> Destruction:
    """Finish a destruction once no item is pending: print its record and have the files deleted.

    Raises `Refused` while an item is pending.
    """
    if destruction.items.filter(outcome=ItemOutcome.PENDING).exists():
        raise Refused(_("Some of it still waits."))
    files = sum(len(names) for names in destruction.items.values_list("files", flat=True))
    destruction = policies.DESTRUCTION.lock(destruction)
    policies.can_on_destruction(by, "carry_out", destruction).require()
    # Set before they are printed, and printed before the save: a constraint wants the paper with
    # the status "done".
    destruction.done_at, destruction.files_gone = at, files
    paper = _print(destruction, by, at)
    policies.DESTRUCTION.change("carry_out", destruction, by=by, at=at, paper=paper)
    # By a job after the commit: a file deleted before a rollback could not be brought back.
    defer_once(DELETE_FILES, f"files:{destruction.pk}", destruction_id=destruction.pk)
    return destruction


@transaction.atomic
def delete_files(*, destruction: Destruction, by: User | None, at: datetime) -> int:
    """Delete the files of destroyed items from the disk; a file already gone is not an error."""
    items = destruction.items.exclude(files=[])
    names = [name for files in items.values_list("files", flat=True) for name in files]
    for name in names:
        default_storage.delete(name)
    # A second run then finds no names and records nothing.
    items.update(files=[])
    if names:
        policies.DESTRUCTION.note("delete_files", destruction, by=by, at=at, files=len(names))
    return len(names)


@transaction.atomic
def place_hold(*, person: Person, reason: str, by: User, at: datetime) -> LegalHold:
    """Keep everything of a person, whatever is asked or due, until the hold is lifted."""
    policies.can_handle(by).require()
    if not reason.strip():
        raise Refused(_("Write which court, authority or dispute asks for it."))
    # Waits for a destruction of this person that is under way, and for a second hold.
    Person.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
    if standing := LegalHold.objects.filter(person=person, lifted_at=None).first():
        return standing
    hold = LegalHold.objects.create(
        person=person, reason=reason.strip()[:300], placed_at=at, placed_by=by
    )
    record(verb="privacy.place_hold", subject=hold, root=person, by=by, at=at)
    return hold


@transaction.atomic
def lift_hold(*, hold: LegalHold, by: User, at: datetime) -> LegalHold:
    """Lift a hold, so that rules and requests apply again."""
    policies.can_handle(by).require()
    hold = (
        LegalHold.objects.select_for_update(of=("self",)).select_related("person").get(pk=hold.pk)
    )
    if hold.lifted_at is None:
        hold.lifted_at, hold.lifted_by = at, by
        hold.save(update_fields=["lifted_at", "lifted_by"])
        record(verb="privacy.lift_hold", subject=hold, root=hold.person, by=by, at=at)
    return hold


def _print(destruction: Destruction, by: User | None, at: datetime) -> Any:
    return papers.issue(
        kind=Kind.DESTRUCTION_RECORD,
        number=destruction.reference,
        title=paperwork.DESTROYED,
        subject=destruction,
        data=paperwork.destroyed(destruction),
        by=by,
        at=at,
    )
