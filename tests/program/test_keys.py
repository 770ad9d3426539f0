"""Keys are renewed under load, survive being killed, and are retired once nothing is sealed with
them (PDPL).
"""

import json
import os
import stat
import subprocess
import sys
import threading

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings as django_settings
from django.db import connection, connections
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from tests.cast import NOW
from tests.workers import wait_for
from wasl.audit.models import Event
from wasl.beneficiaries.models.person import Person
from wasl.common import clock, crypto, installation
from wasl.common import keys as common_keys
from wasl.common.models import SealingKey
from wasl.program import health, keys
from wasl.program.environment import Trouble

ID, IBAN = "10000000{:02d}", "SA{:022d}"
pytestmark = pytest.mark.clause("PRE-6")


@pytest.fixture
def home(tmp_path, settings):
    """A home with keys of its own, and no patience with ourselves."""
    installation.secrets(tmp_path)
    settings.KEYS_FILE, settings.WASL_HOME = tmp_path / "secrets.json", tmp_path
    return tmp_path


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(keys, "GRACE_SECONDS", 0)
    monkeypatch.setattr(keys, "PAUSE_SECONDS", 0.01)


def people(how_many):
    keys.make_known(NOW)
    shared = {
        "full_name": "مريم",
        "sort_key": "مريم",
        "gender": "female",
        "id_kind": "national_id",
        "registered_at": NOW,
    }
    made = [
        Person(**shared, id_number=ID.format(n), id_blind=f"{n:064d}", iban=IBAN.format(n))
        for n in range(how_many)
    ]
    return Person.objects.bulk_create(made)


def tokens():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id_number FROM beneficiaries_person UNION ALL SELECT iban FROM "
            "beneficiaries_person"
        )
        found = [row[0] for row in cursor.fetchall()]
        cursor.execute(
            "SELECT id_number FROM beneficiaries_personevent UNION ALL SELECT iban FROM "
            "beneficiaries_personevent"
        )
        return found + [row[0] for row in cursor.fetchall()]


def all_new():
    box = crypto.box_of(crypto.keyring().field_keys[0])
    return all(crypto.opens(box, token) for token in tokens())


def renew(home, told=lambda text: None):
    keys.begin(home, NOW)
    keys.wait_for_elders(told)
    sealed = keys.reseal(told)
    return sealed, keys.retire(home, NOW, sealed)


@pytest.mark.django_db(transaction=True)
def test_everything_is_sealed_anew_histories_and_second_factors_too(home, quick, noura):
    people(7)
    Authenticator.objects.create(
        user=noura, type="totp", data={"secret": crypto.seal("JBSWY3DP"), "other": "plain"}
    )
    old, history = crypto.keyring().field_keys[0], tokens()
    sealed, retired = renew(home)
    assert retired == 1 and sealed == len(history) + 1 and all_new()
    assert [one.id_number for one in Person.objects.order_by("id")] == [
        ID.format(n) for n in range(7)
    ]
    assert len(tokens()) == len(history)  # re-sealing is no change of the person
    kept = json.loads((home / "secrets.json").read_text())
    assert len(kept["field_keys"]) == 1 and kept["retired_keys"][0]["key"] == old
    assert stat.S_IMODE((home / "secrets.json").stat().st_mode) == 0o600
    data = Authenticator.objects.get().data
    assert crypto.unseal(data["secret"]) == "JBSWY3DP" and data["other"] == "plain"
    assert (
        SealingKey.objects.get(fingerprint=crypto.fingerprint(old)).retired_at
        and not common_keys.missing()
    )
    assert Event.objects.get(verb="program.rotate_keys").data == {"values": sealed, "retired": 1}
    assert keys.counted()[""] == 0 and keys.counted()[crypto.fingerprint(old)] == 0
    assert keys.forget(home) == 1 and Person.objects.first().iban == IBAN.format(0)


