"""A draft of a service tried on last year's cases (TOO-2): which would fare otherwise by it.

Read piece by piece, the newest first and two thousand at most, so that no page waits long and the
database carries little. Nothing is stored.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from wasl.accounts.models import User
from wasl.beneficiaries.queries import roles
from wasl.cases.models.case import Case, CaseQuerySet
from wasl.cases.queries.criteria import (
    MEMBER,
    asked_about,
    known_class,
    known_of_person,
    known_of_study,
)
from wasl.cases.queries.file import study_of
from wasl.catalogue import criteria
from wasl.catalogue.conditions import Met
from wasl.catalogue.criteria import Judged
from wasl.catalogue.models.offered import ServiceVersion
from wasl.catalogue.queries import offered, versions

YEAR = timedelta(days=365)
PIECE, MOST = 100, 2_000


@dataclass(frozen=True)
class Moved:
    """A case that a draft would judge otherwise.

    It holds how the case fares by the version in force and by the draft, through which criteria,
    and what it would have had to bring or answer besides.
    """

    case: Case
    before: Met
    after: Met
    through: list[str]
    more: list[str]


@dataclass(frozen=True)
class Tried:
    """A piece of last year's cases.

    It holds how many were looked at, which would change, and after which case to go on (0 for the
    end).
    """

    looked: int
    moved: list[Moved]
    after: int


def last_year(user: User, version: ServiceVersion, day: date) -> int:
    """Return how many cases a draft is tried on, up to the maximum.

    Those for the service that were submitted in the last year.
    """
    return _requests(user, version, day)[:MOST].count()


def _requests(user: User, version: ServiceVersion, day: date) -> CaseQuerySet:
    cases = Case.objects.visible_to(user).filter(service=version.service_id)
    return cases.filter(clock_date__gt=day - YEAR, clock_date__lte=day, submissions__gt=0)


def tried_on(
    user: User, draft: ServiceVersion, now: ServiceVersion, day: date, after: int = 0
) -> Tried:
    """Return one piece: the cases after this one, by the version in force and by the draft."""
    rows = _requests(user, draft, day).order_by("-pk")
    if after:
        rows = rows.filter(pk__lt=after)
    piece = list(
        # All that is read below, so that the queries do not grow with the cases of a piece.
        rows.select_related("person", "study").prefetch_related(
            "declared",
            "case_documents",
            "study__answers",
            "study__members",
            "study__assessments__overrides",
        )[: PIECE + 1]
    )
    cases = piece[:PIECE]
    members = _members(cases, draft, now)
    moved = [change for case in cases if (change := _moved(case, draft, now, members))]
    return Tried(len(cases), moved, cases[-1].pk if len(piece) > PIECE else 0)


def _members(cases: list[Case], draft: ServiceVersion, now: ServiceVersion) -> set[int]:
    """Return the applicants who are members, if a criterion looks at that."""
    keys = asked_about([*versions.criteria_of(draft), *versions.criteria_of(now)])
    return roles.current_members({case.person_id for case in cases}) if MEMBER in keys else set()


def _moved(
    case: Case, draft: ServiceVersion, now: ServiceVersion, members: set[int]
) -> Moved | None:
    # Ages and ends of validity count as on the day of its first submission.
    day = case.clock_date or date.min
    answers = {answer.key: answer.value for answer in case.declared.all() if answer.value}
    values = (
        answers
        | known_of_person(case.person, day)
        | {MEMBER: "yes" if case.person_id in members else "no"}
    )
    if study := study_of(case):
        values |= known_of_study(study, case.person, day) | known_class(
            list(study.assessments.all()), day
        )
    results = [
        criteria.judged(versions.criteria_of(version), versions.subjects_of(version), values)
        for version in (now, draft)
    ]
    before, after = (criteria.together(result) for result in results)
    more = _more(case, draft, answers, _gaps(case, now, answers))
    if before is after and not more:
        return None
    # If the draft finds no fault, the criteria are named that failed before.
    return Moved(case, before, after, _through(results[1]) or _through(results[0]), more)


def _through(results: list[Judged]) -> list[str]:
    return [result.criterion.label for result in results if result.met is not Met.MET]


def _more(
    case: Case, draft: ServiceVersion, answers: dict[str, str], already: dict[str, str]
) -> list[str]:
    """Return what the draft needs of a case, and the case does not have.

    Without what the version in force lacks too.
    """
    return [label for key, label in _gaps(case, draft, answers).items() if key not in already]


def _gaps(case: Case, version: ServiceVersion, answers: dict[str, str]) -> dict[str, str]:
    form = offered.form_of(version)
    handed_in = {document.document_type_id for document in case.case_documents.all()}
    unanswered = [
        question
        for question in offered.asked(form, answers)
        if question.required and not answers.get(question.key)
    ]
    requirements = [
        requirement
        for requirement in offered.wanted_documents(form, answers)
        if requirement.required
    ]
    absent = [
        requirement.document_type
        for requirement in requirements
        if requirement.document_type_id not in handed_in
    ]
    return {question.key: question.label for question in unanswered} | {
        f"document {document_type.code}": document_type.name for document_type in absent
    }
