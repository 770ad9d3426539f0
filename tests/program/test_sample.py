"""The sample association: whole, repeatable, and never mixed with real data."""

import stat
from collections import Counter

import pytest
from django.conf import settings

from tests.cast import NOW
from wasl.accounts.models import Association, User
from wasl.beneficiaries.models.person import Person
from wasl.cases.models.case import Case
from wasl.catalogue.models.offered import DocumentType, ServiceVersion
from wasl.catalogue.queries import offered
from wasl.common.verdicts import Refused
from wasl.delivery.models import Budget
from wasl.governance import queries as governance
from wasl.governance.models.board import BoardMeeting
from wasl.governance.models.documents import Clause
from wasl.grievances.models import Objection
from wasl.interactions.models import Interaction
from wasl.privacy.models.incidents import Incident
from wasl.privacy.models.requests import DataSubjectRequest
from wasl.program import contacts, lives, people, reference, rights, sample, twice


@pytest.fixture
def home(tmp_path, settings):
    settings.WASL_HOME = tmp_path
    return tmp_path


@pytest.fixture
def loaded(db, home):
    return sample.load(NOW, with_people=False)


def test_an_empty_database_gets_the_whole_sample(loaded, home):
    assert Association.objects.get().is_sample
    assert set(loaded) == {entry["username"] for entry in reference.staff()}
    assert [version.service.code for version in offered.offered()] == [
        "food-basket",
        "rent-arrears",
        "electricity-arrears",
        "medical-device",
        "school-kit",
        "home-repair",
        "productive-family",
        "livestock-feed",
    ]
    assert Budget.objects.filter(hijri_year=1448).count() == 8


def test_sign_ins_are_random_and_kept_for_their_owner_alone(loaded, home):
    path = sample.sign_ins_file()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert sample.sign_ins() == loaded
    assert len(set(loaded.values())) == len(loaded)
    assert all(
        User.objects.get(username=name).check_password(loaded[name]) for name in ("noura", "admin")
    )


def test_loading_again_changes_nothing(loaded, home):
    counts = [
        model.objects.count()
        for model in (User, Clause, ServiceVersion, DocumentType, BoardMeeting, Budget)
    ]
    assert sample.load(NOW, with_people=False) == loaded
    assert counts == [
        model.objects.count()
        for model in (User, Clause, ServiceVersion, DocumentType, BoardMeeting, Budget)
    ]


def test_people_and_requests_are_at_every_stage_of_the_work(loaded, home):
    sample.load(NOW)
    doubles = len(reference.read("twice"))
    assert Person.objects.exclude(id_number="").count() == len(people.entries()) + doubles
    living = sum(1 + len(entry["household"]) + ("late" in entry) for entry in people.entries())
    assert Person.objects.count() == living + doubles
    stages = Counter(Case.objects.values_list("status", flat=True))
    wanted = {told["to"] for told in reference.read("cases")["cases"]}
    assert (
        set(stages)
        == wanted
        >= {"draft", "submitted", "returned", "in_study", "in_committee", "in_delivery", "closed"}
    )
    assert Case.objects.overdue(NOW.date()).exists()
    assert not Case.objects.filter(submitted_at__gt=NOW).exists()
    assert Objection.objects.count() == 1
    assert Interaction.objects.waiting().count() == 2
    assert DataSubjectRequest.objects.open().count() == 3 and Incident.objects.open().count() == 1
    assert lives.load(NOW) == contacts.load(NOW) == rights.load(NOW) == twice.load(NOW) == 0


def test_a_lost_file_of_sign_ins_is_replaced_by_new_passwords(loaded, home):
    sample.sign_ins_file().unlink()
    again = sample.load(NOW, with_people=False)
    assert again.keys() == loaded.keys()
    assert again["noura"] != loaded["noura"]
    assert User.objects.get(username="noura").check_password(again["noura"])


def test_a_real_association_is_left_alone(db, home):
    Association.objects.create(id=1, name_ar="جمعية قائمة", short_name_ar="قائمة")
    with pytest.raises(Refused, match="real association"):
        sample.load(NOW)
    assert not User.objects.exists()


def test_a_database_with_people_is_left_alone(db, home):
    User.objects.create(username="someone", name_ar="شخص", gender="male")
    with pytest.raises(Refused, match="people"):
        sample.load(NOW)


CODES = (
    [f"LET-{n}" for n in range(1, 5)]
    + [f"PRE-{n}" for n in range(1, 9)]
    + [f"AIM-{n}" for n in range(1, 6)]
    + [f"OBJ-{n}" for n in range(1, 7)]
    + [f"PRA-{n}" for n in range(1, 6)]
    + [f"CHA-{n}" for n in range(1, 8)]
    + [f"TOO-{n}" for n in range(1, 4)]
    + [f"PRO-{n}" for n in range(1, 10)]
    + [f"APP-{n}" for n in range(1, 5)]
)


def test_the_policy_holds_every_clause_in_order(policy):
    assert [clause.code for clause in governance.clauses_of(policy)] == CODES


def test_both_dates_of_the_board_meeting_agree(policy):
    assert policy.approved_meeting.date_conflict is False
    assert str(policy.approved_meeting.held_date) == "2026-06-03"


def test_services_are_whole_in_both_languages(loaded):
    for version in offered.offered():
        form = offered.form_of(version)
        assert 6 <= len(form.fields) <= 13, version.service.code
        assert form.documents, version.service.code
        assert version.guide_clause, version.service.code
        texts = [
            version.name_ar,
            version.name_en,
            version.purpose_en,
            version.who_en,
            version.unit_en,
        ]
        texts += [text for field in form.fields for text in (field.label_ar, field.label_en)]
        assert all(texts)
        assert all(bool(field.help_ar) == bool(field.help_en) for field in form.fields)
        wanted = {document.document_type_id for document in form.documents}
        unseen = [
            f.key for f in form.fields if f.matched_with_id and f.matched_with_id not in wanted
        ]
        assert not unseen, version.service.code


def test_identity_papers_are_seen_and_never_stored(loaded):
    for code in (
        "national-id",
        "family-register",
        "disability-card",
        "membership-card",
        "birth-certificate",
    ):
        assert DocumentType.objects.get(code=code).store_copy is False


def test_nothing_of_the_sample_says_needy_or_poor():
    text = "".join(path.read_text(encoding="utf-8") for path in reference.FOLDER.rglob("*.yaml"))
    assert not [word for word in ("المحتاج", "الفقير", "فقراء", "محتاجين") if word in text]
    assert str(settings.BASE_DIR) not in text
