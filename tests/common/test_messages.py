"""Messages are read from code and templates, and the catalogue is compiled without the gettext
programs.
"""

import gettext
import importlib.util
import os
from pathlib import Path

import pytest

from wasl.common.messages import compile_messages

TOOL = Path(__file__).resolve().parents[2] / "tools" / "messages.py"


@pytest.fixture(scope="module")
def tool():
    spec = importlib.util.spec_from_file_location("messages_tool", TOOL)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_messages_of_code_are_found_under_any_name(tool, tmp_path):
    code = tmp_path / "x.py"
    code.write_text(
        "from django.utils.translation import gettext_lazy as say, ngettext as count, pgettext\n"
        "from django.utils import translation\n"
        'say("One" " line")\ncount("a day", "%(n)s days", 3)\npgettext("month", "May")\n'
        'translation.gettext("Far")\nsay(name)\nother("Not said")\n'
    )
    assert list(tool.in_code(code)) == [
        (None, "One line", None),
        (None, "a day", "%(n)s days"),
        ("month", "May", None),
        (None, "Far", None),
    ]


def test_messages_of_templates_are_found(tool, tmp_path):
    page = tmp_path / "x.html"
    page.write_text(
        '    {% translate "Submit" %} {{ _("Cancel") }} {% translate "May" context "month" %}\n'
        '  {% include "x" with title=_("Title") %}\n'
        "{% blocktranslate trimmed count n=n %}\n  one\n  case\n"
        "{% plural %}\n  {{ n }} cases\n{% endblocktranslate %}\n"
        "{% blocktranslate with name=p.name %}Dear {{ name }},\nwelcome{% endblocktranslate %}"
    )
    found = set(tool.in_template(page))
    assert found == {
        (None, "Submit", None),
        (None, "Cancel", None),
        ("month", "May", None),
        (None, "Title", None),
        (None, "one case", "%(n)s cases"),
        (None, "Dear %(name)s,\nwelcome", None),
    }


def test_placeholders_must_agree_and_small_numbers_may_go_without(tool):
    catalogue = tool.Catalog(locale="ar")
    vars(catalogue).update(_num_plurals=6, _plural_expr=tool.PLURAL)
    right = ("لا شيء", "يوم", "يومان", "%(n)s أيام", "%(n)s يومًا", "%(n)s يوم")
    catalogue.add(("a day", "%(n)s days"), right)
    catalogue.add("Dear %(name)s", "عزيزي %(name)s")
    assert list(tool.faults(catalogue)) == []
    catalogue.add(("one", "%(n)s ones"), (*right[:5], "بلا عدد"))
    catalogue.add("Hello %(name)s", "مرحبًا %(nam)s")
    catalogue.add("Empty", "")
    assert [fault for fault, _message in tool.faults(catalogue)] == [
        "placeholders differ",
        "placeholders differ",
        "untranslated",
    ]


def test_the_catalogue_is_compiled_once_and_counts_in_arabic(tmp_path, tool):
    folder = tmp_path / "ar" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"Plural-Forms: nplurals=6; plural={tool.PLURAL};\\n"\n\n'
        'msgid "a day"\nmsgid_plural "%(n)s days"\n'
        + "".join(
            f'msgstr[{n}] "{said}"\n'
            for n, said in enumerate(["صفر", "يوم", "يومان", "أيام", "يومًا", "مائة"])
        )
    )
    assert compile_messages(tmp_path) == [folder / "django.mo"]
    assert compile_messages(tmp_path) == []
    os.utime(folder / "django.po", (2**31, 2**31))
    assert compile_messages(tmp_path)
    said = gettext.translation("django", tmp_path, ["ar"])
    assert [said.ngettext("a day", "days", n) for n in (0, 1, 2, 3, 10, 11, 99, 100, 103)] == [
        *("صفر", "يوم", "يومان", "أيام", "أيام", "يومًا", "يومًا", "مائة", "أيام")
    ]
