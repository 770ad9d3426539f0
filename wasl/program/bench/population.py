"""A scratch association with many people and cases, written in bulk through the same fields, keys and encryption."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from wasl.accounts.models import User
from wasl.audit.models import Event
from wasl.beneficiaries import naming
from wasl.beneficiaries.models import Person
from wasl.cases.models import Case, DeclaredValue
from wasl.cases.states import Status
from wasl.catalogue import queries as catalogue
from wasl.common import text
from wasl.common.crypto import blind
from wasl.common.names import name_parts
from wasl.governance.queries import relationship_policy
from wasl.program import sample
from wasl.program.people import id_number

FIRST = (
    "محمد أحمد عبدالله عبدالرحمن فهد سعد خالد سلطان تركي ناصر مريم نورة فاطمة عائشة سارة هند منيرة لطيفة حصة موضي"
).split()
MIDDLE = "محمد عبدالله صالح علي سليمان ابراهيم حمد راشد مبارك عايد سعود فلاح".split()
FAMILY = "الحربي المطيري العنزي الشمري الرشيدي العتيبي القحطاني الدوسري الغامدي الزهراني السبيعي الجهني".split()
STAGES = [Status.DRAFT, Status.SUBMITTED, Status.SUBMITTED, Status.VERIFIED, Status.IN_STUDY, Status.IN_COMMITTEE]
BATCH = 2000


def fill(count: int, at: datetime) -> None:
    """The sample association's rules and staff, then `count` people with a case each."""
    sample.load(at, with_people=False)
    chance = random.Random(1448)  # noqa: S311  # a fixed population, not a secret
    for start in range(0, count, BATCH):
        people = Person.objects.bulk_create(list(_people(range(start, min(start + BATCH, count)), chance, at)))
        naming.keep(people)
        cases = Case.objects.bulk_create(list(_cases(people, chance, at)))
        DeclaredValue.objects.bulk_create(
            DeclaredValue(case=case, key=key, value=value, changed_at=at)
            for case in cases
            for key, value in (("dependants_count", "4"), ("monthly_income", "2800"))
        )
        Event.objects.bulk_create(
            Event(
                verb=verb, at=at, actor=case.owner, subject_type="cases.case", subject_id=str(case.pk),
                root_type="cases.case", root_id=str(case.pk),
            )
            for case in cases
            for verb in ("cases.start", "cases.declare", "cases.submit")
        )  # fmt: skip


def _people(places: range, chance: random.Random, at: datetime) -> Iterator[Person]:
    for place in places:
        first = chance.choice(FIRST)
        name = f"{first} {chance.choice(MIDDLE)} {chance.choice(MIDDLE)} {chance.choice(FAMILY)}"
        number = id_number(place)
        yield Person(
            full_name=name,
            name_parts=name_parts(name),
            sort_key=text.sort_key(name),
            gender="female" if first.endswith("ة") else "male",
            id_kind="national_id",
            id_number=number,
            id_blind=blind(number, "id"),
            mobile=f"+9665{10_000_000 + place:08d}",
            registered_at=at,
        )


def _cases(people: list[Person], chance: random.Random, at: datetime) -> Iterator[Case]:
    policy, versions = relationship_policy(), list(catalogue.offered())
    owners = list(User.objects.filter(username__in=["noura", "bader", "maha"]))
    for person in people:
        version, status = chance.choice(versions), chance.choice(STAGES)
        opened = at - timedelta(days=chance.randrange(0, 40))
        day = opened.astimezone(UTC).date()
        case = Case(
            reference=f"1448-{person.pk:06d}",
            person=person,
            service=version.service,
            service_version=version,
            policy_version=policy,
            status=status,
            owner=chance.choice(owners),
            channel="interview",
            opened_at=opened,
        )
        if status != Status.DRAFT:
            case.submissions, case.submitted_at, case.clock_date = 1, opened, day
            case.answer_from_date, case.answer_due_date = day + timedelta(days=14), day + timedelta(days=30)
        yield case
