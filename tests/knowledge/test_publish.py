"""Answers: drafted, approved by another, published, reviewed, replaced, withdrawn; at an address
that stays (OBJ-3).
"""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from tests.cast import NOW
from tests.knowledge.library import a_draft, a_topic, an_answer, published
from wasl.audit.models import Event
from wasl.common.clock import day_of
from wasl.common.verdicts import Refused
from wasl.knowledge import queries, tasks
from wasl.knowledge.actions import answers
from wasl.knowledge.models import Article, ArticleVersion
from wasl.messaging.models import Message

ASKED = {
    "question": "هل يلزم صك؟",
    "answer": "لا يلزم لمن يستأجر.",
    "source_type": "referral",
    "source_id": "7",
}
DEED = ("هل يلزم صك ملكية للمستأجر؟", "لا، يكفي عقد الإيجار الموثق.")


@pytest.mark.clause("PRO-5")
def test_an_executives_answer_becomes_a_draft_once(association, khalid):
    first = answers.draft_from(**ASKED, by=khalid, at=NOW)
    assert answers.draft_from(**ASKED, by=khalid, at=NOW) == first
    assert [one.article for one in queries.coming()] == [first]
    assert Event.objects.filter(verb="knowledge.draft_from").count() == 1
    assert not queries.published(internal=True).exists()


@pytest.mark.clause("OBJ-3")
def test_an_answer_is_written_approved_by_another_and_stands_on_its_page(
    client, association, maha, khalid
):
    client.force_login(maha)
    words = {"question_ar": DEED[0], "answer_ar": DEED[1], "is_public": "on", "review_months": "١٢"}
    article = Article.objects.get(pk=client.post("/answers/library/new/", words).url.split("/")[-2])
    version = article.versions.get()
    client.post(f"/answers/library/versions/{version.pk}/approve/")
    version.refresh_from_db()
    assert version.status == "draft"  # who wrote it does not approve it
    assert client.get(f"/answers/{article.pk}/").status_code == 404
    client.force_login(khalid)
    for step in ("approve", "return", "approve", "publish"):
        assert client.post(f"/answers/library/versions/{version.pk}/{step}/").status_code == 302
    assert client.get(f"/answers/library/{article.pk}/").context["published_version"] == version
    client.logout()
    page = client.get(f"/answers/{article.pk}/")
    assert DEED[1] in page.content.decode() and page.status_code == 200


@pytest.mark.clause("OBJ-3")
def test_a_newer_version_takes_the_place_and_a_withdrawn_answer_says_so(
    client, association, maha, khalid
):
    first = an_answer(*DEED, maha, khalid)
    second = answers.revise(article=first.article, by=khalid, at=NOW)
    with pytest.raises(Refused, match="on its way already"):
        answers.revise(article=first.article, by=maha, at=NOW)
    second = answers.write(
        version=second, words={"answer_ar": "يكفي عقد إيجار."}, by=khalid, at=NOW
    )
    assert DEED[1] in client.get(f"/answers/{first.article_id}/").content.decode()
    published(second, maha)
    assert "يكفي عقد إيجار" in client.get(f"/answers/{first.article_id}/").content.decode()
    first.refresh_from_db()
    assert first.status == "superseded"
    with pytest.raises(Refused, match="why"):
        answers.withdraw(version=second, reason=" ", by=maha, at=NOW)
    client.force_login(maha)
    client.post(f"/answers/library/versions/{second.pk}/withdraw/", {"reason": "تغيرت التعليمات"})
    gone = client.get(f"/answers/{first.article_id}/")
    assert gone.status_code == 410 and "سُحب هذا الجواب" in gone.content.decode()
    assert (
        queries.find("عقد الإيجار") == [] and queries.withdrawn().get().reason == "تغيرت التعليمات"
    )


def test_what_is_not_whole_or_not_a_draft_is_refused(association, maha, khalid):
    for words in (
        {"question_ar": "س", "answer_ar": " "},
        {"question_ar": "\u200f", "answer_ar": "ج"},
    ):
        with pytest.raises(Refused, match="Arabic"):
            answers.draft(words=words, topic=None, is_public=True, by=maha, at=NOW)
    with pytest.raises(Refused, match="English, or neither"):
        a_draft(*DEED, maha, question_en="Is a deed needed?")
    standing = an_answer(*DEED, maha, khalid)
    with pytest.raises(Refused, match="Only a draft"):
        answers.write(version=standing, words={"answer_ar": "غير هذا"}, by=maha, at=NOW)
    for step in (answers.publish, answers.approve, answers.return_to_writing):
        with pytest.raises(Refused, match="another stage"):
            step(version=standing, by=maha, at=NOW)
    coming = answers.approve(
        version=answers.revise(article=standing.article, by=maha, at=NOW), by=khalid, at=NOW
    )
    coming = answers.return_to_writing(version=coming, by=maha, at=NOW)
    assert (coming.status, coming.approved_by, coming.approved_at) == ("draft", None, None)


