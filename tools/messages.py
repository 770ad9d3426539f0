"""Keep the Arabic catalogue: `python tools/messages.py` takes over new messages, `--check` lists
what is wrong, `--compile` writes the .mo. Pure Python: code is read by `ast`, templates by Django's
own `templatize`.
"""

import argparse
import ast
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from babel.messages.catalog import Catalog, Message  # noqa: E402
from babel.messages.extract import extract  # noqa: E402
from babel.messages.pofile import read_po, write_po  # noqa: E402
from django.conf import settings  # noqa: E402
from django.utils.translation.template import templatize  # noqa: E402

from wasl.common.messages import compile_messages  # noqa: E402

if not settings.configured:
    settings.configure(USE_I18N=False)

ARABIC = ROOT / "wasl" / "locale" / "ar" / "LC_MESSAGES" / "django.po"
Shape = tuple[int | None, int, int | None]
# Which arguments hold context, singular and plural, by function.
SHAPES: dict[str, Shape] = {"gettext": (None, 0, None), "ngettext": (None, 0, 1)}
SHAPES |= {"pgettext": (0, 1, None), "npgettext": (0, 1, 2)}
SHAPES |= {f"{name}_lazy": shape for name, shape in SHAPES.items()} | {
    "gettext_noop": SHAPES["gettext"]
}
TEMPLATE_KEYWORDS: dict[str, Any] = {"_": None, "gettext": None, "ngettext": (1, 2)}
TEMPLATE_KEYWORDS |= {"pgettext": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3)}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
# As Django's own catalogue counts: none, one, two, 3-10, 11-99, the rest.
PLURAL = (
    "n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5"
)
HEADER = "# The Arabic voice of the product. Kept by tools/messages.py; see CONTRIBUTING.md.\n"
CHURN = (
    "POT-Creation-Date PO-Revision-Date Last-Translator Generated-By Report-Msgid Language-Team "
    "Project-Id-Version"
)
CHURNING = re.compile(rf'^"({CHURN.replace(" ", "|")}).*\n', re.MULTILINE)
Found = tuple[str | None, str, str | None]  # context, singular, plural


def in_code(path: Path) -> Iterator[Found]:
    """The messages of a Python file, whatever names it imported Django's functions under."""
    tree = ast.parse(path.read_text())
    names = {"_": SHAPES["gettext"]}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            names |= {
                item.asname or item.name: SHAPES[item.name]
                for item in node.names
                if item.name in SHAPES
            }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = (
            node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        )
        shape = names.get(called) or (
            SHAPES.get(called) if isinstance(node.func, ast.Attribute) else None
        )
        if shape and (found := _arguments(node, shape)):
            yield found


def _arguments(call: ast.Call, shape: Shape) -> Found | None:
    said = [
        item.value if isinstance(item, ast.Constant) and isinstance(item.value, str) else None
        for item in call.args
    ]
    context, singular, plural = (
        said[at] if at is not None and at < len(said) else None for at in shape
    )
    return (context, singular, plural) if singular else None


def in_template(path: Path) -> Iterator[Found]:
    """The messages of a template: translate, blocktranslate with trimmed and plural, and _("…") in
    tags.
    """
    calls = templatize(path.read_text(), origin=str(path))
    flat = "\n".join(line.lstrip() for line in calls.splitlines())
    found: Any  # the type stubs know only the simplest shape
    for found in extract("python", io.BytesIO(flat.encode()), TEMPLATE_KEYWORDS):
        _line, message, _comments, context = found
        singular, plural = message[-2:] if isinstance(message, tuple) else (message, None)
        if singular:
            yield context, singular, plural


def extracted() -> Catalog:
    """Every message of the code and the templates, with the files that say it."""
    catalogue = Catalog(locale="ar", charset="utf-8")
    vars(catalogue).update(_num_plurals=6, _plural_expr=PLURAL)
    for path in sorted((ROOT / "wasl").rglob("*")):
        read = {".py": in_code, ".html": in_template, ".txt": in_template}.get(path.suffix)
        if (
            not read
            or "migrations" in path.parts
            or (path.suffix != ".py" and "templates" not in path.parts)
        ):
            continue
        for context, singular, plural in read(path):
            known = catalogue.get(singular, context)
            files = {place for place, _line in known.locations} if known else set()
            place = str(path.relative_to(ROOT))
            said = known.id if known else singular
            if plural:
                said = (singular, plural)
            if place not in files or (plural and known and not known.pluralizable):
                catalogue.add(said, locations=[(place, 1)], context=context)
    return catalogue


