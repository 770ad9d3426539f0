"""Every kind of answer has one class that answers everything about it, and only it branches."""

import ast
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import pytest
from django.utils.html import strip_tags

from wasl.catalogue import subjects
from wasl.catalogue.answer_base import AnswerType, BadValue, PaperKind
from wasl.catalogue.answer_types import (
    ANSWER_TYPES,
    BOUNDED_KINDS,
    SUBJECT_TYPES,
    answer_type,
)
from wasl.catalogue.facts import Kind
from wasl.catalogue.models.offered import NUMBERS, FieldKind, FieldRequirement

WASL = Path(__file__).parents[2] / "wasl"
CHOICES = [
    {"value": "rented", "ar": "إيجار", "en": "Rented"},
    {"value": "owned", "ar": "ملك", "en": "Owned"},
    {"value": "none", "ar": "لا شيء", "en": "None"},
]
IBAN = "SA0380000000608010167519"


@dataclass(frozen=True)
class Sample:
    """An answer of a kind: as typed, as stored, as shown in full, and as Python data."""

    typed: Any
    canonical: str
    shown: str
    plain: Any
    initial: Any


SAMPLES = {
    FieldKind.TEXT: Sample("  حي  السلام ", "حي السلام", "حي السلام", "حي السلام", "حي السلام"),
    FieldKind.LONG_TEXT: Sample("سطر\r\nآخر", "سطر\nآخر", "سطرآخر", "سطر\nآخر", "سطر\nآخر"),
    FieldKind.INTEGER: Sample("١٬٢٠٠", "1200", "1,200", "1200", "1200"),
    FieldKind.MONEY: Sample(
        "١٬٢٠٠٫٥٠", "1200.50", "1,200.50", Decimal("1200.50"), Decimal("1200.50")
    ),
    FieldKind.DATE: Sample(
        "12/6/1448", "2026-11-22 (12/6/1448)", "1448", date(2026, 11, 22), "12/6/1448"
    ),
    FieldKind.CHOICE: Sample("rented", "rented", "Rented", "Rented", "rented"),
    FieldKind.YES_NO: Sample("نعم", "yes", "Yes", True, "yes"),
    FieldKind.IBAN: Sample("sa03 8000 0000 6080 1016 7519", IBAN, "SA03 8000", IBAN, IBAN),
    FieldKind.MOBILE: Sample(
        "٠٥١٢٣٤٥٦٧٨", "+966512345678", "0512345678", "+966512345678", "+966512345678"
    ),
}
EVERY = pytest.mark.parametrize("kind", list(FieldKind))


def question(kind: str, **more: Any) -> FieldRequirement:
    return FieldRequirement(
        key="it", kind=kind, label_ar="بند", label_en="Item", choices=CHOICES, **more
    )


def test_every_kind_has_its_own_class():
    assert set(ANSWER_TYPES) == set(SAMPLES) == set(FieldKind)
    assert len({type(kind) for kind in ANSWER_TYPES.values()}) == len(FieldKind)
    with pytest.raises(ValueError, match="essay"):
        answer_type("essay")


@EVERY
def test_an_answer_goes_round(kind):
    sample, own, field = SAMPLES[kind], answer_type(kind), question(kind)
    stored = own.canonical(field, sample.typed)
    assert stored == sample.canonical
    # What is stored, and what its form field shows, are read as the same answer again.
    assert own.canonical(field, stored) == stored
    assert own.initial(field, stored) == sample.initial
    assert own.canonical(field, own.initial(field, stored)) == stored
    assert own.plain(field, stored) == sample.plain
    assert sample.shown in strip_tags(own.show(field, stored, full=True)).replace("\n", "")
    assert own.same(field, stored, stored)
    assert not own.same(field, stored, "2001-01-01")


