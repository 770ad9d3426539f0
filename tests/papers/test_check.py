"""Anyone may check a paper by its code, and learns nothing of the person."""

import pytest
from django.urls import reverse

from tests.cast import NOW
from tests.papers import samples
from tests.papers.test_issue import a_paper, own_storage  # noqa: F401
from wasl.papers import actions
from wasl.papers.codes import read_code
from wasl.papers.views import CHECKS_A_MINUTE


@pytest.fixture
def paper(noura):
    return a_paper(noura, person_id=77)


def test_the_page_shows_number_date_kind_status_and_hash(client, paper):
    page = client.get(reverse("papers:check_paper", args=[paper.check_code])).content.decode()
    assert paper.number in page and paper.sha256 in page
    assert "1448" in page and "2026" in page


@pytest.mark.clause("PRE-6")
@pytest.mark.parametrize("name", samples.ALL)
def test_the_page_shows_nothing_personal(client, noura, name):
    paper = a_paper(
        noura, name=name, number="1448/1", person_id=4242, title=f"إيصال {samples.NAME}"
    )
    page = client.get(reverse("papers:check_paper", args=[paper.check_code])).content.decode()
    for secret in (
        "مريم",
        "الحربي",
        "1087654321",
        "0551234567",
        "055 123",
        "6,500",
        "4242",
        str(paper.pk),
        paper.file.name,
    ):
        assert secret not in page


@pytest.mark.parametrize("typed", ["{0}", "{1}", " {1} ", "{2}"])
def test_the_code_is_taken_however_it_is_typed(client, paper, typed):
    code = paper.check_code
    shown = f"{code[:5]}-{code[5:]}".lower()
    arabic = shown.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    answer = client.get(reverse("papers:check"), {"code": typed.format(code, shown, arabic)})
    assert answer.status_code == 302 and answer.url == reverse("papers:check_paper", args=[code])


def test_the_address_takes_the_code_as_printed(client, paper):
    shown = f"{paper.check_code[:5]}-{paper.check_code[5:]}"
    page = client.get(reverse("papers:check_paper", args=[shown.lower()]))
    assert page.status_code == 200 and shown in page.content.decode()


def test_letters_that_look_like_digits_are_read_as_digits():
    assert read_code("o1iL0-aaaaa") == "01110AAAAA"
    assert read_code("7F3K9-QX2P") == read_code("7F3K9-QX2PU") == read_code("") == ""


@pytest.mark.parametrize("typed", ["", "12", "ليس رمزًا", "U" * 10, "1" * 500])
def test_what_is_no_code_is_said_beside_the_field(client, association, typed):
    answer = client.get(reverse("papers:check"), {"code": typed})
    assert answer.status_code == 200 and 'role="alert"' in answer.content.decode()


def test_an_unknown_code_is_said_plainly(client, association):
    assert client.get(reverse("papers:check_paper", args=["0000000000"])).status_code == 404


def test_a_void_paper_is_shown_as_void(client, paper, noura):
    actions.void(paper=paper, reason="اسم غير صحيح لمريم", by=noura, at=NOW)
    page = client.get(reverse("papers:check_paper", args=[paper.check_code])).content.decode()
    assert 'class="pill stop"' in page and "لمريم" not in page


def test_guessing_is_slowed_down(client, association):
    address = reverse("papers:check_paper", args=["0000000000"])
    answers = [client.get(address).status_code for _ in range(CHECKS_A_MINUTE + 2)]
    assert answers[0] == 404 and answers[-1] == 429


def test_it_asks_for_no_sign_in_and_few_queries(client, paper, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        assert client.get(reverse("papers:check")).status_code == 200


def test_two_visitors_behind_one_proxy_are_counted_apart(client, association, settings):
    settings.PROXIES = frozenset({"127.0.0.1"})
    address = reverse("papers:check_paper", args=["0000000000"])
    for _ in range(CHECKS_A_MINUTE + 2):
        first = client.get(address, headers={"x-forwarded-for": "203.0.113.7"})
    second = client.get(address, headers={"x-forwarded-for": "203.0.113.8"})
    assert (first.status_code, second.status_code) == (429, 404)
