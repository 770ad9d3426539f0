"""PDFs made passive: what acts by itself is taken out, what is no document is refused.

No Django here: the child that runs this knows nothing of the site. A PDF that is whole and has
nothing active is kept byte for byte, because it may be signed.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from PIL import Image
from pypdf import PasswordType, PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NullObject, StreamObject

from wasl.common.reading.refusals import MOST_PAGES, NotTaken, Why

MOST_OBJECTS = 50_000
MOST_NODES = 20 * MOST_OBJECTS
# FPDF_REMOVE_SECURITY of PDFium.
WITHOUT_PASSWORD = 3
# Readers look for the head within this many bytes.
HEAD = 1024
MOST_XML = 5 * 1024 * 1024
# The generation number of a free entry in the cross-reference table.
FREE = 65535
COMPARED_PAGES = 5
COMPARED_SIDE = 96
MOST_DIFFERENCE = 12.0
BROKEN = (
    PyPdfError, ValueError, TypeError, KeyError, AttributeError, IndexError, OSError,
    AssertionError, OverflowError, NotImplementedError, UnicodeError,
)  # fmt: skip

# Keys that act by themselves or attach files. A reader sees none of them on a page.
ACTIVE_KEYS = {
    "/AA", "/JS", "/JavaScript", "/PA", "/XFA", "/EmbeddedFiles", "/EF", "/AF", "/Collection",
    "/RichMediaContent", "/RichMediaSettings", "/NeedsRendering",
}  # fmt: skip
ACTIVE_STEPS = {
    "/JavaScript", "/Launch", "/GoToR", "/GoToE", "/GoToDp", "/Thread", "/Sound", "/Movie", "/Hide",
    "/SubmitForm", "/ResetForm", "/ImportData", "/SetOCGState", "/Rendition", "/GoTo3DView",
    "/RichMediaExecute",
}  # fmt: skip
# Keys by which a stream says that its data lie in another file.
ELSEWHERE = {
    "/F",
    "/FFilter",
    "/FDecodeParms",
}
FILM = {"/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"}
# Names that may lie in parts of the file that nothing refers to, where another reader may find
# them.
LEFT_BEHIND = re.compile(
    rb"/(?:JavaScript|Launch|EmbeddedFile|SubmitForm|RichMedia|GoToE|GoToR|ImportData)\b"
)
PLAIN_LINK = re.compile(r"(?i)^(?:https?://|mailto:|tel:)[\x21-\x7e]+$")


@dataclass
class _Findings:
    """The results of a walk through a PDF."""

    active: bool = False
    missing: bool = False
    invoices: list[tuple[str, bytes]] = field(default_factory=list)


def answer(_asked: dict[str, Any], content: bytes) -> tuple[dict[str, Any], list[bytes]]:
    """Return the PDF to keep, and the XML invoices that it carried."""
    plain, is_whole = _cut(content)
    reader, changed = _opened(plain, is_whole)
    pages = _pages(reader, is_whole)
    findings = _looked_through(reader)
    if findings.missing and not is_whole:
        raise NotTaken(Why.CUT_SHORT)
    if changed or findings.active or LEFT_BEHIND.search(plain):
        copy = _passive(reader)
        _refuse_unlike(plain, copy)
    else:
        copy = plain
    invoices = _distinct(findings.invoices)
    names = [name for name, _data in invoices]
    return {"kind": "pdf", "pages": pages, "names": names}, [
        copy,
        *(data for _name, data in invoices),
    ]


def _cut(content: bytes) -> tuple[bytes, bool]:
    """Return the PDF without bytes before its head and behind its end; and whether it has an
    end.
    """
    start = content.find(b"%PDF-", 0, HEAD + 5)
    if start < 0:
        raise NotTaken(Why.DAMAGED_PDF)
    end = content.rfind(b"%%EOF")
    if end < start:
        return content[start:], False
    # Five is the length of %%EOF.
    behind = content[end + 5 :]
    if not behind.strip():
        return content[start:], True
    return content[start : end + 5] + b"\n", True


def _opened(plain: bytes, is_whole: bool) -> tuple[PdfReader, bool]:
    """Open the PDF, repaired where a reader would repair it.

    Return whether it must be written anew. Raises `NotTaken`: locked, damaged or cut short.
    """
    try:
        reader = PdfReader(io.BytesIO(plain), strict=False)
        locked = reader.is_encrypted
        if locked and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
            raise NotTaken(Why.LOCKED)
        if len(reader.pages):
            reader.pages[0].mediabox  # noqa: B018 - read, not used: the first page can be reached
            return reader, locked or not is_whole or _is_bent(plain)
    # What pypdf cannot open, PDFium often can repair.
    except BROKEN:
        pass
    try:
        mended = io.BytesIO()
        pypdfium2.PdfDocument(plain).save(mended, flags=WITHOUT_PASSWORD)
        reader = PdfReader(mended, strict=False)
        if len(reader.pages):
            return reader, True
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise NotTaken(Why.LOCKED) from error
    except BROKEN:
        pass
    raise NotTaken(Why.DAMAGED_PDF if is_whole else Why.CUT_SHORT)


def _is_bent(plain: bytes) -> bool:
    """Return whether the cross-reference table is wrong, so that readers repair it differently."""
    try:
        PdfReader(io.BytesIO(plain), strict=True).pages[0].mediabox  # noqa: B018
    except BROKEN:
        return True
    return False


def _pages(reader: PdfReader, is_whole: bool) -> int:
    """Return the number of pages.

    Raises `NotTaken` when one cannot be read or there are too many.
    """
    try:
        pages = len(reader.pages)
        if not is_whole and _counted(reader) != pages:
            raise NotTaken(Why.CUT_SHORT)
        if pages <= MOST_PAGES and not is_whole:
            for page in reader.pages:
                if "/Contents" in page and page.get_contents() is None:
                    raise NotTaken(Why.CUT_SHORT)
    except BROKEN as error:
        raise NotTaken(Why.DAMAGED_PDF if is_whole else Why.CUT_SHORT) from error
    if not 1 <= pages <= MOST_PAGES:
        raise NotTaken(Why.PAGES)
    return pages


def _counted(reader: PdfReader) -> Any:
    """Return how many pages the file claims to have."""
    root = reader.root_object["/Pages"]
    return root.get("/Count") if isinstance(root, DictionaryObject) else None


def _looked_through(reader: PdfReader) -> _Findings:
    """Visit every object of the PDF once, streams not unpacked.

    Note active parts, missing parts and invoices; raises `NotTaken` for what is no document.
    """
    findings = _Findings()
    try:
        for node in _nodes(reader, findings):
            if any(_acts(node, key, node.raw_get(key)) for key in node):
                findings.active = True
            if node.get("/Subtype") in FILM and "/Rect" in node:
                raise NotTaken(Why.FILM)
            # The mark of a form that one program alone can show (ADR 46).
            if node.get("/NeedsRendering") == True:  # noqa: E712 - pypdf's own kind of truth
                raise NotTaken(Why.ONLY_A_FORM)
            if "/EF" in node:
                findings.invoices.append(_invoice(node))
    except BROKEN as error:
        raise NotTaken(Why.DAMAGED_PDF) from error
    return findings


def _nodes(reader: PdfReader, findings: _Findings) -> Iterator[DictionaryObject]:
    """Yield every dictionary: from the root on, then those only in the cross-reference table."""
    visited_ids: set[tuple[int, int]] = set()
    for node in _below([reader.trailer.raw_get("/Root")], visited_ids):
        findings.missing = findings.missing or node is None
        if node is not None:
            yield node
    placed: list[Any] = [
        reader.trailer,
        *(IndirectObject(number, 0, reader) for number in reader.xref_objStm),
    ]
    placed += [
        IndirectObject(number, generation, reader)
        for generation, places in reader.xref.items()
        for number in places
        if generation != FREE
    ]
    yield from (node for node in _below(placed, visited_ids) if node is not None)


def _below(
    start: list[Any], visited_ids: set[tuple[int, int]]
) -> Iterator[DictionaryObject | None]:
    """Yield every dictionary reachable from here and not visited yet.

    None for a reference that leads nowhere.

    Raises `NotTaken` beyond `MOST_NODES` or `MOST_OBJECTS`.
    """
    waiting, count = list(start), 0
    while waiting:
        node = waiting.pop()
        if isinstance(node, IndirectObject):
            if (node.idnum, node.generation) in visited_ids:
                continue
            visited_ids.add((node.idnum, node.generation))
            node = _reached(node)
        count += 1
        if count > MOST_NODES or len(visited_ids) > MOST_OBJECTS:
            raise NotTaken(Why.COMPLICATED)
        if node is None:
            yield None
        elif isinstance(node, DictionaryObject):
            yield node
            # Raw values: following a reference here would bypass the list of visited objects.
            waiting += [node.raw_get(key) for key in node]
        elif isinstance(node, ArrayObject):
            waiting += list.__iter__(node)


def _reached(reference: IndirectObject) -> Any:
    """Return the object of a reference; None where there is none, as readers treat it."""
    try:
        node = reference.get_object()
    except BROKEN:
        return None
    return None if isinstance(node, NullObject) else node


def _acts(node: DictionaryObject, key: str, value: Any) -> bool:
    """Return whether the value under a node's key acts by itself, or leads out of the file."""
    if key in ACTIVE_KEYS:
        return True
    if isinstance(node, StreamObject) and key in ELSEWHERE and "/F" in node:
        return True
    target = _reached(value) if isinstance(value, IndirectObject) else value
    if not isinstance(target, DictionaryObject):
        return False
    if key == "/OpenAction":
        return str(target.get("/S", "/GoTo")) != "/GoTo"
    # In the catalogue, /URI sets a base for every address: «javascript:», say.
    return key == "/URI" or _steps_out(target)


