"""Word files, straight from their XML: what was inserted under tracked changes counts, what was deleted does not, tables are read
cell by cell. (The usual library leaves out inserted text; see the ADR on reading policies.)
"""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from wasl.common.text import clean
from wasl.governance.scrutiny.lines import Line, Source

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MOST_XML = 80 * 1024 * 1024
HEADING = re.compile(r"(?i)^(?:heading|title|عنوان|العنوان)")


class BadDocument(Exception):
    """The Word file cannot be read; `reason` is the sentence to show."""

    def __init__(self, reason: str | Promise) -> None:
        super().__init__(reason)
        self.reason = reason


def read(content: bytes) -> Source:
    """The lines of a Word file: a paragraph or a table's row each. Raises `BadDocument`."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if archive.getinfo("word/document.xml").file_size > MOST_XML:
                raise BadDocument(gettext_lazy("The text of this file is too large to be a policy."))
            body = fromstring(archive.read("word/document.xml")).find(f"{W}body")
            names = _styles(archive)
        if body is None:
            raise KeyError("body")
    except (zipfile.BadZipFile, KeyError, ParseError, DefusedXmlException, RuntimeError) as error:
        raise BadDocument(gettext_lazy("The Word file is damaged or protected by a password.")) from error
    return _lines(body, names)


def _lines(body: Any, names: dict[str, str]) -> Source:
    lines: list[Line] = []
    remarks: list[tuple[str, Line]] = []
    page = number = 1
    for block in _blocks(body):
        styled = _is_heading(block, names)
        for part, text in enumerate(_texts(block)):
            if part:
                page, number = page + 1, 1
            line = Line(clean(text), page, number, styled)
            lines.append(line)
            number += 1
        if changed := _changed(block):
            remarks.append((changed, lines[-1]))
    return Source(lines, remarks)


def _styles(archive: zipfile.ZipFile) -> dict[str, str]:
    """The name of each style by its id."""
    try:
        root = fromstring(archive.read("word/styles.xml"))
    except KeyError:
        return {}
    named = ((style.get(f"{W}styleId"), style.find(f"{W}name")) for style in root.iter(f"{W}style"))
    return {key: name.get(f"{W}val", "") for key, name in named if key and name is not None}


def _blocks(node: Any) -> Iterator[Any]:
    """Paragraphs, and rows of tables, in the order they are read; what wraps them is gone through."""
    for child in node:
        if child.tag in (f"{W}p", f"{W}tr"):
            yield child
        elif child.tag in (f"{W}tbl", f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}moveTo", f"{W}customXml"):
            yield from _blocks(child)


def _texts(block: Any) -> list[str]:
    """The text of a paragraph or row; a new string begins where a page does."""
    if block.tag == f"{W}tr":
        cells = ["".join(_texts(paragraph)) for cell in block.iter(f"{W}tc") for paragraph in cell.iter(f"{W}p")]
        return [" · ".join(text for text in cells if text.strip())]
    texts = [""]
    for node in _kept(block):
        if node.tag == f"{W}t":
            texts[-1] += node.text or ""
        elif node.tag in (f"{W}tab", f"{W}cr") or (node.tag == f"{W}br" and node.get(f"{W}type") != "page"):
            texts[-1] += " "
        elif node.tag in (f"{W}br", f"{W}lastRenderedPageBreak"):
            texts.append("")
    return [text for text in texts if text.strip()] or [""]


def _kept(node: Any) -> Iterator[Any]:
    """Everything below, without what a tracked change deleted or moved away."""
    for child in node:
        if child.tag in (f"{W}del", f"{W}moveFrom", f"{W}rPr", f"{W}pPr"):
            continue
        yield child
        yield from _kept(child)


def _is_heading(block: Any, names: dict[str, str]) -> bool:
    style = block.find(f"{W}pPr/{W}pStyle")
    outline = block.find(f"{W}pPr/{W}outlineLvl")
    if outline is not None:
        return True
    key = style.get(f"{W}val", "") if style is not None else ""
    return bool(HEADING.match(names.get(key, key)))


def _changed(block: Any) -> str:
    """The words that tracked changes put in or take out in this block, in its order: «-taken out- +put in+»."""
    said = []
    for node in block.iter():
        sign = {"ins": "+", "moveTo": "+", "del": "-", "moveFrom": "-"}.get(node.tag.removeprefix(W), "")
        if sign:
            words = "".join(text.text or "" for kind in ("t", "delText") for text in node.iter(f"{W}{kind}"))
            said += [f"{sign}{' '.join(words.split())}{sign}"] if words.strip() else []
    return " ".join(said)[:120]
