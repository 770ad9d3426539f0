"""The catalogue's pages for the staff."""

import pytest


@pytest.mark.clause("TOO-2")
def test_an_officer_reads_every_service_and_its_chapter_of_the_guide(
    client, noura, catalogue, django_assert_max_num_queries
):
    client.force_login(noura)
    with django_assert_max_num_queries(12):
        page = client.get("/catalogue/")
    assert page.content.decode().count('href="/catalogue/') >= 8
    for code in catalogue:
        with django_assert_max_num_queries(12):
            answer = client.get(f"/catalogue/{code}/")
        assert answer.status_code == 200


def test_a_service_says_what_it_asks_for(client, noura, catalogue):
    client.force_login(noura)
    client.cookies["django_language"] = "en"
    page = client.get("/catalogue/rent-arrears/").content.decode()
    assert "Rent arrears" in page
    assert "when “Has a notice to leave arrived?” is: Yes" in page
    assert "Seen and matched, no copy is kept" in page


def test_a_stranger_sees_no_catalogue_and_an_unknown_service_is_not_there(
    client, saud, noura, catalogue
):
    client.force_login(saud)
    assert client.get("/catalogue/").status_code == 403
    client.force_login(noura)
    assert client.get("/catalogue/unknown/").status_code == 404