def _steps_out(node: Any) -> bool:
    """Return whether this is an action that does more than turn to a page or name a web address."""
    target = _reached(node) if isinstance(node, IndirectObject) else node
    if not isinstance(target, DictionaryObject):
        return False
    step = target.get("/S")
    if step == "/URI":
        return not PLAIN_LINK.match(_text(target.get("/URI")))
    return step in ACTIVE_STEPS


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        return value.decode("latin-1")
    return str(value or "").strip()


def _invoice(carrier: DictionaryObject) -> tuple[str, bytes]:
    """Return the name and data of an embedded XML file, as e-invoices are.

    Raises `NotTaken` for any other file.
    """
    streams = carrier["/EF"]
    stream = (
        streams.get("/UF", streams.get("/F")) if isinstance(streams, DictionaryObject) else None
    )
    stream = stream.get_object() if stream is not None else None
    if not isinstance(stream, StreamObject):
        raise NotTaken(Why.OTHER_FILES)
    data = stream.get_data()
    if len(data) > MOST_XML:
        raise NotTaken(Why.OTHER_FILES)
    try:
        fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise NotTaken(Why.OTHER_FILES) from error
    return _text(carrier.get("/UF") or carrier.get("/F")) or "invoice.xml", data


def _distinct(invoices: list[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
    """Return each file once, though several places of the PDF may name it.

    Raises `NotTaken` for a second invoice.
    """
    distinct = list({data: (name, data) for name, data in reversed(invoices)}.values())[::-1]
    if len(distinct) > 1:
        raise NotTaken(Why.OTHER_FILES)
    return distinct


def _passive(reader: PdfReader) -> bytes:
    """Write the PDF anew without active parts, files inside, password and unreferenced objects."""
    try:
        writer = PdfWriter(clone_from=reader)
        for node in list(writer._objects):
            _strip(node, set())
        _strip(writer.root_object, set())
        writer.compress_identical_objects(remove_duplicates=False, remove_unreferenced=True)
        buffer = io.BytesIO()
        writer.write(buffer)
    except BROKEN as error:
        raise NotTaken(Why.DAMAGED_PDF) from error
    return buffer.getvalue()


def _strip(node: Any, above: set[int]) -> None:
    """Remove every active key and action from a node and from its direct values."""
    # A container that holds itself would be walked for ever.
    if id(node) in above:
        return
    inside: list[Any] = []
    if isinstance(node, DictionaryObject):
        for key in [key for key in node if _acts(node, key, node.raw_get(key))]:
            del node[key]
        inside = [node.raw_get(key) for key in node]
    elif isinstance(node, ArrayObject):
        entries = [value for value in list.__iter__(node) if not _steps_out(value)]
        if len(entries) < len(node):
            node[:] = entries
        inside = entries
    for value in inside:
        if not isinstance(value, IndirectObject):
            _strip(value, above | {id(node)})


def _refuse_unlike(original: bytes, copy: bytes) -> None:
    """Raise `NotTaken` when the first pages look different, if the original can be drawn at all."""
    try:
        before = pypdfium2.PdfDocument(original)
        after = pypdfium2.PdfDocument(copy)
        for place in range(min(len(before), COMPARED_PAGES)):
            if _difference(_drawn(before[place]), _drawn(after[place])) > MOST_DIFFERENCE:
                raise NotTaken(Why.UNFAITHFUL)
    except (pypdfium2.PdfiumError, IndexError):
        return


def _drawn(page: pypdfium2.PdfPage) -> Image.Image:
    scale = COMPARED_SIDE / max(page.get_width(), page.get_height(), 1.0)
    drawn: Image.Image = page.render(
        scale=min(scale, 1.0), grayscale=True, may_draw_forms=False
    ).to_pil()
    return drawn.convert("L").resize((COMPARED_SIDE, COMPARED_SIDE))


def _difference(first: Image.Image, second: Image.Image) -> float:
    """Return the mean difference of brightness of two drawings, 255 at most."""
    values = first.tobytes()
    return sum(
        abs(value - other_value)
        for value, other_value in zip(values, second.tobytes(), strict=True)
    ) / len(values)
