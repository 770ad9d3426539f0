"""A rule holds where the answer is typed: the bounds of a number, and that several circumstances
may apply at once.
"""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import NOW
from tests.factories import a_case, staff
from wasl.cases import drafts, questions
from wasl.cases.actions import intake
from wasl.cases.models.case import DeclaredValue
from wasl.cases.queries import file
from wasl.catalogue import ready
from wasl.catalogue.actions import drafting
from wasl.catalogue.answer_base import BadValue
from wasl.catalogue.answer_types import answer_type, chosen
from wasl.catalogue.conditions import Met, judge
from wasl.catalogue.models.offered import NUMBERS, DocumentType, FieldRequirement, ServiceVersion
from wasl.catalogue.queries import offered, versions
from wasl.catalogue.subjects import form_subjects, said
from wasl.common.verdicts import Refused
from wasl.governance import queries as governance
from wasl.papers import queries as papers
from wasl.papers.kinds import Kind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue", "noura", "jawaher")]


def question(key: str, service: str = "food-basket") -> FieldRequirement:
    version = offered.current(service, NOW.date())
    return version.fields.get(key=key)


def declare(case, **answers):
    return intake.declare(case=case, values=answers, by=staff("noura"), at=NOW)


@pytest.fixture
def case():
    return a_case("draft")


@pytest.mark.parametrize(
    ("typed", "reason"), [("5", "3 at most"), ("٥", "3 at most"), ("0", "1 at least")]
)
def test_five_baskets_of_at_most_three_are_refused_at_every_door(case, client, typed, reason):
    with pytest.raises(Refused, match=reason):
        declare(case, baskets=typed)
    client.force_login(staff("noura"))
    answer = client.post(f"/cases/{case.pk}/fill/need/", {"baskets": typed, "why": "لأمر"})
    assert answer.status_code == 200
    assert "baskets" in answer.context["form"].errors
    assert not DeclaredValue.objects.filter(case=case, key="baskets").exclude(value="").exists()


def test_the_bounds_stand_beside_the_field(case, client):
    client.force_login(staff("noura"))
    page = client.get(f"/cases/{case.pk}/fill/need/", headers={"accept-language": "en"})
    assert "3" in str(page.context["form"].fields["baskets"].help_text)


@given(
    number=st.integers(0, 40),
    least=st.integers(0, 10),
    width=st.integers(0, 20),
    step=st.integers(1, 7),
)
def test_a_form_takes_what_the_action_takes(number, least, width, step):
    field = FieldRequirement(
        key="n", kind="integer", least=least, most=least + width, step=step, label_ar="ن"
    )
    fits = least <= number <= least + width and (number - least) % step == 0
    form = questions.Questions(
        {"n": str(number)}, questions=[field], answers={}, prefilled_keys=frozenset()
    )
    assert form.is_valid() is fits
    try:
        taken = answer_type(field.kind).canonical(field, str(number)) == str(number)
    except BadValue:
        taken = False
    assert taken is fits


def test_every_number_of_every_shipped_service_refuses_what_lies_outside_its_bounds():
    bounded = [
        field
        for field in FieldRequirement.objects.filter(kind__in=NUMBERS)
        if field.most or field.least
    ]
    assert {"baskets", "sacks", "household_size"} <= {field.key for field in bounded}
    for field in bounded:
        for limit, beyond in ((field.least, -1), (field.most, 1)):
            if limit is not None:
                assert answer_type(field.kind).canonical(field, str(limit))
                with pytest.raises(BadValue):
                    answer_type(field.kind).canonical(field, str(limit + beyond))


def test_what_is_asked_in_units_is_never_more_than_the_service_gives():
    """«At most» stands in the terms of a service; the question that asks how many holds the
    same.
    """
    for code, key in (("food-basket", "baskets"), ("livestock-feed", "sacks")):
        version = offered.current(code, NOW.date())
        assert version.fields.get(key=key).most == version.most_quantity


def test_what_is_known_already_is_held_to_the_bounds_too(case):
    declare(case, household_size="4")
    size = question("household_size")
    assert answer_type(size.kind).canonical(size, 4) == "4"
    with pytest.raises(BadValue):
        answer_type(size.kind).canonical(size, 0)


