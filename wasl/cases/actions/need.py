"""The assessment of need (OBJ-1): made from a complete study.

A second person may agree to another class in its place.
"""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.audit.actions import record
from wasl.beneficiaries.actions import roles
from wasl.beneficiaries.models.person import BeneficiaryFile, Person
from wasl.cases import policies
from wasl.cases.models.assessment import NeedAssessment, NeedOverride
from wasl.cases.models.case import Case
from wasl.cases.models.study import Study
from wasl.cases.queries import need as need_queries
from wasl.cases.queries import study as study_queries
from wasl.common.clock import day_of
from wasl.common.dates import add_hijri_months
from wasl.common.hashing import canonical
from wasl.common.text import clean_lines
from wasl.common.verdicts import Refused


@transaction.atomic
def assess(*, case: Case, study: Study, by: User, at: datetime) -> NeedAssessment | None:
    """Score a complete study and keep the score with all that it was made from.

    The same inputs are kept once. Returns None where the association has no guide yet.
    """
    day = day_of(at)
    guide = study_queries.guide_of(study, day)
    if guide is None:
        return None
    file = study_queries.study_file(study)
    inputs = need_queries.need_inputs(file, case.person, day)
    inputs_hash = need_queries.inputs_hash(inputs)
    last = study.assessments.order_by("-pk").first()
    if last and (last.inputs_hash, last.guide_id) == (inputs_hash, guide.pk):
        return last
    score = study_queries.study_score(file, case.person, guide, day)
    assessment = NeedAssessment.objects.create(
        study=study,
        guide=guide,
        inputs=canonical(inputs).decode(),
        inputs_hash=inputs_hash,
        lines=need_queries.stored_lines(score),
        score=score.total,
        need_class=score.need_class,
        could_be=score.could_be,
        unknown=len(score.unknown),
        valid_until=add_hijri_months(day, guide.valid_months),
        assessed_at=at,
        assessed_by=by,
    )
    # The audit event says that need was assessed, not with which result.
    data = {"guide": guide.number, "unknown": assessment.unknown}
    record(verb="cases.assess", subject=assessment, by=by, at=at, root=case, data=data)
    keep_class(person=case.person, by=by, at=at)
    return assessment


@transaction.atomic
def keep_class(*, person: Person, by: User, at: datetime) -> None:
    """Write the current class into the person's beneficiary file, where there is one."""
    need = need_queries.need_of_person(person.pk)
    file = BeneficiaryFile.objects.filter(person=person).first()
    if need and file and need.need_class:
        day = day_of(need.assessment.assessed_at)
        roles.set_need_class(file=file, need_class=need.need_class, day=day, by=by, at=at)


@transaction.atomic
def ask_override(
    *, assessment: NeedAssessment, need_class: str, reason: str, by: User, at: datetime
) -> NeedOverride:
    """Ask for another class than the guide gave, with the reason.

    It holds once somebody else agrees.
    """
    assessment = _held(assessment)
    policies.can_override(by, "ask_override", assessment).require()
    if need_class not in {guide_class.code for guide_class in assessment.guide.classes.all()} - {
        assessment.need_class
    }:
        raise Refused(_("Choose another class than the one the guide gave."))
    if not clean_lines(reason):
        raise Refused(_("Another class needs its reason."))
    try:
        with transaction.atomic():
            override = NeedOverride.objects.create(
                assessment=assessment,
                need_class=need_class,
                reason=clean_lines(reason),
                asked_at=at,
                asked_by=by,
            )
    except IntegrityError as raced:
        raise Refused(_("Somebody asked for another class at the same moment.")) from raced
    return _noted(override, "ask_override", by, at, {})


@transaction.atomic
def approve_override(
    *, override: NeedOverride, by: User, at: datetime, answer: str = ""
) -> NeedOverride:
    """Agree to another class than the guide's, as a second person."""
    return _settle(override, "approve_override", True, by, at, answer)


@transaction.atomic
def refuse_override(*, override: NeedOverride, by: User, at: datetime, answer: str) -> NeedOverride:
    """Refuse another class than the guide's; the guide's class holds."""
    if not clean_lines(answer):
        raise Refused(_("Say why, so that the researcher knows."))
    return _settle(override, "refuse_override", False, by, at, answer)


def _settle(
    override: NeedOverride, verb: str, approved: bool, by: User, at: datetime, answer: str
) -> NeedOverride:
    assessment = _held(override.assessment)
    # Read again under the lock: somebody may have settled it meanwhile.
    override = NeedOverride.objects.get(pk=override.pk)
    policies.can_override(by, verb, assessment).require()
    override.approved, override.decided_at, override.decided_by = approved, at, by
    override.answer = clean_lines(answer)
    override.save()
    return _noted(override, verb, by, at, {"approved": approved})


def _held(assessment: NeedAssessment) -> NeedAssessment:
    """Return the assessment with its case's row locked, so that one class is settled at a time."""
    Case.objects.select_for_update().values("pk").get(study=assessment.study_id)
    joined = NeedAssessment.objects.select_related("guide", "study__case__person")
    return joined.prefetch_related("overrides").get(pk=assessment.pk)


def _noted(
    override: NeedOverride, verb: str, by: User, at: datetime, data: dict[str, Any]
) -> NeedOverride:
    case = override.assessment.study.case
    record(verb=f"cases.{verb}", subject=override, by=by, at=at, root=case, data=data)
    # Another class that was agreed to replaces the guide's in the beneficiary file.
    keep_class(person=case.person, by=by, at=at)
    return override
