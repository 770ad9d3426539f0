"""The administrator's pages: staff, roles, departments; each step recorded, nobody locked out."""

import pytest
from django.urls import reverse

from tests.cast import NOW
from wasl.accounts import actions
from wasl.accounts.models import Department, Membership, User
from wasl.accounts.permissions import LABELS, Permission
from wasl.accounts.roles import ROLES
from wasl.audit.models import Event
from wasl.common.verdicts import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.clause("PRE-6")]
NEW = {
    "username": "hind",
    "name_ar": "هند بنت صالح",
    "gender": "female",
    "password": "a-long-enough-secret-9",
}


def recorded(verb):
    return Event.objects.filter(verb=f"accounts.{verb}").latest("id")


def test_a_new_member_of_staff_signs_in_with_what_was_given(client, admin):
    user = actions.add_staff(**NEW, by=admin, at=NOW)
    assert user.check_password(NEW["password"])
    assert user.permissions == frozenset()
    assert recorded("add_staff").subject_id == str(user.pk)
    assert NEW["password"] not in str(recorded("add_staff").__dict__)


def test_a_taken_name_and_a_weak_password_are_refused(admin, noura):
    with pytest.raises(Refused):
        actions.add_staff(**{**NEW, "username": noura.username}, by=admin, at=NOW)
    with pytest.raises(Refused):
        actions.add_staff(**{**NEW, "password": "password1234"}, by=admin, at=NOW)


def test_a_role_is_given_and_ended(admin):
    user, department = actions.add_staff(**NEW, by=admin, at=NOW), Department.objects.first()
    membership = actions.grant_role(
        user=user, department=department, role="payer", by=admin, at=NOW
    )
    assert User.objects.get(pk=user.pk).holds(Permission.DELIVERY_PAY)
    with pytest.raises(Refused):
        actions.grant_role(user=user, department=department, role="payer", by=admin, at=NOW)
    actions.end_role(membership=membership, by=admin, at=NOW)
    assert not User.objects.get(pk=user.pk).holds(Permission.DELIVERY_PAY)
    assert recorded("end_role").data == {"role": "payer", "department": department.code}
    with pytest.raises(Refused):
        actions.end_role(membership=membership, by=admin, at=NOW)


def test_the_last_administrator_stays(admin):
    membership = Membership.objects.current().get(user=admin, role="administrator")
    with pytest.raises(Refused, match="administrator"):
        actions.end_role(membership=membership, by=admin, at=NOW)
    with pytest.raises(Refused):
        actions.deactivate(user=admin, by=admin, at=NOW)


def test_a_closed_sign_in_is_out_at_once_and_may_come_back(client, admin, noura):
    client.force_login(noura)
    assert client.get(reverse("messaging:outbox")).status_code == 200
    actions.deactivate(user=noura, by=admin, at=NOW)
    assert client.get(reverse("messaging:outbox")).status_code == 302
    noura.refresh_from_db()
    assert not noura.holds(Permission.OUTBOX_SEE)
    actions.reactivate(user=noura, by=admin, at=NOW)
    client.force_login(User.objects.get(pk=noura.pk))
    assert client.get(reverse("messaging:outbox")).status_code == 200


def test_a_new_password_ends_the_sign_ins_made_with_the_old(client, admin, noura):
    client.force_login(noura)
    actions.set_password(user=noura, password="another-long-secret-7", by=admin, at=NOW)
    assert client.get(reverse("messaging:outbox")).status_code == 302


@pytest.mark.parametrize("role", sorted(set(ROLES) - {"administrator"}))
def test_no_other_role_keeps_the_staff_list(association, saud, role):
    department = Department.objects.first()
    Membership.objects.create(user=saud, department=department, role=role, since_date=NOW.date())
    calls = {
        "add_staff": NEW,
        "grant_role": {"user": saud, "department": department, "role": "administrator"},
        "end_role": {"membership": saud.memberships.get()},
        "add_department": {"code": "x", "name_ar": "ق", "name_en": "x"},
        "deactivate": {"user": saud},
        "reactivate": {"user": saud},
        "set_password": {"user": saud, "password": NEW["password"]},
        "move_clock": {"days": 1},
    }
    for verb, given in calls.items():
        with pytest.raises(Refused):
            getattr(actions, verb)(**given, by=saud, at=NOW)


@pytest.mark.parametrize("role", sorted(ROLES))
def test_a_role_holds_what_it_declares_and_nothing_else(association, saud, role):
    Membership.objects.create(
        user=saud, department=Department.objects.first(), role=role, since_date=NOW.date()
    )
    assert {permission for permission in Permission if saud.holds(permission)} == ROLES[
        role
    ].permissions


def test_a_role_that_ended_gives_nothing(association, saud):
    Membership.objects.create(
        user=saud,
        department=Department.objects.first(),
        role="payer",
        since_date=NOW.date(),
        ended_date=NOW.date(),
    )
    assert not saud.permissions


def test_every_permission_is_said_in_words_and_held_by_somebody():
    assert set(LABELS) == set(Permission)
    assert set().union(*(role.permissions for role in ROLES.values())) == set(Permission)


PAGES = [("manage", False), ("roles", False), ("add_staff", False), ("staff", True)]


@pytest.mark.parametrize(("name", "with_pk"), PAGES)
def test_pages_open_for_the_administrator_alone(
    client, admin, noura, django_assert_max_num_queries, name, with_pk
):
    url = reverse(f"accounts:{name}", args=[noura.pk] if with_pk else [])
    client.force_login(noura)
    assert client.get(url).status_code == 403
    client.force_login(admin)
    with django_assert_max_num_queries(12):
        assert client.get(url).status_code == 200


def test_the_pages_do_their_work(client, admin):
    client.force_login(admin)
    assert (
        client.post(reverse("accounts:add_staff"), {**NEW, "name_en": "", "email": ""}).status_code
        == 302
    )
    user, department = User.objects.get(username="hind"), Department.objects.first()
    client.post(
        reverse("accounts:grant_role", args=[user.pk]),
        {"role": "payer", "department": department.pk},
    )
    membership = Membership.objects.get(user=user)
    assert client.post(reverse("accounts:end_role", args=[membership.pk])).status_code == 302
    client.post(
        reverse("accounts:set_password", args=[user.pk]), {"password": "another-long-secret-7"}
    )
    client.post(reverse("accounts:deactivate", args=[user.pk]))
    client.post(reverse("accounts:reactivate", args=[user.pk]))
    client.post(
        reverse("accounts:add_department"),
        {"code": "women", "name_ar": "القسم النسائي", "name_en": "Women"},
    )
    assert Department.objects.filter(code="women").exists()
    verbs = set(Event.objects.filter(actor=admin).values_list("verb", flat=True))
    wanted = (
        "add_staff grant_role end_role set_password deactivate reactivate add_department".split()
    )
    assert {f"accounts.{verb}" for verb in wanted} <= verbs


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("add_staff", {}),
        ("add_staff", {**NEW, "username": "noura"}),
        ("grant_role", {"role": "king"}),
        ("set_password", {"password": "x"}),
        ("add_department", {"code": "ق"}),
        ("move_clock", {"days": "-1"}),
    ],
)
def test_bad_forms_come_back_with_their_words(client, admin, noura, name, given):
    client.force_login(admin)
    page = client.post(
        reverse(
            f"accounts:{name}", args=[noura.pk] if name in ("grant_role", "set_password") else []
        ),
        given,
    )
    assert page.status_code == 200
    assert 'class="errors"' in page.content.decode()
