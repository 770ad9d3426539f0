"""Whether an answer helped: told without sign-in, kept without anything that leads to who told
it.
"""

import pytest
from django.core.cache import cache

from tests.cast import NOW
from tests.knowledge.library import an_answer
from wasl.audit.models import Event
from wasl.common.clock import day_of
from wasl.knowledge import queries
from wasl.knowledge.actions import hearing
from wasl.knowledge.models import Feedback
from wasl.knowledge.views import public


@pytest.fixture
def answer(maha, khalid):
    cache.clear()
    return an_answer("متى الصرف؟", "أول كل شهر.", maha, khalid)


@pytest.mark.clause("OBJ-3")
def test_a_reader_says_that_it_did_not_help_and_the_editor_reads_it(client, answer, maha):
    address = f"/answers/{answer.article_id}/feedback/"
    events = Event.objects.count()
    said = client.post(
        address, {"helped": "no", "words": "لم أفهم، اتصلوا على 0512345678 أو a@b.sa"}
    )
    assert "شكرًا" in said.content.decode()
    client.post(address, {"helped": "yes"})
    assert Event.objects.count() == events
    client.force_login(maha)
    heard = client.get(f"/answers/library/{answer.article_id}/").context["feedback"]
    assert (heard.helped, heard.not_helped) == (1, 1)
    assert [one.words for one in heard.words] == ["لم أفهم، اتصلوا على … أو …"]
    assert client.get("/answers/library/").context["least_helpful"] == [answer]


def test_no_row_tells_who_or_when_and_all_are_written_anew(answer):
    assert {field.name for field in Feedback._meta.concrete_fields} == {
        "id",
        "version",
        "helped",
        "words",
        "quarter",
    }
    for place in range(4):
        before = set(Feedback.objects.values_list("pk", flat=True))
        hearing.leave_feedback(version=answer, helped=True, words=str(place), on=day_of(NOW))
        assert not before & set(Feedback.objects.values_list("pk", flat=True))
    assert queries.feedback_on(answer.article).helped == 4


def test_it_is_not_counted_without_an_answer_nor_without_end(client, answer, monkeypatch):
    address = f"/answers/{answer.article_id}/feedback/"
    assert client.post(address, {"helped": "maybe", "words": "س" * 400}).context[
        "form"
    ].errors.keys() == {
        "helped",
        "words",
    }
    assert not Feedback.objects.exists()
    monkeypatch.setattr(public, "FEEDBACK_AN_HOUR", 2)
    assert [client.post(address, {"helped": "yes"}).status_code for _time in range(3)] == [
        200,
        200,
        429,
    ]
    assert Feedback.objects.count() == 2
    assert client.post("/answers/999999/feedback/", {"helped": "yes"}).status_code == 404
