"""What search engines find, in which language, and what they are kept from."""

import json
import re
import xml.etree.ElementTree as ElementTree

import pytest

from tests.addresses import own
from tests.portal.test_weight import public_addresses

pytestmark = pytest.mark.clause("CHA-7")
SPACES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


@pytest.fixture
def site(settings) -> str:
    settings.PUBLIC_URL = "https://wadi.example"
    return settings.PUBLIC_URL


def head(client, path, **query) -> str:
    return client.get(path, query).content.decode().split("</head>")[0]


def test_every_public_page_has_its_address_in_each_language(client, catalogue, topic, site):
    titles = {}
    for path in public_addresses():
        for language, own_address in (("ar", f"{site}{path}"), ("en", f"{site}{path}?lang=en")):
            found = head(client, path, lang=language)
            assert f'<link rel="canonical" href="{own_address}">' in found
            assert f'<html lang="{language}"' in found
            for other, there in (("ar", ""), ("en", "?lang=en"), ("x-default", "")):
                assert (
                    f'<link rel="alternate" hreflang="{other}" href="{site}{path}{there}">' in found
                )
            assert len(re.search(r'<meta name="description"\s+content="([^"]+)"', found)[1]) > 20, (
                path
            )
            titles.setdefault((language, re.search(r"<title>(.+?)</title>", found)[1]), set()).add(
                path
            )
    twice = [
        paths
        for paths in titles.values()
        if len({re.sub(r"\d+/$", "", path) for path in paths}) > 1
    ]
    assert not twice, "two pages under one title"


def test_a_search_is_no_page_of_its_own(client, catalogue, site):
    assert f'rel="canonical" href="{site}/services/"' in head(
        client, "/services/", q="إيجار", lang="ar"
    )


def test_the_map_names_every_public_page_in_both_languages(client, catalogue, site):
    answer = client.get("/sitemap.xml")
    assert answer["Content-Type"].startswith("application/xml")
    rows = ElementTree.fromstring(answer.content).findall("s:url", SPACES)
    places = [row.find("s:loc", SPACES).text for row in rows]
    assert len(places) == len(set(places))
    for path in (
        "/",
        "/services/",
        "/services/school-kit/",
        "/policy/",
        "/board/",
        "/answers/",
        "/privacy/",
    ):
        assert {f"{site}{path}", f"{site}{path}?lang=en"} <= set(places), path
    assert all(len(row.findall("x:link", SPACES)) == 2 for row in rows)
    assert not [
        place for place in places if re.search(r"/(desk|my|apply|identify|track|account)/", place)
    ]
    for place in places:
        assert client.get(place.removeprefix(site)).status_code == 200


def test_robots_are_told_the_map_and_kept_from_what_begins_a_request(client, catalogue, site):
    text = client.get("/robots.txt").content.decode().splitlines()
    assert {
        "User-agent: *",
        "Disallow: /apply/",
        "Disallow: /my/",
        f"Sitemap: {site}/sitemap.xml",
    } <= set(text)


@pytest.mark.clause("PRE-6")
def test_only_public_pages_may_be_kept(client, catalogue, admin):
    public = set(public_addresses())
    assert "X-Robots-Tag" not in client.get("/")
    for address, _pattern in own():
        if address not in public:
            assert client.get(address)["X-Robots-Tag"] == "noindex, nofollow", address
    assert client.get("/services/no-such/")["X-Robots-Tag"] == "noindex, nofollow"
    assert 'name="robots" content="noindex"' in head(client, "/track/")
    client.force_login(admin)
    assert client.get("/account/manage/")["X-Robots-Tag"] == "noindex, nofollow"


def test_machines_read_who_the_association_is(client, catalogue, association):
    association.name_ar = "جمعية </script> الوادي"
    association.save()
    block = re.search(
        r'<script type="application/ld\+json">(.+?)</script>', client.get("/").content.decode()
    )[1]
    told = json.loads(block)
    assert told["@type"] == "NGO"
    assert told["name"] == "جمعية </script> الوادي"
    assert told["identifier"] == "9001"


def test_links_may_be_asked_for_their_head_alone(client, catalogue, topic):
    for path in public_addresses():
        assert client.head(path).status_code == 200, path
