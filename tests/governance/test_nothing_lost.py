"""An imported text loses no line: each stands in a clause or a heading of the draft, or a finding
quotes it (APP-2).
"""

import io
import zipfile
from collections import Counter
from pathlib import Path
from xml.sax.saxutils import escape

import fontpkg_ibm_plex_sans_arabic as plex
import pytest
import typst
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import NOW
from wasl.common.text import clean
from wasl.governance import defaults, drafts, parts
from wasl.governance.actions import drafting
from wasl.governance.models.documents import Clause, Kind, PolicyDocument
from wasl.governance.scrutiny import files, findings, structure

CHAPTERS = """اللائحة الأساسية

الباب الأول: أحكام عامة

المادة الأولى: التعريفات

يقصد بالجمعية في هذه اللائحة جمعية البر الخيرية بالعمار المرخصة برقم (٣٠٦).

الباب الثاني: إدارة الجمعية

المادة الثانية: مجلس الإدارة

يدير الجمعية مجلس إدارة من تسعة أعضاء تنتخبهم الجمعية العمومية لأربع سنوات.

القنوات المستخدمة للتواصل:

- المقابلة
- الاتصالات الهاتفية
- الموقع الإلكتروني للجمعية

الأدوات المتاحة لموظف علاقات المستفيدين للتواصل مع المستفيدين:

- اللائحة الأساسية للجمعية
- دليل خدمات البحث الاجتماعي
"""
ARTICLES = """لائحة خدمة المستفيدين

المادة الحادية والعشرون

يستقبل موظف علاقات المستفيدين طلب المستفيد ويسلمه إيصالًا بذلك.

المادة الثانية والعشرون

يدرس الباحث الاجتماعي حالة المستفيد ويرفع تقريره إلى لجنة البحث.

المادة الحادية والثلاثون

يقدم المستفيد اعتراضه على قرار اللجنة خلال خمسة عشر يومًا.
"""


def imported(source):
    """The draft that an import makes of a source, and what it says of lines that stand nowhere."""
    text = structure.cut(source)
    clauses = drafts.clauses_from(text)
    doubts = [*findings.examine(text), *drafts.left_out(text, clauses)]
    return clauses, doubts


def stored_lines(clauses):
    """Every line of a draft as it is read, from the first heading to the last word."""
    for part in parts.of(Clause(**clause) for clause in clauses):
        yield from part.headings
        for clause in part.clauses:
            if clause.heading:
                yield clause.heading
            yield from clause.text_ar.split("\n")


def lost(lines, clauses, doubts):
    """The lines that stand nowhere in the draft, in their order, and that no finding quotes.

    An entry of the contents is no loss when the heading that it names stands in the text.
    """
    quoted = "\n".join(
        doubt.quote for doubt in doubts if doubt.kind in ("left_out", "contents", "repeated")
    )
    titles = Counter(structure.title_of(line) for line in lines)
    return [
        line
        for line in out_of_order(lines, list(stored_lines(clauses)))
        if line not in quoted
        and not structure.opens_contents(line)
        and titles[structure.title_of(line)] < 2
    ]


def out_of_order(lines, stored):
    """The lines that are no part of the longest run that both have in common."""
    rows = [[0] * (len(stored) + 1)]
    for line in reversed(lines):
        below, row = rows[-1], [0] * (len(stored) + 1)
        for place in range(len(stored) - 1, -1, -1):
            row[place] = (
                below[place + 1] + 1 if line == stored[place] else max(below[place], row[place + 1])
            )
        rows.append(row)
    rows, place, missing = rows[::-1], 0, []
    for at, line in enumerate(lines):
        while (
            place < len(stored) and line != stored[place] and rows[at][place] == rows[at][place + 1]
        ):
            place += 1
        if place < len(stored) and line == stored[place]:
            place += 1
        else:
            missing.append(line)
    return missing


# What an import says of chapters, articles and points


def test_chapters_and_the_last_point_before_a_heading_stand_in_the_draft():
    clauses, doubts = imported(files.from_text(CHAPTERS))
    assert lost([line for line in CHAPTERS.split("\n") if line], clauses, doubts) == []
    placed = {
        clause["text_ar"]: (clause["part"].split("\n")[-1], clause["heading"]) for clause in clauses
    }
    assert placed["- الموقع الإلكتروني للجمعية"] == (
        "الباب الثاني: إدارة الجمعية",
        "القنوات المستخدمة للتواصل:",
    )
    assert clauses[0]["part"] == "اللائحة الأساسية\nالباب الأول: أحكام عامة"
    assert clauses[0]["heading"] == "المادة الأولى: التعريفات"
    assert not [doubt for doubt in doubts if doubt.kind == "left_out"]