def test_a_widow_with_a_disabled_child_names_both(case, client):
    client.force_login(staff("noura"))
    answers = {"household_size": "4", "monthly_income": "0", "housing": "owned"}
    sent = client.post(
        f"/cases/{case.pk}/fill/household/", answers | {"special_case": ["disability", "widow"]}
    )
    assert sent.status_code == 302
    stored = DeclaredValue.objects.get(case=case, key="special_case").value
    assert stored == "widow|disability"
    page = client.get(f"/cases/{case.pk}/fill/household/")
    assert page.content.decode().count('name="special_case"') == 5
    assert page.context["form"]["special_case"].value() == ["widow", "disability"]


def test_the_answer_that_none_applies_stands_alone(case, client):
    with pytest.raises(Refused, match="not both"):
        declare(case, special_case=["widow", "none"])
    client.force_login(staff("noura"))
    answer = client.post(f"/cases/{case.pk}/fill/household/", {"special_case": ["widow", "none"]})
    assert "special_case" in answer.context["form"].errors
    with pytest.raises(Refused, match="offered"):
        declare(case, special_case=["widow", "king"])


def test_one_answer_of_an_earlier_version_reads_as_it_did(case):
    declare(case, special_case="widow")
    field = question("special_case")
    assert chosen("widow") == ["widow"]
    assert answer_type(field.kind).show(field, "widow") == "A widow or orphans"
    assert (
        answer_type(field.kind).show(field, "widow|disability")
        == "A widow or orphans, A person with a disability"
    )
    assert answer_type(field.kind).initial(field, "widow") == ["widow"]


def test_conditions_and_criteria_see_each_of_the_answers():
    both = {"special_case": "widow|disability"}
    asks = {"field": "special_case"}
    assert judge({**asks, "op": "in", "value": ["disability"]}, both) is Met.MET
    assert judge({**asks, "op": "eq", "value": "widow"}, both) is Met.MET
    assert judge({**asks, "op": "not_in", "value": ["widow"]}, both) is Met.NOT_MET
    assert judge({**asks, "op": "in", "value": ["illness"]}, both) is Met.NOT_MET
    assert judge({**asks, "op": "in", "value": ["illness"]}, {}) is Met.UNKNOWN
    subject = form_subjects([question("special_case")])["special_case"]
    assert said(subject, "widow|disability") == "A widow or orphans, A person with a disability"


def test_the_printed_request_ticks_each_of_them(case):
    declare(case, special_case=["widow", "disability"])
    data = drafts.filled_request(case, governance.declaration_text(NOW.date()))
    fields = [field for section in data["sections"] for field in section["fields"]]
    printed = next(field for field in fields if isinstance(field.get("value"), list))
    assert printed["value"] == ["أرملة أو أيتام", "شخص من ذوي الإعاقة"]
    assert papers.printable(Kind.SUPPORT_REQUEST, title=drafts.TITLE, data=data, day=NOW.date())


def test_a_document_follows_from_any_of_the_answers():
    case = a_case("draft", service="home-repair")
    case = declare(case, repair=["roof", "access"])
    assert "disability-card" in {
        one.document_type.code for one in file.file_of(case).document_requirements
    }


def test_a_signature_stands_over_all_of_them_and_an_edit_voids_it():
    case = a_case("draft")
    before = file.canonical(declare(case, special_case=["widow"]), 1)
    after = file.canonical(declare(case, special_case=["disability", "widow"]), 1)
    assert before != after


@pytest.mark.parametrize(
    "wrong",
    [
        {"least": 5, "most": 3},
        {"step": 0},
        {"least": -1},
        {"kind": "text", "most": 3},
        {"several": True},
    ],
)
def test_the_database_keeps_the_promise(wrong):
    version = drafting.draft_service(
        service=offered.current("food-basket", NOW.date()).service, by=None, at=NOW
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        version.fields.filter(key="baskets").update(**wrong)


def test_a_draft_carries_the_bounds_over_and_the_differences_tell_them():
    now = offered.current("food-basket", NOW.date())
    draft = drafting.draft_service(service=now.service, by=None, at=NOW)
    copied = draft.fields.get(key="baskets")
    assert (copied.least, copied.most) == (Decimal(1), Decimal(3))
    changed = {"most": Decimal(5)}
    drafting.keep_question(version=draft, values=changed, key="baskets", by=None, at=NOW)
    told = versions.differences(now, ServiceVersion.objects.get(pk=draft.pk))
    assert any("At most: 3" in one.before and "At most: 5" in one.after for one in told)


def test_the_shipped_services_keep_their_own_rules():
    for document_type in ready.shipped("document_types"):
        DocumentType.objects.get(code=document_type["code"])
    for code in ready.services():
        for field in ready.service(code).fields:
            assert not field.get("several") or field["kind"] == "choice"
            assert "most" not in field or field["kind"] in NUMBERS
