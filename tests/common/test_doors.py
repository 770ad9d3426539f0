"""One value, one cleaning: however a thing is typed and wherever, the same is kept, and nothing
unseen comes in.
"""

import importlib
import pkgutil
import unicodedata

import pytest
from django import forms
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

import wasl
from wasl.common import forms as fields
from wasl.common.addresses import ReferenceConverter
from wasl.common.identifiers import (
    check_email,
    check_iban,
    check_mobile,
    check_national_id,
    check_reference,
)
from wasl.common.names import check_name
from wasl.common.text import ascii_digits, clean, clean_lines

RLI, PDI, RLM, TAG = "\u2067", "\u2069", "\u200f", "\U000e0041"

SPELLINGS = {
    fields.ReferenceField: (
        "1448-000001", "1448-000001", "1448/000001", "١٤٤٨-٠٠٠٠٠١", "۱۴۴۸-۰۰۰۰۰۱", "1448–000001",
        "1448—000001", "1448−000001", "1448-1", "1448 / 1", "1448 000001", "1448000001",
        f"{RLI}1448-000001{PDI}", f"1448{RLM}-{RLM}000001", "000001-1448", "٠٠٠٠٠١/١٤٤٨",
        "1448ـ000001", "1448-000001.", "«1448-000001»", "１４４８-1",
    ),
    fields.MobileField: (
        "+966501234567", "0501234567", "٠٥٠١٢٣٤٥٦٧", "۰۵۰۱۲۳۴۵۶۷", "+966 50 123 4567",
        "00966501234567", "050–123–4567", "501234567", f"{RLI}0501234567{PDI}", f"050{RLM}1234567",
        "(050) 123-4567", "050‑123‑4567",
    ),
    fields.NationalIdField: (
        "1055555559", "1055555559", "١٠٥٥٥٥٥٥٥٩", "۱۰۵۵۵۵۵۵۵۹", "1055 555 559", "1055–555–559",
        f"{RLI}1055555559{PDI}", "1055555559\x00", "１０５５５５５５５９",
    ),
    fields.IbanField: (
        "SA0380000000608010167519", "sa03 8000 0000 6080 1016 7519", "SA٠٣٨٠٠٠٠٠٠٠٦٠٨٠١٠١٦٧٥١٩",
        "SA03-8000-0000-6080-1016-7519", f"{RLI}SA0380000000608010167519{PDI}",
        "0380000000608010167519", "ＳＡ0380000000608010167519",
    ),
    fields.EmailField: (
        "maryam1@example.org", "maryam1@example.org", " maryam1@Example.ORG ",
        "maryam١@example.org", f"{RLI}maryam1@example.org{PDI}", "maryam1＠example.org",
        "maryam1@example\u200b.org",
    ),
    fields.NameField: (
        "محمد بن عبد الله", "محمد بن عبد الله", " محمد  بن عبد الله ", "ﻣﺤﻤﺪ ﺑﻦ ﻋﺒﺪ ﷲ",
        f"{RLI}محمد بن عبد الله{PDI}", "مـحـمـد بن عبد الله", "محمد بن عبد الله\x00",
    ),
    fields.CodeField: ("123456", "123456", "١٢٣٤٥٦", "۱۲۳۴۵۶", "123 456", "123-456", f"{RLI}123456{PDI}"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "kept", "typed"),
    [(kind, kept, typed) for kind, (kept, *spellings) in SPELLINGS.items() for typed in spellings],
)
def test_a_field_keeps_one_form_of_every_spelling(kind, kept, typed):
    assert kind().clean(typed) == kept


@pytest.mark.parametrize("kind", [*SPELLINGS, fields.CleanCharField, fields.CleanTextField])
def test_a_field_refuses_what_hides_words(kind):
    sound = SPELLINGS[kind][0] if kind in SPELLINGS else "كلام"
    with pytest.raises(ValidationError, match="invisible"):
        kind().clean(f"{sound}{TAG}")


def test_an_address_reads_a_number_as_a_form_does():
    kept, *spellings = SPELLINGS[fields.ReferenceField]
    assert {ReferenceConverter().to_python(typed) for typed in spellings if "/" not in typed} == {
        kept
    }
    for typed in (
        "1448",
        "x",
        "1448-000117-3",
        "\x00",
        "1448-",
        "12-1448",
        "1448-00",
        "000000-1448",
    ):
        with pytest.raises(ValueError, match="1448"):
            ReferenceConverter().to_python(typed)


CLEANERS = (check_reference, check_mobile, check_national_id, check_iban, check_email, check_name)
ODD = st.text(
    alphabet=(
        "0123456789٠١٢۱۴۸ -–/.@_+()abzSAﻣﺤﷲﷺ﷼محمدبن\u200f\u2067\u2069\u0640\x00؛،\U000e0041é\ud800"
    ),
    max_size=40,
)


@pytest.mark.parametrize("cleaner", CLEANERS, ids=lambda cleaner: cleaner.__name__)
@given(
    text=st.one_of(
        st.text(max_size=80), ODD, st.from_regex(r"[a-z.٠-٩]{1,70}@[a-z.é؛-]{1,70}", fullmatch=True)
    )
)
def test_a_cleaner_refuses_with_a_sentence_or_keeps_what_it_would_keep_again(cleaner, text):
    try:
        kept = cleaner(text)
    except Exception as refusal:
        assert type(refusal).__name__ == "BadIdentifier" and str(refusal.reason)
    else:
        assert cleaner(kept) == kept == clean(kept)


