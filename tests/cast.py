"""The people every test knows, with the roles they hold in the sample association.

Staff: noura and bader (relations officers), maha (their lead), salem and amal (researchers), fahad
(chair), huda, abdullah and mona (committee members), dalal (secretary), khalid (executive manager),
rashed (board), reem (delivery), turki (payer), sami (letters), lama (quality), jawaher (data
protection), admin. Saud is the stranger: he works here and holds no role. Maryam is the
beneficiary.
"""

import pytest

from tests import replay
from tests.day import NOW
from wasl.accounts.models import User
from wasl.catalogue import defaults as catalogue_defaults
from wasl.program import people, reference

replay.wrap(
    reference, "load_association", "load_user", "load_committee", "load_document", "load_texts",
    "load_service", "load_budget", "load_leads", "load_board", "load_board_meeting",
    "load_scoring_guide",
)  # fmt: skip
replay.wrap(people, "load_person")
replay.wrap(catalogue_defaults, "load_document_types", "load_reasons")


@pytest.fixture
def association(db):
    """The sample association with its departments and letterhead."""
    return reference.load_association(NOW)


def _member(username: str):
    @pytest.fixture(name=username)
    def member(association) -> User:
        return reference.load_user(username)

    return member


noura = _member("noura")
bader = _member("bader")
maha = _member("maha")
salem = _member("salem")
amal = _member("amal")
fahad = _member("fahad")
huda = _member("huda")
abdullah = _member("abdullah")
mona = _member("mona")
dalal = _member("dalal")
khalid = _member("khalid")
rashed = _member("rashed")
reem = _member("reem")
turki = _member("turki")
sami = _member("sami")
lama = _member("lama")
jawaher = _member("jawaher")
admin = _member("admin")


@pytest.fixture
def saud(association) -> User:
    """The stranger: on the staff, with no role at all."""
    user = User.objects.create(
        username="saud", name_ar="سعود بن راشد العويد", name_en="Saud Al-Owaid", gender="male"
    )
    user.set_unusable_password()
    user.save()
    return user


@pytest.fixture
def maryam(noura):
    """The beneficiary: a widow and a member of the association, with three children at school."""
    return people.load_person("maryam", by=noura, at=NOW)


@pytest.fixture
def committee(fahad, huda, abdullah, mona, dalal):
    """The research committee with its chair, three members and secretary; quorum three."""
    return reference.load_committee()


@pytest.fixture
def policy(association):
    """The relationship policy in force."""
    return reference.load_document("policy", NOW)


@pytest.fixture
def catalogue(policy):
    """Every service of the sample association by its code, with texts, document types, reasons and
    budgets.
    """
    reference.load_texts()
    catalogue_defaults.load_document_types(NOW)
    catalogue_defaults.load_reasons(NOW)
    versions = {code: reference.load_service(code, NOW) for code in reference.service_codes()}
    for code in versions:
        reference.load_budget(code, NOW)
    return versions
