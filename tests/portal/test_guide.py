"""«What may I ask for?»: what follows from the answers, why, and that nothing of them stays
anywhere.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wasl.catalogue.conditions import Met
from wasl.catalogue.models.offered import Criterion
from wasl.portal import guide

pytestmark = pytest.mark.clause("CHA-7", "TOO-2")


def standings(answer) -> dict[str, str]:
    return {one.version.service.code: one.standing for one in answer.context["found"]}


def reasons(answer, code: str) -> dict[str, Met]:
    found = next(one for one in answer.context["found"] if one.version.service.code == code)
    return {reason.text: reason.met for reason in found.reasons}


def test_a_tenant_of_little_income_finds_what_suits_and_why(client, catalogue):
    page = client.get("/guide/")
    assert list(page.context["form"].fields) == [
        "groups", "study.tenure", "study.income_per_person", "study.pupils", "person.age",
        "person.is_member",
    ]  # fmt: skip
    told = {
        "groups": ["tenants", "low_income"],
        "study.tenure": "rented",
        "study.income_per_person": "٩٠٠",
    }
    answer = client.post("/guide/", {**told, "person.is_member": "no"})
    found = standings(answer)
    assert (found["food-basket"], found["rent-arrears"], found["livestock-feed"]) == (
        "yes",
        "maybe",
        "no",
    )
    assert reasons(answer, "food-basket") == {"لك: الأسر منخفضة الدخل": Met.MET}
    assert list(reasons(answer, "rent-arrears").values()) == [
        Met.MET,
        Met.MET,
        Met.MET,
        Met.UNKNOWN,
    ]
    assert reasons(answer, "livestock-feed")["لأعضاء الجمعية فقط."] == Met.NOT_MET
    assert 'href="/apply/rent-arrears/"' in answer.content.decode()
    assert 'href="/apply/livestock-feed/"' not in answer.content.decode()


def test_what_is_left_out_is_not_known_and_so_perhaps(client, catalogue):
    found = standings(client.post("/guide/", {}))
    assert set(found.values()) == {"maybe"}
    answer = client.post("/guide/", {"groups": ["pupils"], "study.pupils": "0"})
    assert standings(answer)["school-kit"] == "maybe", "advice that is not met is looked at"
    assert Met.NOT_MET in reasons(answer, "school-kit").values()
    assert set(standings(client.post("/guide/", {"groups": ["none"]})).values()) == {"no"}


def test_a_criterion_that_stops_says_no_and_one_that_only_an_assessment_tells_perhaps():
    own = {"label_ar": "ل", "label_en": "L", "order": 1}
    stops = Criterion(
        condition={"field": "housing", "op": "eq", "value": "owned"}, effect="stops", **own
    )
    weighed = Criterion(condition={"field": "need.class", "op": "in", "value": ["A"]}, **own)
    for criteria, answers, standing in (
        ([stops], {"housing": "rented"}, "no"),
        ([stops], {"housing": "owned"}, "yes"),
        ([stops, weighed], {"housing": "owned"}, "maybe"),
        ([], {}, "maybe"),
    ):
        version = _Version(criteria)
        assert guide.answered([version], set(), answers)[0].standing == standing
    assert guide.questions([_Version([weighed, stops])]) == [], (
        "neither the class of need nor one form's own question"
    )


class _Rows(list):
    def all(self):
        return self


class _Version:
    """A version of a service as far as the guide reads it."""

    def __init__(self, criteria):
        self.members_only, self.target_groups = False, []
        self.criteria, self.fields = _Rows(criteria), _Rows()


@pytest.mark.clause("PRE-6")
def test_nothing_of_the_answers_stays_anywhere(client, catalogue):
    told = {
        "groups": ["widows", "ill"],
        "study.income_per_person": "1234",
        "person.is_member": "yes",
    }
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = client.post("/guide/", told)
    assert answer.status_code == 200
    assert not client.cookies
    assert not [one["sql"] for one in asked if not one["sql"].startswith("SELECT")]
    assert not [
        one["sql"] for one in asked if "django_session" in one["sql"] or "1234" in one["sql"]
    ]
    assert len(asked) <= 8
    assert answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] == "no-referrer"
    page = answer.content.decode()
    assert 'method="post"' in page and "csrfmiddlewaretoken" not in page
    assert "1234" not in page.split('<form class="form"')[0], "nor in any address"


def test_nonsense_gets_a_word_beside_its_field_and_keeps_the_rest(client, catalogue):
    answer = client.post(
        "/guide/",
        {"groups": ["tenants", "<x>"], "study.income_per_person": "كثير", "person.is_member": "?"},
    )
    assert set(answer.context["form"].errors) == {
        "groups",
        "study.income_per_person",
        "person.is_member",
    }
    assert "كثير" in answer.content.decode()
    assert answer.context["found"] == []


def test_without_services_it_says_so(client, association):
    assert client.get("/guide/").status_code == 200
