"""The sample association's reference data, from the files in `sample_data/`: who it is, its rules,
its services.

Each function loads one thing and may run twice: what is there already stays.
"""

from datetime import date, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from wasl.accounts.models import Association, Department, LetterheadVersion, Membership, User
from wasl.catalogue import ready as ready_services
from wasl.catalogue.actions import guide as guide_actions
from wasl.catalogue.actions import offering
from wasl.catalogue.defaults import draft_scoring_guide
from wasl.catalogue.models.guide import ScoringGuide
from wasl.catalogue.models.offered import Service, ServiceVersion
from wasl.catalogue.queries import guide as guide_queries
from wasl.committees.models import Committee, CommitteeMember
from wasl.common.clock import RIYADH, day_of
from wasl.common.dates import hijri_year
from wasl.delivery.models import Budget
from wasl.governance.actions import approving, board, drafting
from wasl.governance.defaults import load_texts as load_shipped_texts
from wasl.governance.defaults import ready
from wasl.governance.models.board import BoardMeeting, BoardMember, Office
from wasl.governance.models.documents import Clause, PolicyVersion
from wasl.governance.states import State

FOLDER = Path(__file__).parent / "sample_data"


@lru_cache
def read(name: str) -> Any:
    """One file of the sample's data."""
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


def load_association(at: datetime) -> Association:
    """The association, marked as the sample, with its letterhead and departments."""
    data = read("association")
    association, _made = Association.objects.get_or_create(
        id=1, defaults=data["association"] | {"is_sample": True}
    )
    letterhead = data["letterhead"]
    LetterheadVersion.objects.get_or_create(version=letterhead["version"], defaults=letterhead)
    for entry in data["departments"]:
        names = {key: entry[key] for key in ("name_ar", "name_en")}
        Department.objects.get_or_create(code=entry["code"], defaults=names)
    return association


def staff() -> list[dict[str, str]]:
    """The sample staff as written in the file."""
    return list(read("association")["staff"])


def load_user(username: str, password: str | None = None) -> User:
    """One member of the sample staff with their role; `password` None leaves no way to sign in with
    one.
    """
    entry = next(candidate for candidate in staff() if candidate["username"] == username)
    user, is_new = User.objects.get_or_create(
        username=username, defaults={key: entry[key] for key in ("name_ar", "name_en", "gender")}
    )
    if is_new:
        user.email = f"{username}@alwadi.example"
        user.set_password(password)
        user.save()
    since = read("association")["committee"]["from_date"]
    Membership.objects.get_or_create(
        user=user,
        department=Department.objects.get(code=entry["department"]),
        role=entry["role"],
        defaults={"since_date": since},
    )
    return user


def load_leads() -> None:
    """Name the lead of each department, once the staff is there."""
    for entry in read("association")["departments"]:
        Department.objects.filter(code=entry["code"], lead=None).update(
            lead=User.objects.get(username=entry["lead"])
        )


def load_committee() -> Committee:
    """The research committee with its seats, for the staff that is there."""
    data = read("association")["committee"]
    names = {key: data[key] for key in ("name_ar", "name_en", "quorum")}
    committee, _made = Committee.objects.get_or_create(code=data["code"], defaults=names)
    for entry in staff():
        member = User.objects.filter(username=entry["username"]).first()
        if member and "seat" in entry:
            CommitteeMember.objects.get_or_create(
                committee=committee,
                user=member,
                defaults={"seat": entry["seat"], "from_date": data["from_date"]},
            )
    return committee


def load_board(at: datetime) -> None:
    """The members of the board; the one who signs in here, once the staff is there."""
    data = read("association")
    for place, name in enumerate(data["readers"]):
        member = BoardMember.objects.filter(name=name).first() or board.seat_member(
            name=name,
            office=Office.MEMBER if place else Office.CHAIR,
            from_date=data["board_from"],
            by=None,
            at=at,
        )
        if member.user is None and (user := User.objects.filter(name_ar=name).first()):
            BoardMember.objects.filter(pk=member.pk).update(user=user)


def load_board_meeting(at: datetime) -> BoardMeeting:
    """The board meeting that approved the sample's documents."""
    data = read("association")["board_meeting"]
    load_board(at)
    meeting = BoardMeeting.objects.filter(number=data["number"], hijri_stated=data["hijri"]).first()
    return meeting or board.record_board_meeting(**data, by=None, at=at)


def load_document(name: str, at: datetime) -> PolicyVersion:
    """One of the ready texts, brought all the way: drafted, read, approved, in force, published."""
    code = ready(name)["document"]["code"]
    standing = PolicyVersion.objects.filter(document__code=code, state=State.IN_FORCE).first()
    if standing:
        return standing
    association = read("association")["association"]
    version = drafting.take_ready(
        name=name,
        association=association["name_ar"],
        place=f"بلدة {association['place_ar'].removeprefix('بلدة ')}",
        by=None,
        at=at,
    )
    for reader in read("association")["readers"]:
        approving.record_reading(version=version, member_name=reader, by=None, at=at)
    approving.approve(version=version, meeting=load_board_meeting(at), by=None, at=at)
    approving.bring_into_force(version=version, from_date=in_force_from(), by=None, at=at)
    return approving.publish(version=version, by=None, at=at)


def load_texts() -> None:
    """The applicant's declaration and the disclosure."""
    load_shipped_texts(in_force_from())


def load_scoring_guide(at: datetime) -> ScoringGuide:
    """The guide by which need is scored, in force since the sample's rules hold."""
    standing = guide_queries.latest_dated()
    if standing:
        return standing
    day = min(in_force_from(), day_of(at))
    then = datetime.combine(day, time(8), RIYADH)
    guide = guide_actions.submit_guide(guide=draft_scoring_guide(then), by=None, at=then)
    return guide_actions.bring_into_force(guide=guide, from_date=day, by=None, at=then)


def service_codes() -> list[str]:
    """The codes of the sample's services, in the order in which they are offered."""
    return list(ready_services.services())


def load_service(code: str, at: datetime) -> ServiceVersion:
    """One service with its form and documents, published."""
    approved = ServiceVersion.objects.filter(service__code=code, in_force_from__isnull=False)
    standing = approved.order_by("-in_force_from", "-number").first()
    if standing:
        return standing
    data, order = ready_services.service(code), list(ready_services.services()).index(code) + 1
    department = Department.objects.filter(code=data.department).first()
    service = Service.objects.filter(code=code).first() or offering.add_service(
        code=code, department=department, order=order, by=None, at=at
    )
    clause = Clause.objects.filter(code=data.guide_clause, version__state=State.IN_FORCE).first()
    return offering.publish_version(
        service=service,
        terms=data.terms | {"guide_clause": clause},
        fields=data.fields,
        documents=data.documents,
        criteria=data.criteria,
        from_date=min(in_force_from(), day_of(at)),
        by=None,
        at=at,
    )


def load_budget(code: str, at: datetime) -> None:
    """What a service may give, for this Hijri year, the one before and the next, which a forward
    clock may reach.
    """
    year, amount = hijri_year(day_of(at)), read("budgets")[code]
    for budget_year in (year - 1, year, year + 1):
        Budget.objects.get_or_create(
            service=Service.objects.get(code=code),
            hijri_year=budget_year,
            defaults={"amount": amount},
        )


def in_force_from() -> date:
    """The day from which the sample's rules hold; nothing of the sample is older."""
    day: date = read("association")["in_force_from"]
    return day
