"""A misconception: noted, corrected by one and published by another, told on channels, heard less
or not (PRA-1).
"""

from datetime import timedelta

import pytest

from tests.cast import NOW
from tests.knowledge.library import a_misconception, a_topic, an_answer
from wasl.common.clock import day_of
from wasl.common.verdicts import Refused
from wasl.interactions import actions as contacts
from wasl.interactions import queries as heard
from wasl.knowledge.actions import corrections

TODAY = day_of(NOW)


def asked(by, days_ago, misconception=None, **more):
    at = NOW - timedelta(days=days_ago)
    one = contacts.record_enquiry(
        visitor_name="زائر", channel="telephone", subject="هل يمنع الضمان؟", by=by, at=at, **more
    )
    if misconception:
        contacts.show_misconception(enquiry=one, misconception=misconception, by=by, at=at)
    return one


@pytest.mark.clause("PRA-1")
def test_a_correction_is_written_by_one_published_by_another_and_read_by_all(
    client, maha, khalid, noura
):
    article = an_answer("هل يُقبل من عنده ضمان؟", "نعم.", maha, khalid).article
    client.force_login(maha)
    words = {
        "belief_ar": "الضمان يمنع القبول.",
        "truth_ar": "لا يمنع؛ يُحسب من الدخل.",
        "article": article.pk,
    }
    address = client.post("/answers/misconceptions/new/", words).url
    assert "الضمان يمنع" not in client.get("/answers/not-true/").content.decode()
    client.post(f"{address}publish/")
    assert client.get(address).context["misconception"].status == "draft"  # she wrote it herself
    client.force_login(khalid)
    client.post(f"{address}publish/")
    told = {"channel": "social_media", "told_date": "9/6/1448", "place": "منصة إكس"}
    client.post(f"{address}tell/", told)
    assert [one.channel for one in client.get(address).context["tellings"]] == [
        "social_media",
        "website",
    ]
    client.logout()
    page = client.get("/answers/not-true/").content.decode()
    assert "الضمان يمنع القبول" in page and f"/answers/{article.pk}/" in page
    client.force_login(noura)
    assert client.get("/answers/misconceptions/").status_code == 200
    assert client.post(f"{address}publish/").status_code == 403


def test_what_stands_in_public_is_withdrawn_before_it_is_changed(maha, khalid, lama):
    noted = a_misconception(maha)
    with pytest.raises(Refused, match="once it was published"):
        corrections.record_telling(
            misconception=noted, channel="website", told_date=TODAY, by=maha, at=NOW
        )
    with pytest.raises(Refused, match="role"):
        corrections.publish_correction(misconception=noted, by=lama, at=NOW)
    corrections.publish_correction(misconception=noted, by=khalid, at=NOW)
    words = {"belief_ar": "غيره", "truth_ar": "غيره"}
    with pytest.raises(Refused, match="withdrawn before"):
        corrections.rewrite(misconception=noted, words=words, by=maha, at=NOW)
    with pytest.raises(Refused, match="once it was told"):
        corrections.record_telling(
            misconception=noted,
            channel="website",
            told_date=TODAY + timedelta(days=1),
            by=maha,
            at=NOW,
        )
    with pytest.raises(Refused, match="Say why"):
        corrections.withdraw_correction(misconception=noted, reason="", by=maha, at=NOW)
    corrections.withdraw_correction(misconception=noted, reason="لم تعد تُسمع", by=maha, at=NOW)
    assert (
        corrections.rewrite(misconception=noted, words=words, by=khalid, at=NOW).belief_ar == "غيره"
    )
    with pytest.raises(Refused, match="somebody else publishes"):
        corrections.publish_correction(misconception=noted, by=khalid, at=NOW)
    with pytest.raises(Refused, match="what people believe"):
        a_misconception(maha, truth_ar=" ")


@pytest.mark.clause("PRA-1")
@pytest.mark.parametrize(
    ("before", "after", "says"),
    [([59, 57, 55, 50, 44, 40, 37, 35], [3], "less"), ([59, 40], [3], "few"), ([59, 55, 50], [20, 10, 3], "alike"),
     ([59], [29, 28, 26, 20, 15, 10, 5, 2], "more")],
)  # fmt: skip
def test_it_is_heard_less_only_where_that_is_more_than_chance(
    noura, maha, khalid, before, after, says
):
    noted = a_misconception(maha)
    corrections.publish_correction(misconception=noted, by=khalid, at=NOW - timedelta(days=30))
    for days in before + after:
        asked(noura, days, noted)
    found = heard.is_heard_less(noted, TODAY)
    assert (found.before, found.before_days, found.after, found.after_days) == (
        len(before),
        29,
        len(after),
        30,
    )
    assert found.says == says


def test_nothing_is_claimed_before_two_weeks_nor_before_it_was_told(
    client, noura, maha, khalid, lama
):
    noted = a_misconception(maha)
    for _time in range(2):
        asked(noura, 9, noted)
    assert heard.is_heard_less(noted, TODAY).says == "untold"
    corrections.publish_correction(misconception=noted, by=khalid, at=NOW)
    assert heard.is_heard_less(noted, TODAY).says == "early"
    client.force_login(lama)
    panel = client.get(f"/contacts/misconceptions/{noted.pk}/")
    assert list(panel.context["shown"]) == [] and "هل يمنع الضمان" not in panel.content.decode()
    client.force_login(noura)
    assert "هل يمنع الضمان" in client.get(f"/contacts/misconceptions/{noted.pk}/").content.decode()


@pytest.mark.clause("OBJ-3")
def test_what_people_ask_by_topic_and_which_topic_lacks_an_answer(
    client, noura, maha, khalid, lama, saud, django_assert_max_num_queries
):
    member, decision = a_topic(maha, "membership", "العضوية"), a_topic(maha, "decision", "القرار")
    version = an_answer("متى الجواب؟", "في الإيصال.", maha, khalid, topic=decision)
    for days in (1, 2, 100):
        asked(noura, days, topic=member)
    contacts.answer_enquiry(
        enquiry=asked(noura, 3), answer="في الإيصال.", version=version, by=noura, at=NOW
    )
    loose = asked(noura, 1)
    client.force_login(lama)
    with django_assert_max_num_queries(12):
        rows = client.get("/contacts/topics/").context["rows"]
    told = [
        (one.topic and one.topic.code, one.count, one.from_library, one.lacks_answer)
        for one in rows
    ]
    assert told == [("membership", 2, 0, True), ("decision", 1, 1, False), (None, 1, 0, False)]
    assert rows[0].before == 1 and rows[0].waiting == 2
    assert (
        client.get("/contacts/topics/membership/").status_code == 403
    )  # whoever reads figures opens no question
    client.force_login(noura)
    assert client.get("/contacts/topics/unsorted/").context["rows"] == [loose]
    noted = a_misconception(maha)
    client.post(
        f"/contacts/enquiries/{loose.pk}/sort/", {"topic": member.pk, "misconception": noted.pk}
    )
    loose.refresh_from_db()
    assert loose.topic == member and noted.showings.get().interaction == loose
    with pytest.raises(Refused, match="role"):
        contacts.sort_enquiry(enquiry=loose, topic=member, by=saud, at=NOW)
    visit = contacts.record_visit(
        visitor_name="س", channel="interview", subject="س", outcome="ج", by=noura, at=NOW
    )
    for act in (
        lambda: contacts.sort_enquiry(enquiry=visit, topic=member, by=noura, at=NOW),
        lambda: contacts.show_misconception(enquiry=visit, misconception=noted, by=noura, at=NOW),
    ):
        with pytest.raises(Refused, match="Only an enquiry"):
            act()
