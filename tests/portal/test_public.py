"""The pages that everybody may read."""

import pytest

from wasl.common.ids import uuid7
from wasl.interactions.models import Interaction

pytestmark = pytest.mark.clause("CHA-7")


def test_the_front_page_offers_services_tracking_paper_check_and_questions(client, catalogue):
    page = client.get("/").content.decode()
    for link in ("/services/", "/track/", "/contact/"):
        assert f'href="{link}' in page


def test_services_are_found_by_words_spelt_otherwise(client, catalogue):
    found = client.get("/services/", {"q": "حقيبه"}).context["offers"]
    assert [offer.version.service.code for offer in found] == ["school-kit"]
    assert client.get("/services/", {"q": "لا شيء كهذا"}).context["offers"] == []


def test_a_service_says_what_it_asks_and_when_it_answers(client, catalogue):
    page = client.get("/services/food-basket/").content.decode()
    assert "14" in page
    assert "30" in page
    assert client.get("/services/no-such/").status_code == 404


@pytest.mark.clause("OBJ-3", "PRO-2")
def test_a_question_becomes_an_enquiry(client, catalogue, noura):
    once = uuid7()
    sent = {
        "about": "question",
        "name": "هند",
        "mobile": "٠٥١٢٣٤٥٦٧٩",
        "question": "متى تفتحون؟",
        "once": once,
    }
    assert client.post("/contact/", sent).status_code == 302
    assert client.post("/contact/", sent).status_code == 302, "a second press"
    asked = Interaction.objects.get()
    assert (asked.closed_at, asked.channel) == (None, "website")


@pytest.mark.clause("CHA-6", "AIM-3")
def test_a_suggestion_and_an_offer_of_help_are_told_apart(client, catalogue, noura):
    assert (
        client.get("/contact/", {"about": "volunteering"}).context["form"].initial["about"]
        == "volunteering"
    )
    sent = {"name": "هند", "mobile": "0512345679", "question": "أقود السيارة وأوصل السلال."}
    for about in ("suggestion", "volunteering"):
        client.post("/contact/", {**sent, "about": about, "once": uuid7()})
    found = Interaction.objects.order_by("pk").values_list("channel", "subject")
    assert list(found) == [("website", "مقترح من الموقع"), ("volunteering", "يرغب في التطوع")]
    odd = client.post("/contact/", {**sent, "about": "complaint", "name": ""})
    assert set(odd.context["form"].errors) == {"about", "name"}
    assert "أقود السيارة" in odd.content.decode(), "nothing typed is lost"


@pytest.mark.parametrize("path", ["accessibility", "privacy", "identify", "track", "identify/code"])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_rest_opens_in_both_languages(client, catalogue, path, language):
    answer = client.get(f"/{path}/", headers={"accept-language": language})
    assert answer.status_code == 200
