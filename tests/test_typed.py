"""What people type, at every door: kept alike by pages, imports and actions, and never an error in
an address.
"""

import ast
import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.addresses import own
from tests.cast import NOW
from tests.common.test_doors import SPELLINGS
from tests.factories import a_visitor
from tests.test_house import ROOT, functions, here, none_of, sources
from wasl.beneficiaries.actions import identity, registering
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.queries import finding
from wasl.beneficiaries.reading import Reader
from wasl.common import forms as fields

KINDS = {
    "id_number": fields.NationalIdField,
    "mobile": fields.MobileField,
    "iban": fields.IbanField,
    "email": fields.EmailField,
    "full_name": fields.NameField,
}
TYPED = [
    (name, SPELLINGS[kind][0], typed)
    for name, kind in KINDS.items()
    for typed in SPELLINGS[kind][1:]
]
PERSON = {
    "full_name": "هند بنت سالم القحطاني",
    "id_number": "1000000008",
    "mobile": "0555555555",
    "gender": "female",
}


@pytest.mark.parametrize(("name", "kept", "typed"), TYPED)
def test_the_form_of_a_new_person_keeps_it(name, kept, typed, noura):
    client = Client()
    client.force_login(noura)
    client.post(reverse("beneficiaries:register"), {**PERSON, "language": "ar", name: typed})
    assert getattr(Person.objects.get(), name) == kept


@pytest.mark.parametrize(("name", "kept", "typed"), TYPED)
def test_a_row_of_a_file_keeps_it(name, kept, typed, association):
    row = {**PERSON, "gender": "أنثى", name: typed}
    draft = Reader(dict(enumerate(row)), list(row), {}, (), at=NOW).read(2, list(row.values()))
    assert draft.keys[name] == kept, draft.findings


@pytest.mark.parametrize(("name", "kept", "typed"), TYPED)
def test_an_action_keeps_it_whoever_calls(name, kept, typed, noura):
    assert getattr(registering.register(**{**PERSON, name: typed}, by=noura, at=NOW), name) == kept


@pytest.mark.parametrize(
    ("name", "kept", "typed"), [row for row in TYPED if row[0] in {"mobile", "email"}]
)
def test_a_further_way_to_reach_somebody_keeps_it(name, kept, typed, noura):
    person = a_visitor(by=noura)
    made = identity.add_contact(
        person=person, kind=name, value=typed, purpose="own", by=noura, at=NOW
    )
    assert made.value == kept


@pytest.mark.parametrize(("name", "kept", "typed"), [row for row in TYPED if row[0] != "full_name"])
def test_the_search_finds_by_it(name, kept, typed, noura):
    if name == "iban" and not re.match("(?i)sa|Ｓ|\u2067", typed):
        pytest.skip("digits alone are not searched for as an IBAN")
    person = a_visitor(by=noura, **{name: kept})
    assert finding.find(noura, typed) == [person]


# By hand, out of an address or a form


def asked_names(method):
    """The names under which views read an address or a form by hand."""
    pattern = rf'request\.{method}(?:\.get(?:list)?\(|\[)"([\w-]+)"'
    return sorted(
        {name for path in sources("wasl") for name in re.findall(pattern, path.read_text())}
    )


ODD = (
    "\x00",
    "²",
    "9" * 5000,
    "٣",
    "\ud800".encode("utf-8", "surrogatepass"),
    "-1",
    "1e400:x",
    "a\r\nb: c",
    "\u2067x",
)


@pytest.mark.parametrize("turn", range(3))
def test_what_an_address_asks_for_never_breaks_a_page(turn, admin, association):
    """Every name that is read by hand holds something odd, another thing at each turn."""
    names, faults, client = asked_names("GET"), [], Client()
    query = {name: ODD[(place + 3 * turn) % len(ODD)] for place, name in enumerate(names)}
    client.force_login(admin)
    for address, _pattern in own():
        try:
            if (status := client.get(address, query).status_code) >= 500:
                faults.append(f"{address}: {status}")
        except Exception as error:  # the fault is what is looked for
            faults.append(f"{address}: {type(error).__name__}: {str(error)[:100]}")
    none_of(faults)


def test_a_number_is_read_by_one_function():
    """`int(x) if x.isdigit()` breaks at ² and at five thousand digits."""
    faults = [
        f"{here(path)}:{node.lineno}"
        for path in sources("wasl")
        if {"views", "views.py", "forms", "forms.py"} & set(path.parts)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute) and node.attr in {"isdigit", "isdecimal", "isnumeric"}
    ]
    none_of([fault for fault in faults if not fault.startswith("wasl/satisfaction/")])


CLEANED_BY_FIELD = {
    "wasl/portal/views/identity.py",
    "wasl/papers/views.py",
}  # ReferenceField; ten letters and digits


def test_nothing_typed_goes_into_an_address_unread():
    faults = []
    for path in sources("wasl"):
        for function in functions(path):
            for node in ast.walk(function):
                name = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
                if name not in {"reverse", "redirect", "reverse_lazy", "resolve_url"}:
                    continue
                told = ast.unparse(node)
                typed = re.search(
                    r"cleaned_data|request\.(?:GET|POST)(?!\.urlencode)|wanted\[", told
                )
                if (
                    typed
                    and "url_has_allowed_host" not in told
                    and here(path) not in CLEANED_BY_FIELD
                ):
                    faults.append(f"{here(path)}:{node.lineno} {told[:90]}")
    none_of(faults)
    assert all((ROOT / path).exists() for path in CLEANED_BY_FIELD)
