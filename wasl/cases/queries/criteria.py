"""A request held against the criteria of its service (TOO-2): what is known of it, how each
criterion stands, and why.

Nothing is kept, and nobody is refused by it unless the service says so.
"""

from collections.abc import Iterable
from datetime import date

from wasl.beneficiaries import queries as people
from wasl.beneficiaries.models import Person
from wasl.cases.models import Case, NeedAssessment, Study
from wasl.cases.models.study import years
from wasl.cases.queries.file import study_of
from wasl.cases.queries.need import Need
from wasl.cases.queries.study import StudyFile, household
from wasl.catalogue import criteria, facts
from wasl.catalogue import queries as catalogue
from wasl.catalogue.conditions import fields_of
from wasl.catalogue.criteria import Judged
from wasl.catalogue.models import Criterion
from wasl.catalogue.subjects import NEED, STUDY

MEMBER, CLASS = "person.is_member", f"{NEED}class"


def criteria_of(case: Case, day: date) -> list[Judged]:
    """Every criterion of the version a request is pinned to, as it stands by all that is known of
    it.
    """
    return _judged(case, catalogue.criteria_of(case.service_version), day)


def stopping(case: Case, day: date) -> list[Judged]:
    """The criteria that keep a request from being submitted: those the service says so of, and
    certainly not met.
    """
    strict = [
        criterion
        for criterion in catalogue.criteria_of(case.service_version)
        if criterion.effect == "stops"
    ]
    return [result for result in _judged(case, strict, day) if result.stops]


def _judged(case: Case, service_criteria: list[Criterion], day: date) -> list[Judged]:
    if not service_criteria:
        return []
    return criteria.judged(
        service_criteria,
        catalogue.subjects_of(case.service_version),
        _known(case, service_criteria, day),
    )


def asked_about(service_criteria: Iterable[Criterion]) -> set[str]:
    """Everything these criteria look at."""
    return set[str]().union(*(fields_of(criterion.condition) for criterion in service_criteria))


def _known(case: Case, service_criteria: Iterable[Criterion], day: date) -> dict[str, str]:
    """What is known of a request, as far as these criteria look at it: declared, studied, on file,
    assessed.
    """
    keys, study = asked_about(service_criteria), study_of(case)
    values = _answers(case) | known_of_person(case.person, day)
    if MEMBER in keys:
        values[MEMBER] = "yes" if people.is_member(case.person) else "no"
    if study and any(key.startswith(STUDY) for key in keys):
        values |= known_of_study(study, case.person, day)
    if study and CLASS in keys:
        values |= known_class(
            list(study.assessments.prefetch_related("overrides").order_by("-pk")[:1]), day
        )
    return values


def _answers(case: Case) -> dict[str, str]:
    """What was declared to the questions that apply; the documents and the signature are not read
    for it.
    """
    answers = {answer.key: answer.value for answer in case.declared.all() if answer.value}
    question_keys = {
        question.key
        for question in catalogue.asked(catalogue.form_of(case.service_version), answers)
    }
    return {key: value for key, value in answers.items() if key in question_keys}


def known_of_person(person: Person, day: date) -> dict[str, str]:
    """What the file says of a person, the membership aside."""
    values = {"person.gender": person.gender, "person.marital": person.marital_status}
    if person.birth_date:
        values["person.age"] = str(years(person.birth_date, day))
    return values


def known_of_study(study: Study, person: Person, day: date) -> dict[str, str]:
    """The facts a study gives, as far as it has come."""
    answers = {answer.key: answer.value for answer in study.answers.all() if answer.value}
    file = StudyFile(
        study=study, answers=answers, prefilled=frozenset(), members=list(study.members.all())
    )
    values = facts.known(household(file, person, day))
    return {f"{STUDY}{key}": value.text for key, value in values.items() if value.text}


def known_class(assessments: list[NeedAssessment], day: date) -> dict[str, str]:
    """The class of need of the newest assessment, where it still holds on that day."""
    newest = max(assessments, key=lambda assessment: assessment.pk, default=None)
    return {CLASS: Need.of(newest).need_class} if newest and day <= newest.valid_until else {}
