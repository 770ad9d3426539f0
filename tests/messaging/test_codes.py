"""One-time codes: six digits, once, for ten minutes and five tries, and no word on who is known."""

import re
from datetime import timedelta

import pytest

from tests.cast import NOW
from wasl.common.verdicts import Refused
from wasl.messaging import actions, policies
from wasl.messaging.models import Message, OneTimeCode

MOBILE = "+966512345678"
FOR = {"purpose": "sign", "subject": "case:7", "mobile": MOBILE}

pytestmark = [pytest.mark.django_db, pytest.mark.clause("PRO-6")]


def sent_code():
    return Message.objects.latest("pk").secret


def wrong(code):
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_the_code_that_was_sent_is_taken_once():
    actions.send_code(**FOR, at=NOW)
    code = sent_code()
    assert re.fullmatch(r"\d{6}", code)
    actions.check_code(**FOR, code=code, at=NOW)
    with pytest.raises(Refused):
        actions.check_code(**FOR, code=code, at=NOW)


def test_only_its_hash_is_kept():
    row = actions.send_code(**FOR, at=NOW)
    assert sent_code() not in str(row.__dict__)
    assert MOBILE not in str(row.__dict__)


@pytest.mark.parametrize(
    "other", [{"purpose": "receive"}, {"subject": "case:8"}, {"mobile": "+966512345679"}]
)
def test_it_proves_nothing_else(other):
    actions.send_code(**FOR, at=NOW)
    with pytest.raises(Refused):
        actions.check_code(**{**FOR, **other}, code=sent_code(), at=NOW)


def test_it_runs_out_after_ten_minutes():
    actions.send_code(**FOR, at=NOW)
    with pytest.raises(Refused):
        actions.check_code(**FOR, code=sent_code(), at=NOW + timedelta(minutes=10))


def test_after_five_wrong_tries_the_right_one_is_refused_too():
    actions.send_code(**FOR, at=NOW)
    code = sent_code()
    for _try in range(5):
        with pytest.raises(Refused):
            actions.check_code(**FOR, code=wrong(code), at=NOW)
    with pytest.raises(Refused):
        actions.check_code(**FOR, code=code, at=NOW)


def test_a_failed_try_stays_counted_because_it_may_not_be_undone():
    from django.db import transaction

    actions.send_code(**FOR, at=NOW)
    with pytest.raises(RuntimeError), transaction.atomic():
        actions.check_code(**FOR, code="000000", at=NOW)


def test_a_new_code_voids_the_one_before():
    actions.send_code(**FOR, at=NOW)
    first = sent_code()
    actions.send_code(**FOR, at=NOW + timedelta(seconds=61))
    if first != sent_code():
        with pytest.raises(Refused):
            actions.check_code(**FOR, code=first, at=NOW + timedelta(seconds=62))
    actions.check_code(**FOR, code=sent_code(), at=NOW + timedelta(seconds=62))


def test_asking_again_at_once_is_refused_and_five_an_hour_are_enough():
    for minute in range(5):
        actions.send_code(**FOR, at=NOW + timedelta(minutes=2 * minute))
        with pytest.raises(Refused, match="minute"):
            actions.send_code(**FOR, at=NOW + timedelta(minutes=2 * minute, seconds=30))
    with pytest.raises(Refused, match="hour"):
        actions.send_code(**FOR, at=NOW + timedelta(minutes=11))
    with pytest.raises(Refused, match="hour"):
        actions.send_code(**{**FOR, "subject": "case:9"}, at=NOW + timedelta(minutes=11))
    actions.send_code(**FOR, at=NOW + timedelta(minutes=61))


def test_for_somebody_we_do_not_know_everything_looks_the_same_and_nothing_is_sent():
    actions.send_code(**FOR, at=NOW, decoy=True)
    assert OneTimeCode.objects.count() == 1
    assert not Message.objects.exists()
    with pytest.raises(Refused, match="minute"):
        actions.send_code(**FOR, at=NOW, decoy=True)
    with pytest.raises(Refused, match="not right"):
        actions.check_code(**FOR, code="123456", at=NOW)


def test_a_code_that_waited_too_long_is_not_sent(association, loopback):
    actions.send_code(**FOR, at=NOW)
    message = Message.objects.get()
    actions.hand_over(message_id=message.pk, at=NOW + timedelta(minutes=11))
    message.refresh_from_db()
    assert (message.status, message.error, message.secret) == ("failed", "too late", "")
    assert not loopback.gateway.texts


def test_each_purpose_has_a_budget_of_its_own():
    """Who asks for codes at the door in somebody's name does not keep them from signing."""
    for minute in range(5):
        door = {**FOR, "purpose": "verify_mobile", "subject": f"identify:{minute}"}
        actions.send_code(**door, at=NOW + timedelta(minutes=2 * minute))
    later = NOW + timedelta(minutes=11)
    with pytest.raises(Refused, match="hour"):
        actions.send_code(**{**door, "subject": "identify:9"}, at=later)
    for purpose in ("open_file", "track", "sign", "receive", "confirm_mobile"):
        actions.send_code(**{**FOR, "purpose": purpose}, at=later)


def test_what_was_sent_to_nobody_counts_against_nobody():
    for serial in range(30):
        actions.send_code(
            purpose="track", subject=f"track:{serial}", mobile=MOBILE, decoy=True, at=NOW
        )
    actions.send_code(purpose="track", subject="track:own", mobile=MOBILE, at=NOW)
    assert Message.objects.count() == 1


def test_an_address_is_counted_whatever_became_of_its_asking():
    def ask(serial, at=NOW, address="203.0.113.9"):
        actions.send_code(
            purpose="track", subject=f"track:{serial}", mobile=f"+96651234{serial:04d}",
            decoy=serial % 2 == 0, address=address, at=at,
        )  # fmt: skip

    for serial in range(10):
        ask(serial)
    with pytest.raises(Refused, match="connection"):
        ask(10)
    ask(10, address="203.0.113.10")
    for serial in range(11, 31):
        ask(serial, at=NOW + timedelta(minutes=11 * (1 + (serial - 11) // 10)))
    with pytest.raises(Refused, match="connection"):
        ask(31, at=NOW + timedelta(minutes=35))
    assert "203.0.113.9" not in str(OneTimeCode.objects.values())


def test_the_bill_of_a_night_has_an_end(monkeypatch):
    monkeypatch.setitem(policies.IN_ALL_AN_HOUR, "verify_mobile", 3)
    for serial in range(3):
        actions.send_code(
            purpose="verify_mobile", subject=f"s:{serial}", mobile=f"+96651234567{serial}", at=NOW
        )
    with pytest.raises(Refused, match="hour"):
        actions.send_code(purpose="verify_mobile", subject="s:9", mobile="+966512345679", at=NOW)
    actions.send_code(**FOR, at=NOW)


def test_codes_are_cleared_once_no_limit_counts_them():
    actions.send_code(**FOR, at=NOW)
    actions.send_code(**{**FOR, "subject": "case:8"}, at=NOW + timedelta(days=20))
    assert actions.clear_codes(by=None, at=NOW + timedelta(days=41)) == 1
    assert OneTimeCode.objects.get().subject == "case:8"
