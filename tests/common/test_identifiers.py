"""Identifiers in one form; each refusal says its own thing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wasl.common import identifiers
from wasl.common.identifiers import (
    BadIdentifier,
    check_iban,
    check_mobile,
    check_national_id,
    check_short_address,
)

IBAN = "SA0380000000608010167519"


def reason(check, typed):
    with pytest.raises(BadIdentifier) as refused:
        check(typed)
    return str(refused.value.reason)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1000000008", "1000000008"),
        ("2123456788", "2123456788"),
        ("١٠٥٥٥٥٥٥٥٩", "1055555559"),
        ("۱۰۵۵۵۵۵۵۵۹", "1055555559"),
        (" 1055-555 559 \u200f", "1055555559"),
    ],
)
def test_an_id_number_is_ten_digits_however_typed(typed, number):
    assert check_national_id(typed) == number


def test_each_fault_of_an_id_number_has_its_own_sentence(settings):
    faults = ["", "10555٥555a", "105555555", "3000000004", "7000000005", "0000000000", "1071724369"]
    reasons = [reason(check_national_id, fault) for fault in faults]
    assert len(set(reasons)) == len(faults)


def test_who_is_a_citizen():
    assert identifiers.is_citizen("1000000008") and not identifiers.is_citizen("2000000006")


@given(st.integers(100_000_000, 299_999_999), st.integers(0, 9))
def test_exactly_one_check_digit_fits(stem, wrong):
    fitting = []
    for digit in range(10):
        try:
            fitting.append(check_national_id(f"{stem}{digit}"))
        except BadIdentifier:
            continue
    assert len(fitting) == 1


@given(st.integers(100_000_000, 299_999_999), st.integers(0, 9), st.integers(1, 9))
def test_one_mistyped_digit_is_found(stem, place, by):
    right = next(f"{stem}{digit}" for digit in range(10) if identifiers._luhn(f"{stem}{digit}"))
    wrong = right[:place] + str((int(right[place]) + by) % 10) + right[place + 1 :]
    with pytest.raises(BadIdentifier):
        check_national_id(wrong)


@pytest.mark.parametrize(
    "typed",
    [
        "0501234567",
        "501234567",
        "966501234567",
        "00966501234567",
        "+966 50 123 4567",
        "٠٥٠١٢٣٤٥٦٧",
        "(050) 123-4567",
    ],
)
def test_a_mobile_is_one_number_however_typed(typed):
    assert check_mobile(typed) == "+966501234567"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "Enter"),
        ("05x1234567", "digits only"),
        ("0161234567", "landline"),
        ("0112345678", "landline"),
        ("920012345", "service number"),
        ("8001234567", "service number"),
        ("0521234567", "no such mobile"),
        ("937", "no such mobile"),
        ("+201001234567", "another country"),
        ("+", "digits only"),
        ("+999999999999", "not a telephone number"),
    ],
)
def test_what_no_text_can_reach_is_refused_with_its_reason(typed, says):
    from django.utils import translation

    with translation.override("en"):
        assert says in reason(check_mobile, typed)


def test_an_iban_is_kept_without_spaces():
    assert (
        check_iban("sa03 8000 0000 6080 1016 7519")
        == check_iban("SA٠٣80000000608010167519")
        == IBAN
    )
    assert check_iban(IBAN[2:]) == IBAN


def test_each_fault_of_an_iban_has_its_own_sentence():
    faults = [
        "",
        "SA03؟",
        "GB82WEST12345698765432",
        "SA03",
        "SAAB80000000608010167519",
        IBAN[:-1] + "8",
    ]
    assert len({reason(check_iban, fault) for fault in faults}) == len(faults)


@given(st.integers(0, 23), st.integers(1, 9))
def test_one_mistyped_sign_of_an_iban_is_found(place, by):
    if IBAN[place].isdigit():
        wrong = IBAN[:place] + str((int(IBAN[place]) + by) % 10) + IBAN[place + 1 :]
        with pytest.raises(BadIdentifier):
            check_iban(wrong)


def test_the_bank_is_known_by_its_code_and_an_unknown_one_is_no_error():
    assert str(identifiers.iban_bank(IBAN))
    assert identifiers.iban_bank("SA0399" + "0" * 18) == ""


def test_the_short_address():
    assert check_short_address(" rrrd٢٩٢٩ ") == "RRRD2929"
    for wrong in ["", "RRR2929", "RRRD292", "٢٩٢٩"]:
        reason(check_short_address, wrong)


def test_masks_tell_little():
    assert identifiers.mask("1000004321") == "10••••4321"
    assert identifiers.mask("1234") == "••••" and identifiers.mask("") == ""
    assert identifiers.mask_mobile("+966501234567") == "05••••567"
    assert identifiers.mask_iban(IBAN) == "SA••••80••••7519"
    assert identifiers.national_form("+966501234567") == "0501234567"
    assert identifiers.spaced_iban(IBAN) == "SA03 8000 0000 6080 1016 7519"
