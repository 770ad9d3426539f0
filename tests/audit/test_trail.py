"""The page of the audit trail."""

import re

import pytest
from django.urls import reverse

from tests.cast import NOW
from wasl.audit import actions


@pytest.mark.clause("PRE-6")
def test_the_administrator_reads_the_trail_page_by_page(client, association, admin):
    for _n in range(55):
        actions.record(verb="accounts.move_clock", subject=association, by=admin, at=NOW)
    client.force_login(admin)
    page = client.get(reverse("audit:trail"), {"verb": "accounts.move_clock"})
    assert page.status_code == 200
    assert page.content.decode().count("<tr>") == 51
    following = re.search(r'rel="next" href="([^"]+)"', page.content.decode())[1].replace(
        "&amp;", "&"
    )
    assert client.get(following).content.decode().count("<tr>") == 6


@pytest.mark.parametrize(
    "nonsense",
    [{"verb": "x"}, {"actor": "x"}, {"file": "'; --"}, {"before": "x"}, {"before": "9" * 30}],
)
def test_nonsense_in_the_address_is_left_out(client, association, admin, nonsense):
    client.force_login(admin)
    assert client.get(reverse("audit:trail"), nonsense).status_code == 200


def test_it_is_narrowed_to_a_person_and_a_file(client, association, admin, noura):
    actions.record(verb="accounts.move_clock", subject=association, by=admin, at=NOW)
    actions.record(verb="messaging.retry", subject=noura, by=noura, at=NOW)
    client.force_login(admin)
    page = client.get(
        reverse("audit:trail"), {"actor": noura.pk, "file": f"accounts.user:{noura.pk}"}
    )
    assert page.content.decode().count("<tr>") == 2


def test_who_may_not_is_told_why(client, noura):
    client.force_login(noura)
    assert client.get(reverse("audit:trail")).status_code == 403


def test_the_page_asks_the_database_a_fixed_number_of_times(
    client, association, admin, django_assert_max_num_queries
):
    for _n in range(30):
        actions.record(verb="accounts.move_clock", subject=association, by=admin, at=NOW)
    client.force_login(admin)
    with django_assert_max_num_queries(12):
        client.get(reverse("audit:trail"))
