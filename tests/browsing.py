"""How a browser asks: the headers of a page that is opened, and of a part of a page that a script
fetches.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.journeys.pages import every_page
from tests.journeys.world import World

# As Chromium sends them with a typed address, with a link of the same site, and with a request of
# htmx.
OPENED = {
    "sec-fetch-dest": "document",
    "sec-fetch-mode": "navigate",
    "sec-fetch-site": "none",
    "sec-fetch-user": "?1",
    "accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
    "accept-encoding": "gzip, deflate, br, zstd",
    "accept-language": "ar,en;q=0.9",
    "upgrade-insecure-requests": "1",
}
FOLLOWED = OPENED | {
    "sec-fetch-site": "same-origin",
    "referer": "http://testserver/desk/",
    "accept-encoding": "gzip",
}
PART = {
    "sec-fetch-dest": "empty",
    "sec-fetch-mode": "cors",
    "sec-fetch-site": "same-origin",
    "accept": "*/*",
    "accept-encoding": "gzip, deflate, br",
    "hx-request": "true",
    "hx-current-url": "http://testserver/desk/",
    "referer": "http://testserver/desk/",
}
BROTLI = OPENED | {"accept-encoding": "br"}


@dataclass(frozen=True)
class Answer:
    """What came back: the body decompressed as a browser would."""

    status: int
    kind: str
    body: bytes

    @property
    def is_page(self) -> bool:
        """Whether it is a whole page of ours, in a language, with a heading."""
        return b"<!doctype html>" in self.body[:400].lower() and b"<html lang=" in self.body[:800]


def addresses(world: World) -> Iterator[tuple[str, str]]:
    """Name and address of everything in the URL table, with an object of the world behind it."""
    for page in every_page():
        address = page.address(world.samples)
        assert address, f"{page.name}: no sample for {', '.join(page.arguments)}"
        yield page.name, address


@contextmanager
def quiet() -> Iterator[None]:
    """Refusals of every kind fill no log."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(before)