def kept() -> Catalog:
    """The catalogue as committed."""
    if not ARABIC.exists():
        return Catalog(locale="ar")
    with ARABIC.open("rb") as file:
        return read_po(file, locale="ar")


def forms(message: Message) -> list[str]:
    """The translations of a message: one, or six."""
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def update(translations: dict[tuple[str | None, str], list[str]] | None = None) -> Catalog:
    """Write the catalogue anew: messages of today, translations of yesterday, and those given."""
    old, new = kept(), extracted()
    for message in new:
        if not message.id:
            continue
        singular = _singular(message)
        given = (translations or {}).get((message.context, singular))
        before = old.get(singular, message.context)
        said = given or (
            forms(before) if before and before.pluralizable == message.pluralizable else []
        )
        if message.pluralizable:
            message.string = tuple((said * 6 if len(said) == 1 else [*said, *[""] * 6])[:6])
        else:
            message.string = said[-1] if said else ""
        if before and before.fuzzy and not given:
            message.flags.add("fuzzy")
    buffer = io.BytesIO()
    write_po(buffer, new, width=120, sort_output=True, include_lineno=False)
    body = buffer.getvalue().decode()
    body = HEADER + CHURNING.sub("", body[body.index('msgid ""') :])
    ARABIC.parent.mkdir(parents=True, exist_ok=True)
    if not ARABIC.exists() or ARABIC.read_text() != body:
        ARABIC.write_text(body)
    return new


def faults(catalogue: Catalog) -> Iterator[tuple[str, Message]]:
    """What is wrong with each message of a catalogue: untranslated, fuzzy, other placeholders than
    the English.
    """
    for message in catalogue:
        if not message.id:
            continue
        said = forms(message)
        if not all(said) or (message.pluralizable and len(said) != 6):
            yield "untranslated", message
        elif message.fuzzy:
            yield "fuzzy", message
        elif not _placeholders_agree(message, said):
            yield "placeholders differ", message


def _placeholders_agree(message: Message, said: list[str]) -> bool:
    asked = set(
        PLACEHOLDER.findall(message.id if isinstance(message.id, str) else " ".join(message.id))
    )
    given = [set(PLACEHOLDER.findall(form)) for form in said]
    if not message.pluralizable:
        return given[0] == asked
    # None, one and two are said without the numeral in Arabic.
    return all(form <= asked for form in given) and all(form == asked for form in given[3:])


def check() -> list[str]:
    """The faults of the committed catalogue, a line each; an empty list is a clean bill."""
    old, new = kept(), extracted()
    lines = []
    current = {(message.context, _singular(message)): message for message in new if message.id}
    committed = {(message.context, _singular(message)): message for message in old if message.id}
    for key in sorted(current.keys() - committed.keys(), key=str):
        lines.append(f"not in the catalogue: {key[1]!r} ({current[key].locations[0][0]})")
    for key in sorted(committed.keys() - current.keys(), key=str):
        lines.append(f"no longer said anywhere: {key[1]!r}")
    lines += [
        f"{fault}: {_singular(message)!r} ({_places(message)})" for fault, message in faults(old)
    ]
    return lines


def _singular(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _places(message: Message) -> str:
    return ", ".join(place for place, _line in message.locations)


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="list what is missing or wrong; exit 1 if anything is"
    )
    parser.add_argument(
        "--compile", action="store_true", help="write the .mo where it is older than the .po"
    )
    asked = parser.parse_args()
    if asked.check:
        lines = check()
        print("\n".join(lines) or "The Arabic catalogue is complete.")
        return 1 if lines else 0
    if not asked.compile:
        update()
    for path in compile_messages():
        print(f"Wrote {path.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
