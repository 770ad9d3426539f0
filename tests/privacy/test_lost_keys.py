"""The keys file is lost: every page still opens and says so, nothing is saved over what cannot be
read (PDPL).
"""

import pytest
from django.db import transaction
from django.test import Client

from tests.cast import NOW
from tests.factories import a_case, a_person, staff
from wasl.beneficiaries.models.person import Person
from wasl.cases.models.case import Case
from wasl.common import crypto, installation
from wasl.messaging import actions as messaging
from wasl.messaging.models import Message
from wasl.program import keys

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("association", "noura", "jawaher", "committee"),
]
SAID = "restore the keys file"


@pytest.fixture
def lose(tmp_path, settings):
    """Call it: the database knows its keys, and the file is another one from now on."""

    def lose():
        keys.make_known(NOW)
        kept = settings.KEYS_FILE
        installation.secrets(tmp_path)
        settings.KEYS_FILE = tmp_path / "secrets.json"
        return kept

    return lose


@pytest.fixture
def case():
    return a_case("in_study", person=a_person(iban="SA0380000000608010167519"))


def signed_in(username):
    client = Client(headers={"accept-language": "en"})
    client.force_login(staff(username))
    client.cookies["django_language"] = "en"
    return client


@pytest.mark.clause("PRE-6")
def test_pages_open_say_so_and_show_what_is_not_encrypted(case, lose):
    lose()
    for username in ("noura", "salem", "fahad", "jawaher"):
        client = signed_in(username)
        for page in (
            "/desk/",
            f"/people/{case.person_id}/",
            f"/cases/{case.pk}/",
            f"/cases/{case.pk}/study/",
        ):
            answer = client.get(page)
            assert answer.status_code in (200, 302, 403), (username, page, answer.status_code)
            if answer.status_code == 200:
                assert "The keys file is missing" in answer.content.decode()
    person = signed_in("noura").get(f"/people/{case.person_id}/").content.decode()
    assert SAID in person and case.person.full_name in person
    assert SAID in signed_in("noura").get(f"/cases/{case.pk}/").content.decode()


def test_nothing_is_saved_and_everything_is_there_once_the_file_is(case, lose, settings):
    kept = lose()
    client = signed_in("noura")
    given = {"known_as": "أم خالد", "iban": "SA4420000001234567891234"}
    answer = client.post(f"/people/{case.person_id}/correct/", given)
    assert answer.status_code == 503 and "secrets.json" in answer.content.decode()
    person = Person.objects.get(pk=case.person_id)
    assert isinstance(person.iban, crypto.Unreadable)
    person.save()  # whoever saves a row puts back what was there
    with pytest.raises(crypto.LostKey), transaction.atomic():
        Person.objects.filter(pk=person.pk).update(iban="SA4420000001234567891234")
    settings.KEYS_FILE = kept
    assert Person.objects.get(pk=case.person_id).iban == "SA0380000000608010167519"
    assert "The keys file is missing" not in client.get("/desk/").content.decode()


def test_no_message_goes_to_nobody(case, lose):
    message = Message.objects.filter(status="queued").first()
    lose()
    with pytest.raises(crypto.LostKey):
        messaging.hand_over(message_id=message.pk, at=NOW)
    message.refresh_from_db()
    assert message.status == "queued" and message.attempts == 0


def test_what_cannot_do_without_answers_with_what_to_do(case, lose):
    person = Case.objects.get(pk=case.pk).person
    lose()
    client = signed_in("noura")
    client.raise_request_exception = False
    assert client.get(f"/cases/{case.pk}/print/").status_code in (200, 404, 503)
    assert (
        client.post(f"/people/{person.pk}/unmask/iban/", {"reason": "payment"}).status_code == 503
    )
