"""A phone call in one line, from any page (CHA-2): who, about what, how it ended; nothing of it
typed twice.
"""

import uuid

import pytest
from django.urls import reverse

from tests.factories import a_case, a_visitor, staff
from wasl.interactions.models import Direction, Interaction, InteractionKind

pytestmark = [pytest.mark.django_db, pytest.mark.clause("CHA-2")]
HERE = "/contacts/call/"


@pytest.fixture
def desk(client, association, noura):
    client.force_login(noura)
    return client


def call(client, query="", htmx=False, **given):
    told = {"subject": "موعد السلة", "ending": "answered", **given}
    return client.post(HERE + query, told, headers={"HX-Request": "true"} if htmx else {})


def test_a_known_person_called_and_was_answered(desk):
    person = a_visitor()
    answer = call(desk, f"?person={person.pk}")
    assert answer.url == reverse("beneficiaries:detail", args=[person.pk])
    done = Interaction.objects.get()
    assert (done.person, done.channel, done.kind) == (person, "telephone", InteractionKind.VISIT)
    assert done.closed_at and "أُجيب في المكالمة" in done.outcome and done.direction == Direction.IN


def test_we_called_them_about_a_request(desk):
    case = a_case()
    call(desk, f"?case={case.pk}", made="on", outcome="وعدت بالحضور غدًا", ending="to_come")
    done = Interaction.objects.get()
    assert (done.case, done.person, done.direction) == (case, case.person, Direction.OUT)
    assert done.outcome.endswith("وعدت بالحضور غدًا")


def test_a_question_that_waits_stands_in_the_inbox_until_it_is_answered(desk):
    call(desk, visitor_name="سعد من القرية", ending="waits", outcome="يسأل عن الدعم السكني")
    (waiting,) = Interaction.objects.waiting()
    assert waiting.visitor_name == "سعد من القرية" and waiting.details == "يسأل عن الدعم السكني"


def test_who_called_and_about_what_are_wanted(desk):
    answer = call(desk, subject="")
    assert answer.status_code == 200 and set(answer.context["form"].errors) == {
        "visitor_name",
        "subject",
    }
    assert call(desk, visitor_name="سعد", ending="x").context["form"].errors
    assert not Interaction.objects.exists()


def test_a_double_click_records_once(desk):
    person, once = a_visitor(), str(uuid.uuid4())
    for _click in range(2):
        call(desk, f"?person={person.pk}", once=once)
    assert Interaction.objects.count() == 1


def test_in_a_dialog_it_closes_and_the_page_says_so(desk):
    person = a_visitor()
    answer = call(desk, f"?person={person.pk}", htmx=True)
    assert answer.headers["HX-Trigger-After-Swap"] == "wasl:done"
    assert 'hx-swap-oob="beforeend"' in answer.content.decode()
    wrong = call(desk, f"?person={person.pk}", htmx=True, subject="").content.decode()
    assert (
        "<html" not in wrong
        and "problem" in wrong
        and f'hx-post="{HERE}?person={person.pk}"' in wrong
    )


@pytest.mark.parametrize("address", [HERE, "/contacts/refer/"])
def test_the_dialog_holds_the_form_of_the_page(desk, khalid, address):
    part = desk.get(address, headers={"HX-Request": "true"}).content.decode()
    whole = desk.get(address).content.decode()
    assert "<html" not in part and "<html" in whole
    fields = {one.split('"')[0] for one in part.split('name="')[1:]}
    assert fields <= {one.split('"')[0] for one in whole.split('name="')[1:]}


def test_a_caller_is_chosen_from_those_whom_the_words_may_mean(desk):
    person = a_visitor("هند بنت سالم القحطاني")
    found = desk.get(
        "/desk/pick/", {"visitor_name": "هند"}, headers={"HX-Request": "true"}
    ).content.decode()
    assert f"{HERE}?person={person.pk}" in found and person.id_number not in found
    assert 'class="results"' not in desk.get("/desk/pick/", {"visitor_name": "قق"}).content.decode()


def test_only_who_records_contacts_logs_calls(client, association):
    for username in ("salem", "fahad", "lama"):
        client.force_login(staff(username))
        assert client.get(HERE).status_code == 403
        assert client.get("/desk/pick/").status_code == 403
