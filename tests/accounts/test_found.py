"""The first start of a real association: by the code that was printed, once; then what keeps it
going.
"""

import threading

import pytest
from django.db import connections
from django.urls import reverse

from tests.cast import NOW
from wasl.accounts import actions, first_code, queries
from wasl.accounts.models import Association, Department, LetterheadVersion, User
from wasl.audit.models import Event
from wasl.catalogue.models.guide import ScoringGuide
from wasl.catalogue.models.offered import DocumentType, ReasonCode
from wasl.catalogue.tasks import lay_down_beginnings
from wasl.common.verdicts import Refused
from wasl.governance.models.texts import DeclarationText, DisclosureText
from wasl.governance.tasks import lay_down_texts

pytestmark = pytest.mark.django_db
TYPED = {
    "name_ar": "جمعية السدر التعاونية",
    "short_name_ar": "جمعية السدر",
    "phone": "٠١١٢٣٤٥٦٧٨",
    "supervising_body": "المركز الوطني لتنمية القطاع غير الربحي",
    "licence_label": "ترخيص رقم",
    "licence_number": "١٢٣٤",
    "administrator": "سلمى بنت راشد القحم",
    "gender": "female",
    "username": "salma",
    "password": "nakhla-wadi-qamar-7",
    "again": "nakhla-wadi-qamar-7",
}


@pytest.fixture
def code(tmp_path, settings) -> str:
    settings.WASL_HOME = tmp_path
    return first_code.issue(tmp_path)


def arguments(**changed):
    identity = {"name_ar": "جمعية السدر", "short_name_ar": "السدر"}
    letterhead = {"supervising_body": "المركز", "licence_label": "ترخيص", "licence_number": "1"}
    administrator = {"name_ar": "سلمى", "gender": "female", "username": "salma"}
    whole = {"identity": identity, "letterhead": letterhead, "administrator": administrator}
    return whole | {"password": TYPED["password"], "at": NOW} | changed


