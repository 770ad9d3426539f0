"""A browser without a screen: it reads pages, fills in the forms it finds on them, and sends
them.
"""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx

# A scan of ten pages is read while the browser waits.
PATIENCE = httpx.Timeout(60, read=240)
VOID_TYPES = ("submit", "button", "reset", "image", "file")
Files = dict[str, tuple[str, bytes, str]]


class Unexpected(Exception):
    """A page was not what a person would have found; the text says what was there."""


@dataclass
class Form:
    """One form of a page, with the values it was drawn with."""

    action: str
    method: str = "get"
    values: list[tuple[str, str]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    options: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    can_send: bool = False

    def choose(self, name: str, label: str = "") -> str:
        """The value behind the words of a choice; the first real one when no words are given."""
        for value, words in self.options.get(name, ()):
            if value and label in words:
                return value
        raise Unexpected(f"{name} offers no “{label}”: {self.options.get(name)}")


@dataclass
class Page:
    """What the server answered, as a person reads it."""

    url: str
    status: int
    html: str
    content: bytes
    forms: list[Form] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    days: list[str] = field(default_factory=list)
    text: str = ""
    alerts: list[str] = field(default_factory=list)

    @property
    def path(self) -> str:
        return urlsplit(self.url).path

    def form(self, part: str = "", *, having: str = "") -> Form:
        """The first form whose address contains `part` and that has the field `having`."""
        for form in self.forms:
            if (
                part in form.action
                and (not having or having in form.names)
                and "language" not in form.action
            ):
                return form
        raise Unexpected(f"No form {part!r} {having!r} on {self.path}. {self.said()}")

    def has_form(self, part: str) -> bool:
        """Whether such a form is offered, with a button that is not off."""
        return any(part in form.action and form.can_send for form in self.forms)

    def link(self, part: str, *, last: bool = False) -> str:
        """The first link whose address fits the pattern `part`."""
        links = [link for link in self.links if re.search(part, link)]
        if not links:
            raise Unexpected(f"No link {part!r} on {self.path}. {self.said()}")
        return links[-1 if last else 0]

    def said(self) -> str:
        """The messages of the page, else its first words."""
        return " | ".join(self.alerts) or " ".join(self.text.split())[:300]


class _Reader(HTMLParser):
    """Collects forms, links, days and words."""

    def __init__(self, page: Page) -> None:
        super().__init__(convert_charrefs=True)
        self.page = page
        self.form: Form | None = None
        self.select = self.area = self.option = ""
        self.chosen: list[str] = []
        self.words: list[str] = []
        self.alert: list[str] | None = None
        self.depth = self.alert_depth = 0
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {key: value or "" for key, value in attrs}
        if tag == "a" and attributes.get("href"):
            self.page.links.append(urljoin(self.page.url, attributes["href"]))
        elif tag == "time" and attributes.get("datetime"):
            self.page.days.append(attributes["datetime"])
        elif tag == "form":
            action = urljoin(self.page.url, attributes.get("action") or self.page.url)
            self.form = Form(action=action, method=attributes.get("method", "get").lower())
            self.page.forms.append(self.form)
        elif tag in ("script", "style"):
            self.silent += 1
        elif tag == "button" and self.form is not None:
            self._button(attributes)
        elif tag == "div":
            self._open_div(attributes)
        elif self.form is not None:
            self._field(tag, attributes)

    def _button(self, attributes: dict[str, str]) -> None:
        assert self.form is not None  # noqa: S101  # the caller looked
        if (
            attributes.get("type", "submit") != "submit"
            or "disabled" in attributes
            or attributes.get("aria-disabled") == "true"
        ):
            return
        self.form.can_send = True
        if attributes.get("formaction"):
            url = urljoin(self.page.url, attributes["formaction"])
            self.page.forms.append(
                Form(url, "post", self.form.values, self.form.names, can_send=True)
            )

    def _open_div(self, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.alert is None and {"alert", "errors"} & set(attributes.get("class", "").split()):
            self.alert, self.alert_depth = [], self.depth

    def _field(self, tag: str, attributes: dict[str, str]) -> None:
        assert self.form is not None  # noqa: S101  # the caller looked
        name = attributes.get("name", "")
        if tag == "input" and name and attributes.get("type") not in VOID_TYPES:
            self.form.names.add(name)
            if attributes.get("type") in ("radio", "checkbox"):
                self.form.options.setdefault(name, []).append((attributes.get("value", "on"), ""))
                if "checked" not in attributes:
                    return
            self.form.values.append(
                (
                    name,
                    attributes.get("value", "on" if attributes.get("type") == "checkbox" else ""),
                )
            )
        elif tag == "input" and name and attributes.get("type") == "file":
            self.form.names.add(name)
        elif tag == "select" and name:
            self.select, self.chosen = name, []
            self.form.names.add(name)
            self.form.options[name] = []
        elif tag == "option" and self.select:
            self.form.options[self.select].append((attributes.get("value", ""), ""))
            self.option = self.select
            if "selected" in attributes:
                self.chosen.append(attributes.get("value", ""))
        elif tag == "textarea" and name:
            self.area = name
            self.form.names.add(name)
            self.form.values.append((name, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        elif tag == "select" and self.form is not None:
            first = [value for value, _words in self.form.options.get(self.select, [])][:1]
            self.form.values += [(self.select, value) for value in self.chosen or first]
            self.select = ""
        elif tag == "option":
            self.option = ""
        elif tag == "textarea" and self.form is not None:
            name, value = self.form.values[-1]
            self.form.values[-1] = (name, value.removeprefix("\n"))
            self.area = ""
        elif tag in ("script", "style"):
            self.silent -= 1
        elif tag == "div":
            if self.alert is not None and self.depth == self.alert_depth:
                self.page.alerts.append(" ".join("".join(self.alert).split()))
                self.alert = None
            self.depth -= 1

    def handle_data(self, data: str) -> None:
        if self.silent:
            return
        self.words.append(data)
        if self.alert is not None:
            self.alert.append(data)
        if self.form is not None and self.area:
            name, value = self.form.values[-1]
            self.form.values[-1] = (name, value + data)
        elif self.form is not None and self.option and self.form.options[self.option]:
            value, words = self.form.options[self.option][-1]
            self.form.options[self.option][-1] = (value, words + data.strip())
        elif self.form is not None and data.strip():
            self._name_choice(data.strip())

    def _name_choice(self, words: str) -> None:
        """The words that follow a radio button or a box are its name."""
        assert self.form is not None  # noqa: S101  # the caller looked
        for choices in reversed(list(self.form.options.values())):
            if choices and not choices[-1][1]:
                choices[-1] = (choices[-1][0], words)
                return


def read(url: str, status: int, html: str, content: bytes) -> Page:
    """A page from what was received."""
    page = Page(url=url, status=status, html=html, content=content)
    reader = _Reader(page)
    reader.feed(html)
    page.text = "".join(reader.words)
    return page


class Browser:
    """One person's browser: cookies, pages, forms."""

    def __init__(self, base: str, language: str = "ar") -> None:
        self.base = base
        headers = {"Accept-Language": language, "User-Agent": "wasl journey", "Accept": "text/html"}
        self.http = httpx.Client(
            base_url=base, headers=headers, follow_redirects=True, timeout=PATIENCE
        )
        self.page = Page(url=base, status=0, html="", content=b"")

    def get(self, path: str, *, status: int = 200) -> Page:
        """Open a page."""
        return self._seen(self.http.get(path), status)

    def send(
        self,
        form: Form,
        values: dict[str, Any] | None = None,
        files: Files | None = None,
        *,
        status: int = 200,
    ) -> Page:
        """Fill in a form and send it: what was drawn stays, `values` replace it; lists are several
        boxes.
        """
        overrides = values or {}
        pairs = [pair for pair in form.values if pair[0] not in overrides]
        for name, value in overrides.items():
            pairs += [(name, str(item)) for item in (value if isinstance(value, list) else [value])]
        headers = {"Referer": self.page.url or self.base}
        if form.method == "get":
            return self._seen(
                self.http.get(form.action, params=httpx.QueryParams(tuple(pairs)), headers=headers),
                status,
            )
        data: dict[str, Any] = {}
        for name, value in pairs:
            data.setdefault(name, []).append(value)
        return self._seen(
            self.http.post(form.action, data=data, files=files, headers=headers), status
        )

    def pdf(self, path: str) -> bytes:
        """A paper, as its file."""
        answer = self.http.get(path)
        if answer.status_code != 200 or not answer.content.startswith(b"%PDF"):
            raise Unexpected(f"{path} is no PDF: {answer.status_code}")
        return answer.content

    def _seen(self, answer: httpx.Response, status: int) -> Page:
        is_text = "html" in answer.headers.get("content-type", "")
        page = read(
            str(answer.url), answer.status_code, answer.text if is_text else "", answer.content
        )
        if answer.status_code != status:
            raise Unexpected(
                f"{answer.request.method} {page.path} answered {answer.status_code}. {page.said()}"
            )
        self.page = page
        return page
