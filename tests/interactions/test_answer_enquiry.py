"""No enquiry is closed without an answer."""

import pytest
from django.db import IntegrityError, connection, transaction

from tests.cast import NOW
from tests.factories import a_visitor
from tests.knowledge.library import a_topic, an_answer, published
from wasl.common.verdicts import Refused
from wasl.interactions import actions, queries
from wasl.interactions.models import Interaction
from wasl.knowledge.actions import answers
from wasl.messaging.models import Message


def an_enquiry(by, **given):
    told = {"visitor_name": "أم فهد", "channel": "telephone", "subject": "موعد صرف السلة", **given}
    return actions.record_enquiry(**told, by=by, at=NOW)


@pytest.mark.clause("PRO-2")
def test_an_enquiry_waits_until_it_is_answered(noura, bader):
    enquiry = an_enquiry(noura, visitor_name="", person=a_visitor(by=noura))
    assert queries.waiting_enquiries(bader) == [enquiry]
    actions.answer_enquiry(enquiry=enquiry, answer="يوم الأحد", by=bader, at=NOW)
    enquiry.refresh_from_db()
    assert (enquiry.answer, enquiry.closed_by) == ("يوم الأحد", bader)
    assert queries.waiting_enquiries(bader) == []


@pytest.mark.parametrize("answer", ["", "  \n ", "\u200f"])
def test_it_is_not_closed_without_an_answer(noura, answer):
    enquiry = an_enquiry(noura)
    with pytest.raises(Refused, match="only with an answer"):
        actions.answer_enquiry(enquiry=enquiry, answer=answer, by=noura, at=NOW)


def test_the_database_refuses_to_close_it_too(noura):
    enquiry = an_enquiry(noura)
    with (
        pytest.raises(IntegrityError, match="enquiry_answered"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "UPDATE interactions_interaction SET closed_at = now(), closed_by_id = %s WHERE "
            "id = %s",
            [noura.pk, enquiry.pk],
        )


def test_it_is_answered_once(noura, bader):
    enquiry = an_enquiry(noura)
    actions.answer_enquiry(enquiry=enquiry, answer="نعم", by=noura, at=NOW)
    with pytest.raises(Refused, match="answered already"):
        actions.answer_enquiry(enquiry=enquiry, answer="لا", by=bader, at=NOW)


@pytest.mark.parametrize("who", ["salem", "huda", "khalid", "reem", "admin", "saud"])
def test_nobody_else_answers(request, noura, who):
    enquiry = an_enquiry(noura)
    with pytest.raises(Refused, match="Your role"):
        actions.answer_enquiry(
            enquiry=enquiry, answer="نعم", by=request.getfixturevalue(who), at=NOW
        )


def test_somebody_asks_on_the_public_site(noura):
    assert an_enquiry(None, channel="website") in queries.waiting_enquiries(noura)


def test_a_visit_is_not_answered(noura):
    contact = actions.record_visit(
        visitor_name="زائر", channel="interview", subject="س", outcome="ج", by=noura, at=NOW
    )  # fmt: skip
    with pytest.raises(Refused, match="Only an enquiry"):
        actions.answer_enquiry(enquiry=contact, answer="نعم", by=noura, at=NOW)


@pytest.fixture
def basket(maha, khalid):
    return an_answer(
        "متى تُصرف السلة الغذائية؟",
        "أول كل شهر هجري.",
        maha,
        khalid,
        topic=a_topic(maha),
        short_ar="تُصرف أول كل شهر.",
    )


@pytest.mark.clause("OBJ-3")
def test_an_enquiry_is_answered_from_the_library_and_keeps_the_version(
    client, noura, maha, khalid, basket
):
    enquiry = an_enquiry(noura, subject="السلات متى تصرفون")
    client.force_login(noura)
    page = client.get(f"/contacts/enquiries/{enquiry.pk}/answer/", {"version": basket.pk})
    assert page.context["versions"] == [basket]
    assert page.context["form"].initial["answer"] == basket.answer_ar
    client.post(
        f"/contacts/enquiries/{enquiry.pk}/answer/",
        {"answer": basket.answer_ar, "version": basket.pk},
    )
    enquiry.refresh_from_db()
    assert (enquiry.answer_version, enquiry.topic) == (basket, basket.article.topic)
    newer = published(answers.revise(article=basket.article, by=maha, at=NOW), khalid)
    enquiry.refresh_from_db()
    assert enquiry.answer_version == basket != newer
    again = an_enquiry(noura)
    with pytest.raises(Refused, match="not published any more"):
        actions.answer_enquiry(enquiry=again, answer="أول الشهر", version=basket, by=noura, at=NOW)


@pytest.mark.clause("OBJ-3")
def test_answers_are_found_without_script_and_taken_into_the_form(client, noura, basket):
    client.force_login(noura)
    typed = {"channel": "telephone", "subject": "متى السلة", "visitor_name": "أم فهد", "answer": ""}
    looked = client.post("/contacts/enquiry/", {**typed, "look": "1"})
    assert looked.context["versions"] == [basket] and "أم فهد" in looked.content.decode()
    assert not looked.context["form"].is_bound and not Interaction.objects.exists()
    used = client.post(
        "/contacts/enquiry/", {**typed, "use": basket.pk}, headers={"HX-Request": "true"}
    )
    part = used.content.decode()
    assert "<html" not in part and basket.answer_ar in part and f'value="{basket.pk}"' in part
    client.post("/contacts/enquiry/", {**typed, "answer": basket.answer_ar, "version": basket.pk})
    assert Interaction.objects.get().answer_version == basket
    assert (
        "السلة الغذائية"
        in client.get("/contacts/suggestions/", {"subject": "سلتي"}).content.decode()
    )


def test_the_short_form_goes_to_the_mobile_once_asked_for(noura, maryam, basket):
    enquiry = actions.record_enquiry(
        person=maryam, channel="telephone", subject="السلة", by=noura, at=NOW
    )
    answer = {"answer": "أول الشهر", "version": basket, "send_short": True}
    actions.answer_enquiry(enquiry=enquiry, **answer, by=noura, at=NOW)
    sent = Message.objects.get(template__key="library_answer")
    assert sent.params == {"answer": "تُصرف أول كل شهر."} and sent.person_id == maryam.pk
    stranger = an_enquiry(noura)
    with pytest.raises(Refused, match="no mobile"):
        actions.answer_enquiry(enquiry=stranger, **answer, by=noura, at=NOW)


def test_the_pages_record_answer_and_refer(client, noura, khalid):
    client.force_login(noura)
    typed = {"channel": "telephone", "subject": "سؤال", "visitor_name": "أم فهد", "answer": ""}
    assert client.post("/contacts/enquiry/", typed).url == "/contacts/"
    waiting = Interaction.objects.get()
    assert (
        client.post(f"/contacts/enquiries/{waiting.pk}/answer/", {"answer": ""}).status_code == 200
    )
    assert (
        client.post(f"/contacts/enquiries/{waiting.pk}/answer/", {"answer": "نعم"}).url
        == "/contacts/"
    )
    at_once = client.post("/contacts/enquiry/", {**typed, "answer": "تم"})
    assert at_once.url == "/contacts/" and not Interaction.objects.waiting().exists()
    referred = client.post("/contacts/enquiry/", {**typed, "refer": "1"})
    assert referred.url == f"/contacts/refer/?enquiry={Interaction.objects.latest('pk').pk}"
