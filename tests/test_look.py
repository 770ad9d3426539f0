"""The look's own rules: logical properties, nothing inline, only drawings that exist, readable
colours, small files.
"""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent / "wasl"
SHEETS = sorted((ROOT / "static" / "wasl" / "css").glob("*.css"))
CSS = "\n".join(sheet.read_text() for sheet in SHEETS)
TEMPLATES = sorted(ROOT.rglob("templates/**/*.html"))
ICONS = set(
    re.findall(r'symbol id="([a-z]+)"', (ROOT / "static" / "wasl" / "icons.svg").read_text())
)
PHYSICAL = r"(margin|padding|border)-(left|right|top|bottom)|[\s{;](left|right|top|bottom|width|height)\s*:|text-align:\s*(left|right)"
PAIRS = [
    ("ink", "page"), ("ink", "surface"), ("ink", "sunken"), ("muted", "page"), ("muted", "surface"),
    ("muted", "sunken"), ("brand", "page"), ("brand", "surface"), ("brand", "brand-soft"),
    ("wait", "wait-soft"), ("wait", "surface"), ("stop", "stop-soft"), ("stop", "surface"),
    ("note", "note-soft"), ("on-brand", "brand"), ("ink", "wait-soft"), ("ink", "stop-soft"),
    ("ink", "brand-soft"),
]  # fmt: skip


def test_the_style_sheet_knows_no_left_and_no_right():
    """Arabic and English are the same page, mirrored."""
    plain = re.sub(r"/\*.*?\*/", "", CSS, flags=re.S)
    assert not [found.group() for found in re.finditer(PHYSICAL, plain)]
    assert not re.search(r"letter-spacing|font-style:\s*italic|text-transform:\s*uppercase", plain)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_holds_no_inline_style_or_script(template):
    """The content security policy would refuse them."""
    text = re.sub(r"{#.*?#}", "", template.read_text())
    assert not re.search(
        r"""\sstyle\s*=|<style|\son[a-z]+\s*=\s*["']|javascript:|hx-on|hx-vals=.js:""", text
    )
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_drawing_used_is_in_the_sprite(template):
    """A misspelt name would leave a hole in the page."""
    text = template.read_text()
    used = re.findall(r'{% icon "([a-z-]+)"', text)
    used += re.findall(r'with [^%]*\bicon="([a-z-]+)"', text)
    assert set(used) <= ICONS


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_class_used_is_in_the_style_sheet(template):
    """A class nobody drew is a page nobody looked at."""
    known = set(re.findall(r"\.([a-z][a-z0-9-]*)", CSS)) | {"scheme-"}
    given = re.findall(r'class="([^"]*)"', template.read_text())
    words = {word for one in given for word in re.sub(r"{%.*?%}|{{.*?}}", " ", one).split()}
    assert words <= known


def test_every_component_says_its_parameters():
    """The first line of each component is its documentation."""
    for component in (ROOT / "templates" / "components").glob("*.html"):
        assert component.read_text().startswith(f"{{# {component.stem}: "), component.name


def test_the_two_fonts_are_small():
    """They come over slow lines."""
    assert (
        sum(font.stat().st_size for font in (ROOT / "static" / "wasl" / "fonts").glob("*.woff2"))
        <= 120_000
    )


def _luminance(colour: str) -> float:
    digits = colour if len(colour) == 6 else "".join(digit * 2 for digit in colour)
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_reads_at_five_to_one(text, ground, scheme):
    """Every pair of text and ground, in both schemes."""
    pairs = dict(re.findall(r"--([a-z-]+): light-dark\(#([0-9a-f]{3,6}, #[0-9a-f]{3,6})\)", CSS))
    colours = {name: both.split(", #")[scheme] for name, both in pairs.items()}
    assert _contrast(colours[text], colours[ground]) >= 5


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_the_edge_of_a_field_is_seen(scheme):
    """WCAG 1.4.11: three to one for what one must find to use."""
    pairs = dict(re.findall(r"--([a-z-]+): light-dark\(#([0-9a-f]{3,6}, #[0-9a-f]{3,6})\)", CSS))
    colours = {name: both.split(", #")[scheme] for name, both in pairs.items()}
    assert _contrast(colours["edge"], colours["surface"]) >= 3
    assert _contrast(colours["edge"], colours["page"]) >= 3


def test_a_style_sheet_holds_one_declaration_a_line():
    assert len(SHEETS) == 5
    for sheet in SHEETS:
        lines = sheet.read_text().splitlines()
        assert not [line for line in lines if len(line) > 120], sheet.name
        assert not [
            line
            for line in lines
            if re.search(r";\s*\S+\s*:|[{}]\s*\S", re.sub(r"/\*.*?\*/|\"[^\"]*\"", "", line))
        ], sheet.name
