"""The staff open the document as issued; each opening is recorded, and a changed file is never handed out."""

import pytest
from django.urls import reverse

from tests.papers.test_issue import a_paper, kept, own_storage  # noqa: F401
from wasl.audit.models import Event


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
    assert Event.objects.filter(verb="papers.view", subject_id=str(paper.pk), actor=noura).count() == 1


def test_the_stranger_is_told_why_not(client, noura, saud):
    paper = a_paper(noura)
    client.force_login(saud)
    assert client.get(reverse("papers:pdf", args=[paper.pk])).status_code == 403


def test_who_keeps_the_registers_opens_letters_alone(client, noura, sami):
    letter, receipt = a_paper(noura, name="acceptance", number="1448/27"), a_paper(noura)
    client.force_login(sami)
    assert client.get(reverse("papers:pdf", args=[letter.pk])).status_code == 200
    assert client.get(reverse("papers:pdf", args=[receipt.pk])).status_code == 403


def test_nobody_opens_it_without_signing_in(client, noura):
    paper = a_paper(noura)
    assert client.get(reverse("papers:pdf", args=[paper.pk])).status_code == 302


@pytest.mark.parametrize("harm", ["changed", "gone"])
def test_a_harmed_file_is_not_handed_out(client, noura, own_storage, harm):  # noqa: F811
    paper = a_paper(noura)
    (file,) = kept(own_storage)
    file.write_bytes(file.read_bytes() + b"x") if harm == "changed" else file.unlink()
    client.force_login(noura)
    answer = client.get(reverse("papers:pdf", args=[paper.pk]))
    assert answer.status_code == 409 and paper.sha256 in answer.content.decode()