@pytest.mark.parametrize("kind", list(SPELLINGS), ids=lambda kind: kind.__name__)
@given(text=st.one_of(st.text(max_size=80), ODD))
def test_a_field_raises_nothing_but_its_refusal(kind, text):
    try:
        kept = kind().clean(text)
    except ValidationError as refusal:
        assert refusal.messages
    else:
        assert kind().clean(kept) == kept


@given(st.text())
def test_nothing_unseen_is_left_in_a_text(text):
    for kept in (clean(text), clean_lines(text)):
        signs = set(kept) - {"\n"}
        assert not [sign for sign in signs if unicodedata.category(sign) in {"Cc", "Cs"}]
        assert not [
            sign for sign in signs if "\u202a" <= sign <= "\u202e" or "\u2066" <= sign <= "\u2069"
        ]
        assert not [
            sign
            for sign in signs
            if 0xE0000 <= ord(sign) <= 0xE0FFF or sign in "\u200b\u200e\u200f\ufeff"
        ]


def test_printed_shapes_become_letters_and_signs_stay_signs():
    assert clean("ﻣﺤﻤﺪ ﻻ ﷲ") == "محمد لا الله"
    assert clean("قال ﷺ ٥٠٠ ﷼ و\ufdfd") == "قال ﷺ ٥٠٠ ﷼ و\ufdfd"
    assert clean("٤٠ م² … ½") == "٤٠ م² … ½"
    for code in [*range(0xFB50, 0xFE00), *range(0xFE70, 0xFF00)]:
        folded = clean(f"ا{chr(code)}ب")
        assert folded == clean(folded)
        assert chr(code) not in folded or unicodedata.normalize("NFKC", chr(code)) == chr(code) or code in range(
            0xFDFA, 0xFDFE,
        )  # fmt: skip


def test_digits_of_both_scripts_are_read():
    assert ascii_digits("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹") == "01234567890123456789"


# Every form of the product


def form_classes():
    for module in pkgutil.walk_packages(wasl.__path__, "wasl."):
        if ".forms" in module.name or module.name.endswith((".gallery", ".questions")):
            importlib.import_module(module.name)
    pending, known = [forms.Form], set()
    while pending:
        for form in pending.pop().__subclasses__():
            if form not in known:
                known.add(form)
                pending.append(form)
    return sorted(
        (form for form in known if form.__module__.startswith("wasl.")),
        key=lambda form: form.__qualname__,
    )


def all_fields():
    return [
        (form, name, field) for form in form_classes() for name, field in form.base_fields.items()
    ]


EXPECTED = {
    "mobile": fields.MobileField,
    "email": fields.EmailField,
    "id_number": fields.NationalIdField,
    "into": fields.NationalIdField,
    "iban": fields.IbanField,
    "reference": fields.ReferenceField,
    "full_name": fields.NameField,
    "latin_name": fields.NameField,
    "visitor_name": fields.NameField,
    "signer_name": fields.NameField,
    "witness_name": fields.NameField,
    "witness": fields.NameField,
    "receiver_name": fields.NameField,
    "holder_name": fields.NameField,
    "requester_name": fields.NameField,
    "spokesman": fields.NameField,
    "administrator": fields.NameField,
    "building_number": fields.BuildingNumberField,
    "additional_number": fields.BuildingNumberField,
    "postal_code": fields.PostalCodeField,
    "short_address": fields.ShortAddressField,
}
# `name…` is a person's but where a thing is named: a place, a service, a saved search, a nickname,
# what a body is called.
NAMES_OF_THINGS = {
    "ActivityForm", "BeginForm", "CommitteeForm", "ContactForm", "DepartmentForm",
    "DocumentTypeForm", "FoundForm", "IdentityForm", "SaveFilterForm", "ServiceTermsForm",
    "TopicForm",
}  # fmt: skip


def expected(form, name):
    if name in EXPECTED:
        return EXPECTED[name]
    if name in {"name", "name_ar", "name_en"} and form.__name__ not in NAMES_OF_THINGS:
        return fields.NameField
    return None


def test_every_field_has_the_type_of_its_kind():
    faults = [
        f"{form.__module__}.{form.__name__}.{name}: {type(field).__name__}"
        for form, name, field in all_fields()
        if (kind := expected(form, name)) and not isinstance(field, kind)
    ]
    assert not faults, "\n" + "\n".join(faults)


CLEANED = (
    fields.CleanCharField, fields.SlugField, fields.MoneyField, fields.IntField, forms.ChoiceField,
    forms.IntegerField,
)  # fmt: skip


def test_every_text_field_is_cleaned_but_secrets_and_what_a_page_hides():
    faults = [
        f"{form.__module__}.{form.__name__}.{name}: {type(field).__name__}"
        for form, name, field in all_fields()
        if isinstance(field, forms.CharField)
        and not isinstance(field, CLEANED)
        and not isinstance(field.widget, forms.PasswordInput | forms.HiddenInput)
    ]
    assert not faults, "\n" + "\n".join(faults)


def test_a_password_stays_as_it_was_typed():
    typed = " ﻣﺤﻤﺪ\u200b٠١٢ كلمة طويلة "
    secrets = [
        field
        for _form, _name, field in all_fields()
        if isinstance(field.widget, forms.PasswordInput)
    ]
    assert secrets and {field.clean(typed) for field in secrets} == {typed}
