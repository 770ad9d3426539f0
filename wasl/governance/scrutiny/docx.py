"""Word files, straight from their XML: what was inserted under tracked changes counts, what was
deleted does not, tables are read cell by cell. (The usual library leaves out inserted text; see the
ADR on reading policies.)
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
OLDER = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
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
    """The parts of a Word file that its text needs: the body, the styles by their id, and the notes
    under the pages.
    """

    body: Any
    styles: dict[str, str]
    numbers: Numbers
    notes: list[Any]


def read(content: bytes) -> Source:
    """The lines of a Word file: a paragraph or a table's row each. Raises `BadDocument`."""
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
        RuntimeError,
    ) as error:
        raise BadDocument(
            gettext_lazy("The Word file is damaged or protected by a password.")
        ) from error
    return _lines(word)


def _part(archive: zipfile.ZipFile, name: str) -> Any:
    """One part of the file, parsed. Raises `KeyError` where it is missing, `BadDocument` where it
    is too large.
    """
    path = f"word/{name}.xml"
    if archive.getinfo(path).file_size > MOST_XML:
        raise BadDocument(gettext_lazy("The text of this file is too large to be a policy."))
    return fromstring(archive.read(path))


def _optional(archive: zipfile.ZipFile, name: str) -> Any:
    try:
        return _part(archive, name)
    except KeyError:
        return None


def _notes(archive: zipfile.ZipFile, kind: str) -> Iterator[Any]:
    """The notes of a kind, without the lines that Word draws between them and the text."""
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
        lines += [Line("", page, number), Line(text, page, number + 1)] if text else []
        number += 2
    return Source(lines, remarks)


def _names(styles: Any) -> dict[str, str]:
    """The name of each style by its id."""
    if styles is None:
        return {}
    named = (
        (style.get(f"{W}styleId"), style.find(f"{W}name")) for style in styles.iter(f"{W}style")
    )
    return {key: name.get(f"{W}val", "") for key, name in named if key and name is not None}


def _blocks(node: Any) -> Iterator[Any]:
    """Paragraphs, and rows of tables, in the order they are read; what wraps them is gone
    through.
    """
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
    """The text boxes that hang on a paragraph, each once: older readers find a second copy beside
    it.
    """
    for child in block:
        if child.tag == BOX:
            yield child
        elif child.tag != OLDER:
            yield from _boxes(child)


def _texts(block: Any) -> list[str]:
    """The text of a paragraph or row; a new string begins where a page does."""
    if block.tag == f"{W}tr":
        cells = [
            " ".join(
                text
                for paragraph in _paragraphs(cell)
                if (text := "".join(_texts(paragraph)).strip())
            )
            for cell in block.iter(f"{W}tc")
        ]
        while cells and not cells[-1]:
            cells.pop()
        return [" · ".join(cell or "–" for cell in cells)]
    texts = [""]
    for node in _kept(block):
        if node.tag == f"{W}t":
            texts[-1] += node.text or ""
        elif node.tag == f"{W}noBreakHyphen":
            texts[-1] += "-"
        elif node.tag in (f"{W}tab", f"{W}cr") or (
            node.tag == f"{W}br" and node.get(f"{W}type") != "page"
        ):
            texts[-1] += " "
        elif node.tag in (f"{W}br", f"{W}lastRenderedPageBreak"):
            texts.append("")
    return [text for text in texts if text.strip()] or [""]


def _paragraphs(cell: Any) -> Iterator[Any]:
    """The paragraphs of a cell, without those of the cells of a table that stands inside it."""
    for child in cell:
        if child.tag == f"{W}p":
            yield child
        elif child.tag != f"{W}tc":
            yield from _paragraphs(child)


def _kept(node: Any) -> Iterator[Any]:
    """Everything below, without what a tracked change deleted or moved away, and without text
    boxes.
    """
    for child in node:
        if child.tag in (f"{W}del", f"{W}moveFrom", f"{W}rPr", f"{W}pPr", BOX, OLDER):
            continue
        yield child
        yield from _kept(child)


def _style(block: Any, names: dict[str, str]) -> int | None:
    """The level that a paragraph's style or outline gives it as a heading, 0 for a title; None when
    it is no heading.
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
    """The words that tracked changes put in or take out in this block, in its order: «-taken out-
    +put in+».
    """
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
