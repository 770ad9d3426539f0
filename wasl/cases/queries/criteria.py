"""A case judged by the criteria of its service (TOO-2): what is known of it, and why.

Nothing is stored, and nobody is refused by it unless the service says so.
"""

from collections.abc import Iterable
from datetime import date

from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.queries import roles
from wasl.cases.models.assessment import NeedAssessment
from wasl.cases.models.case import Case
from wasl.cases.models.study import Study, years
from wasl.cases.queries.file import study_of
from wasl.cases.queries.need import Need
from wasl.cases.queries.study import StudyFile, household
from wasl.catalogue import criteria, facts
from wasl.catalogue.conditions import fields_of
from wasl.catalogue.criteria import Judged
from wasl.catalogue.models.offered import Criterion
from wasl.catalogue.queries import offered, versions
from wasl.catalogue.subjects import NEED, STUDY

MEMBER, CLASS = "person.is_member", f"{NEED}class"


def criteria_of(case: Case, day: date) -> list[Judged]:
    """Return every criterion of the pinned version, judged by all that is known of the case."""
    return _judged(case, versions.criteria_of(case.service_version), day)


def stopping(case: Case, day: date) -> list[Judged]:
    """Return the criteria that keep a case from being submitted.

    The service says so of them, and they are certainly not met.
    """
    strict = [
        criterion
        for criterion in versions.criteria_of(case.service_version)
        if criterion.effect == "stops"
    ]
    return [result for result in _judged(case, strict, day) if result.stops]


def _judged(case: Case, service_criteria: list[Criterion], day: date) -> list[Judged]:
    if not service_criteria:
        return []
    return criteria.judged(
        service_criteria,
        versions.subjects_of(case.service_version),
        _known(case, service_criteria, day),
    )


def asked_about(service_criteria: Iterable[Criterion]) -> set[str]:
    """Return everything that these criteria look at."""
    return set[str]().union(*(fields_of(criterion.condition) for criterion in service_criteria))


def _known(case: Case, service_criteria: Iterable[Criterion], day: date) -> dict[str, str]:
    """Return what is known of a case, as far as these criteria look at it.

    That is what was declared, studied, is on file, and was assessed.
    """
    keys, study = asked_about(service_criteria), study_of(case)
    values = _answers(case) | known_of_person(case.person, day)
    # Each of these costs queries, so they are read only where a criterion needs them.
    if MEMBER in keys:
        values[MEMBER] = "yes" if roles.is_member(case.person) else "no"
    if study and any(key.startswith(STUDY) for key in keys):
        values |= known_of_study(study, case.person, day)
    if study and CLASS in keys:
        values |= known_class(
            list(study.assessments.prefetch_related("overrides").order_by("-pk")[:1]), day
        )
    return values


def _answers(case: Case) -> dict[str, str]:
    """Return the answers to the questions that apply.

    Documents and the signature are not read for it.
    """
    answers = {answer.key: answer.value for answer in case.declared.all() if answer.value}
    question_keys = {
        question.key for question in offered.asked(offered.form_of(case.service_version), answers)
    }
    return {key: value for key, value in answers.items() if key in question_keys}


def known_of_person(person: Person, day: date) -> dict[str, str]:
    """Return what the file says of a person, apart from membership."""
    values = {"person.gender": person.gender, "person.marital": person.marital_status}
    if person.birth_date:
        values["person.age"] = str(years(person.birth_date, day))
    return values


def known_of_study(study: Study, person: Person, day: date) -> dict[str, str]:
    """Return the facts that a study gives, as far as it has come."""
    answers = {answer.key: answer.value for answer in study.answers.all() if answer.value}
    file = StudyFile(
        # `all()` and no order: `trying` hands over studies whose rows were prefetched.
        study=study,
        answers=answers,
        prefilled=frozenset(),
        members=list(study.members.all()),
    )
    values = facts.known(household(file, person, day))
    return {f"{STUDY}{key}": value.text for key, value in values.items() if value.text}


def known_class(assessments: list[NeedAssessment], day: date) -> dict[str, str]:
    """Return the class of the newest assessment, if it still holds on that day."""
    # Sorted here, since `trying` hands over prefetched rows.
    newest = max(assessments, key=lambda assessment: assessment.pk, default=None)
    return {CLASS: Need.of(newest).need_class} if newest and day <= newest.valid_until else {}
