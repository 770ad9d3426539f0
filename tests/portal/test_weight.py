"""The public site on a slow phone: what a page weighs on the wire, that it asks for nothing else,
and leaves nothing behind.
"""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from tests.addresses import addresses

pytestmark = pytest.mark.clause("CHA-7", "AIM-1")
LIMIT = 60_000
PER_PAGE = 12


def public_addresses() -> list[str]:
    """Every page marked as public, from the wiring, with an argument where it wants one."""
    filled = {"<slug:code>": "rent-arrears", "<int:number>": "1"}
    found = []
    for route, pattern in addresses():
        if getattr(pattern.callback, "indexed", False):
            for argument, value in filled.items():
                route = route.replace(argument, value)
            found += (
                [] if "<" in route else [f"/{route}"]
            )  # single answers are of the same template as all of them
    return found


# Pages one passes through to one's own request: not for search engines, for slow phones all the
# same.
DOORS = ["/identify/", "/track/", "/identify/code/", "/check/"]


def fetched(page: str) -> set[str]:
    """The files a page makes the browser fetch, fonts apart."""
    found = re.findall(r'(?:href|src)="/static/([^"#]+)', page)
    return {name for name in found if not name.endswith(".woff2")}


def weight_of(name: str) -> int:
    return len(gzip.compress(Path(finders.find(name)).read_bytes()))


@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_public_page_is_light_and_asks_for_little(
    client, catalogue, topic, committee, django_assert_max_num_queries, language
):
    heavy, weights = [], {}
    for path in [*public_addresses(), *DOORS]:
        with django_assert_max_num_queries(PER_PAGE):
            answer = client.get(path, {"lang": language})
        assert answer.status_code == 200, path
        page = answer.content.decode()
        assert not re.findall(
            r'(?:src|href)="(?:https?:)?//(?!testserver|127\.0\.0\.1)[^"]+\.(?:js|css|woff2)', page
        ), path
        total = len(gzip.compress(answer.content)) + sum(
            weights.setdefault(one, weight_of(one)) for one in fetched(page)
        )
        heavy += [f"{path} {total}"] if total > LIMIT else []
    assert not heavy, "\n".join(heavy)
    assert len(public_addresses()) >= 9


def test_a_page_goes_over_the_wire_compressed(client, catalogue):
    answer = client.get("/", headers={"accept-encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    assert len(answer.content) < 5_000


def test_reading_leaves_nothing_in_the_browser(client, catalogue, topic):
    for path in public_addresses():
        if path != "/contact/":  # its form carries the token against forgery
            client.get(path)
    assert not client.cookies
