"""The deeds by which a request is granted: data corrected, handed over, no longer used."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import IO, Any

from django.db import transaction
from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.audit.actions import record
from wasl.beneficiaries.actions import consents, registering
from wasl.beneficiaries.models.claims import ChangedField
from wasl.beneficiaries.models.consents import ConsentHow
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.queries import file
from wasl.common import text as arabic
from wasl.common.clock import day_of
from wasl.common.verdicts import Refused
from wasl.privacy import bundle, policies
from wasl.privacy.models.requests import DataSubjectRequest, Deed, DeedKind, HandoverWay
from wasl.privacy.queries import deeds
from wasl.privacy.states import PROVEN

# Bytes: the zip may be large, so it is hashed in blocks of 1 MiB.
READ_AT_ONCE = 1024 * 1024


@transaction.atomic
def correct_data(
    *,
    data_request: DataSubjectRequest,
    changes: Mapping[str, Any],
    by: User,
    at: datetime,
    version: str | None = None,
    paper_seen: bool = False,
) -> list[Deed]:
    """Correct what the person asks to have corrected, and record the value before and after.

    A change that would wait 72 hours (ADR 42) is no deed yet, so it is refused here unless the
    officer held the paper.
    """
    data_request = _held(data_request, DeedKind.CORRECTED, by, at)
    assert data_request.person is not None  # noqa: S101  # the policy saw to it
    # Locked before it is read, so that `before` is the value that the correction replaces.
    before = Person.objects.select_for_update(of=("self",)).get(pk=data_request.person.pk)
    is_replaced = any(
        field in changes and getattr(before, field) not in ("", changes[field])
        for field in ChangedField
    )
    # A first mobile or account does not wait, so only a replaced value needs the paper.
    if is_replaced and not paper_seen:
        raise Refused(
            _(
                "A new mobile or account counts at once only when you held the paper: tick that "
                "you did. Without it, "
                "change it on the person's page, where it waits 72 hours, and come back then."
            )
        )
    after = registering.correct(
        person=before, changes=changes, by=by, at=at, version=version, paper_seen=paper_seen
    )
    rows = [
        Deed(
            data_request=data_request,
            kind=DeedKind.CORRECTED,
            what=name,
            before=_text(was),
            after=_text(now),
            at=at,
            by=by,
        )
        # Compared after the write: `correct` normalises values, so the input may differ from the
        # row.
        for name in file.CORRECTABLE
        if (was := getattr(before, name)) != (now := getattr(after, name))
    ]
    if not rows:
        raise Refused(_("Nothing was changed. Write what should stand there instead."))
    Deed.objects.bulk_create(rows)
    policies.REQUEST.note(
        "correct_data", data_request, by=by, at=at, fields=[row.what for row in rows]
    )
    return rows


def _text(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return "" if value is None else str(value)


@transaction.atomic
def stop_uses(
    *, data_request: DataSubjectRequest, uses: Iterable[str], by: User, at: datetime
) -> list[Deed]:
    """End consents, and stop messages that are not part of a service, as the person asks."""
    data_request = _held(data_request, DeedKind.CONSENT_ENDED, by, at)
    assert data_request.person is not None  # noqa: S101  # the policy saw to it
    chosen, standing = set(uses), dict(deeds.uses_that_stand(data_request))
    if not chosen:
        raise Refused(_("Choose what is to stop."))
    # Two clicks, or another officer meanwhile: a use is stopped once and has one deed.
    if chosen - set(standing):
        raise Refused(_("One of these has stopped already. Look at what still stands."))
    # The consent ends in the way in which the person asked.
    how = ConsentHow.SPOKEN if data_request.is_oral else ConsentHow.PAPER
    for use in sorted(chosen):
        kind, _mark, purpose = use.partition(":")
        if kind == "consent":
            consents.withdraw_consent(
                person=data_request.person, purpose=purpose, how=how, by=by, at=at
            )
    if purposes := {use.partition(":")[2] for use in chosen if use.startswith("message:")}:
        person = Person.objects.get(pk=data_request.person.pk)
        # The list is replaced as a whole, so it repeats what was stopped before.
        opted_out = sorted({*(person.opted_out or []), *purposes})
        registering.correct(person=person, changes={"opted_out": opted_out}, by=by, at=at)
    rows = Deed.objects.bulk_create(
        Deed(data_request=data_request, kind=_kind(use), what=use, at=at, by=by)
        for use in sorted(chosen)
    )
    policies.REQUEST.note("stop_uses", data_request, by=by, at=at, uses=sorted(chosen))
    return rows


def _kind(use: str) -> DeedKind:
    return DeedKind.CONSENT_ENDED if use.startswith("consent:") else DeedKind.USE_STOPPED


@transaction.atomic
def hand_out_data(
    *, person: Person, data_request: DataSubjectRequest | None = None, by: User | None, at: datetime
) -> IO[bytes]:
    """Make the file of a person's data, for the person (`by` None) or the officer who answers.

    Raises `Refused`.
    """
    if data_request is not None:
        # Locked, so that the request cannot be answered before this deed is recorded.
        data_request = policies.REQUEST.lock(data_request)
    policies.can_hand_out(by, person, data_request).require()
    packed, files = bundle.bundle(person, at)
    fingerprint = _fingerprint(packed)
    if data_request is not None:
        Deed.objects.create(
            data_request=data_request,
            kind=DeedKind.PREPARED,
            files=files,
            sha256=fingerprint,
            at=at,
            by=by,
        )
    elif by is None:
        _taken_by_oneself(person, files, fingerprint, at)
    data = {"files": files, "request": data_request.reference if data_request else ""}
    record(
        verb="privacy.hand_out_data",
        subject=data_request or person,
        root=person,
        by=by,
        at=at,
        data=data,
    )
    return packed


def _taken_by_oneself(person: Person, files: int, fingerprint: str, at: datetime) -> None:
    """Note a handover on each request of a person who takes the copy from their own page."""
    waiting = DataSubjectRequest.objects.select_for_update(of=("self",)).filter(
        person=person, right__in=policies.READABLE, status__in=PROVEN
    )
    Deed.objects.bulk_create(
        Deed(
            data_request=data_request, kind=DeedKind.HANDED_OVER, way=HandoverWay.OWN_PAGE,
            handed_to=person.full_name, files=files, sha256=fingerprint, at=at,
        )
        for data_request in waiting
    )  # fmt: skip


def _fingerprint(packed: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while block := packed.read(READ_AT_ONCE):
        digest.update(block)
    # The caller sends the file from its start.
    packed.seek(0)
    return digest.hexdigest()


@transaction.atomic
def record_handover(
    *, data_request: DataSubjectRequest, way: str, handed_to: str, by: User, at: datetime
) -> Deed:
    """Record that the file reached the person who asked: how, and into whose hands."""
    data_request = _held(data_request, DeedKind.HANDED_OVER, by, at)
    # `OWN_PAGE` is recorded by `hand_out_data` alone.
    if way not in (HandoverWay.IN_PERSON, HandoverWay.POST):
        raise Refused(_("Choose how the file was handed over."))
    if not arabic.clean(handed_to):
        raise Refused(_("Write to whom the file was handed."))
    # The hash of the file that was made goes on record with its handover.
    prepared_deed = deeds.prepared_file(data_request)
    if prepared_deed is None:
        raise Refused(_("Make the file of their data first."))
    deed = Deed.objects.create(
        data_request=data_request, kind=DeedKind.HANDED_OVER, way=way,
        handed_to=arabic.clean(handed_to)[:300], files=prepared_deed.files, sha256=prepared_deed.sha256, at=at, by=by,
    )  # fmt: skip
    policies.REQUEST.note("record_handover", data_request, by=by, at=at, way=way)
    return deed


def _held(
    data_request: DataSubjectRequest, kind: DeedKind, by: User, at: datetime
) -> DataSubjectRequest:
    """Lock a request for a deed, and check under the lock that the deed is allowed."""
    data_request = policies.REQUEST.lock(data_request)
    policies.can_fulfil(by, data_request, kind, day_of(at)).require()
    return data_request
