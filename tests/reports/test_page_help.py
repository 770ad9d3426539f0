"""Every page's help comes from the clause it serves and the glossary (PRE-7)."""

import pytest
from django.urls import reverse

from tests.journeys.pages import every_page
from wasl.reports.helping import page_help

pytestmark = [pytest.mark.django_db, pytest.mark.clause("PRE-7")]
HELP = "/reports/help/"


def test_a_page_tells_the_clause_it_serves_and_its_words(
    client, policy, noura, django_assert_num_queries
):
    told = page_help("portal:results")
    assert [one.code for one in told.clauses] == ["PRA-2"]
    assert told.clauses[0].text, "as the policy in force words it"
    assert ("قصة أثر", "impact story") in told.words
    with django_assert_num_queries(1):
        page_help("cases:match")
    page = client.get(HELP, {"of": "portal:results"}).content.decode()
    assert "/policy/#PRA-2" in page
    assert f"{HELP}?of=portal%3Aresults" in client.get("/results/").content.decode()
    client.force_login(noura)
    desk = client.get(reverse("desk:home")).content.decode()
    assert f'hx-get="{HELP}?of=desk%3Ahome"' in desk
    dialog = client.get(HELP, {"of": "desk:home"}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in dialog


def test_the_words_are_those_of_the_clause_that_a_person_linked(client, policy):
    policy.clauses.filter(code="PRA-2").update(serves="")
    assert page_help("portal:results").clauses[0].text == ""
    policy.clauses.filter(code="APP-4").update(serves="PRA-2")
    (clause,) = page_help("portal:results").clauses
    assert (clause.code, clause.place) == ("PRA-2", "APP-4") and "حرفًا بحرف" in clause.text
    assert "/policy/#APP-4" in client.get(HELP, {"of": "portal:results"}).content.decode()


def test_without_a_policy_there_is_help_all_the_same(client, association):
    assert page_help("portal:results").clauses[0].text == ""
    assert (
        client.get(HELP, {"of": "portal:results"}).status_code
        == client.get(HELP).status_code
        == 200
    )


def test_every_page_of_ours_has_help(association):
    lacking = [one.name for one in every_page() if ":" in one.name and page_help(one.name) is None]
    assert not lacking


@pytest.mark.parametrize("of", ["", "x", "<script>", "portal:" + "x" * 300, "account_login"])
def test_what_is_no_page_of_ours_has_none(client, association, of):
    assert client.get(HELP, {"of": of}).status_code == 404
