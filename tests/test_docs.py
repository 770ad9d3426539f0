"""What documents say of files that lie beside them."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ADRS = ROOT / "docs" / "adr"
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)")


def test_the_index_names_every_decision_once_by_its_title():
    """`docs/adr/README.md`, against the first line of each file."""
    named = re.findall(r"^- (\d+) · \[(.+)\]\((.+)\)$", (ADRS / "README.md").read_text(), re.M)
    titles = []
    for path in sorted(ADRS.glob("[0-9]*.md")):
        number, title = re.match(r"# 0*(\d+)(?:\.| ·) (.+)", path.read_text()).groups()
        titles.append((number, title, path.name))
    assert sorted(named, key=lambda entry: int(entry[0])) == titles


def test_links_between_documents_lead_somewhere():
    broken = [
        f"{page.relative_to(ROOT)}: {link}"
        for page in PAGES
        for link in LINK.findall(page.read_text())
        if not (page.parent / link).exists()
    ]
    assert not broken, "\n".join(broken)
