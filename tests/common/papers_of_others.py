"""PDFs written byte by byte, as other programs write them: honest ones with small faults, and ones
with something hidden inside.
"""

import io
import zlib

from pypdf import PdfReader, PdfWriter

PAGE = b"BT /F1 24 Tf 72 700 Td (Invoice 306) Tj ET\n0 0 0 rg 72 400 200 120 re f\n"
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def written(catalogue=b"", page=b"", objects=(), *, head=b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"):
    """A paper of one page; `catalogue` and `page` are added to those dictionaries, `objects` stand
    from number 10 on.
    """
    stream = zlib.compress(PAGE)
    numbered = {
        1: b"<< /Type /Catalog /Pages 2 0 R " + catalogue + b" >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> " + page + b" >>",
        4: b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(stream)
        + stream
        + b"\nendstream",
        5: FONT,
        **dict(enumerate(objects, start=10)),
    }
    body, places = bytearray(head), {}
    for number, content in numbered.items():
        places[number] = len(body)
        body += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    return bytes(body) + table(places, len(body))


def table(places, at):
    """The table of places, the trailer and the end."""
    most = max(places) + 1
    rows = [b"0000000000 65535 f \n"]
    rows += [
        b"%010d 00000 n \n" % places[n] if n in places else b"0000000000 00000 f \n"
        for n in range(1, most)
    ]
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (most, at)
    return b"xref\n0 %d\n" % most + b"".join(rows) + trailer


def locked(password, algorithm="AES-256"):
    """The paper under a password; '' is one that readers never ask for."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(written())))
    writer.encrypt(password, "owner", algorithm=algorithm)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def carrying(name, data, relation=b"/Alternative"):
    """The paper with a file inside, as PDF/A-3 says an e-invoice stands there."""
    file = (
        b"<< /Type /EmbeddedFile /Subtype /text#2Fxml /Length %d >>\nstream\n" % len(data)
        + data
        + b"\nendstream"
    )
    named = (
        b"<< /Type /Filespec /F (%b) /UF (%b) /AFRelationship %b /EF << /F 11 0 R /UF 11 0 R >> >>"
    )
    spec = named % (name, name, relation)
    names = b"/Names << /EmbeddedFiles << /Names [(%b) 10 0 R] >> >> /AF [10 0 R]" % name
    return written(names, objects=(spec, file))


JS = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"
WEB = b"<< /S /URI /URI (https://example.org/thanks) >>"
LINK = b"/Annots [<< /Subtype /Link /Rect [72 690 300 730] /Border [0 0 0] /A %b >>]"
FIELD = b"<< /FT /Tx /T (a) /Subtype /Widget /Rect [0 0 9 9] /AA << /K %b >> >>" % JS

# What acts by itself or leads elsewhere: the name, the paper, and words that must not be in what is
# kept.
ACTIVE = {
    "open javascript": (written(b"/OpenAction " + JS), b"JavaScript"),
    "open launch": (written(b"/OpenAction << /S /Launch /F (cmd.exe) >>"), b"cmd.exe"),
    "open address": (written(b"/OpenAction " + WEB), b"example.org"),
    "open other file": (
        written(b"/OpenAction << /S /GoToR /F (//10.0.0.1/a.pdf) /D [0 /Fit] >>"),
        b"10.0.0.1",
    ),
    "open embedded": (written(b"/OpenAction << /S /GoToE /T << /R /C >> /D [0 /Fit] >>"), b"GoToE"),
    "chained": (
        written(b"/OpenAction << /S /GoTo /D [3 0 R /Fit] /Next [" + JS + b"] >>"),
        b"JavaScript",
    ),
    "names": (
        written(b"/Names << /JavaScript << /Names [(a) 10 0 R] >> >>", objects=(JS,)),
        b"app.alert",
    ),
    "page opens": (written(page=b"/AA << /O " + JS + b" >>"), b"JavaScript"),
    "link javascript": (
        written(page=LINK % b"<< /S /URI /URI (javascript:alert\\(1\\)) >>"),
        b"javascript:",
    ),
    "link data": (written(page=LINK % b"<< /S /URI /URI (DATA:text/html,x) >>"), b"DATA:text"),
    "link file": (written(page=LINK % b"<< /S /URI /URI (file:///etc/passwd) >>"), b"/etc/passwd"),
    "link launch": (written(page=LINK % b"<< /S /Launch /F (a.exe) >>"), b"a.exe"),
    "link elsewhere": (
        written(page=LINK % b"10 0 R", objects=(b"<< /S /GoToR /F (b.pdf) >>",)),
        b"b.pdf",
    ),
    "base of links": (written(b"/URI << /Base (javascript:) >>"), b"javascript:"),
    "submits": (written(page=LINK % b"<< /S /SubmitForm /F (http://x.example/) >>"), b"x.example"),
    "imports": (written(page=LINK % b"<< /S /ImportData /F (c.fdf) >>"), b"c.fdf"),
    "field": (
        written(b"/AcroForm << /Fields [10 0 R] >>", b"/Annots [10 0 R]", (FIELD,)),
        b"app.alert",
    ),
    "xfa": (written(b"/AcroForm << /Fields [] /XFA 10 0 R >>", objects=(b"(<xdp:xdp/>)",)), b"xdp"),
    "escaped name": (written(b"/OpenAction << /S /J#61vaScript /JS (1) >>"), b"/JS"),
    "left behind": (written(objects=(b"<< /S /Launch /F (orphan.exe) >>",)), b"orphan.exe"),
    "foreign stream": (
        written(b"/X 10 0 R", objects=(b"<< /Length 0 /F (secret.txt) >>\nstream\n\nendstream",)),
        b"secret.txt",
    ),
}

# Honest papers that readers open: the name, the paper.
HONEST = {
    "as it is": written(),
    "empty password, RC4": locked("", "RC4-128"),
    "empty password, AES-128": locked("", "AES-128"),
    "empty password, AES-256": locked("", "AES-256"),
    "a line before the head": b"\r\n" + written(),
    "a mark before the head": b"\xef\xbb\xbf" + written(),
    "a server's lines before the head": b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n"
    + written(),
    "zeros behind the end": written() + b"\0" * 4000,
    "a script behind the end": written() + b"<script>alert(1)</script>" * 200,
    "an archive behind the end": written() + b"PK\x03\x04" + b"x" * 4000,
    "a wrong start of the table": written().replace(b"startxref\n", b"startxref\n7"),
    "no end": written().replace(b"%%EOF\n", b""),
    "wrong places": written().replace(b"0000000015", b"0000000019"),
    "old head": written(head=b"%PDF-1.2\r\n"),
}
