"""The staff open the document as issued; each opening is recorded, and a changed file is never
handed out.
"""

import pytest
from django.urls import reverse

from tests.papers import samples
from tests.papers.test_issue import a_paper, kept, own_storage  # noqa: F401
from wasl.audit.models import Event
from wasl.papers import policies, queries
from wasl.papers.models import Paper


def test_an_officer_opens_the_document(client, noura):
    paper = a_paper(noura)
    client.force_login(noura)
    answer = client.get(reverse("papers:pdf", args=[paper.pk]))
    assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF-")
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.clause("PRE-6")
def test_opening_is_recorded_once_an_hour(client, noura):
    paper = a_paper(noura)
    client.force_login(noura)
    for _ in range(2):
        client.get(reverse("papers:pdf", args=[paper.pk]))
    assert (
        Event.objects.filter(verb="papers.view", subject_id=str(paper.pk), actor=noura).count() == 1
    )


def test_the_stranger_is_told_why_not(client, noura, saud):
    paper = a_paper(noura)
    client.force_login(saud)
    assert client.get(reverse("papers:pdf", args=[paper.pk])).status_code == 403


def test_who_keeps_the_registers_opens_letters_alone(client, noura, sami):
    letter, receipt = a_paper(noura, name="acceptance", number="1448/27"), a_paper(noura)
    client.force_login(sami)
    assert client.get(reverse("papers:pdf", args=[letter.pk])).status_code == 200
    assert client.get(reverse("papers:pdf", args=[receipt.pk])).status_code == 403


def test_who_decides_objections_opens_what_is_contested(client, noura, rashed):
    objection, minutes = (
        a_paper(noura, name="objection", number="1448-1-O"),
        a_paper(noura, name="minutes", number="1448/1-12"),
    )
    client.force_login(rashed)
    assert client.get(reverse("papers:pdf", args=[objection.pk])).status_code == 200
    assert client.get(reverse("papers:pdf", args=[minutes.pk])).status_code == 403


def test_what_is_listed_is_what_may_be_opened(noura, sami, rashed, saud, lama):
    papers = [
        a_paper(noura, name=name, number=f"1448/{place}") for place, name in enumerate(samples.ALL)
    ]
    for user in (noura, sami, rashed, saud, lama):
        listed = set(Paper.objects.visible_to(user))
        assert listed == {paper for paper in papers if policies.can_view(user, paper)}


def test_nobody_opens_it_without_signing_in(client, noura):
    paper = a_paper(noura)
    assert client.get(reverse("papers:pdf", args=[paper.pk])).status_code == 302


@pytest.mark.parametrize("harm", ["changed", "gone"])
def test_a_harmed_file_is_not_handed_out(client, noura, own_storage, harm):  # noqa: F811
    paper = a_paper(noura)
    (file,) = kept(own_storage)
    file.write_bytes(file.read_bytes() + b"x") if harm == "changed" else file.unlink()
    assert queries.harmed() == [paper.number]
    client.force_login(noura)
    answer = client.get(reverse("papers:pdf", args=[paper.pk]))
    assert answer.status_code == 409 and paper.sha256 in answer.content.decode()