@EVERY
def test_the_form_field_takes_what_is_stored(kind):
    sample, own, field = SAMPLES[kind], answer_type(kind), question(kind)
    form_field = own.form_field(field)
    assert form_field.label == "Item"
    assert not form_field.required
    cleaned = form_field.clean(own.initial(field, sample.canonical))
    assert own.canonical(field, cleaned) == sample.canonical
    assert "if there is one" in own.form_field(question(kind, required=False)).label


@EVERY
def test_nothing_is_no_answer(kind):
    own, field = answer_type(kind), question(kind)
    for typed in (None, "", " \u200f "):
        assert own.canonical(field, typed) == ""
    assert own.show(field, "") == own.plain(field, "") == ""
    assert own.form_field(field).clean("") in ("", None)


@EVERY
def test_a_destroyed_answer_is_shown_as_it_is(kind):
    own, field = answer_type(kind), question(kind)
    own.show(field, "[destroyed]", full=True)
    own.plain(field, "[destroyed]")


@EVERY
def test_a_masked_kind_hides_its_answer(kind):
    own, field, stored = answer_type(kind), question(kind), SAMPLES[kind].canonical
    masked, full = own.show(field, stored), own.show(field, stored, full=True)
    assert (masked != full) == own.is_masked
    assert own.is_masked == (kind in ("iban", "mobile"))


@EVERY
def test_only_numbers_have_bounds(kind):
    own = answer_type(kind)
    bounded = question(kind, least=Decimal(2), most=Decimal(8), step=Decimal(2))
    if own.takes_bounds:
        assert own.bounds(bounded) == "From 2 to 8. Count by 2."
        for beyond in ("1", "10", "3"):
            with pytest.raises(BadValue):
                own.canonical(bounded, beyond)
    else:
        assert own.bounds(question(kind)) == ""


def test_the_database_bounds_the_same_kinds():
    """The check constraint of the row is written with its own list."""
    assert BOUNDED_KINDS == NUMBERS


@EVERY
def test_papers_know_how_to_print_it(kind):
    assert answer_type(kind).paper_kind in get_args(PaperKind)


def test_each_paper_kind_is_printed_by_the_papers():
    source = (WASL / "papers/kinds.py").read_text()
    assert all(f'"{kind}"' in source for kind in get_args(PaperKind))


@pytest.mark.parametrize("kind", list(Kind))
def test_a_condition_compares_every_kind_of_subject(kind):
    own = SUBJECT_TYPES[kind]
    subject = subjects.Subject("it", "Item", kind, "the form", (("rented", "Rented"),))
    assert own.operators
    assert all(operator in subjects.NAMES for operator in own.operators)
    assert own.drawn_operator(own.operators[0]) == own.operators[0]
    value = {Kind.CHOICE: ["rented"], Kind.YES_NO: "yes"}.get(kind, "4")
    field = own.condition_field(subject.options, value)
    assert field.clean(value)
    text = value[0] if isinstance(value, list) else value
    assert own.fact_in_words((("rented", "Rented"),), text)
    assert own.number_in_words(Decimal(4))


def test_an_older_condition_on_a_choice_is_drawn_as_a_list():
    own = SUBJECT_TYPES[Kind.CHOICE]
    assert own.drawn_operator("eq") == "in"
    assert own.drawn_operator("ne") == "not_in"
    assert own.condition_field([("rented", "Rented")], "rented").initial == ["rented"]


def test_the_kinds_a_condition_leaves_out_have_no_operators():
    for own in ANSWER_TYPES.values():
        assert bool(own.operators) == bool(own.subject_kind)


def test_each_class_answers_what_its_kind_needs():
    """What the base leaves to the subclasses is there for each that is asked for it."""
    for own in ANSWER_TYPES.values():
        for name in ("parse", "build_field"):
            assert getattr(type(own), name) is not getattr(AnswerType, name)
        if own.is_masked:
            assert type(own).mask is not AnswerType.mask
        if own.subject_kind:
            for name in ("condition_field", "fact_in_words"):
                assert getattr(type(own), name) is not getattr(AnswerType, name)


# --- no other module branches ---------------------------------------------------------------------

