"""A file whose transaction was rolled back is gone within two days; every other file stays."""

import os
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from tests.factories import a_person, an_upload, staff
from tests.letters.test_issue import issue
from wasl.beneficiaries.actions import documents
from wasl.common import clock, stored
from wasl.letters.models import Letter
from wasl.papers.models import Paper
from wasl.papers.tasks import clear_strays

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.clause("LET-3")]


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path}},
    }
    return tmp_path


def aged(name, days):
    then = (clock.real_now() - timedelta(days=days)).timestamp()
    os.utime(default_storage.path(name), (then, then))
    return name


def of_papers(files):
    return {path.name for path in files.glob("papers/*")}


def test_a_letter_that_did_not_come_to_pass_leaves_no_paper_behind(sami, files):
    kept = issue(sami).paper.file.name
    with pytest.raises(RuntimeError), transaction.atomic():
        issue(sami, "لم يصدر")
        raise RuntimeError
    assert Letter.objects.count() == Paper.objects.count() == 1
    assert len(of_papers(files)) == 2
    for path in files.glob("papers/*"):
        aged(f"papers/{path.name}", 2)
    clear_strays()
    assert of_papers(files) == {kept.rpartition("/")[2]}


def test_attachments_and_their_folders_too(noura, files):
    person = a_person()
    kept = documents.add_attachment(
        person=person, accepted=an_upload(), by=staff("noura"), at=clock.real_now()
    )
    stray = default_storage.save("attachments/2026/11/x.jpg", ContentFile(b"x"))
    aged(kept.file.name, 3)
    aged(stray, 3)
    assert list(stored.strays(clock.real_now())) == [stray]
    assert stored.clear(clock.real_now()) == 1
    assert default_storage.exists(kept.file.name) and not default_storage.exists(stray)


def test_what_is_young_may_still_find_its_row_and_what_is_elsewhere_is_not_ours(files):
    young = default_storage.save("papers/young.pdf", ContentFile(b"x"))
    elsewhere = default_storage.save("notes/old.txt", ContentFile(b"x"))
    aged(elsewhere, 5)
    assert list(stored.strays(clock.real_now())) == []
    assert default_storage.exists(young) and default_storage.exists(elsewhere)
