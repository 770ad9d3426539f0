"""Consents: purpose by purpose, to words of one version, taken back as easily; no service waits for
one (PDPL).
"""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests.cast import NOW
from tests.factories import a_case, a_person, a_picture, staff
from wasl.beneficiaries.actions import consents, documents
from wasl.beneficiaries.models.consents import Consent, ConsentPurpose, ConsentText
from wasl.beneficiaries.queries import consents as consents_queries
from wasl.common.verdicts import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("association", "noura")]
ROOT = Path(__file__).parents[2] / "wasl"


def agree(person, purpose="awareness", **more):
    given = {"how": "spoken", "by": staff("noura"), "at": NOW, **more}
    return consents.give_consent(person=person, purpose=purpose, **given)


@pytest.mark.clause("PRE-6")
def test_maryam_agrees_to_messages_and_takes_it_back():
    maryam = a_person()
    consent = agree(maryam)
    assert consents_queries.has_consent(maryam, "awareness") and not consents_queries.has_consent(
        maryam, "stories"
    )
    assert consent.text.version == 1 and consent.recorded_by == staff("noura")
    at = NOW + timedelta(days=3)
    consents.withdraw_consent(
        person=maryam, purpose="awareness", how="spoken", by=staff("noura"), at=at
    )
    assert not consents_queries.has_consent(maryam, "awareness")
    assert [line.withdrawn is not None for line in consents_queries.consents(maryam)] == [
        False,
        True,
        False,
        False,
    ]


def test_new_words_are_a_new_version_and_what_was_agreed_to_keeps_its_own():
    maryam = a_person()
    old = agree(maryam)
    ConsentText.objects.create(
        purpose="awareness", version=2, text_ar="نص جديد", text_en="New words", from_date=NOW
    )
    new = agree(a_person("هند", 771))
    assert (old.text.version, new.text.version) == (1, 2)
    assert (
        next(one for one in consents_queries.consents(maryam) if one.standing).text == old.text.text
    )


def test_agreeing_twice_is_agreeing_once():
    maryam = a_person()
    assert agree(maryam) == agree(maryam)
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.create(
            person=maryam,
            purpose="awareness",
            text=ConsentText.objects.get(),
            how="code",
            given_at=NOW,
        )


@pytest.mark.parametrize(
    "given",
    [
        {"purpose": "everything"},
        {"how": "silence"},
        {"how": "code"},
        {"how": "paper"},
        {"by": None},
    ],
)
def test_a_consent_says_what_for_and_how(given):
    with pytest.raises(Refused):
        agree(a_person(), **given)


def test_a_signed_paper_is_kept_with_it():
    maryam = a_person()
    paper = documents.add_attachment(person=maryam, accepted=a_picture(), by=staff("noura"), at=NOW)
    assert agree(maryam, how="paper", attachment=paper).attachment == paper
    with pytest.raises(Refused, match="another person"):
        agree(a_person("هند", 771), how="paper", attachment=paper)


def test_what_was_not_given_cannot_be_taken_back():
    with pytest.raises(Refused, match="No consent"):
        consents.withdraw_consent(
            person=a_person(), purpose="stories", how="spoken", by=staff("noura"), at=NOW
        )


def test_who_may_not_edit_records_no_consent(salem):
    with pytest.raises(Refused):
        agree(a_person(), by=salem)


def test_every_purpose_has_its_words_in_both_languages():
    shipped = consents_queries.shipped_texts()
    assert set(shipped) == set(ConsentPurpose.values)
    assert all(entry["ar"] and entry["en"] and entry["version"] for entry in shipped.values())


@pytest.mark.clause("PRE-6")
def test_no_service_waits_for_a_consent(committee, khalid):
    """A request goes all the way without a single consent, and nothing on that way asks for one."""
    case = a_case("delivered")
    assert case.status == "delivered" and not Consent.objects.exists()
    for package in ("cases", "committees", "delivery", "catalogue"):
        assert not [
            path for path in (ROOT / package).rglob("*.py") if "has_consent" in path.read_text()
        ]


def test_the_page_gives_and_takes_back(client):
    maryam = a_person()
    client.force_login(staff("noura"))
    page = reverse("beneficiaries:consents", args=[maryam.pk])
    assert client.get(page).status_code == 200
    client.post(
        reverse("beneficiaries:give_consent", args=[maryam.pk]),
        {"purpose": "stories", "how": "spoken"},
    )
    assert consents_queries.has_consent(maryam, "stories")
    client.post(
        reverse("beneficiaries:withdraw_consent", args=[maryam.pk]),
        {"purpose": "stories", "how": "spoken"},
    )
    assert not consents_queries.has_consent(maryam, "stories")
    client.post(reverse("beneficiaries:give_consent", args=[maryam.pk]), {"purpose": "nothing"})
    assert Consent.objects.count() == 1
