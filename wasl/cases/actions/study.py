"""The social study: who studies, what was found, what is recommended, and the way to the committee."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.accounts.permissions import Permission
from wasl.cases import queries
from wasl.cases.actions.moving import locked, move, save
from wasl.cases.models import Case, Recommendation, Study
from wasl.common.clock import day_of
from wasl.common.numbers import format_money, format_number
from wasl.common.verdicts import Refused

TEXTS = ("visit_place", "present", "housing", "income", "obligations", "health", "findings", "reason")
FINDINGS = frozenset({*TEXTS, "visit_date", "recommendation", "recommended_amount", "recommended_quantity"})


@transaction.atomic
def start_study(
    *, case: Case, researcher: User | None = None, by: User, at: datetime, reason: str = "", version: int | None = None
) -> Case:
    """Give a verified request to a researcher, who owns it from now on. A reopened one is studied anew."""
    case = locked(case, "start_study", by=by, at=at, version=version)
    researcher = researcher or by
    if not researcher.holds(Permission.CASES_STUDY):
        raise Refused(_("%(name)s is not a researcher.") % {"name": researcher.name})
    begun = {"researcher": researcher, "started_at": at, "completed_at": None}
    case.study, _new = Study.objects.update_or_create(case=case, defaults=begun)
    return move(case, "start_study", by=by, at=at, data={"researcher": researcher.pk}, owner=researcher)


@transaction.atomic
def record_study(
    *, case: Case, findings: Mapping[str, Any], by: User, at: datetime, version: int | None = None
) -> Study:
    """Keep what the researcher found. With a recommendation and its reason the study is complete."""
    case = locked(case, "record_study", by=by, at=at, version=version)
    study = Study.objects.select_for_update().get(case=case)
    unknown = set(findings) - FINDINGS
    if unknown:
        raise TypeError(f"A study has no {', '.join(sorted(unknown))}.")
    for name, value in findings.items():
        setattr(study, name, value if value is not None or name not in (*TEXTS, "recommendation") else "")
    _check(study, case, day_of(at))
    study.completed_at = at if study.recommendation else None
    study.save()
    data = {"fields": sorted(findings), "complete": study.completed_at is not None}
    save(case, "record_study", by=by, at=at, data=data)
    return study


def _check(study: Study, case: Case, day: date) -> None:
    if study.visit_date and study.visit_date > day:
        raise Refused(_("The visit cannot be on a day that has not come yet."))
    if not study.recommendation:
        return
    if study.recommendation not in Recommendation.values:
        raise Refused(_("Choose one of the recommendations."))
    if not study.findings or not study.reason:
        raise Refused(_("A recommendation needs the findings and its reason."))
    if study.recommendation == Recommendation.REJECT:
        return
    _check_limits(study, case)


def _check_limits(study: Study, case: Case) -> None:
    most_amount, most_quantity = case.service_version.most_amount, case.service_version.most_quantity
    if most_amount is not None and (study.recommended_amount or Decimal(0)) > most_amount:
        raise Refused(_("This service gives at most %(most)s.") % {"most": format_money(most_amount)})
    if most_quantity is not None and (study.recommended_quantity or Decimal(0)) > most_quantity:
        most = f"{format_number(most_quantity)} {case.service_version.unit}"
        raise Refused(_("This service gives at most %(most)s.") % {"most": most})


@transaction.atomic
def refer_to_committee(*, case: Case, by: User, at: datetime, reason: str = "", version: int | None = None) -> Case:
    """Lay a studied request before the committee; its secretary owns it until it is decided."""
    case = locked(case, "refer_to_committee", by=by, at=at, version=version)
    return move(case, "refer_to_committee", by=by, at=at, owner=queries.holder("committee_secretary"))