@pytest.mark.parametrize("who", ["noura", "salem", "lama", "saud", "admin"])
def test_others_write_and_publish_nothing(client, request, association, maha, who):
    user, draft = request.getfixturevalue(who), a_draft(*DEED, maha)
    for act in (
        lambda: a_draft(*DEED, user),
        lambda: answers.approve(version=draft, by=user, at=NOW),
        lambda: answers.add_topic(code="x", name_ar="س", by=user, at=NOW),
        lambda: answers.review(article=draft.article, by=user, at=NOW),
    ):
        with pytest.raises(Refused, match="role"):
            act()
    client.force_login(user)
    assert client.post(f"/answers/library/versions/{draft.pk}/publish/").status_code == 403
    assert client.get(f"/answers/library/{draft.article_id}/").status_code in (403, 404)


def test_the_database_keeps_its_promises(association, maha, khalid):
    first = an_answer(*DEED, maha, khalid)
    statements = {
        "one_published_wording": "INSERT INTO knowledge_articleversion (article_id, number, status, question_ar, "
        "question_en, "
        "answer_ar, answer_en, short_ar, short_en, stems, asked_stems, drafted_at, approved_at, "
        "published_at, reason) SELECT "
        "article_id, 9, status, 'س', '', 'ج', '', '', '', stems, stems, now(), now(), now(), '' "
        "FROM knowledge_articleversion",
        "wording_approved_by_another": f"UPDATE knowledge_articleversion SET approved_by_id = {maha.pk}",
        "wording_withdrawn_for_a_reason": "UPDATE knowledge_articleversion SET status = 'withdrawn'",
    }
    for name, statement in statements.items():
        with (
            pytest.raises(IntegrityError, match=name),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    with pytest.raises(IntegrityError, match="one_article_per_source"), transaction.atomic():
        for _twice in range(2):
            Article.objects.create(source_type="t", source_id="1", created_at=NOW)
    assert ArticleVersion.objects.get() == first


@pytest.mark.clause("OBJ-3")
def test_a_published_answer_falls_due_is_reminded_of_once_a_week_and_read_again(
    client, association, maha, khalid, monkeypatch
):
    version, in_a_year = an_answer(*DEED, maha, khalid), NOW + timedelta(days=360)
    assert not queries.due_for_review(day_of(NOW)).exists()
    assert list(queries.due_for_review(day_of(in_a_year))) == [version]
    monkeypatch.setattr("wasl.common.clock.now", lambda: in_a_year)
    for _twice in range(2):
        tasks.remind_reviews()
    assert (
        Message.objects.filter(template__key="answers_to_review").count()
        == len(queries.editors())
        == 2
    )
    client.force_login(maha)
    assert [one.pk for one in client.get("/answers/library/", {"list": "due"}).context["rows"]] == [
        version.pk
    ]
    client.post(f"/answers/library/{version.article_id}/review/")
    assert not queries.due_for_review(day_of(in_a_year)).exists()


def test_the_library_shows_internal_answers_to_the_staff_alone_in_few_queries(
    client, association, maha, khalid, noura, django_assert_max_num_queries
):
    topic = a_topic(maha)
    for place in range(8):
        an_answer(
            f"سؤال داخلي رقم {place}",
            "لا نتحدث عن أحد مع غيره.",
            maha,
            khalid,
            topic=topic,
            is_public=False,
        )
    assert "داخلي" not in client.get("/answers/").content.decode()
    inner = queries.published(internal=True)[0]
    assert client.get(f"/answers/{inner.article_id}/").status_code == 404
    client.force_login(noura)
    with django_assert_max_num_queries(12):
        page = client.get("/answers/library/", {"words": "الداخلي"})
    assert len(page.context["rows"]) == 8 and page.context["tabs"] == []
    with django_assert_max_num_queries(12):
        assert client.get(f"/answers/library/{inner.article_id}/").context["feedback"] is None
