"""A text looked through before the board sees it: every kind of doubt, and the texts that give
none.
"""

import io
import json
import zipfile
from datetime import date, timedelta

import fontpkg_ibm_plex_sans_arabic as plex
import pytest
import typst
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from wasl.common import dates
from wasl.governance.scrutiny import files, findings, scans, structure
from wasl.governance.scrutiny.lines import Flow
from wasl.program.__main__ import main

OWN = "الجمعية التعاونية متعددة الأغراض بالرند"
HEAD = f"{OWN}\nترخيص رقم (٤١٧)\n\n"


def look_at(text, **options):
    return findings.examine(structure.cut(files.from_text(text)), **options)


def told(text, kind, **options):
    return [one.quote for one in look_at(text, **options) if one.kind == kind]


@pytest.mark.clause("APP-2")
@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("المنعقد بتاريخ ٢٩/٢/١٤٤١هـ الموافق ١٨/٩/٢٠١٩م.", "٢٩/٢/١٤٤١هـ الموافق ١٨/٩/٢٠١٩م"),
        ("في 5 رمضان 1445هـ (الموافق 20 مارس 2024م)", "5 رمضان 1445هـ (الموافق 20 مارس 2024م"),
        ("بتاريخ 1441/2/29هـ - 18/09/2019م", "1441/2/29هـ - 18/09/2019م"),
        ("يوم الاثنين 19/1/1441هـ الموافق 18/9/2019م", "19/1/1441هـ الموافق 18/9/2019م"),
        ("بتاريخ 30/2/1441هـ", "30/2/1441هـ"),
    ],
)
def test_dates_that_do_not_agree_are_said_with_both_days(text, quote):
    assert told(HEAD + text, "date_conflict") == [quote]


def test_how_far_apart_two_dates_are_is_said():
    (one,) = [
        each
        for each in look_at(HEAD + "٢٩/٢/١٤٤١هـ الموافق ١٨/٩/٢٠١٩م")
        if each.kind == "date_conflict"
    ]
    assert "40 days apart" in one.says and "28/10/2019" in one.says and "19/1/1441" in one.says
    assert one.place == "page 1, line 4"


@given(st.dates(date(1990, 1, 1), date(2060, 1, 1)), st.integers(-400, 400))
def test_a_pair_is_a_conflict_exactly_when_its_days_differ(day, off):
    other = day + timedelta(days=off)
    text = (
        f"{HEAD}عُقد في {dates.short_hijri(day, 'ar')} الموافق {dates.short_gregorian(other, 'ar')}."
    )
    assert bool(told(text, "date_conflict")) == bool(off)


@pytest.mark.clause("LET-4")
@pytest.mark.parametrize(
    ("other", "says"),
    [
        ("الجمعية التعاونية متعددة الأغراض بالعوالي", "another place"),
        ("جمعية البر الخيرية بالعوالي", "another name"),
        ("الجمعية التعاونيه متعدده الأغراض بالرند", "spelled otherwise"),
    ],
)
def test_another_name_of_the_association_is_asked_about(other, says):
    text = f"{HEAD}تلتزم {OWN} بذلك، ويبلغ المستفيد.\nوتلتزم {other} بهذه السياسة."
    (one,) = [each for each in look_at(text) if each.kind == "name_drift"]
    assert one.quote == other and says in one.says


@pytest.mark.parametrize(
    "short", ["الجمعية", "الجمعية التعاونية", "أعضاء الجمعية العمومية", OWN, f"و{OWN}"]
)
def test_the_name_in_short_and_the_general_assembly_are_not(short):
    assert told(f"{HEAD}وعلى {short} الوفاء بذلك.\n{OWN}", "name_drift") == []


@pytest.mark.clause("LET-4")
def test_a_licence_number_is_missing_or_another():
    assert told("سياسة خدمة المستفيدين", "licence") == [""]
    assert told(f"{HEAD}وهي جمعية مسجلة بترخيص رقم 471 لدى الوزارة", "licence") == ["ترخيص رقم 471"]
    assert told(HEAD, "licence") == []
    assert told(HEAD, "licence", licence="471") == ["ترخيص رقم (٤١٧"]


