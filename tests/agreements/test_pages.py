"""The pages of agreements: an agreement walked through its forms from the draft to a settled
dispute; by whom they open.
"""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.agreements.making import SAID, duty, in_force
from tests.cast import NOW
from tests.factories import a_person, an_upload, staff
from wasl.agreements.models.agreement import Agreement, AgreementFile
from wasl.agreements.models.breaches import Breach, Dispute
from wasl.common import clock

pytestmark = [
    pytest.mark.clause("PRE-3", "PRE-4", "PRE-5"),
    pytest.mark.usefixtures("association", "policy", "noura", "maha", "khalid", "rashed"),
]


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def as_(client):
    def sign_in(username):
        client.force_login(staff(username))
        return client

    return sign_in


def to(name, *args):
    return reverse(f"agreements:{name}", args=args)


def test_from_the_draft_into_force_through_the_forms(as_):
    maha, maryam = as_("maha"), a_person()
    assert 'class="empty"' in maha.get(to("agreements")).content.decode()
    assert maha.get(f"{to('draft')}?person={maryam.pk}").status_code == 200
    bad = maha.post(f"{to('draft')}?person={maryam.pk}", {**SAID, "starts": "٤٠/٥/١٤٤٨"})
    assert bad.status_code == 200 and bad.context["form"].errors
    maha.post(f"{to('draft')}?person={maryam.pk}", {**SAID, "starts": "١/٥/١٤٤٨"})
    agreement = Agreement.objects.get()
    assert agreement.person == maryam and agreement.starts_written
    there, (ours, theirs) = to("detail", agreement.pk), agreement.parties.order_by("pk")
    for party in (ours, theirs):
        maha.post(to("add_term", agreement.pk), {"party": party.pk, "kind": "right", "text": "حق"})
        told = {"party": party.pk, "kind": "duty", "text": "واجب", "how": "كذا", "due": "١/٦/١٤٤٨"}
        maha.post(to("add_term", agreement.pk), told)
    extra = agreement.terms.order_by("-order")[0]
    maha.post(to("add_term", agreement.pk), {"party": ours.pk, "kind": "right", "text": "زائد"})
    maha.post(to("remove_term", agreement.terms.exclude(pk=extra.pk).order_by("-order")[0].pk))
    assert SAID["liability"] in maha.get(to("sign_party", theirs.pk)).content.decode(), (
        "shown before they agree"
    )
    maha.post(to("sign_party", theirs.pk), {"how": "paper"})
    maha.post(to("sign_party", ours.pk), {"how": "declaration"})
    assert "lacks" in maha.get(there).context
    maha.post(
        to("add_file", agreement.pk),
        {"file": SimpleUploadedFile("x.jpg", an_upload().content, "image/jpeg")},
    )
    kept = AgreementFile.objects.get()
    assert maha.get(to("file", kept.key)).status_code == 200
    assert maha.post(to("activate", agreement.pk)).status_code == 403
    as_("khalid").post(to("activate", agreement.pk))
    agreement.refresh_from_db()
    assert agreement.status == "active"
    assert maryam.full_name in maha.get(to("agreements")).content.decode()
    assert agreement.title in maha.get(to("person_panel", maryam.pk)).content.decode()


def test_performed_broken_decided_contested_and_ended(as_):
    agreement = in_force()
    maha, there = as_("maha"), to("detail", agreement.pk)
    late = maha.get(to("obligations")).context["due"][0]
    assert maha.get(to("perform", late.term.pk) + f"?due={late.due}").status_code == 200
    maha.post(to("perform", late.term.pk) + f"?due={late.due}", {"done": "9/6/1448", "note": ""})
    assert late.term.performances.get().due_date == late.due
    maha.post(
        to("record_breach", agreement.pk),
        {"term": duty(agreement).pk, "happened": "9/6/1448", "facts": "لم يحضر"},
    )
    breach = Breach.objects.get()
    assert as_("khalid").get(to("decide_breach", breach.pk)).status_code == 200
    as_("khalid").post(
        to("decide_breach", breach.pk), {"consequence": "warning", "reasons": "إنذار أول"}
    )
    as_("khalid").post(to("dismiss_breach", breach.pk), {"reasons": "x"})
    as_("maha").post(to("cure_breach", breach.pk), {"cured": "9/6/1448"})
    party = agreement.parties.get(kind="person")
    as_("maha").post(to("raise_dispute", agreement.pk), {"party": party.pk, "grounds": "لم نبلَّغ"})
    dispute = Dispute.objects.get()
    assert as_("maha").get(there).status_code == 200
    as_("rashed").post(to("settle_dispute", dispute.pk), {"outcome": "يُلغى"})
    as_("khalid").post(to("end_agreement", agreement.pk), {"reason": "انتهت الحاجة"})
    agreement.refresh_from_db(), dispute.refresh_from_db(), breach.refresh_from_db()
    assert (agreement.status, dispute.status, breach.status) == ("ended", "settled", "cured")
    assert as_("khalid").get(to("agreements") + "?show=over").status_code == 200


def test_few_queries_whatever_the_number_of_rows(as_, django_assert_max_num_queries):
    first = in_force()
    for place in range(4):
        in_force(person=a_person("هند", 880 + place))
    client = as_("khalid")
    client.get(to("agreements"))
    for page in (
        to("agreements"),
        to("obligations"),
        to("detail", first.pk),
        to("person_panel", first.person_id),
    ):
        with django_assert_max_num_queries(12):
            client.get(page)


@pytest.mark.parametrize("username", ["salem", "jawaher", "admin", "saud"])
def test_the_pages_are_closed_to_the_others(client, request, username, saud):
    agreement = in_force()
    client.force_login(saud if username == "saud" else staff(username))
    pages = (
        to("agreements"),
        to("obligations"),
        to("draft"),
        to("detail", agreement.pk),
        to("edit", agreement.pk),
    )
    assert {client.get(page).status_code for page in pages} == {403}
    for verb in (
        "activate",
        "discard",
        "end_agreement",
        "record_breach",
        "raise_dispute",
        "add_term",
    ):
        assert client.post(to(verb, agreement.pk), {"reason": "x"}).status_code == 403
    assert client.post(to("perform", duty(agreement).pk), {"done": "9/6/1448"}).status_code == 403
