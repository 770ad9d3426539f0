"""Nobody is turned away by silence: «does not fit» follows from an answer that says no, and from
nothing else.
"""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wasl.catalogue import groups
from wasl.catalogue.conditions import Met, judge
from wasl.catalogue.models.offered import Effect, TargetGroup
from wasl.portal import guide, queries

pytestmark = [pytest.mark.django_db, pytest.mark.clause("CHA-7", "TOO-2")]


@pytest.fixture
def versions(catalogue):
    return list(queries.offered_with_criteria())


def answers_to(subject):
    """An answer to a question of the guide, or none."""
    if subject.options:
        return st.sampled_from(["", *(value for value, _label in subject.options)])
    return st.sampled_from(
        ["", "0", "1", "3", "17", "59", "60", "95", "400", "1499", "1500", "9000"]
    )


def says_no(version, answers):
    """Whether something that was answered speaks against the service, and the service says that it
    stops.
    """
    if version.members_only and answers.get(guide.MEMBER) == "no":
        return True
    return any(
        judge(rule.condition, answers) is Met.NOT_MET
        for rule in version.criteria.all()
        if rule.effect == Effect.STOPS
    )


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_service_does_not_fit_only_when_an_answer_says_no(versions, data):
    """All services of the sample × every part of the answers × every set of ticks but «none of
    these».
    """
    asked = guide.questions(versions)
    answers = {one.key: data.draw(answers_to(one), label=one.key) for one in asked}
    answers = {key: value for key, value in answers.items() if value}
    ticks = set(
        data.draw(
            st.lists(
                st.sampled_from([code for code, _label in guide.groups_of(versions)]), unique=True
            )
        )
    )
    for found in guide.answered(versions, ticks, answers):
        assert (found.standing == "no") == says_no(found.version, answers)
        if not answers and not ticks:
            assert found.standing == "maybe"


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_one_answer_less_never_turns_anybody_away(versions, data):
    asked = guide.questions(versions)
    answers = {one.key: value for one in asked if (value := data.draw(answers_to(one)))}
    fits = {
        one.version.pk for one in guide.answered(versions, set(), answers) if one.standing != "no"
    }
    for key in answers:
        fewer = {other: value for other, value in answers.items() if other != key}
        still = {
            one.version.pk for one in guide.answered(versions, set(), fewer) if one.standing != "no"
        }
        assert fits <= still


@pytest.mark.parametrize(
    ("answers", "group"),
    [
        ({"study.tenure": "rented"}, TargetGroup.TENANTS),
        ({"housing": "rented"}, TargetGroup.TENANTS),
        ({"study.pupils": "2"}, TargetGroup.PUPILS),
        ({"person.age": "60"}, TargetGroup.ELDERLY),
        ({"study.elderly": "1"}, TargetGroup.ELDERLY),
        ({"study.disabled": "1"}, TargetGroup.DISABLED),
        ({"special_case": "widow|disability"}, TargetGroup.DISABLED),
        ({"study.ill": "2"}, TargetGroup.ILL),
        ({"study.orphans": "1"}, TargetGroup.ORPHANS),
        ({"study.marital": "widowed", "person.gender": "female"}, TargetGroup.WIDOWS),
        ({"person.marital": "divorced", "person.gender": "female"}, TargetGroup.WIDOWS),
        ({"study.livestock": "20"}, TargetGroup.FARMERS),
        ({"person.is_member": "yes"}, TargetGroup.MEMBERS),
    ],
)
def test_the_group_follows_from_the_answer(answers, group):
    assert group in groups.implied(answers)
    assert group not in groups.implied({})


@pytest.mark.parametrize(
    "answers", [{"study.tenure": "owned"}, {"study.marital": "widowed", "person.gender": "male"}]
)
def test_another_answer_implies_nothing(answers):
    assert groups.implied(answers) == set()


def test_a_tenant_who_ticked_another_group_is_not_turned_away(client, catalogue):
    """What was seen: «probably not» for the rent, because «tenants» was not ticked beside
    «widows».
    """
    answer = client.post("/guide/", {"groups": ["widows"], "study.tenure": "rented"})
    found = {one.version.service.code: one for one in answer.context["found"]}
    assert found["rent-arrears"].standing == "maybe"
    assert {reason.met for reason in found["rent-arrears"].reasons} <= {Met.MET, Met.UNKNOWN}
    assert found["school-kit"].standing == "maybe", "not ticked is not answered"


def test_none_of_these_is_an_answer_and_what_the_other_answers_imply_stands(client, catalogue):
    answer = client.post("/guide/", {"groups": ["none"], "study.tenure": "rented"})
    found = {one.version.service.code: one.standing for one in answer.context["found"]}
    assert found["rent-arrears"] == "maybe" and found["school-kit"] == "no"