@pytest.mark.clause("PRO-7")
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("والرد عليه خلال مدة لا تقل عن أسبوعين.", ["خلال مدة لا تقل عن أسبوعين"]),
        ("يُرد على الشكوى في أقرب وقت ممكن.", ["في أقرب وقت ممكن"]),
        ("ويبلغ بالقرار خلال فترة مناسبة.", ["خلال فترة مناسبة"]),
        ("والرد عليه خلال مدة لا تقل عن أسبوع ولا تزيد عن شهر.", []),
        ("والرد عليه خلال أسبوعين.", []),
        ("والرد خلال مدة لا تتجاوز ثلاثين يومًا.", []),
        ("تحفظ السجلات مدة لا تقل عن عشر سنوات.", []),
        ("لا يقل عدد أعضاء اللجنة عن ثلاثة.", []),
    ],
)
def test_a_period_without_an_end_is_asked_about(text, found):
    assert told(HEAD + text, "open_period") == found


CONTENTS = f"""{HEAD}المحتويات
أولاً: تمهيد ........ 2
ثانياً: الهدف العام ........ 3
ثالثاً: الممارسات ........ 4

أولاً: تمهيد
تضع الجمعية السياسات والإجراءات التي تنظم علاقتها بجميع الأطراف.
ثانياً: الهدف العام
تقديم خدمة مميزة للمستفيدين من كافة الشرائح بإتقان وسرعة.
ثانياً: الهدف العام
متابعة متطلبات المستفيدين ومقترحاتهم.
"""


def test_a_heading_that_the_text_lacks_and_one_that_stands_twice():
    assert told(CONTENTS, "contents") == ["ثالثاً: الممارسات ........ 4"]
    assert told(CONTENTS, "repeated") == ["ثانياً: الهدف العام"]


@pytest.mark.parametrize(
    ("phrase", "word"),
    [
        ("وتبعات التقصير في الداء وحدود المسؤولية", "الداء"),
        ("والتأكيد على صحة البيانات والتوفيق عليها", "والتوفيق"),
        ("زيادة ثقة وانتفاء المستفيدين بالجمعية", "وانتفاء"),
        ("استقبال المستفيد ببلاقة واحترام", "ببلاقة"),
        ("أداة للتقويم والتطوير لـلعقاب والتشهير", "لـلعقاب"),
        ("وعلى الموظف مطابقة البيابات والتأكد منها", "البيابات"),
    ],
)
def test_a_word_that_was_perhaps_misread_is_quoted_as_it_stands(phrase, word):
    assert told(f"{HEAD}{phrase}.", "recognition") == [word]


@pytest.mark.parametrize(
    "phrase",
    [
        "وهو مسئول عن عمله",
        "وهو مسؤول عن عمله",
        "الاجراءات اللازمه",
        "زار الوفد قرية الرند",
        "مُرَاجَعَةُ السِّيَاسَةِ",
    ],
)
def test_careless_spelling_and_rare_names_are_no_slips(phrase):
    assert told(f"{HEAD}{phrase}.", "recognition") == []


def test_a_clause_near_none_that_is_served():
    strange = "تُغيَّر زيوت محركات سيارات النقل كل خمسة آلاف كيلومتر في الورشة المتعاقدة."
    served = "يُستقبل المستفيد بلباقة واحترام وتُجاب استفساراته كلها."
    assert told(f"{HEAD}- {strange}\n- {served}\n", "unserved") == [f"- {strange}"]


# Files


def a_docx(body):
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>',
        )
    return buffer.getvalue()


def run(text, wrap="{}"):
    return wrap.format(f"<w:r><w:t>{text}</w:t></w:r>")