def test_articles_twenty_one_and_thirty_one_are_not_the_same():
    clauses, doubts = imported(files.from_text(ARTICLES))
    assert len(clauses) == 3
    assert not [doubt for doubt in doubts if doubt.kind == "repeated"]


@pytest.mark.parametrize("name", defaults.READY)
@pytest.mark.parametrize("marked", [False, True])
def test_a_ready_text_comes_back_from_its_own_words(name, marked):
    """Clause by clause where the file marks the headings; without the marks not a word is lost."""
    ready = list(defaults.ready_clauses(name, "جمعية الواحة", "الواحة"))
    lines, before = [], ""
    for clause in ready:
        if clause["part"] != before:
            lines.append(("# " if marked else "") + clause["part"])
        lines += [("## " if marked else "") + clause["heading"], clean(clause["text_ar"])]
        before = clause["part"]
    clauses, doubts = imported(files.from_text("\n\n".join(lines)))
    assert lost([line.lstrip("# ") for line in lines], clauses, doubts) == []
    if marked or name == "policy":
        places = [(clause["part"], clause["heading"], clause["text_ar"]) for clause in clauses]
        assert places == [
            (clause["part"], clause["heading"], clean(clause["text_ar"])) for clause in ready
        ]


@pytest.mark.parametrize(
    "path", sorted(Path(__file__).with_name("planted").glob("*.txt")), ids=lambda path: path.stem
)
def test_policies_of_others_lose_nothing(path):
    source = files.read(path)
    clauses, doubts = imported(source)
    assert lost([line.text for line in source.lines if line.text], clauses, doubts) == []


def test_a_line_that_an_import_leaves_out_waits_as_a_finding(db, khalid):
    head = "جمعية البر الخيرية بالعمار\nترخيص رقم (٣٠٦)\n\n"
    document = PolicyDocument.objects.create(kind=Kind.BYLAWS, code="bylaws", title_ar="اللائحة")
    draft = drafting.import_text(
        document=document, content=(head + CHAPTERS).encode(), name="x", by=khalid, at=NOW
    )
    (finding,) = draft.findings.filter(kind="left_out")
    assert (
        finding.quote == "جمعية البر الخيرية بالعمار · ترخيص رقم (٣٠٦)" and not finding.settlement
    )
    drafting.scrutinise(version=draft, by=khalid, at=NOW)
    finding.refresh_from_db()
    assert not finding.settlement
    drafting.settle_finding(finding=finding, settlement="corrected", by=khalid, at=NOW)


# Random documents

WORDS = st.sampled_from(
    (
        "الجمعية المستفيد الطلب اللجنة الباحث يقدم تدرس خلال الخدمة القرار الموظف حالة "
        "تقرير نموذج من إلى على"
    ).split()
)
NUMBERS = ["الأول", "الثاني", "الثالث", "الحادي عشر", "الثالث والعشرون"]
SENTENCE = st.lists(WORDS, min_size=5, max_size=25).map(lambda words: " ".join(words) + ".")
SHORT = st.lists(WORDS, min_size=1, max_size=5).map(" ".join)
HEADING = SHORT | st.tuples(SHORT, st.just(":")).map("".join)
CHAPTER = st.tuples(
    st.sampled_from(["الباب", "الفصل", "القسم"]), st.sampled_from(NUMBERS), SHORT
).map(lambda parts_: f"{parts_[0]} {parts_[1]}: {parts_[2]}")
ARTICLE = st.tuples(st.integers(1, 99), SHORT).map(lambda pair: f"المادة {pair[0]}: {pair[1]}")
POINT = st.tuples(st.sampled_from(["- ", "• ", "1. ", "2) ", "أ. ", "٣- "]), SHORT | SENTENCE).map(
    "".join
)
NUMBER = st.integers(1, 200).map(str)
HEAD = st.sampled_from(
    ["جمعية الواحة التعاونية", "الرقم: ........", "وزارة الموارد البشرية والتنمية الاجتماعية"]
)
CONTENTS = st.just("المحتويات")
LINES = st.lists(
    st.one_of(
        HEADING,
        CHAPTER,
        ARTICLE,
        POINT,
        SENTENCE,
        SHORT,
        NUMBER,
        HEAD,
        CONTENTS,
        st.just(""),
        st.just("\f"),
    ),
    min_size=1,
    max_size=40,
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(LINES)
def test_no_line_of_a_plain_text_is_lost(lines):
    source = files.from_text("\n".join(lines))
    clauses, doubts = imported(source)
    wanted = [line.text for line in source.lines if line.text and line.text != str(line.page)]
    assert lost(wanted, clauses, doubts) == []


TABLE = st.lists(st.lists(SHORT | st.just(""), min_size=2, max_size=4), min_size=1, max_size=4)
STYLES = {"Title": "Title", "Heading1": "heading 1", "Heading2": "heading 2", "عنوان3": "عنوان 3"}
BLOCKS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(sorted(STYLES)), SHORT | CHAPTER | ARTICLE),
        st.tuples(
            st.just(""), st.one_of(HEADING, CHAPTER, ARTICLE, POINT, SENTENCE, SHORT, st.just(""))
        ),
        st.tuples(st.just("list"), SHORT | SENTENCE),
        st.tuples(st.just("table"), TABLE),
        st.tuples(st.just("box"), SENTENCE),
        st.tuples(st.just("note"), SENTENCE),
    ),
    min_size=1,
    max_size=25,
)
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
NUMBERING = f"""<w:numbering {NAMESPACES}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>
<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>
<w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num></w:numbering>"""