# Where a branch over the kinds stays, with its reason.
ALLOWED = {
    "catalogue/answer_types.py": "the classes",
    "catalogue/models/offered.py": "NUMBERS, of a check constraint: a model is below the classes",
    "catalogue/scoring.py": "FITTING: which rules of a guide fit a fact; no answer is involved",
    "program/bench/population.py": "ANSWERS: made-up answers of the benchmark, data and no rule",
}
HOMES = {
    "FieldKind": "wasl.catalogue.models.offered",
    "Kind": "wasl.catalogue.facts",
}
# Packages whose `.kind` may be that of a question; elsewhere a `kind` is something else.
ASKING = ("catalogue", "cases", "portal")


def _aliases(tree: ast.Module) -> set[str]:
    """Return the names under which a module knows one of the two enums."""
    names = {
        item.asname or item.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for item in node.names
        if HOMES.get(item.name) == node.module
    }
    names |= {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and node.name == "FieldKind"
    }
    return names | {
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Name)
        for target in node.targets
        if isinstance(target, ast.Name) and node.value.id in names
    }


def _is_member(node: ast.AST, aliases: set[str]) -> bool:
    if isinstance(node, ast.Attribute) and node.attr == "value":
        node = node.value
    return (
        isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id in aliases
        and node.attr.isupper()
    )


def _is_kind_by_its_text(node: ast.Compare) -> bool:
    """Return whether `x.kind` is compared with the text of a kind."""
    sides = [node.left, *node.comparators]
    texts = {part.value for part in ast.walk(node) if isinstance(part, ast.Constant)}
    asks = any(isinstance(side, ast.Attribute) and side.attr == "kind" for side in sides)
    return asks and bool(texts & set(FieldKind.values))


def branches(source: str, *, by_text: bool = True) -> list[int]:
    """Return the lines that compare with members, or list them as keys or elements."""
    tree = ast.parse(source)
    aliases, lines = _aliases(tree), []
    for node in ast.walk(tree):
        parts: list[ast.AST] = []
        if isinstance(node, ast.Compare):
            parts = [node.left, *node.comparators]
        elif isinstance(node, ast.Dict):
            parts = [key for key in node.keys if key]
        elif isinstance(node, ast.Set | ast.List | ast.Tuple):
            parts = list(node.elts)
        elif isinstance(node, ast.MatchValue):
            parts = [node.value]
        if any(_is_member(part, aliases) for part in parts) or (
            by_text and isinstance(node, ast.Compare) and _is_kind_by_its_text(node)
        ):
            lines.append(node.lineno)
    return lines


def test_no_other_module_branches_over_the_kinds():
    places = {}
    for path in WASL.rglob("*.py"):
        name = path.relative_to(WASL).as_posix()
        if lines := branches(path.read_text(), by_text=name.split("/")[0] in ASKING):
            places[name] = lines
    assert set(places) - set(ALLOWED) == set(), places
    assert set(ALLOWED) - set(places) == set(), "no longer needed in ALLOWED"


@pytest.mark.parametrize(
    "line",
    [
        "if question.kind == FieldKind.IBAN: pass",
        "if question.kind in (FieldKind.IBAN, FieldKind.MOBILE): pass",
        "SHORT = {FieldKind.IBAN}",
        "READERS = {FieldKind.IBAN: 1}",
        "NUMBERS = [FieldKind.MONEY.value]",
        "K = FieldKind\nif question.kind != K.DATE: pass",
        "match kind:\n    case FieldKind.DATE: pass",
        "if question.kind == 'yes_no': pass",
        "if question.kind in ('iban', 'mobile'): pass",
    ],
)
def test_the_check_sees_a_branch(line):
    assert branches(f"from wasl.catalogue.models.offered import FieldKind\n{line}\n")


def test_the_check_lets_a_declaration_be():
    source = (
        "from wasl.catalogue.models.offered import FieldKind\nStudyField('x', FieldKind.MONEY)\n"
    )
    assert not branches(source)
