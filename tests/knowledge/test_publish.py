"""Answers: drafted from an executive's, read over, published for everyone."""

import pytest
from django.db import IntegrityError, transaction

from tests.cast import NOW
from wasl.audit.models import Event
from wasl.common.verdicts import Refused
from wasl.knowledge import actions, queries
from wasl.knowledge.models import Article

ASKED = {"question": "هل يلزم صك؟", "answer": "لا يلزم لمن يستأجر.", "source_type": "referral", "source_id": "7"}


@pytest.mark.clause("PRO-5")
def test_an_executives_answer_becomes_a_draft_once(association, khalid):
    first = actions.draft_from(**ASKED, by=khalid, at=NOW)
    assert actions.draft_from(**ASKED, by=khalid, at=NOW) == first
    assert list(queries.drafts()) == [first]
    assert Event.objects.filter(verb="knowledge.draft_from").count() == 1
    assert not queries.published().exists()


@pytest.mark.clause("OBJ-3")
def test_a_draft_is_read_over_and_published_on_its_page(client, association, khalid):
    article = actions.draft_from(**ASKED, by=khalid, at=NOW)
    client.force_login(khalid)
    assert ASKED["question"] in client.get("/answers/drafts/").content.decode()
    words = {"question_ar": "هل يلزم صك ملكية للمستأجر؟", "answer_ar": "لا، يكفي عقد الإيجار."}
    assert client.post(f"/answers/drafts/{article.pk}/", words).status_code == 302
    client.logout()
    page = client.get("/answers/", {"words": "الايجار"}).content.decode()
    assert words["answer_ar"] in page
    assert ASKED["answer"] not in page


def test_an_empty_answer_is_not_published(client, association, khalid):
    article = actions.draft_from(**ASKED, by=khalid, at=NOW)
    client.force_login(khalid)
    answer = client.post(f"/answers/drafts/{article.pk}/", {"question_ar": "؟", "answer_ar": " "})
    assert answer.status_code == 200
    with pytest.raises(Refused, match="Arabic"):
        actions.publish(article=article, question_ar="س", answer_ar=" ", by=khalid, at=NOW)
    assert not queries.published().exists()


def test_drafts_are_for_those_who_publish(client, association, noura):
    client.force_login(noura)
    assert client.get("/answers/drafts/").status_code == 403
    with pytest.raises(Refused, match="role"):
        actions.draft_from(**ASKED, by=noura, at=NOW)


def test_the_database_keeps_one_article_for_a_source(association):
    row = {"question_ar": "س", "answer_ar": "ج", "source_type": "t", "source_id": "1", "created_at": NOW}
    Article.objects.create(**row)
    with pytest.raises(IntegrityError, match="one_article_per_source"), transaction.atomic():
        Article.objects.create(**row)
