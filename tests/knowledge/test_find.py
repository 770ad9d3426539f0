"""Answers are found by the stems of words, in both languages, by topic, and by what is typed
half-way.
"""

import pytest

from tests.knowledge.library import a_topic, an_answer
from wasl.knowledge import queries


@pytest.fixture
def shelf(maha, khalid):
    decision = a_topic(maha, "decision", "القرار", "Decision")
    told = {
        "when": (
            "متى يصلني الجواب عن طلبي؟",
            "بين اليوم الأول واليوم الأخير المكتوبين في الإيصال.",
        ),
        "object": ("كيف أعترض على القرار؟", "تكتب اعتراضك في صفحة المتابعة أو عند موظف العلاقات."),
        "papers": ("ما المستندات التي أحضرها؟", "قائمة المستندات في صفحة كل خدمة."),
    }
    english = {
        "object": {
            "question_en": "How do I object to a decision?",
            "answer_en": "On the page of your request.",
        }
    }
    return {
        name: an_answer(
            *words,
            maha,
            khalid,
            topic=decision if name != "papers" else None,
            **english.get(name, {}),
        )
        for name, words in told.items()
    }


@pytest.mark.clause("OBJ-3")
@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("الاعتراض", "object"), ("اعتراضات", "object"), ("objecting", "object"), ("objections to decisions", "object"),
        ("مستند", "papers"), ("وصول جوابي", "when"), ("السلام عليكم متى يصل الجواب", "when"), ("صفحة الخدمات", "papers"),
    ],
)  # fmt: skip
def test_a_word_in_whatever_form(shelf, words, name):
    assert queries.find(words)[0] == shelf[name]


@pytest.mark.parametrize(
    "words", ["زواج", "xyz", "؟؟", "كيف متى", "%_'\"<script>", "\u202e\x00", "9" * 500]
)
def test_what_fits_nothing_finds_nothing_and_breaks_nothing(shelf, words):
    assert queries.find(words) == [] and queries.suggestions(words) == []


@pytest.mark.clause("CHA-7")
def test_the_public_pages_by_topic_and_by_words(client, shelf, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        page = client.get("/answers/")
    assert [one.topic and one.topic.code for one in page.context["shelves"]] == ["decision", None]
    assert page.content.decode().count("/answers/topics/decision/") == 1
    topic = client.get("/answers/topics/decision/")
    assert (
        len(topic.context["shelves"][0].versions) == 2
        and client.get("/answers/topics/none/").status_code == 404
    )
    assert "/answers/" in client.get("/answers/", {"words": "الزواج"}).content.decode()
    with django_assert_max_num_queries(12):
        one = client.get(f"/answers/{shelf['when'].article_id}/")
    assert one.context["beside"] == [shelf["object"]]
    english = client.get(
        f"/answers/{shelf['object'].article_id}/", headers={"Accept-Language": "en"}
    )
    assert english.status_code == 200
