"""No enquiry is closed without an answer."""

import pytest
from django.db import IntegrityError, connection, transaction

from tests.cast import NOW
from tests.factories import a_visitor
from wasl.common.verdicts import Refused
from wasl.interactions import actions, queries
from wasl.interactions.models import Interaction
from wasl.knowledge import actions as knowledge


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
    with pytest.raises(IntegrityError, match="enquiry_answered"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE interactions_interaction SET closed_at = now(), closed_by_id = %s WHERE id = %s",
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
        actions.answer_enquiry(enquiry=enquiry, answer="نعم", by=request.getfixturevalue(who), at=NOW)


def test_somebody_asks_on_the_public_site(noura):
    assert an_enquiry(None, channel="website") in queries.waiting_enquiries(noura)


def test_a_visit_is_not_answered(noura):
    contact = actions.record_visit(
        visitor_name="زائر", channel="interview", subject="س", outcome="ج", by=noura, at=NOW
    )  # fmt: skip
    with pytest.raises(Refused, match="Only an enquiry"):
        actions.answer_enquiry(enquiry=contact, answer="نعم", by=noura, at=NOW)


def test_published_answers_are_suggested(client, noura, khalid):
    article = knowledge.draft_from(
        question="متى تُصرف السلة الغذائية؟", answer="أول كل شهر.", source_type="test", source_id="1", by=None, at=NOW
    )
    enquiry = an_enquiry(noura, subject="السلة متى تصرف")
    assert queries.suggestions(enquiry.subject) == []
    knowledge.publish(article=article, question_ar=article.question_ar, answer_ar=article.answer_ar, by=None, at=NOW)
    client.force_login(noura)
    page = client.get(f"/contacts/enquiries/{enquiry.pk}/answer/?article={article.pk}")
    assert page.context["articles"] == [article]
    assert page.context["form"].initial["answer"] == "أول كل شهر."
    assert "أول كل شهر" in client.get("/contacts/suggestions/", {"subject": "سلة"}).content.decode()


def test_the_pages_record_answer_and_refer(client, noura, khalid):
    client.force_login(noura)
    typed = {"channel": "telephone", "subject": "سؤال", "visitor_name": "أم فهد", "answer": ""}
    assert client.post("/contacts/enquiry/", typed).url == "/contacts/"
    waiting = Interaction.objects.get()
    assert client.post(f"/contacts/enquiries/{waiting.pk}/answer/", {"answer": ""}).status_code == 200
    assert client.post(f"/contacts/enquiries/{waiting.pk}/answer/", {"answer": "نعم"}).url == "/contacts/"
    at_once = client.post("/contacts/enquiry/", {**typed, "answer": "تم"})
    assert at_once.url == "/contacts/" and not Interaction.objects.waiting().exists()
    referred = client.post("/contacts/enquiry/", {**typed, "refer": "1"})
    assert referred.url == f"/contacts/refer/?enquiry={Interaction.objects.latest('pk').pk}"
