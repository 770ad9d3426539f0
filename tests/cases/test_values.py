"""Whatever people type becomes one canonical text, or a sentence that says what is wrong."""

from datetime import date
from decimal import Decimal

import pytest

from wasl.catalogue.answer_base import BadValue
from wasl.catalogue.answer_types import answer_type
from wasl.catalogue.models.offered import FieldRequirement
from wasl.common.dates import parse_dual

CHOICES = [
    {"value": "rented", "ar": "إيجار", "en": "Rented"},
    {"value": "owned", "ar": "ملك", "en": "Owned"},
]


def question(kind):
    return FieldRequirement(key="it", kind=kind, label_ar="بند", label_en="Item", choices=CHOICES)


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("text", "  حي\u202e  السلام ", "حي السلام"),
        ("long_text", "سطر\r\n\r\n\r\n\r\nآخر", "سطر\n\nآخر"),
        ("integer", "٤", "4"),
        ("integer", "1,200", "1200"),
        ("money", "١٬٢٠٠٫٥٠ ريال", "1200.50"),
        ("money", Decimal("7"), "7.00"),
        ("date", "22/11/2026", "2026-11-22"),
        ("date", "١٢/٦/١٤٤٨", "2026-11-22 (١٢/٦/١٤٤٨)"),
        ("date", "2026-11-22 (12/6/1448)", "2026-11-22 (12/6/1448)"),
        ("date", date(2026, 11, 22), "2026-11-22"),
        ("date", parse_dual("12/6/1448"), "2026-11-22 (12/6/1448)"),
        ("choice", "rented", "rented"),
        ("yes_no", "نعم", "yes"),
        ("yes_no", True, "yes"),
        ("yes_no", "0", "no"),
        ("iban", "sa03 8000 0000 6080 1016 7519", "SA0380000000608010167519"),
        ("mobile", "٠٥١٢٣٤٥٦٧٨", "+966512345678"),
        ("money", "", ""),
        ("date", None, ""),
        ("text", " \u200f ", ""),
    ],
)
def test_one_text_for_every_way_of_typing(kind, typed, kept):
    assert answer_type(kind).canonical(question(kind), typed) == kept


@pytest.mark.parametrize("kind", ["integer", "money", "date", "choice", "yes_no", "iban", "mobile"])
def test_nonsense_is_refused(kind):
    with pytest.raises(BadValue):
        answer_type(kind).canonical(question(kind), "س")


@pytest.mark.parametrize(
    ("kind", "typed", "said"),
    [
        ("integer", "2.5", "whole number"),
        ("integer", "-1", "out of range"),
        ("money", "-5", "out of range"),
        ("money", "1.005", "two digits"),
        ("money", "12,50", "after a point"),
        ("date", "30/2/1441", "29 days"),
        ("date", "1/13/2026", "no month"),
        ("date", "1/1/1700", "neither"),
        ("choice", "castle", "offered"),
        ("iban", "SA0380000000608010167518", "mistyped"),
        ("mobile", "0112345678", "landline"),
        ("text", "س" * 301, "at most 300"),
    ],
)
def test_what_is_wrong_is_said(kind, typed, said):
    with pytest.raises(BadValue, match=said):
        answer_type(kind).canonical(question(kind), typed)


@pytest.mark.parametrize(
    ("kind", "declared", "found", "same"),
    [
        ("text", "أحمد", "احمد", True),
        ("text", "أحمد", "محمد", False),
        ("date", "2026-11-22", "2026-11-22 (12/6/1448)", True),
        ("money", "1200.00", "1080.00", False),
    ],
)
@pytest.mark.clause("PRO-4")
def test_matching_looks_at_what_is_meant(kind, declared, found, same):
    assert answer_type(kind).same(question(kind), declared, found) is same


def test_numbers_are_masked_unless_they_are_needed():
    assert "7519" in answer_type("iban").show(question("iban"), "SA0380000000608010167519")
    assert "608010" not in answer_type("iban").show(question("iban"), "SA0380000000608010167519")
    assert "6080 1016" in answer_type("iban").show(
        question("iban"), "SA0380000000608010167519", full=True
    )
    assert "345" not in answer_type("mobile").show(question("mobile"), "+966512345678")
