"""Content of the page of a case, shaped for its template."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

from wasl.accounts.models import User
from wasl.accounts.permissions import Permission as P
from wasl.beneficiaries.models.documents import Document
from wasl.cases.models.case import Case, MatchVerdict, Outcome, Validity
from wasl.cases.queries.file import file_of, matching_of, to_match
from wasl.cases.states import STEPS, Status
from wasl.cases.window import Window, passed
from wasl.catalogue.answer_types import answer_type
from wasl.catalogue.models.offered import FieldRequirement
from wasl.common.clock import day_of
from wasl.common.identifiers import HIDDEN
from wasl.common.steps import step_state

# The work that needs the sensitive answers: taking them, matching, study and decision.
NEEDS_ALL = (P.CASES_INTAKE, P.CASES_VERIFY, P.CASES_STUDY, P.COMMITTEES_DECIDE)
# Packages above draw these panels. They are named by address, since nothing here may import them;
# each shows from the stage at which it has something to say.
PANELS: tuple[tuple[str, str | Promise, P | None, tuple[str, ...]], ...] = (
    (
        "committees",
        _l("Committee and answer"),
        None,
        ("in_study", "in_committee", "deferred", "approved", "rejected"),
    ),
    ("delivery", _l("Delivery"), None, ("answered", "registered", "in_delivery", "delivered")),
    ("grievances", _l("Objection"), None, ("answered", "closed", "reopened")),
    ("interactions", _l("Contacts"), None, ()),
    ("letters", _l("Letters"), P.LETTERS_VIEW, ()),
)


@dataclass(frozen=True)
class Panel:
    """A part of the page that another package draws."""

    id: str
    title: str | Promise
    url: str


@dataclass(frozen=True)
class MatchRow:
    """An answer beside what its document says."""

    key: str
    label: str
    document: str
    evidence: str
    declared: Any
    document_value: Any
    verdict: str
    tone: str
    note: str
    who: str


@dataclass(frozen=True)
class DocumentRow:
    """A document that is needed, and its state."""

    code: str
    label: str
    note: str
    required: bool
    document: Any
    verdict: str
    tone: str


def steps(case: Case, status: str = "") -> list[dict[str, Any]]:
    """Return the nine stages with their state; a case that ended early has a stopped one.

    `status` stands in for the case's own where a reader may not know that one yet.
    """
    status = status or case.status
    at = next(
        (place for place, (_code, _label, statuses) in enumerate(STEPS) if status in statuses),
        None,
    )
    if status in (Status.WITHDRAWN, Status.LAPSED):
        # Withdrawn and lapsed are in no stage: a submitted case stops at matching, a draft at
        # intake.
        stopped = 2 if case.submissions else 0
        return [
            {"label": label, "state": _stopped(place, stopped)}
            for place, (_c, label, _h) in enumerate(STEPS)
        ]
    ended = status == Status.CLOSED
    return [
        {
            "label": label,
            "state": "done" if ended else step_state(place, at),
        }
        for place, (_code, label, _held) in enumerate(STEPS)
    ]


def _stopped(place: int, stopped: int) -> str:
    if place == stopped:
        return "stopped"
    return "done" if place < stopped else ""


def window(case: Case, day: date) -> dict[str, Any] | None:
    """Return the answer window for its drawing, in days: total, passed, and before the first.

    It is late only while unanswered. Returns None before the first submission, and under a policy
    that does not say by when it answers.
    """
    first, due, began = case.answer_from_date, case.answer_due_date, case.clock_date
    if first is None or due is None or began is None or not case.policy_version.promises_answer:
        return None
    paused = case.paused_date if case.status == Status.RETURNED else None
    until = day_of(case.answered_at) if case.answered_at else day
    # Pauses moved both days; without them the window is as long as the policy says.
    total = max((due - began).days - case.paused_days, 1)
    gone = min(passed(Window(began, case.paused_days, first, due), until, paused), total)
    late = case.answered_at is None and paused is None and day > due
    words = ngettext(
        "%(gone)s day of %(total)s has passed", "%(gone)s days of %(total)s have passed", gone
    )
    message = words % {"gone": gone, "total": total}
    if late:
        message = _("The last day has passed; the answer is late and goes out at once.")
    elif paused:
        message = _("The clock stands while we wait for the applicant.") + " " + message
    floor = max((first - began).days - case.paused_days, 0)
    return {
        "total": total,
        "passed": gone,
        "floor": floor,
        "late": late,
        "words": message,
        "from": first,
        "due": due,
    }


def matching_rows(case: Case, user: User) -> list[MatchRow]:
    """Return declared, found, verdict and note of each answer to match.

    Identifiers are masked; sensitive answers are hidden from those whose work they are not.
    """
    file, needs = file_of(case), needs_all(user)
    types = {document.document_type_id: document for document in file.documents.values()}
    rows = []
    for field in to_match(case):
        done = matching_of(case, field)
        # Always there: `to_match` lists only answers whose document was handed in.
        handed_in = types[field.matched_with_id or 0]
        verdict = done.get_verdict_display() if done else _("Not matched yet")
        rows.append(
            MatchRow(
                key=field.key,
                label=field.label,
                document=handed_in.document_type.name,
                evidence=_evidence(handed_in.document),
                declared=_shown(field, file.values[field.key], needs, full=False),
                document_value=_shown(field, done.found, needs, full=False) if done else "",
                verdict=verdict,
                tone=_tone(done.verdict if done else ""),
                note=done.note if done else "",
                who="",
            )
        )
    return rows


def _evidence(document: Document) -> str:
    if document.attachment_id:
        return _("a copy is kept")
    return _("stated, not seen yet") if document.is_only_stated else _("seen, not copied")


def _tone(verdict: str) -> str:
    return {
        "": "wait",
        MatchVerdict.DIFFERENT: "no",
        MatchVerdict.MATCHED: "yes",
        MatchVerdict.ACCEPTED: "yes",
    }[verdict]


def document_rows(case: Case, day: date) -> list[DocumentRow]:
    """Return the documents needed for these answers, with their verdicts.

    A verdict is frozen, or that of this day before submission.
    """
    file = file_of(case)
    rows = []
    for requirement in file.document_requirements:
        handed_in = file.document(requirement)
        verdict = file.verdict(requirement, day)
        tone = "wait" if handed_in is None and requirement.required else ""
        if verdict:
            tone = "go" if verdict == Validity.VALID else "stop"
        rows.append(
            DocumentRow(
                code=requirement.document_type.code,
                label=requirement.document_type.name,
                note=requirement.note,
                required=requirement.required,
                document=handed_in.document if handed_in else None,
                verdict=str(Validity(verdict).label) if verdict else "",
                tone=tone,
            )
        )
    return rows


def declared_sections(case: Case, user: User | None, *, full: bool = False) -> list[dict[str, Any]]:
    """Return what was declared, section by section.

    `full` shows account and mobile in full, for signing.
    """
    file = file_of(case)
    question_keys = {question.key for question in file.questions}
    needs = user is None or needs_all(user)
    unmasks = user is not None and needs and user.holds(P.PEOPLE_UNMASK)
    sections = []
    for part in file.form.sections:
        facts = [
            {
                "label": question.label,
                "value": _shown(question, file.values.get(question.key, ""), needs, full),
                "note": _("known from before") if full and question.key in file.prefilled else "",
                "link": _unmask_page(case, question)
                if unmasks and not full and file.values.get(question.key)
                else "",
            }
            for question in part.fields
            if question.key in question_keys
        ]
        sections.append({"code": part.code, "title": part.title, "facts": facts})
    return sections


def needs_all(user: User) -> bool:
    """Return whether this reader's work needs the applicant's circumstances."""
    return any(user.holds(permission) for permission in NEEDS_ALL)


def _unmask_page(case: Case, field: FieldRequirement) -> str:
    is_masked = answer_type(field.kind).is_masked
    return reverse("cases:unmask", args=[case.pk, field.key]) if is_masked else ""


def _shown(field: FieldRequirement, value: str, needs: bool, full: bool) -> Any:
    return (
        HIDDEN
        if value and field.sensitive and not needs
        else answer_type(field.kind).show(field, value, full=full)
    )


def panels(case: Case, user: User) -> list[Panel]:
    """Return the panels of other packages for this case and this reader.

    Each appears once the case has come that far, where the reader may see it.
    """
    visible_panels = []
    for package, title, permission, stages in PANELS:
        rejected = package == "delivery" and case.outcome == Outcome.REJECTED
        unobjectable = (
            package == "grievances"
            and case.status == Status.ANSWERED
            and case.outcome != Outcome.REJECTED
        )
        if (
            (stages and case.status not in stages and not _passed(package, case))
            or rejected
            or unobjectable
        ):
            continue
        if permission and not user.holds(permission):
            continue
        try:
            url = reverse(f"{package}:case_panel", args=[case.pk])
        # A package that is not installed has no panel.
        except NoReverseMatch:
            continue
        visible_panels.append(Panel(id=package, title=title, url=url))
    return visible_panels


def _passed(package: str, case: Case) -> bool:
    """Return whether a case is past the stage of a panel that is still of interest."""
    if package == "committees":
        return case.decided_at is not None
    return (
        package == "delivery" and case.status == Status.CLOSED and case.outcome == Outcome.APPROVED
    )


def void_reason(case: Case, code: str) -> str:
    """Return in words why a signature is void: which answer or document was changed."""
    kind, _mark, keys = code.partition(":")
    file = file_of(case)
    if kind == "field":
        labels = {field.key: field.label for field in file.form.fields}
        named = "، ".join(labels.get(key, key) for key in keys.split(","))
        return _("The signature no longer stands, because an answer was changed: %(answers)s.") % {
            "answers": named
        }
    if kind == "document":
        names = {
            requirement.document_type.code: requirement.document_type.name
            for requirement in file.form.documents
        }
        named = names.get(keys, keys)
        return _(
            "The signature no longer stands, because a document was changed: %(document)s."
        ) % {"document": named}
    return _("It was signed anew.")


def last_voided(case: Case) -> str:
    """Return why the last signature was voided; '' if one is valid or there was none."""
    if file_of(case).declaration:
        return ""
    voided = case.declarations.exclude(voided_at=None).order_by("-voided_at").first()
    return void_reason(case, voided.void_reason) if voided else ""


# Words for a change of owner that a verb brought about: `HandOver.reason` then holds the verb. Any
# other reason was written by a person.
WHY: dict[str, str | Promise] = {
    "start": _l("opened the request"),
    "submit": _l("receives and matches"),
    "start_study": _l("studies the request"),
    "refer_to_committee": _l("prepares the committee"),
    "return_by_vote": _l("waits with the applicant"),
    "return_for_completion": _l("waits with the applicant"),
    "approve": _l("releases the answer"),
    "reject": _l("releases the answer"),
    "register": _l("delivers"),
    "complete_delivery": _l("closes"),
    "reopen": _l("shares out the new study"),
    "take_back": _l("the handing over was undone"),
}


def owners_of(case: Case) -> list[Any]:
    """Return every owner of the case, from the first, with why (PRO-1)."""
    rows = list(case.hand_overs.select_related("to_user").order_by("pk"))
    for row in rows:
        row.why = WHY.get(row.reason, row.reason)  # type: ignore[attr-defined]
    return rows