def test_word_with_tracked_changes_and_a_table_loses_nothing():
    body = (
        f"<w:p>{run('يُرد خلال')}{run(' عشرة أيام', '<w:ins>{}</w:ins>')}<w:del><w:r><w:delText> "
        "شهر</w:delText></w:r></w:del></w:p>"
        f"<w:tbl><w:tr><w:tc><w:p>{run('السلة')}</w:p></w:tc><w:tc><w:p>{run('شهريًا')}</w:p></w:tc></w:tr></w:tbl>"
    )
    source = files.read_bytes(a_docx(body))
    assert [line.text for line in source.lines] == ["يُرد خلال عشرة أيام", "السلة · شهريًا"]
    found = [one for one in findings.examine(structure.cut(source)) if one.kind == "tracked"]
    assert [one.quote for one in found] == ["+عشرة أيام+ -شهر-"] and found[
        0
    ].place == "page 1, line 1"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no text"),
        (b"PK\x03\x04 broken", "damaged"),
        (b"\xd0\xcf\x11\xe0 old office", "password"),
        (b"%PDF-1.7 nothing", "damaged or protected"),
        (b"\x89PNG\r\n\x1a\n broken", "cannot be opened"),
        (b"\x7fELF\x00\x00", "neither"),
        (a_docx("<w:p>")[:-40], "damaged"),
        (a_docx("").replace(b"w:body", b"w:bady"), "damaged"),
    ],
)
def test_a_file_that_is_none_says_what_to_do(content, says):
    with pytest.raises(files.Unreadable, match=says):
        files.read_bytes(content)


def test_many_scanned_pages_are_counted_as_they_are_read_and_not_waited_for_on_a_page(monkeypatch):
    monkeypatch.setattr(scans, "read_page", lambda page: ["تلتزم الجمعية بخدمة المستفيد."])
    buffer, heard = io.BytesIO(), []
    first, *rest = [Image.new("L", (40, 40), shade) for shade in range(12)]
    first.save(buffer, "PDF", save_all=True, append_images=rest)
    source = files.read_bytes(buffer.getvalue(), lambda *told: heard.append(told))
    assert len(source.lines) == 12 and heard[-1] == (12, 12)
    with pytest.raises(files.Unreadable, match="More than 10 pages"):
        files.read_bytes(buffer.getvalue(), most_scanned=10)


def test_a_pdf_is_read_in_the_order_of_its_letters(tmp_path):
    text = (
        "تم الاطلاع في الاجتماع رقم ٥ المنعقد بتاريخ ٢٩/٢/١٤٤١هـ الموافق ١٨/٩/٢٠١٩م، "
        "ترخيص رقم (٣٠٦)."
    )
    source = tmp_path / "policy.typ"
    source.write_text(f'#set text(lang: "ar", dir: rtl, font: "IBM Plex Sans Arabic")\n{text}')
    read = files.read_bytes(
        typst.compile(source, font_paths=[str(plex.ROOT / "files")], ignore_system_fonts=True)
    )
    assert " ".join(line.text for line in read.lines) == text


def test_letters_of_windows_are_read():
    assert files.read_bytes("لائحة الجمعية".encode("cp1256")).lines[0].text == "لائحة الجمعية"


@given(st.lists(st.text("ابتم 1٢/.", min_size=1, max_size=12), min_size=1, max_size=8))
def test_a_place_in_the_flow_leads_back_to_its_line(texts):
    flow = Flow.of(files.from_text("\n".join(texts)).lines)
    for line, start in zip(flow.lines, flow.starts, strict=True):
        assert flow.line_at(start) is line


def test_the_command_says_it_as_json_without_a_database(tmp_path, capsys):
    path = tmp_path / "سياسة.txt"
    path.write_text(CONTENTS, encoding="utf-8")
    assert main(["policy", "check", str(path), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {"kind", "quote", "place", "says"} == set(found[0])
    assert main(["policy", "check", str(tmp_path / "nowhere"), "--json"]) == 1
