"""The social study: its researcher, findings, recommendation, and referral (OBJ-1)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.accounts.permissions import Permission
from wasl.beneficiaries.actions import documents, household
from wasl.beneficiaries.models.household import HouseholdRole
from wasl.beneficiaries.queries import entering
from wasl.cases.actions.moving import locked, move, save
from wasl.cases.actions.need import assess
from wasl.cases.models.case import Case
from wasl.cases.models.study import (
    Party,
    Recommendation,
    Study,
    StudyAnswer,
    StudyMember,
    StudySignature,
    Urgency,
)
from wasl.cases.queries import file, people
from wasl.cases.queries import study as study_queries
from wasl.cases.study_form import ASKED, FIELDS, HEALTH, STAGES, WORK
from wasl.catalogue import policies as catalogue_policies
from wasl.catalogue.answer_base import BadValue
from wasl.catalogue.answer_types import answer_type
from wasl.catalogue.queries import guide as guide_queries
from wasl.common.clock import day_of
from wasl.common.dates import WrittenDate
from wasl.common.hashing import canonical
from wasl.common.text import clean, fold
from wasl.common.uploads import Accepted
from wasl.common.verdicts import Refused

TEXTS = ("visit_place", "present", "findings", "reason")
CHOSEN = ("recommendation", "urgency")
# Columns of `Study`; every other name is a question of the form (`study_form.FIELDS`).
FINDINGS = frozenset({*TEXTS, *CHOSEN, "visit_date", "recommended_amount", "recommended_quantity"})
DETAILS: dict[str, dict[str, Any]] = {
    "stage": dict(STAGES),
    "health": dict(HEALTH),
    "work": dict(WORK),
    "orphan": {"yes": "", "no": ""},
}
# The database holds the same limit of age (`study_member_lives`).
MOST_AGE, MOST_MEMBERS = 130, 40


@transaction.atomic
def start_study(
    *,
    case: Case,
    researcher: User | None = None,
    by: User,
    at: datetime,
    reason: str = "",
    version: int | None = None,
) -> Case:
    """Give a verified case to a researcher, who owns it from now on.

    A reopened case is studied anew. The version of the guide in force today scores it, whatever
    comes into force meanwhile; what is known is filled in.
    """
    case = locked(case, "start_study", by=by, at=at, version=version)
    researcher = researcher or by
    if not researcher.holds(Permission.CASES_STUDY):
        raise Refused(_("%(name)s is not a researcher.") % {"name": researcher.name})
    guide = guide_queries.guide_in_force(day_of(at))
    begun = {"researcher": researcher, "started_at": at, "completed_at": None, "guide": guide}
    # A reopened case has its study already: the row is opened again, and nothing is filled over it.
    case.study, new = Study.objects.update_or_create(case=case, defaults=begun)
    data: dict[str, Any] = {"researcher": researcher.pk, "guide": guide.number if guide else None}
    if new:
        data["filled"] = _fill(case, case.study, at)
    return move(case, "start_study", by=by, at=at, data=data, owner=researcher)


def _fill(case: Case, study: Study, at: datetime) -> int:
    """Fill a new study from the last one that still holds, and return the number of rows.

    Without one: from what was declared and from the register's household.
    """
    earlier = study_queries.earlier_study(case.person, day_of(at), case)
    if earlier:
        study.based_on = earlier
        study.save(update_fields=["based_on"])
        before = study_queries.study_file(earlier)
        # The ticks «everything was asked about» are not carried over: in a year much can change.
        answers = {
            key: text for key, text in before.answers.items() if not key.endswith(f"-{ASKED}")
        }
        members = before.members
    else:
        answers, members = (
            study_queries.from_declared(case),
            study_queries.from_register(case.person),
        )
    StudyAnswer.objects.bulk_create(
        StudyAnswer(study=study, key=key, value=text, is_prefilled=True, changed_at=at)
        for key, text in answers.items()
    )
    for member in members:
        member.pk, member.study, member.is_offered = None, study, False
    StudyMember.objects.bulk_create(members)
    return len(answers) + len(members)


@transaction.atomic
def record_study(
    *,
    case: Case,
    findings: Mapping[str, Any],
    by: User,
    at: datetime,
    confirmed: bool = True,
    version: int | None = None,
) -> Study:
    """Save what the researcher found: visit, recommendation, or answers of the form.

    With a recommendation and its reason the study is complete, and the need is assessed.
    `confirmed` says that what was filled in from before has been looked at. Raises `Refused`, and
    `TypeError` for a name that a study does not have.
    """
    case = locked(case, "record_study", by=by, at=at, version=version)
    study = Study.objects.select_for_update(of=("self",)).get(case=case)
    own = {name: value for name, value in findings.items() if name in FINDINGS}
    answers = {name: value for name, value in findings.items() if name in FIELDS}
    if unknown := set(findings) - own.keys() - answers.keys():
        raise TypeError(f"A study has no {', '.join(sorted(unknown))}.")
    for name, value in own.items():
        setattr(study, name, value if value is not None or name not in (*TEXTS, *CHOSEN) else "")
    _check(study, case, day_of(at))
    study.completed_at = at if study.recommendation else None
    study.save()
    _answer(study, answers, at, confirmed)
    data = {"fields": sorted(findings), "complete": study.completed_at is not None}
    save(case, "record_study", by=by, at=at, data=data)
    # Answers edited afterwards are scored at the referral; an assessment is never changed.
    if study.completed_at and "recommendation" in own:
        assess(case=case, study=study, by=by, at=at)
    return study


def _answer(study: Study, typed: Mapping[str, Any], at: datetime, confirmed: bool) -> None:
    """Save the answers that changed.

    A confirmed answer that was only carried over is saved as well, and then counts as the
    researcher's own.
    """
    existing = {answer.key: answer for answer in study.answers.all()}
    changed = []
    for key, value in typed.items():
        text, before = _canonical(key, value), existing.get(key)
        if text == (before.value if before else "") and not (
            confirmed and before and before.is_prefilled
        ):
            continue
        changed.append(StudyAnswer(study=study, key=key, value=text, changed_at=at))
    StudyAnswer.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["study", "key"],
        update_fields=["value", "is_prefilled", "changed_at"],
    )


def _canonical(key: str, value: Any) -> str:
    try:
        return answer_type(FIELDS[key].kind).canonical(FIELDS[key], value)
    except BadValue as bad:
        raise Refused(f"{FIELDS[key].label}: {bad.reason}") from bad


def _check(study: Study, case: Case, day: date) -> None:
    if study.visit_date and study.visit_date > day:
        raise Refused(_("The visit cannot be on a day that has not come yet."))
    if study.urgency and study.urgency not in Urgency.values:
        raise Refused(_("Choose how urgent it is from the list."))
    if not study.recommendation:
        return
    if study.recommendation not in Recommendation.values:
        raise Refused(_("Choose one of the recommendations."))
    if not study.findings or not study.reason:
        raise Refused(_("A recommendation needs the findings and its reason."))
    if study.recommendation == Recommendation.REJECT:
        return
    amounts = (study.recommended_amount, study.recommended_quantity)
    catalogue_policies.can_give(case.service_version, *amounts).require()


# --- the household --------------------------------------------------------------------------------


@transaction.atomic
def record_family(
    *,
    case: Case,
    members: Sequence[Mapping[str, Any]],
    by: User,
    at: datetime,
    is_complete: bool | None = None,
    removed: str = "",
    version: int | None = None,
) -> Study:
    """Save the household as it was found, one row for each member.

    `is_complete` says that these are all the members; `removed` is the key of a member who left.
    """
    case = locked(case, "record_study", by=by, at=at, version=version)
    study = Study.objects.select_for_update(of=("self",)).get(case=case)
    existing = {str(member.key): member for member in study.members.all()}
    rows = [
        _member(study, existing.get(str(entry["key"])), entry, place)
        for place, entry in enumerate(members, start=1)
    ]
    rows = [row for row in rows if str(row.key) != removed]
    # Members that this save does not mention are kept, so they count for the checks below.
    everybody = rows + [
        member
        for key, member in existing.items()
        if key not in {str(row.key) for row in rows} | {removed}
    ]
    if len(everybody) > MOST_MEMBERS:
        raise Refused(
            _("A household has forty people at most here; write the rest in the findings.")
        )
    _nobody_twice(everybody)
    if removed in existing:
        study.members.filter(key=removed).delete()
    for row in rows:
        row.save()
    if is_complete is not None:
        _answer(study, {f"family-{ASKED}": "yes" if is_complete else ""}, at, True)
    save(case, "record_study", by=by, at=at, data={"fields": ["family"], "people": len(everybody)})
    return study


def _member(
    study: Study, before: StudyMember | None, data: Mapping[str, Any], place: int
) -> StudyMember:
    """Return the row to save; refuse what cannot be, with the name of the member."""
    member = before or StudyMember(study=study, key=data["key"])
    member.full_name, member.order = clean(data["full_name"])[:300], place
    birth: WrittenDate | None = data.get("birth")
    member.birth_date, member.birth_written = (birth.day, birth.text) if birth else (None, "")
    # An age goes out of date; a birth date does not.
    member.age = None if birth else data.get("age")
    member.relation, member.is_offered = (
        data.get("relation") or "",
        bool(data.get("offered")) and member.person_id is None,
    )
    if not member.full_name:
        raise Refused(_("Everybody in the household has a name."))
    if member.relation not in HouseholdRole.values:
        raise Refused(
            _("%(name)s: choose what they are in the household.") % {"name": member.full_name}
        )
    if member.age is not None and not 0 <= member.age <= MOST_AGE:
        raise Refused(_("%(name)s: this age cannot be.") % {"name": member.full_name})
    details = {key: data[key] for key, choices in DETAILS.items() if data.get(key) in choices}
    member.details = canonical(details).decode() if details else ""
    return member


def _nobody_twice(rows: Sequence[StudyMember]) -> None:
    members_by_key: dict[tuple[str, str], StudyMember] = {}
    for member in rows:
        # Folded: spelling variants of a name are the same name.
        key = (fold(member.full_name), member.relation)
        if key in members_by_key:
            raise Refused(
                _("%(name)s stands twice in the table. Take one of the rows out.")
                % {"name": member.full_name}
            )
        members_by_key[key] = member


@transaction.atomic
def take_over_member(
    *,
    case: Case,
    member: StudyMember,
    gender: str,
    by: User,
    at: datetime,
    version: int | None = None,
    identity: entering.Meant | None = None,
) -> StudyMember:
    """Add a member whom the study found to the household in the register.

    An officer does this. `identity` says which person of the register the member is, or whom they
    were found to differ from.
    """
    case = locked(case, "take_over_member", by=by, at=at, version=version)
    member = StudyMember.objects.select_for_update(of=("self",)).get(pk=member.pk, study__case=case)
    if member.person_id:
        raise Refused(_("%(name)s is in the household already.") % {"name": member.full_name})
    studies = member.told.get("stage", "none") != "none"
    data = {
        **study_queries.newcomer(member, gender),
        "is_studying": studies,
        "different_from": identity.different_from if identity else (),
    }
    # The member's own key as token: a second click adds nobody again.
    row = household.add_to_household(
        person=case.person, role=member.relation, newcomer=identity.existing if identity else None,
        person_data=data, by=by, at=at, once=member.key,
    )  # fmt: skip
    member.person, member.is_offered = row.person, False
    member.save()
    save(case, "take_over_member", by=by, at=at, data={"member": member.pk})
    return member


# --- its end --------------------------------------------------------------------------------------


@transaction.atomic
def sign_study(
    *,
    case: Case,
    party: str,
    name: str,
    image: Accepted | None,
    by: User,
    at: datetime,
    version: int | None = None,
) -> StudySignature:
    """Take a signature under the study as it is now.

    Each party signs once; a newer signature replaces the older one.
    """
    case = locked(case, "sign_study", by=by, at=at, version=version)
    if party not in Party.values or not clean(name):
        raise Refused(_("Who signs is not named."))
    if image is None:
        raise Refused(_("The signature is missing."))
    study = Study.objects.get(case=case)
    if study.visit_date is None:
        raise Refused(_("The day of the visit is not recorded yet."))
    attachment = documents.add_attachment(person=case.person, accepted=image, by=by, at=at)
    content = study_queries.content_hash(study_queries.study_file(study))
    signed = {
        "name": clean(name),
        "attachment": attachment,
        "content": content,
        "signed_at": at,
        "taken_by": by,
    }
    signature, _new = StudySignature.objects.update_or_create(
        study=study, party=party, defaults=signed
    )
    save(case, "sign_study", by=by, at=at, data={"party": party})
    return signature


@transaction.atomic
def refer_to_committee(
    *, case: Case, by: User, at: datetime, reason: str = "", version: int | None = None
) -> Case:
    """Refer a studied case to the committee; its secretary owns it until the decision.

    The score is that of today.
    """
    case = locked(case, "refer_to_committee", by=by, at=at, version=version)
    study = file.study_of(case)
    # A deferred case is referred again by the secretary, who does not assess.
    if study and study.researcher_id == by.pk:
        assess(case=case, study=study, by=by, at=at)
    return move(
        case, "refer_to_committee", by=by, at=at, owner=people.holder("committee_secretary")
    )
