"""Drafts: enter or import a text, edit its clauses and settle its findings."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.audit.actions import record
from wasl.common.text import clean, clean_lines
from wasl.common.verdicts import Refused
from wasl.governance import defaults, drafts, policies, queries
from wasl.governance.actions.moving import draft, locked
from wasl.governance.models.documents import (
    Clause,
    Finding,
    Kind,
    Party,
    PolicyDocument,
    PolicyVersion,
    Settlement,
)
from wasl.governance.scrutiny import apart, files, findings, structure
from wasl.governance.scrutiny.lines import Source
from wasl.governance.states import State

# Findings that only the whole file can show. A second look at the clauses neither finds them again
# nor counts them as corrected.
OF_THE_FILE = (
    findings.Kind.CONTENTS,
    findings.Kind.LICENCE,
    findings.Kind.TRACKED,
    findings.Kind.LEFT_OUT,
)
# Fields whose line breaks carry meaning: `part` has a line for each heading above the clause.
OF_SEVERAL_LINES = ("text_ar", "part")


@transaction.atomic
def open_document(
    *, kind: str, code: str, title_ar: str, title_en: str = "", party: str = Party.ALL, review_months: int = 12,
    by: User | None, at: datetime,
) -> PolicyDocument:  # fmt: skip
    """Add a new document to the library, by its kind and the party it concerns (PRE-1)."""
    policies.can_govern(by).require()
    if kind not in Kind.values or party not in Party.values:
        raise Refused(_("Choose the kind of document and whom it concerns."))
    if PolicyDocument.objects.filter(code=code).exists():
        raise Refused(_("A document of this short name is in the library. Add a version to it."))
    document = PolicyDocument.objects.create(
        kind=kind,
        code=code,
        title_ar=clean(title_ar),
        title_en=clean(title_en),
        party=party,
        review_months=review_months,
    )
    record(
        verb="governance.open_document",
        subject=document,
        by=by,
        at=at,
        root=document,
        data={"kind": kind},
    )
    return document


@transaction.atomic
def draft_version(
    *, document: PolicyDocument, clauses: Sequence[Mapping[str, Any]], by: User | None, at: datetime
) -> PolicyVersion:
    """Enter a new version of a document, by clause (code, number, part, heading, text_ar)."""
    policies.can_govern(by).require()
    # Locking the document gives two drafts begun at once different numbers.
    PolicyDocument.objects.select_for_update().get(pk=document.pk)
    last = document.versions.order_by("-number").first()
    version = PolicyVersion.objects.create(document=document, number=last.number + 1 if last else 1)
    Clause.objects.bulk_create(
        Clause(version=version, order=place, **clause)
        for place, clause in enumerate(clauses, start=1)
    )
    record(
        verb="governance.draft_version",
        subject=version,
        by=by,
        at=at,
        root=version,
        data={"clauses": len(clauses)},
    )
    return version


@transaction.atomic
def take_ready(
    *, name: str, association: str, place: str, by: User | None, at: datetime
) -> PolicyVersion:
    """Begin a document from a text that comes with the software, as a draft (APP-2).

    `name` is one of `defaults.READY`. Raises `Refused` where the library has the document already.
    """
    text = defaults.ready(name)
    about = {key: value for key, value in text["document"].items() if not key.startswith("summary")}
    document = open_document(**about, by=by, at=at)
    document.summary_ar, document.summary_en = (
        text["document"]["summary_ar"],
        text["document"]["summary_en"],
    )
    document.save(update_fields=["summary_ar", "summary_en"])
    clauses = list(defaults.ready_clauses(name, association, place))
    version = draft_version(document=document, clauses=clauses, by=by, at=at)
    if "terms" in text:
        set_terms(
            version=version, terms=text["terms"], clauses=text["term_clauses"],
            readings=text.get("term_readings"), by=by, at=at,
        )  # fmt: skip
        # `set_terms` changes a row of its own; without this the caller would hold the old revision.
        version.refresh_from_db()
    return version


@transaction.atomic
def revise(*, document: PolicyDocument, by: User | None, at: datetime) -> PolicyVersion:
    """Begin a new version from the newest one, with its clauses and settings (PRE-8)."""
    last = document.versions.order_by("-number").first()
    if last is None:
        raise Refused(_("This document has no version yet. Import its text first."))
    if last.state in (State.DRAFTED, State.REVIEWED):
        raise Refused(_("A version of this document is being drafted already."))
    field_names = ("code", "number", "part", "heading", "text_ar", "serves", "suggests")
    clauses = [
        {name: getattr(clause, name) for name in field_names} for clause in queries.clauses_of(last)
    ]
    version = draft_version(document=document, clauses=clauses, by=by, at=at)
    terms = {name: value for name, value, _code in queries.settings_of(last)}
    sources = {
        f"{name}_clause": source.code
        for name in queries.TERM_GROUPS
        if (source := getattr(last, f"{name}_clause"))
    }
    set_terms(
        version=version, terms=terms, clauses=sources, readings=last.readings_of_terms, by=by, at=at
    )
    version.refresh_from_db()
    return version


@transaction.atomic
def import_text(
    *,
    document: PolicyDocument,
    content: bytes,
    name: str,
    by: User | None,
    at: datetime,
    letterhead: Mapping[str, str] | None = None,
    read: Callable[[bytes], Source] = apart.read,
) -> PolicyVersion:
    """Read a file into a draft, cut into clauses, with its findings.

    Raises `Refused` for a file that cannot be read, for one without a clause, and while another
    version is being drafted. `letterhead` holds the association's `name` and `licence`, for the
    findings about them. `read` reads the file; by default a child process with limits does
    (ADR 46).
    """
    policies.can_govern(by).require()
    if document.versions.filter(state__in=(State.DRAFTED, State.REVIEWED)).exists():
        raise Refused(_("A version of this document is being drafted already."))
    try:
        text = structure.cut(read(content))
    except files.Unreadable as bad:
        raise Refused(bad.reason) from bad
    clauses = drafts.clauses_from(text)
    if not clauses:
        raise Refused(_("No clause was found in this text. Is it the right file?"))
    version = draft_version(document=document, clauses=clauses, by=by, at=at)
    version.source_name, version.source_sha256 = (
        clean(name)[:200],
        hashlib.sha256(content).hexdigest(),
    )
    version.save(update_fields=["source_name", "source_sha256"])
    doubts = [*findings.examine(text, **(letterhead or {})), *drafts.left_out(text, clauses)]
    Finding.objects.bulk_create(_finding(version, doubt, at) for doubt in doubts)
    data = {"findings": len(doubts), "clauses": len(clauses)}
    record(verb="governance.import_text", subject=version, by=by, at=at, root=version, data=data)
    return version


def _finding(version: PolicyVersion, finding: findings.Finding, at: datetime) -> Finding:
    return Finding(
        version=version,
        kind=finding.kind,
        quote=finding.quote,
        place=finding.place[:120],
        says=finding.says[:300],
        found_at=at,
    )


@transaction.atomic
def scrutinise(*, version: PolicyVersion, by: User | None, at: datetime) -> int:
    """Look through a draft's clauses again; return how many findings are open.

    A finding that no longer applies counts as corrected; new ones are added.
    """
    version = locked(version, State.DRAFTED, by=by)
    new_findings = findings.examine(drafts.text_of(version))
    now = {
        (finding.kind, finding.quote): finding
        for finding in new_findings
        if finding.kind not in OF_THE_FILE
    }
    existing = {
        (finding.kind, finding.quote): finding
        for finding in version.findings.exclude(kind__in=OF_THE_FILE)
    }
    for key, finding in existing.items():
        if key not in now and not finding.settlement:
            _settle(finding, Settlement.CORRECTED, "", by, at)
        # The words are back, so the correction no longer holds. An accepted finding stays accepted:
        # its reason still applies.
        elif key in now and finding.settlement == Settlement.CORRECTED:
            finding.settlement, finding.settled_at, finding.settled_by = "", None, None
            finding.save(update_fields=["settlement", "settled_at", "settled_by"])
    Finding.objects.bulk_create(
        _finding(version, finding, at) for key, finding in now.items() if key not in existing
    )
    return version.findings.filter(settlement="").count()


@transaction.atomic
def settle_finding(
    *, finding: Finding, settlement: str, reason: str = "", by: User | None, at: datetime
) -> Finding:
    """Settle a finding as corrected in the text, or as accepted with a reason (APP-2)."""
    version = locked(finding.version, State.DRAFTED, by=by)
    finding = Finding.objects.select_for_update(of=("self",)).get(pk=finding.pk)
    if settlement not in Settlement.values:
        raise Refused(_("Choose whether it was corrected or is accepted."))
    if settlement == Settlement.ACCEPTED and not reason.strip():
        raise Refused(_("Say why it is accepted as it is."))
    if settlement == Settlement.CORRECTED and finding.quote and _stands(finding, version):
        raise Refused(
            _(
                "These words still stand in the text. Correct them there, or accept them "
                "with a reason."
            )
        )
    _settle(finding, settlement, reason, by, at)
    data = {"kind": finding.kind, "settlement": settlement}
    record(verb="governance.settle_finding", subject=finding, by=by, at=at, root=version, data=data)
    return finding


def _stands(finding: Finding, version: PolicyVersion) -> bool:
    """Return whether the words that a finding doubts are still in the text.

    Words that were left out are corrected by adding them, so for those the answer is no.
    """
    if finding.kind == findings.Kind.LEFT_OUT:
        return False
    words = finding.quote
    places = Q(text_ar__contains=words) | Q(heading__contains=words) | Q(part__contains=words)
    return version.clauses.filter(places).exists()


def _settle(finding: Finding, settlement: str, reason: str, by: User | None, at: datetime) -> None:
    finding.settlement, finding.reason = settlement, clean(reason)[:300]
    finding.settled_at, finding.settled_by = at, by
    finding.save(update_fields=["settlement", "reason", "settled_at", "settled_by"])


@transaction.atomic
def edit_clause(
    *,
    clause: Clause,
    values: Mapping[str, str],
    by: User | None,
    at: datetime,
    revision: int | None = None,
) -> Clause:
    """Change a clause of a draft (code, number, part, heading, text_ar, serves).

    Raises `Refused` for a stale page (`revision`), for a code in use, and without a code or a text.
    """
    version = draft(clause.version, by=by, revision=revision)
    # Read again under the lock on the version: the clause that was passed in may be stale.
    clause = version.clauses.get(pk=clause.pk)
    if (
        "code" in values
        and version.clauses.filter(code=values["code"]).exclude(pk=clause.pk).exists()
    ):
        raise Refused(_("Another clause of this version has this code."))
    for name, value in values.items():
        setattr(clause, name, clean_lines(value) if name in OF_SEVERAL_LINES else clean(value))
    if not clause.text_ar or not clause.code:
        raise Refused(_("A clause needs its code and its words."))
    # A link that a person set replaces the guess of the reader (ADR 45).
    if clause.serves:
        clause.suggests = ""
    clause.save()
    record(
        verb="governance.edit_clause",
        subject=clause,
        by=by,
        at=at,
        root=version,
        data={"fields": sorted(values)},
    )
    scrutinise(version=version, by=by, at=at)
    return clause


@transaction.atomic
def add_clause(
    *,
    version: PolicyVersion,
    after: int,
    values: Mapping[str, str],
    by: User | None,
    at: datetime,
    revision: int | None = None,
) -> Clause:
    """Add a clause to a draft after the clause at place `after` (0: at the start)."""
    version = draft(version, by=by, revision=revision)
    if version.clauses.filter(code=values["code"]).exists():
        raise Refused(_("Another clause of this version has this code."))
    _make_room(version, after)
    clause = Clause.objects.create(version=version, order=after + 1, **values)
    record(verb="governance.add_clause", subject=clause, by=by, at=at, root=version)
    scrutinise(version=version, by=by, at=at)
    return clause


def _make_room(version: PolicyVersion, after: int) -> None:
    """Move the clauses after a place down by one."""
    # PostgreSQL checks the unique places row by row within an UPDATE, so adding 1 at once would hit
    # a neighbour. The rows go far away first and then come back one place lower.
    later = version.clauses.filter(order__gt=after)
    later.update(order=F("order") + 10_000)
    version.clauses.filter(order__gt=10_000).update(order=F("order") - 9_999)


@transaction.atomic
def join_clause(
    *, clause: Clause, by: User | None, at: datetime, revision: int | None = None
) -> Clause:
    """Join a clause to the one before it, its text after that one's.

    For clauses that the reader cut in two by mistake.
    """
    version = draft(clause.version, by=by, revision=revision)
    clause = version.clauses.get(pk=clause.pk)
    before = version.clauses.filter(order__lt=clause.order).order_by("-order").first()
    if before is None:
        raise Refused(_("No clause stands before this one."))
    before.text_ar = f"{before.text_ar}\n{clause.text_ar}"
    clause.delete()
    before.save(update_fields=["text_ar"])
    record(verb="governance.join_clause", subject=before, by=by, at=at, root=version)
    scrutinise(version=version, by=by, at=at)
    return before


@transaction.atomic
def remove_clause(
    *, clause: Clause, by: User | None, at: datetime, revision: int | None = None
) -> None:
    """Remove a clause from a draft.

    Raises `Refused` while a setting comes from it, until the setting names another clause.
    """
    version = draft(clause.version, by=by, revision=revision)
    sources = {getattr(version, f"{name}_clause_id") for name in queries.TERM_GROUPS}
    if clause.pk in sources:
        raise Refused(_("A setting comes from this clause. Name another clause for it first."))
    # Recorded before the deletion, while the row still has its id.
    record(verb="governance.remove_clause", subject=clause, by=by, at=at, root=version)
    version.clauses.filter(pk=clause.pk).delete()
    scrutinise(version=version, by=by, at=at)


@transaction.atomic
def discard_draft(*, version: PolicyVersion, by: User | None, at: datetime) -> None:
    """Delete a version that the board has not approved, such as a wrong file."""
    version = locked(version, State.DRAFTED, State.REVIEWED, by=by)
    data = {
        "version": version.number,
        "clauses": version.clauses.count(),
        "sha256": version.source_sha256,
    }
    record(
        verb="governance.discard_draft",
        subject=version,
        by=by,
        at=at,
        root=version.document,
        data=data,
    )
    # The settings point to clauses with PROTECT, and the trigger lets clauses go only from a draft:
    # both are undone before the clauses are deleted.
    for name in queries.SOURCES:
        setattr(version, name, None)
    version.state = State.DRAFTED
    version.save()
    version.readings.all().delete()
    version.clauses.all().delete()
    version.delete()


@transaction.atomic
def set_terms(
    *,
    version: PolicyVersion,
    terms: Mapping[str, int | None],
    clauses: Mapping[str, str],
    by: User | None,
    at: datetime,
    readings: Mapping[str, str] | None = None,
    revision: int | None = None,
) -> None:
    """Set the periods and counts of a version, their clauses, and the board's reading of each.

    Terms are no part of the text. So the board may set them after it has read the text, until it
    approves. Raises `Refused` for a window of the answer that is half set or out of order.
    """
    version = draft(version, State.DRAFTED, State.REVIEWED, by=by, revision=revision)
    first, last = terms.get("answer_not_before_days"), terms.get("answer_due_days")
    if (first is None) != (last is None) or (
        first is not None and last is not None and first > last
    ):
        raise Refused(
            _("The answer's first day must not come after its last, and both are needed.")
        )
    for name, value in terms.items():
        setattr(version, name, value)
    for name, code in clauses.items():
        setattr(version, name, version.clauses.filter(code=code).first() if code else None)
    if readings is not None:
        texts = {name: clean_lines(readings.get(name, "")) for name in queries.TERM_GROUPS}
        version.readings_of_terms = {name: text for name, text in texts.items() if text}
    version.save()
    record(
        verb="governance.set_terms",
        subject=version,
        by=by,
        at=at,
        root=version,
        data={"fields": sorted(terms)},
    )


@transaction.atomic
def note_change(
    *,
    version: PolicyVersion,
    note: str,
    reduces_rights: bool,
    reduces_note: str = "",
    by: User | None,
    at: datetime,
) -> PolicyVersion:
    """Record what a version changes and whether it reduces a right.

    A reduction needs an explanation, or `Refused` is raised; it never reaches pending cases.
    """
    version = draft(version, by=by)
    if reduces_rights and not reduces_note.strip():
        raise Refused(
            _("Explain which right is reduced, and why, in words that those concerned understand.")
        )
    version.change_note, version.reduces_rights = clean_lines(note), reduces_rights
    version.reduces_note = clean_lines(reduces_note) if reduces_rights else ""
    version.save(update_fields=["change_note", "reduces_rights", "reduces_note"])
    record(
        verb="governance.note_change",
        subject=version,
        by=by,
        at=at,
        root=version,
        data={"reduces": reduces_rights},
    )
    return version
