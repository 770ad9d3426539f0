"""Word files, read from their XML.

Text inserted under tracked changes counts, deleted text does not, and tables are read cell by cell.
The usual library leaves out inserted text (ADR 10).
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from wasl.common.text import ascii_digits, clean
from wasl.governance.scrutiny.lines import Line, Source
from wasl.governance.scrutiny.numbering import Numbers

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BOX = f"{W}txbxContent"
# The copy of a drawing that Word adds for older readers; its text box is the same text again.
OLDER = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# Bytes of a part once unpacked.
MOST_XML = 80 * 1024 * 1024
BODY_LEVEL = 9  # Word's outline level of ordinary text
HEADING = re.compile(r"(?i)^(?:heading|title|عنوان|العنوان)")


class BadDocument(Exception):
    """The Word file cannot be read; `reason` is the sentence to show."""

    def __init__(self, reason: str | Promise) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class _Word:
    """The parts of a Word file that hold its text: body, styles by id, numbering, notes."""

    body: Any
    styles: dict[str, str]
    numbers: Numbers
    notes: list[Any]


def read(content: bytes) -> Source:
    """Return the lines of a Word file, a paragraph or a table row each. Raises `BadDocument`."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            body = _part(archive, "document").find(f"{W}body")
            styles = _optional(archive, "styles")
            word = _Word(
                body=body,
                styles=_names(styles),
                numbers=Numbers(_optional(archive, "numbering"), styles),
                notes=[note for kind in ("footnote", "endnote") for note in _notes(archive, kind)],
            )
        if body is None:
            raise KeyError("body")
    except (
        zipfile.BadZipFile,
        zlib.error,
        KeyError,
        ParseError,
        DefusedXmlException,
        # zipfile raises this for an entry that is encrypted.
        RuntimeError,
    ) as error:
        raise BadDocument(
            gettext_lazy("The Word file is damaged or protected by a password.")
        ) from error
    return _lines(word)


def _part(archive: zipfile.ZipFile, name: str) -> Any:
    """Return a part of the file, parsed.

    Raises `KeyError` where it is missing, `BadDocument` where it is too large.
    """
    path = f"word/{name}.xml"
    # Asked before unpacking: a small archive may hold gigabytes.
    if archive.getinfo(path).file_size > MOST_XML:
        raise BadDocument(gettext_lazy("The text of this file is too large to be a policy."))
    return fromstring(archive.read(path))


def _optional(archive: zipfile.ZipFile, name: str) -> Any:
    try:
        return _part(archive, name)
    except KeyError:
        return None


def _notes(archive: zipfile.ZipFile, kind: str) -> Iterator[Any]:
    """Yield the notes of a kind, without the separator lines that Word stores among them."""
    root = _optional(archive, f"{kind}s")
    for note in root.iter(f"{W}{kind}") if root is not None else ():
        if note.get(f"{W}type", "normal") == "normal":
            yield note


def _lines(word: _Word) -> Source:
    lines: list[Line] = []
    remarks: list[tuple[str, Line]] = []
    page = number = 1
    for block in _blocks(word.body):
        style = _style(block, word.styles)
        mark = word.numbers.before(block) if block.tag == f"{W}p" else ""
        for part, text in enumerate(_texts(block)):
            # A paragraph that runs over a page break gives a line on each page.
            if part:
                page, number = page + 1, 1
            words = clean(f"{mark} {text}" if mark and text.strip() and not part else text)
            row = block.tag == f"{W}tr"
            lines.append(Line(words, page, number, style is not None, level=style or 0, row=row))
            number += 1
        if changed := _changed(block):
            remarks.append((changed, lines[-1]))
    for note in word.notes:
        text = clean(" ".join("".join(_texts(paragraph)) for paragraph in note.iter(f"{W}p")))
        # The empty line keeps a note from running on from the text before it.
        lines += [Line("", page, number), Line(text, page, number + 1)] if text else []
        number += 2
    return Source(lines, remarks)


def _names(styles: Any) -> dict[str, str]:
    """Return the name of each style by its id."""
    if styles is None:
        return {}
    named = (
        (style.get(f"{W}styleId"), style.find(f"{W}name")) for style in styles.iter(f"{W}style")
    )
    return {key: name.get(f"{W}val", "") for key, name in named if key and name is not None}