def test_the_code_opens_the_door_once(client, code):
    assert client.get(reverse("portal:home")).url == reverse("accounts:found")
    page = client.get(reverse("accounts:found"))
    assert page.status_code == 200 and code not in page.content.decode()
    typed = code.replace("-", " ").upper()
    done = client.post(reverse("accounts:found"), TYPED | {"code": typed}, follow=True)
    assert done.redirect_chain == [(reverse("desk:first_steps"), 302)]
    assert "ترويسة الأوراق" in done.content.decode()
    association, letterhead = Association.objects.get(), LetterheadVersion.objects.get()
    assert (association.phone, letterhead.licence_number, letterhead.phone) == (
        "0112345678",
        "1234",
        "0112345678",
    )
    assert not association.is_sample and association.name_ar == letterhead.association_name
    salma = User.objects.get(username="salma")
    assert salma.roles == {"administrator"} and salma.check_password(TYPED["password"])
    assert Event.objects.get(verb="accounts.found").actor == salma
    assert not first_code.kept_in().exists()
    client.logout()
    assert client.get(reverse("accounts:found")).url == reverse("account_login")
    again = client.post(reverse("accounts:found"), TYPED | {"code": code, "username": "another"})
    assert again.status_code == 302 and Association.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"code": "aaaa-bbbb-cccc-dddd"}, "ليس هذا هو الرمز"),
        ({"again": "nakhla-wadi-qamar-8"}, "كلمتا المرور مختلفتان"),
        ({"password": "password1234", "again": "password1234"}, "كلمة المرور"),
        ({"name_ar": ""}, "الاسم بالعربية"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(client, code, changed, said):
    page = client.post(reverse("accounts:found"), TYPED | {"code": code} | changed)
    assert page.status_code == 200 and said in page.content.decode()
    assert (
        not Association.objects.exists()
        and not User.objects.exists()
        and first_code.kept_in().exists()
    )


def test_without_a_code_on_this_machine_nobody_gets_in(client, tmp_path, settings):
    settings.WASL_HOME = tmp_path
    page = client.post(reverse("accounts:found"), TYPED | {"code": ""})
    assert (
        page.status_code == 200 and not first_code.is_right("") and not Association.objects.exists()
    )


def test_the_code_is_kept_for_its_owner_alone(tmp_path):
    code = first_code.issue(tmp_path)
    assert first_code.issue(tmp_path) == code
    assert (tmp_path / "first-run-code.txt").stat().st_mode & 0o777 == 0o600


@pytest.mark.django_db(transaction=True)
def test_two_who_set_up_at_once_make_one_association():
    said = []

    def found(name):
        administrator = {"name_ar": name, "gender": "male", "username": name}
        try:
            actions.found(**arguments(administrator=administrator))
        except Refused as refused:
            said.append(str(refused))
        finally:
            connections.close_all()

    both = [threading.Thread(target=found, args=(name,)) for name in ("one", "two")]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert len(said) == 1 and Association.objects.count() == 1 and User.objects.count() == 1


def test_a_new_association_has_what_the_first_request_needs(db):
    actions.found(**arguments())
    event = Event.objects.get(verb="accounts.found")
    for _twice in range(2):
        lay_down_texts(event=event)
        lay_down_beginnings(event=event)
    assert (
        DeclarationText.objects.count()
        == DisclosureText.objects.count()
        == ScoringGuide.objects.count()
        == 1
    )
    assert DocumentType.objects.count() > 10 and ReasonCode.objects.count() > 5
    assert (
        ScoringGuide.objects.get().from_date is None
    )  # a draft: its limits are the association's to set


def test_names_change_and_the_letterhead_gets_a_new_version(client, admin):
    client.force_login(admin)
    before = LetterheadVersion.objects.get()
    page = client.get(reverse("accounts:keep_letterhead")).content.decode()
    assert before.licence_number in page
    same = {
        name: getattr(before, name)
        for name in ("supervising_body", "association_name", "licence_label")
    }
    same |= {
        "licence_number": "٩٠٠٢",
        "address": before.address,
        "phone": before.phone,
        "email": before.email,
    }
    client.post(reverse("accounts:keep_letterhead"), same)
    assert [one.licence_number for one in LetterheadVersion.objects.order_by("version")] == [
        "9001",
        "9002",
    ]
    client.post(reverse("accounts:keep_letterhead"), same)
    assert LetterheadVersion.objects.count() == 2  # nothing differed
    client.post(
        reverse("accounts:change_identity"), {"name_ar": "جمعية الوادي", "short_name_ar": "الوادي"}
    )
    assert Association.objects.get().short_name_ar == "الوادي"
    assert Event.objects.get(verb="accounts.change_identity").data["fields"] == [
        "address_ar",
        "address_en",
        "email",
        "hours_ar",
        "hours_en",
        "name_ar",
        "name_en",
        "phone",
        "place_ar",
        "place_en",
        "short_name_ar",
        "short_name_en",
        "social_links",
    ]


@pytest.mark.clause("CHA-3", "CHA-7")
def test_what_the_public_page_says_of_reaching_us_is_kept_here(client, association, admin):
    client.force_login(admin)
    names = {
        "name_ar": "جمعية الوادي",
        "short_name_ar": "الوادي",
        "address_ar": "طريق الجامع",
        "phone": "٠١١٠٠٠٠٠٠٠",
    }
    odd = client.post(
        reverse("accounts:change_identity"), {**names, "social_links": "javascript:alert(1)"}
    )
    assert odd.context["form"].errors["social_links"]
    assert "طريق الجامع" in odd.content.decode()
    hours = "الأحد: 8 إلى 2\nوالمساء: 4 إلى 7"
    client.post(
        reverse("accounts:change_identity"),
        {**names, "hours_ar": hours, "social_links": "https://x.com/wadi\n"},
    )
    page = client.get("/contact/").content.decode()
    for told in (
        "طريق الجامع",
        "والمساء: 4 إلى 7",
        'href="https://x.com/wadi"',
        'href="tel:0110000000"',
    ):
        assert told in page


def test_who_leads_a_department_holds_a_role_in_it(client, admin, noura, maha):
    client.force_login(admin)
    relations = Department.objects.get(code="relations")
    page = reverse("accounts:name_lead", args=[relations.pk])
    assert noura.name_ar in client.get(page).content.decode()
    client.post(page, {"lead": noura.pk})
    relations.refresh_from_db()
    assert relations.lead == noura
    with pytest.raises(Refused, match="role in it"):
        actions.name_lead(department=relations, lead=admin, by=admin, at=NOW)
    with pytest.raises(Refused):
        actions.name_lead(department=relations, lead=maha, by=noura, at=NOW)
    assert set(queries.members_of(relations)) == {maha, noura}
