"""Fields take what people type, and say what is wrong in their own words."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from django import forms
from django.utils import translation

from wasl.common import forms as fields
from wasl.common.dates import WrittenDate
from wasl.common.ids import uuid7


class Slip(forms.Form):
    name = fields.CleanCharField()
    story = fields.CleanTextField(required=False)
    code = fields.DigitsField(required=False, max_length=6)
    national_id = fields.NationalIdField(required=False)
    mobile = fields.MobileField(required=False, autocomplete="tel")
    iban = fields.IbanField(required=False)
    address = fields.ShortAddressField(required=False)
    born = fields.DualDateField(required=False)
    rent = fields.MoneyField(required=False)
    rooms = fields.IntField(required=False)
    tenure = fields.PickField(choices=[("own", "ملك"), ("rent", "إيجار")], required=False)
    works = fields.YesNoField(required=False)
    once = fields.OnceField(required=False)


def filled(**typed):
    slip = Slip({"name": "مريم", **typed})
    assert slip.is_valid(), slip.errors
    return slip.cleaned_data


def refused(field, typed):
    with translation.override("en"):
        slip = Slip({"name": "مريم", field: typed})
        assert not slip.is_valid()
        return " ".join(slip.errors[field])


def test_what_people_type_arrives_in_one_form():
    got = filled(
        name=" مريم \u202eالحربي ",
        story="سطر\r\nآخر\u200b",
        code="١٢٣٤",
        national_id="١٠٥٥٥٥٥٥٥٩",
        mobile="٠٥٠١٢٣٤٥٦٧",
        iban="sa03 8000 0000 6080 1016 7519",
        address="rrrd2929",
        born="١٢/٦/١٤٤٨",
        rent="١٢٬٠٠٠",
        rooms="٣",
        tenure="rent",
        works="no",
    )
    assert got["name"] == "مريم الحربي" and got["story"] == "سطر\nآخر" and got["code"] == "1234"
    assert (got["national_id"], got["mobile"]) == ("1055555559", "+966501234567")
    assert (got["iban"], got["address"]) == ("SA0380000000608010167519", "RRRD2929")
    assert got["born"] == WrittenDate(date(2026, 11, 22), "١٢/٦/١٤٤٨", "hijri")
    assert (got["rent"], got["rooms"], got["works"]) == (Decimal(12000), 3, False)


def test_what_is_left_empty_is_nothing():
    got = filled()
    assert [got[name] for name in ("born", "rent", "rooms", "works", "once")] == [None] * 5
    assert [got[name] for name in ("iban", "mobile", "national_id", "story")] == [""] * 4


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("national_id", "12", "10 digits"),
        ("mobile", "0161234567", "landline"),
        ("iban", "SA03", "24"),
        ("address", "12", "short address"),
        ("born", "30/2/1441", "29 days"),
        ("rent", "12,5", "fraction"),
        ("rent", "-1", "greater than or equal to 0"),
        ("rooms", "1.5", "whole number"),
        ("rooms", "كثير", "digits"),
        ("name", "\u200b \u202e", "required"),
        ("name", "ن" * 201, "200"),
        ("tenure", "tent", "valid choice"),
        ("once", "x", "valid UUID"),
    ],
)
def test_each_field_says_what_is_wrong(field, typed, says):
    assert says in refused(field, typed)


def test_a_day_may_have_bounds():
    field = fields.DualDateField(earliest=date(2020, 1, 1), latest=date(2026, 11, 22))
    assert field.clean("22/11/2026").day == date(2026, 11, 22)
    for typed in ("23/11/2026", "31/12/2019"):
        with pytest.raises(forms.ValidationError):
            field.clean(typed)


def test_a_day_knows_whether_it_changed():
    field = fields.DualDateField(required=False)
    assert not field.has_changed(date(2026, 11, 22), "12/6/1448")
    assert field.has_changed(date(2026, 11, 22), "13/6/1448")
    assert field.has_changed(None, "رمضان") and not field.has_changed(None, "")


def test_values_come_back_as_people_write_them():
    slip = Slip(
        initial={
            "born": date(2026, 11, 22),
            "mobile": "+966501234567",
            "rent": Decimal("12000"),
            "works": True,
        }
    )
    assert 'value="12/6/1448"' in str(slip["born"])
    assert 'value="0501234567"' in str(slip["mobile"])
    assert 'value="12,000"' in str(slip["rent"])
    assert 'value="yes" id="id_works_0" checked' in str(slip["works"]).replace("required ", "")
    kept = WrittenDate(date(2026, 11, 22), "١٢/٦/١٤٤٨", "hijri")
    assert 'value="١٢/٦/١٤٤٨"' in str(Slip(initial={"born": kept})["born"])


def test_keyboards_and_directions_fit_what_is_asked():
    slip = Slip()
    assert 'dir="ltr"' in str(slip["national_id"]) and 'inputmode="numeric"' in str(
        slip["national_id"]
    )
    assert 'inputmode="tel"' in str(slip["mobile"]) and 'autocomplete="tel"' in str(slip["mobile"])
    assert 'inputmode="decimal"' in str(slip["rent"])
    assert 'dir="auto"' in str(slip["name"]) and "<textarea" in str(slip["story"])


def test_nobody_chooses_the_first_of_many_by_neglect():
    many = fields.PickField(choices=[(str(n), str(n)) for n in range(9)])
    assert next(iter(many.choices))[0] == ""
    with pytest.raises(forms.ValidationError):
        many.clean("")
    assert isinstance(Slip().fields["tenure"].widget, forms.RadioSelect)


def test_the_token_of_a_form_sent_twice_is_one():
    token = uuid7()
    assert filled(once=str(token))["once"] == UUID(str(token))
