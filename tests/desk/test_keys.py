"""The list of keys tells every key that a page knows, to those whose page it is."""

import re
from pathlib import Path

import pytest

from tests.factories import staff
from wasl.desk.shortcuts import GROUPS, groups

WASL = Path(__file__).resolve().parents[2] / "wasl"


def told():
    return {key.lower() for _title, keys in GROUPS for one in keys for key in one.keys}


def test_every_key_of_a_page_is_told():
    pages = "\n".join(path.read_text() for path in WASL.rglob("templates/**/*.html"))
    used = set(re.findall(r'data-key="([^"{]+)"', pages)) | set(
        re.findall(r'\bkey="([a-z])"', pages)
    )
    assert used and used <= told()


def test_no_key_means_two_things_where_both_stand():
    everywhere = {key for one in GROUPS[0][1] for key in one.keys}
    for title, keys in GROUPS[1:-1]:
        assert not everywhere & {key for one in keys for key in one.keys}, title


@pytest.mark.django_db
def test_the_list_is_a_dialog_and_a_page(client, association):
    client.force_login(staff("noura"))
    part = client.get("/desk/keys/", headers={"HX-Request": "true"}).content.decode()
    whole = " ".join(client.get("/desk/keys/").content.decode().split())
    assert "<html" not in part and 'id="quick-title"' in part
    assert " ".join(part[part.index("<p") :].split()) in whole


@pytest.mark.django_db
def test_nobody_is_told_keys_that_do_nothing_for_them(association):
    keys = {key for _title, some in groups(staff("lama")) for one in some for key in one.keys}
    assert "N" not in keys and "?" in keys and "H" in keys