@pytest.mark.django_db(transaction=True)
def test_whoever_writes_meanwhile_loses_nothing(home, quick, monkeypatch):
    """Three writers change the accounts of thirty people while the key is renewed; the last word of
    each stands.
    """
    monkeypatch.setattr(keys, "BATCH", 10)
    made = people(30)
    stop, last = threading.Event(), {}

    def write(first):
        turn = 0
        while not stop.wait(0.01):
            turn += 1
            for person in made[first::3]:
                Person.objects.filter(pk=person.pk).update(iban=f"{first}-{turn}")
                last[person.pk] = f"{first}-{turn}"
        connections.close_all()

    writers = [threading.Thread(target=write, args=[first]) for first in range(3)]
    for writer in writers:
        writer.start()
    try:
        renew(home)
    finally:
        stop.set()
        for writer in writers:
            writer.join()
    assert {one.pk: one.iban for one in Person.objects.all()} == last
    assert all_new()


@pytest.mark.django_db(transaction=True)
def test_killed_in_the_middle_it_goes_on(home, monkeypatch):
    made = people(1_200)
    parts = conninfo_to_dict(installation.url(installation.home(), owner=True))
    url = make_conninfo(**{**parts, "dbname": django_settings.DATABASES["default"]["NAME"]})
    told = {"WASL_HOME": str(home), "DATABASE_URL": url, "DATABASE_OWNER_URL": url}
    command = [sys.executable, "-m", "wasl.program", "keys", "rotate", "--json"]
    places = {"env": os.environ | told, "cwd": django_settings.BASE_DIR, "text": True}
    first = subprocess.Popen(command, **places, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    Person.objects.filter(pk=made[0].pk).update(iban="changed meanwhile")
    wait_for(lambda: len(crypto.keyring().field_keys) == 2)
    wait_for(lambda: crypto.opens(crypto.keyring().newest, tokens()[1]))
    first.kill()
    first.communicate()
    assert {one.iban for one in Person.objects.order_by("id")[5:10]} == {
        IBAN.format(n) for n in range(5, 10)
    }
    second = subprocess.run(command, **places, capture_output=True, check=False)
    assert second.returncode == 0, second.stderr
    assert json.loads(second.stdout)["retired"] == 1 and all_new()
    assert len(crypto.keyring().field_keys) == 1 and Person.objects.count() == 1_200
    assert Person.objects.get(pk=made[0].pk).iban == "changed meanwhile"


@pytest.mark.django_db(transaction=True)
def test_what_no_key_opens_stays_as_it_is_and_nothing_is_retired(home, quick):
    people(3)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE beneficiaries_person SET iban = 'gAAAAnonsense' WHERE iban = (SELECT "
            "max(iban) FROM beneficiaries_person)"
        )
    with pytest.raises(Trouble, match=r"beneficiaries_person\.iban: 1"):
        renew(home)
    assert "gAAAAnonsense" in tokens() and len(crypto.keyring().field_keys) == 2
    assert sum("restore" in one.iban for one in Person.objects.all()) == 1


@pytest.mark.django_db
def test_begun_twice_makes_one_key_and_a_key_never_written_is_not_missed(home, monkeypatch):
    keys.make_known(NOW)
    keys.begin(home, NOW)
    keys.begin(home, NOW)
    assert len(crypto.keyring().field_keys) == 2
    installation.keep_secrets(
        home, {**installation.secrets(home), "field_keys": crypto.keyring().field_keys[1:]}
    )
    monkeypatch.setattr(installation, "keep_secrets", lambda *_given: 1 / 0)
    SealingKey.objects.exclude(
        fingerprint=crypto.fingerprint(crypto.keyring().field_keys[0])
    ).filter(kind="field").delete()
    with pytest.raises(ZeroDivisionError):
        keys.begin(home, NOW)
    assert not common_keys.missing()


@pytest.mark.django_db
def test_a_lost_keys_file_is_found_by_the_doctor_and_by_the_command(home, monkeypatch):
    keys.make_known(clock.now())
    (home / "secrets.json").unlink()
    installation.secrets(home)  # what a start without the file would make
    assert len(common_keys.missing()) == 2 and common_keys.is_lost()
    (found,) = health.sealing_keys()
    assert found[0] == health.WRONG and "Restore" in found[2]


def test_two_renewals_at_once_are_one(tmp_path):
    with keys.alone(tmp_path), pytest.raises(Trouble, match="already"), keys.alone(tmp_path):
        pass
