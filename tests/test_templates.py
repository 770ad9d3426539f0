"""What holds for every template, read from its source."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1] / "wasl"
TEMPLATES = {path: path.read_text(encoding="utf-8") for path in ROOT.rglob("templates/**/*.html")}
INCLUDED = re.compile(r'{%\s*include\s+"([^"]+)"([^%]*)%}')


def with_a_token():
    """The templates that draw a form and take its token from the page around them."""
    return {
        str(path).split("/templates/")[1]
        for path, source in TEMPLATES.items()
        if "{% csrf_token %}" in source and "{% extends" not in source
    }


def test_a_form_is_never_included_without_the_token_of_its_page():
    """`only` leaves the token out: the form is drawn, and a browser that sends it is refused."""
    forms = with_a_token()
    assert "components/form.html" in forms
    faults = [
        f"{path.relative_to(ROOT)}: {name}"
        for path, source in TEMPLATES.items()
        for name, options in INCLUDED.findall(source)
        if name in forms and re.search(r"\bonly\s*$", options)
    ]
    assert not faults, "\n".join(faults)


def test_a_template_is_not_wide():
    """No line is over 200 characters, and of all lines two in a hundred at most are over 120."""
    lengths = [
        (len(line), f"{path.relative_to(ROOT)}:{number}")
        for path, source in TEMPLATES.items()
        for number, line in enumerate(source.splitlines(), 1)
    ]
    assert not [where for length, where in lengths if length > 200]
    assert sum(length > 120 for length, _where in lengths) <= len(lengths) * 0.02