def _blocks(node: Any) -> Iterator[Any]:
    """Yield paragraphs and table rows in reading order, from inside whatever wraps them."""
    for child in node:
        if child.tag in (f"{W}p", f"{W}tr"):
            yield child
            for box in _boxes(child):
                yield from _blocks(box)
        elif child.tag in (
            f"{W}tbl",
            f"{W}sdt",
            f"{W}sdtContent",
            f"{W}ins",
            f"{W}moveTo",
            f"{W}customXml",
        ):
            yield from _blocks(child)


def _boxes(block: Any) -> Iterator[Any]:
    """Yield the text boxes of a paragraph once each, without the second copy for older readers."""
    for child in block:
        if child.tag == BOX:
            yield child
        elif child.tag != OLDER:
            yield from _boxes(child)


def _texts(block: Any) -> list[str]:
    """Return the text of a paragraph or row; a new string begins where a page does."""
    if block.tag == f"{W}tr":
        cells = [
            " ".join(
                text
                for paragraph in _paragraphs(cell)
                if (text := "".join(_texts(paragraph)).strip())
            )
            for cell in block.iter(f"{W}tc")
        ]
        # Empty cells in the middle keep their place as a dash; those at the end say nothing.
        while cells and not cells[-1]:
            cells.pop()
        return [" · ".join(cell or "–" for cell in cells)]
    texts = [""]
    for node in _kept_nodes(block):
        if node.tag == f"{W}t":
            texts[-1] += node.text or ""
        elif node.tag == f"{W}noBreakHyphen":
            texts[-1] += "-"
        elif node.tag in (f"{W}tab", f"{W}cr") or (
            node.tag == f"{W}br" and node.get(f"{W}type") != "page"
        ):
            texts[-1] += " "
        # The second is where Word itself last broke the
        # page: it makes the places of findings right.
        elif node.tag in (f"{W}br", f"{W}lastRenderedPageBreak"):
            texts.append("")
    return [text for text in texts if text.strip()] or [""]


def _paragraphs(cell: Any) -> Iterator[Any]:
    """Yield the paragraphs of a cell, without those of a table nested in it."""
    for child in cell:
        if child.tag == f"{W}p":
            yield child
        # The caller's `iter` visits the nested cells by themselves.
        elif child.tag != f"{W}tc":
            yield from _paragraphs(child)


def _kept_nodes(node: Any) -> Iterator[Any]:
    """Yield every node below, without tracked deletions, moved-away text and text boxes."""
    for child in node:
        if child.tag in (f"{W}del", f"{W}moveFrom", f"{W}rPr", f"{W}pPr", BOX, OLDER):
            continue
        yield child
        yield from _kept_nodes(child)


def _style(block: Any, names: dict[str, str]) -> int | None:
    """Return the heading level that a paragraph's outline or style gives it, 0 for a title.

    None when it is no heading.
    """
    if block.tag != f"{W}p":
        return None
    outline = block.find(f"{W}pPr/{W}outlineLvl")
    if (
        outline is not None
        and (level := outline.get(f"{W}val", "")).isdigit()
        and int(level) < BODY_LEVEL
    ):
        return int(level) + 1
    style = block.find(f"{W}pPr/{W}pStyle")
    key = style.get(f"{W}val", "") if style is not None else ""
    name = names.get(key, key)
    if not HEADING.match(name):
        return None
    digit = re.search(r"\d", ascii_digits(name))
    return int(digit.group()) if digit else 0


def _changed(block: Any) -> str:
    """Return the words that tracked changes add or remove in a block, as «-removed- +added+»."""
    changes = []
    for node in block.iter():
        sign = {"ins": "+", "moveTo": "+", "del": "-", "moveFrom": "-"}.get(
            node.tag.removeprefix(W), ""
        )
        if sign:
            words = "".join(
                text.text or "" for kind in ("t", "delText") for text in node.iter(f"{W}{kind}")
            )
            changes += [f"{sign}{' '.join(words.split())}{sign}"] if words.strip() else []
    return " ".join(changes)[:120]
