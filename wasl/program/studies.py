"""The sample's social studies, filled in as its researchers found the families, and the classes
that people set.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from wasl.accounts.models import User
from wasl.beneficiaries.models.household import HouseholdRole
from wasl.cases.actions import need, study
from wasl.cases.models.assessment import NeedAssessment
from wasl.cases.models.case import Case
from wasl.cases.models.study import StudyMember
from wasl.cases.study_form import PARTS, TICKS, keys_of
from wasl.common.clock import day_of
from wasl.common.dates import WrittenDate
from wasl.program.reference import read

WELL = {"health": "well", "stage": "none", "work": "home"}


def visit(case: Case, who: str, researcher: User, at: datetime) -> None:
    """Fill in the parts of the study as they were found in the home; a study that was not finished
    stays open.
    """
    entry = read("studies").get(who)
    if entry is None:
        return
    act: dict[str, Any] = {"case": case, "by": researcher, "at": at}
    place = {
        "visit_date": day_of(at),
        "visit_place": "بيت الأسرة",
        "present": case.person.full_name,
    }
    study.record_study(findings=place, **act)
    answers = (
        entry["answers"]
        if entry.get("unfinished")
        else {**read("studies")["usual"], **entry["answers"]}
    )
    for part in PARTS:
        part_answers = {key: answers[key] for key in keys_of(part.code) if key in answers}
        if part_answers and part.code != "family":
            study.record_study(
                findings={key: _typed(value) for key, value in part_answers.items()}, **act
            )
    is_complete = TICKS["family"].key in answers
    study.record_family(
        members=list(_members(case, entry["people"])), is_complete=is_complete, **act
    )


def _typed(value: Any) -> Any:
    return value if isinstance(value, list) else str(value)


def _members(case: Case, entries: list[dict[str, str]]) -> Iterator[dict[str, Any]]:
    rows = StudyMember.objects.filter(study__case=case).order_by("order", "pk")
    for row, entry in zip(rows, entries, strict=True):
        born = WrittenDate(row.birth_date, row.birth_written, "hijri") if row.birth_date else None
        values = {**WELL, "work": "student" if "stage" in entry else "home", **entry}
        is_child = row.relation in (HouseholdRole.SON, HouseholdRole.DAUGHTER)
        yield {
            "key": row.key, "full_name": row.full_name, "relation": row.relation, "birth": born,
            **values, "orphan": values.get("orphan", "no") if is_child else "no",
        }  # fmt: skip


def findings_of(who: str) -> str:
    """What the researcher wrote of this family."""
    return str(read("studies")[who]["findings"])


def set_class(case: Case, who: str, crew: dict[str, User], at: datetime) -> None:
    """Ask for another class than the guide's where the sample says so, and settle it where somebody
    did.
    """
    entry = read("studies").get(who, {}).get("override")
    assessment = NeedAssessment.objects.filter(study__case=case).order_by("-pk").first()
    if not entry or assessment is None or assessment.need_class == entry["need_class"]:
        return
    override = need.ask_override(
        assessment=assessment,
        need_class=entry["need_class"],
        reason=entry["reason"],
        by=crew[entry["by"]],
        at=at,
    )
    if "approve" in entry:
        later = at + timedelta(hours=2)
        need.approve_override(override=override, by=crew[entry["approve"]], at=later)