def run(text):
    return f"<w:r><w:t>{escape(text)}</w:t></w:r>"


def word(blocks):
    """A Word file of these blocks, and the lines that a reader of it sees, in their order; notes
    come last.
    """
    body, notes, seen, foot, count = [], [], [], [], 0
    for style, content in blocks:
        if style == "table":
            rows = [
                "".join(f"<w:tc><w:p>{run(cell)}</w:p></w:tc>" for cell in row) for row in content
            ]
            body.append("<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>")
            seen += [cell for row in content for cell in row]
        elif style == "box":
            box = f"<w:txbxContent><w:p>{run(content)}</w:p></w:txbxContent>"
            older = f"<mc:Fallback>{box}</mc:Fallback>"
            body.append(
                f"<w:p><w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice>{older}</mc:AlternateContent></w:r></w:p>"
            )
            seen.append(content)
        elif style == "note":
            notes.append(
                f'<w:footnote w:id="{len(notes) + 2}"><w:p>{run(content)}</w:p></w:footnote>'
            )
            foot.append(content)
        elif style == "list":
            count += 1
            body.append(
                f'<w:p><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr>{run(content)}</w:p>'
            )
            seen.append(f"{count}. {content}")
        else:
            body.append(f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{run(content)}</w:p>')
            seen.append(content)
    return packed("".join(body), "".join(notes)), [line for line in [*seen, *foot] if line]


def packed(body, notes):
    named = "".join(
        f'<w:style w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
        for key, name in STYLES.items()
    )
    drawn = '<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(
            "word/document.xml", f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>"
        )
        archive.writestr("word/styles.xml", f"<w:styles {NAMESPACES}>{named}</w:styles>")
        archive.writestr("word/numbering.xml", NUMBERING)
        archive.writestr(
            "word/footnotes.xml", f"<w:footnotes {NAMESPACES}>{drawn}{notes}</w:footnotes>"
        )
    return buffer.getvalue()


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(BLOCKS)
def test_no_line_of_a_word_file_is_lost(blocks):
    content, seen = word(blocks)
    try:
        source = files.read_bytes(content)
    except files.Unreadable as empty:
        assert not seen and "no text" in str(empty)
        return
    clauses, doubts = imported(source)
    wanted = [line.text for line in source.lines if line.text]
    assert lost(wanted, clauses, doubts) == []
    read = "\n".join(wanted)
    assert [line for line in seen if clean(line) not in read] == []


def printed(pages):
    """These pages as a PDF, a paragraph a line."""
    breaks = "\n#pagebreak()\n".join(
        "\n\n".join(f"#par[{line}]" for line in page) for page in pages
    )
    setup = (
        '#set page(paper: "a4")\n#set text(font: "IBM Plex Sans Arabic", lang: "ar", dir: rtl, '
        "size: 11pt)\n"
    )
    return typst.compile(
        (setup + breaks).encode(), font_paths=[str(plex.ROOT / "files")], ignore_system_fonts=True
    )


@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(
    st.lists(
        st.lists(st.one_of(SHORT, CHAPTER, ARTICLE, SENTENCE), min_size=1, max_size=12),
        min_size=1,
        max_size=4,
    )
)
def test_no_line_of_a_pdf_is_lost(pages):
    head = "جمعية الواحة التعاونية"
    content = printed([[head, *page] for page in pages])
    source = files.read_bytes(content)
    clauses, doubts = imported(source)
    assert lost([line.text for line in source.lines if line.text], clauses, doubts) == []
    stored = " ".join(stored_lines(clauses)).replace(" ", "")
    quoted = " ".join(doubt.quote for doubt in doubts).replace(" ", "")
    words = [word_ for page in pages for line in page for word_ in line.split()]
    absent = [word_ for word_ in words if word_.strip(":.") not in stored + quoted]
    assert absent == []
