"""The pages: the policy as the public reads it, the library as the staff does."""

import pytest

from tests.cast import NOW
from wasl.governance import queries
from wasl.program import reference


@pytest.mark.clause("APP-4")
def test_anyone_reads_the_policy_in_force_word_for_word(
    client, policy, django_assert_max_num_queries
):
    with django_assert_max_num_queries(12):
        page = client.get("/policy/").content.decode()
    for clause in queries.clauses_of(policy):
        assert f'id="{clause.code}"' in page
        assert clause.text_ar in page
    assert "17/12/1447" in page
    assert "3/6/2026" in page


def test_the_policy_names_its_settings_with_their_clauses(client, policy):
    client.cookies["django_language"] = "en"
    page = client.get("/policy/").content.decode()
    assert "The answer comes no earlier than" in page
    assert 'href="#PRO-7"' in page


def test_versions_have_addresses_of_their_own(client, policy):
    assert client.get("/policy/1/").status_code == 200
    assert client.get("/policy/2/").status_code == 404


@pytest.mark.clause("APP-4")
def test_before_there_is_a_policy_its_page_says_what_will_stand_there(client, association):
    for language, said in (("ar", "لم تُنشر بعد"), ("en", "Not published yet")):
        page = client.get("/policy/", {"lang": language})
        assert (
            page.status_code == 200
            and said in page.content.decode()
            and "/contact/" in page.content.decode()
        )
    assert client.get("/policy/1/").status_code == 404


@pytest.mark.clause("PRE-1")
def test_the_staff_reads_and_searches_the_library(
    client, noura, policy, django_assert_max_num_queries
):
    for name in ("bylaws", "guide"):
        reference.load_document(name, NOW)
    client.force_login(noura)
    with django_assert_max_num_queries(12):
        page = client.get("/library/").content.decode()
    assert "اللائحة الأساسية للجمعية" in page
    with django_assert_max_num_queries(12):
        found = client.get("/library/", {"words": "القرابه"}).content.decode()
    assert "LAW-11" in found
    assert 'id="LAW-11"' in client.get("/library/bylaws/").content.decode()
    assert client.get("/library/none/").status_code == 404
    nothing = client.get("/library/bylaws/", {"words": "كلمة‌غريبة"}).content.decode()
    assert "LAW-" not in nothing


def test_the_library_is_for_the_staff(client, saud, policy):
    assert client.get("/library/").status_code == 302
    client.force_login(saud)
    assert client.get("/library/").status_code == 403


def test_whose_roles_have_all_ended_gets_no_circulation_and_no_seat(rashed, noura):
    assert noura in queries.staff() and rashed in queries.possible_members()
    for user in (rashed, noura):
        user.memberships.update(ended_date=NOW.date())
    assert not {rashed, noura} & {*queries.staff(), *queries.possible_members()}
