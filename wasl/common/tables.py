"""Incoming tables, Excel or CSV, recognised by content and read row by row in bounded memory.

`open_table` opens a file, or refuses it with a sentence that says what to do.
"""

from django.template.defaultfilters import filesizeformat
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wasl.common.cells import BadTable, Table
from wasl.common.separated import Csv
from wasl.common.workbooks import Workbook

# The first bytes of Office's container from before 2007.
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def open_table(content: bytes, limit: int) -> Table:
    """Return the uploaded table, ready to read.

    Raises `BadTable` with a sentence for everything else.
    """
    if not content:
        raise BadTable(_("The file is empty."))
    if len(content) > limit:
        raise BadTable(
            _(
                "The file is larger than %(limit)s. Divide it into several files and "
                "bring them one by one."
            )
            % {"limit": filesizeformat(limit)}
        )
    if content.startswith(b"PK"):
        return Workbook(content)
    if content.startswith(OLE):
        raise BadTable(_ole(content))
    if refusal := _other(content[:2048]):
        raise BadTable(refusal)
    return Csv(content)


def _ole(content: bytes) -> Promise:
    """Explain a file in Office's old container: it has a password, or is from before 2007."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return _(
            "The workbook is protected by a password. Open it in Excel, take the password off, "
            "save, and try again."
        )
    if any(name.encode("utf-16-le") in content for name in ("Workbook", "Book")):
        return _(
            "This is a workbook of the old kind (xls). Open it in Excel and save it as Excel "
            "Workbook (xlsx)."
        )
    return _(
        "This is not a workbook. Open it in Excel and save it as Excel Workbook (xlsx) or CSV."
    )


def _other(head: bytes) -> Promise | None:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head:
        return _(
            "This is a workbook in XML. Open it in Excel and save it as Excel Workbook (xlsx)."
        )
    if start.startswith((b"<", b"mime-version:")):
        return _(
            "This is a web page with the name of a workbook. Open it in Excel and save it as "
            "Excel Workbook (xlsx)."
        )
    if start.startswith(b"%pdf"):
        return _(
            "This is a PDF, from which no table can be read. Bring the workbook it "
            "was printed from."
        )
    if head.startswith((b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM")) or head[4:8] == b"ftyp":
        return _("This is a picture, from which no table can be read. Bring the workbook.")
    if start.startswith((b"{\\rtf", b"{", b"[")):
        return _("This is not a table. Bring an Excel workbook (xlsx) or a CSV file.")
    return None
