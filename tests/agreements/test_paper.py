"""An agreement on paper: whole, issued once when it enters into force, for who may view it and for
the party (PRE-3).
"""

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from tests.agreements.making import a_draft, in_force, with_terms
from tests.cast import NOW
from tests.factories import a_person, staff
from tests.portal.visitors import Visitor
from wasl.agreements import papers, queries, tasks
from wasl.agreements.actions import drafting
from wasl.audit.models import Event
from wasl.beneficiaries.models.person import Person
from wasl.common import clock
from wasl.common.clock import day_of
from wasl.papers.models import Paper

pytestmark = [
    pytest.mark.clause("PRE-3", "PRE-4", "PRE-5"),
    pytest.mark.usefixtures("association", "noura", "maha", "khalid"),
]  # fmt: skip


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


def text_of(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def says(text: str, words: str) -> bool:
    return all(word in text for word in words.split())


def test_what_enters_into_force_is_printed_whole_once_with_its_code(client):
    agreement = in_force()
    event = Event.objects.get(verb="agreements.activate")
    for _twice in range(2):
        tasks.print_agreement(event=event)
    paper = Paper.objects.get()
    assert (paper.number, paper.person_id, paper.title) == (
        agreement.reference,
        agreement.person_id,
        agreement.title,
    )
    client.force_login(staff("noura"))
    answer = client.get(reverse("agreements:paper", args=[agreement.pk]))
    assert answer["Content-Type"] == "application/pdf" and "no-store" in answer["Cache-Control"]
    text = text_of(answer.content)
    for words in (
        "إعارة كرسي متحرك", "الطرف الأول الثاني", "مريم بنت عبدالله الحربي", "استرداد الكرسي استعمال", "صيانة زيارة فني",
        "شهر أولها", "في المقر", "حدود المسؤولية", "يضمن تلف إهمال", "إنذار استرداد", "تسوية الخلافات", "المجلس", "الشاهد حصة",
        "التوقيع",
    ):  # fmt: skip
        assert says(text, words), words
    assert (
        agreement.reference in text
        and paper.check_code[:5] in text
        and "1/5/1448" in text
        and "9/6/1448" in text
    )
    assert queries.content_hash(agreement) in text and "مسودة" not in text
    assert Event.objects.filter(verb="beneficiaries.view", actor=staff("noura")).exists(), (
        "an opened file is a read"
    )


def test_a_draft_is_printed_without_number_or_code_and_says_that_it_is_one():
    agreement = with_terms(a_draft())
    text = text_of(papers.content(agreement, day_of(NOW)))
    assert (
        says(text, "مسودة للاطلاع والتوقيع")
        and agreement.reference in text
        and not Paper.objects.exists()
    )


def test_who_does_not_view_agreements_opens_no_paper_of_one(client, saud):
    agreement = in_force()
    paper = papers.print_agreement(agreement, by=None, at=NOW)
    for user in (saud, *(staff(name) for name in ("salem", "fahad", "jawaher", "admin"))):
        client.force_login(user)
        for page in (
            reverse("agreements:paper", args=[agreement.pk]),
            reverse("papers:pdf", args=[paper.pk]),
        ):
            assert client.get(page).status_code == 403, user.username
        assert not Paper.objects.visible_to(user).exists()


def test_the_party_keeps_a_copy_of_their_own_and_of_no_others(catalogue):
    visitor = Visitor()
    there = reverse("portal:my_agreement", args=[1])
    assert visitor.get(there).url.startswith("/identify/")
    visitor.identify("/my-rights/")
    visitor.about()
    own, other = (
        in_force(person=Person.objects.get()),
        in_force(person=a_person("هند بنت سعد", 880)),
    )
    page = visitor.get("/my-rights/").content.decode()
    there = reverse("portal:my_agreement", args=[own.pk])
    assert there in page
    assert says(text_of(visitor.get(there).content), "إعارة كرسي متحرك")
    assert visitor.get(reverse("portal:my_agreement", args=[other.pk])).status_code == 404
    drafting.end_agreement(agreement=own, reason="رُد", by=staff("khalid"), at=NOW)
    assert visitor.get(there).status_code == 404
