"""Values encrypted at rest: keys that are read anew, keys that are lost, nothing overwritten
(PDPL).
"""

import json
import stat

import pytest

from tests.cast import NOW
from wasl.common import crypto, installation
from wasl.common.models import SealingKey


@pytest.fixture
def keys_file(tmp_path, settings):
    """A keys file of the test's own."""
    installation.secrets(tmp_path)
    settings.KEYS_FILE = tmp_path / "secrets.json"
    return settings.KEYS_FILE


@pytest.mark.clause("PRE-6")
@pytest.mark.django_db
def test_a_sealed_value_opens_with_an_older_key_and_not_without(keys_file):
    token = crypto.seal("SA03")
    assert "SA03" not in token
    keys = json.loads(keys_file.read_text())
    new = installation.new_field_key()
    installation.keep_secrets(keys_file.parent, {**keys, "field_keys": [new, *keys["field_keys"]]})
    assert crypto.unseal(token) == "SA03"
    installation.keep_secrets(
        keys_file.parent,
        {**keys, "field_keys": [new], "retired_keys": [{"key": keys["field_keys"][0]}]},
    )
    assert crypto.unseal(token) == "SA03" != crypto.seal("SA03")
    installation.keep_secrets(keys_file.parent, {**keys, "field_keys": [new]})
    with pytest.raises(crypto.LostKey):
        crypto.unseal(token)
    field = crypto.EncryptedTextField()
    lost = field.from_db_value(token, None, None)
    assert "restore" in lost and field.get_prep_value(lost) == token  # it goes back as it came


@pytest.mark.django_db
def test_the_keys_file_is_private_and_read_anew_when_it_changes(keys_file):
    first = crypto.keyring()
    assert crypto.keyring() is first and stat.S_IMODE(keys_file.stat().st_mode) == 0o600
    keys = json.loads(keys_file.read_text())
    installation.keep_secrets(keys_file.parent, {**keys, "blind_key": "another"})
    assert (
        crypto.keyring().blind_key == "another" and stat.S_IMODE(keys_file.stat().st_mode) == 0o600
    )
    keys_file.unlink()
    assert crypto.keyring().blind_key == "another"  # whoever runs goes on with what it knows


@pytest.mark.django_db
def test_with_other_keys_than_the_databases_nothing_is_sealed(keys_file):
    crypto.seal("before any key is known")
    SealingKey.objects.create(
        fingerprint=crypto.fingerprint("another key"), kind="field", since=NOW
    )
    keys = json.loads(keys_file.read_text())
    installation.keep_secrets(
        keys_file.parent, {**keys, "field_keys": [installation.new_field_key()]}
    )
    with pytest.raises(crypto.LostKey, match="restore"):
        crypto.seal("SA03")


def test_the_blind_index_depends_on_purpose_and_key(keys_file):
    one = crypto.blind("1000000008", "id")
    assert one == crypto.blind("1000000008", "id") != crypto.blind("1000000008", "iban")
    keys = json.loads(keys_file.read_text())
    installation.keep_secrets(keys_file.parent, {**keys, "blind_key": "another"})
    assert crypto.blind("1000000008", "id") != one


@pytest.mark.django_db
def test_an_encrypted_field_leaves_nothing_readable_below():
    field = crypto.EncryptedTextField()
    kept = field.get_prep_value("12,000")
    assert kept != "12,000" and field.from_db_value(kept, None, None) == "12,000"
    assert field.get_prep_value("") == "" == field.from_db_value("", None, None)
    assert field.get_prep_value(None) is None
