"""Rating: offered once, in two taps, and joined to nobody (PRA-3)."""

import re
from datetime import time, timedelta
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.urls import reverse

from tests.cast import NOW
from tests.factories import a_rejected_case, a_service
from wasl.accounts.models import User
from wasl.beneficiaries.models.person import Person
from wasl.common import clock, passing_keys
from wasl.common.clock import day_of
from wasl.common.dates import hijri_quarter
from wasl.common.verdicts import Refused
from wasl.messaging import actions as messaging
from wasl.messaging.models import Message, MessageStatus
from wasl.messaging.policies import can_retry
from wasl.program import health
from wasl.satisfaction import actions, links, queries, tasks
from wasl.satisfaction.models import Count, Pending, Spent

pytestmark = [pytest.mark.django_db, pytest.mark.clause("PRA-3")]
DAY = day_of(NOW)


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


def a_link(case_id=1, day=DAY, code="food-basket"):
    service = a_service(code).service
    return links.make(
        case_id=case_id, service=service.pk, department=service.department_id or 0, day=day
    )


def page_of(client, link, **sent):
    address = reverse(
        "satisfaction:rate", args=[link if isinstance(link, str) else links.written(link)]
    )
    return client.post(address, sent) if sent else client.get(address)


def pending():
    with transaction.atomic():
        return actions._take(queries.ANSWERS, NOW)[1]


# The invitation


def test_a_closed_case_invites_once(association):
    case = a_rejected_case("closed")
    first = actions.invite(case=case, at=NOW)
    assert actions.invite(case=case, at=NOW + timedelta(days=1)) == first
    assert Message.objects.filter(template__key="rate_invitation").count() == 1


@pytest.mark.parametrize(
    "why", [{"opted_out": ["surveys"]}, {"death_date": DAY}, {"mobile": "", "email": ""}]
)
def test_who_does_not_want_to_be_asked_is_not_asked(association, why):
    case = a_rejected_case("closed")
    Person.objects.filter(pk=case.person_id).update(**why)
    case.person.refresh_from_db()
    assert actions.invite(case=case, at=NOW) is None
    assert not Message.objects.filter(template__key="rate_invitation").exists()


@pytest.mark.clause("AIM-5")
def test_who_wants_quiet_is_asked_after_it(association):
    case = a_rejected_case("closed")
    case.person.quiet_from, case.person.quiet_until = time(9), time(16)
    message = actions.invite(case=case, at=NOW)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT scheduled_at > now() + interval '5 hours' FROM procrastinate_jobs WHERE "
            "queueing_lock = %s",
            [f"send:{message.pk}"],
        )
        assert cursor.fetchone() == (True,)


def test_the_link_is_made_when_it_goes_out_and_the_same_again(association, loopback):
    case = a_rejected_case("closed")
    message = actions.invite(case=case, at=NOW)
    for at in (NOW, NOW + timedelta(days=12)):
        Message.objects.filter(pk=message.pk).update(
            status=MessageStatus.QUEUED, reference=UUID(int=at.day)
        )
        assert messaging.hand_over(message_id=message.pk, at=at) is None
    texts = loopback.read("phone", "966512345678")
    found = {re.search(r"/rate/([\w-]+)/", text["body"])[1] for text in texts}
    assert len(texts) == 2 and len(found) == 1
    link = links.read(found.pop())
    assert (link.service, link.department) == (case.service_id, case.service.department_id or 0)
    assert (link.quarter, link.expiry) == (hijri_quarter(DAY), DAY + timedelta(days=60))
    assert Message.objects.get(pk=message.pk).secret == ""


def test_an_invitation_that_failed_is_sent_again_until_its_link_has_expired(association, noura):
    message = actions.invite(case=a_rejected_case("closed"), at=NOW)
    Message.objects.filter(pk=message.pk).update(status=MessageStatus.FAILED)
    message.refresh_from_db()
    late = NOW + timedelta(days=61)
    by = User.objects.get(username="noura")
    assert can_retry(by, message, NOW) and not can_retry(by, message, late)
    Message.objects.filter(pk=message.pk).update(status=MessageStatus.QUEUED)
    messaging.hand_over(message_id=message.pk, at=late)
    message.refresh_from_db()
    assert (message.status, message.error) == (MessageStatus.FAILED, "too late")


def test_an_invitation_about_which_all_was_destroyed_is_not_sent_and_breaks_no_page(
    client, association, noura
):
    message = actions.invite(case=a_rejected_case("closed"), at=NOW)
    Message.objects.filter(pk=message.pk).update(status=MessageStatus.FAILED, params={})
    client.force_login(noura)
    assert client.get(reverse("messaging:outbox")).status_code == 200
    assert links.of_message(Message.objects.get(pk=message.pk), NOW) == ""


# The page


def test_two_taps_without_sign_in(client, association, django_assert_max_num_queries):
    link = a_link()
    actions.seal_anew(at=NOW)
    with django_assert_max_num_queries(8):
        first = page_of(client, link)
    assert first.status_code == 200 and first.content.decode().count('name="score"') == 5
    with django_assert_max_num_queries(14):
        thanks = page_of(client, link, score="5")
    assert thanks.status_code == 200 and first["Referrer-Policy"] == "no-referrer"
    assert len(pending()) == 1 and not client.cookies


@pytest.mark.parametrize(
    ("link", "status", "sentence"),
    [
        (lambda: a_link(day=DAY - timedelta(days=61)), 410, "مفتوحًا ستين يومًا"),
        (lambda: "a0hguYnbBQRn3INpw07-wGwY", 410, "مفتوحًا ستين يومًا"),  # of the first design
        (lambda: a_link(day=DAY + timedelta(days=3)), 403, "يُفتح هذا الرابط لاحقًا"),
        (lambda: links.written(a_link())[:-3], 404, "غير مكتمل"),
        (lambda: links.written(a_link()) + "x", 404, "غير مكتمل"),
        (lambda: "AAAA" + links.written(a_link())[4:], 404, "غير مكتمل"),
        (lambda: "x", 404, "غير مكتمل"),
        (lambda: "رابط-غريب%00", 404, "غير مكتمل"),
        (lambda: "A" * 3000, 404, "غير مكتمل"),
    ],
)
def test_a_link_that_is_not_open_says_why_and_takes_no_answer(
    client, association, link, status, sentence
):
    token = link()
    for answer in (page_of(client, token), page_of(client, token, score="1")):
        assert answer.status_code == status
        assert sentence in answer.content.decode()
    assert not Spent.objects.exists() and pending() == []


def test_a_link_is_good_once(client, association):
    link = a_link()
    page_of(client, link, score="4")
    again = page_of(client, link, score="1")
    assert again.status_code == 410 and "وصلتنا إجابتك" in again.content.decode()
    with pytest.raises(Refused):
        actions.rate(token=links.written(link), score=1, at=NOW)
    assert [content[1] for content in pending()] == [4]


@pytest.mark.parametrize("score", ["0", "6", "-1", "", "٥", "5.0", "x" * 99])
def test_a_score_is_one_to_five_and_another_leaves_the_link_open(client, association, score):
    answer = page_of(client, a_link(), score=score)
    assert answer.status_code == 200 and "اختر من واحد إلى خمسة" in answer.content.decode()
    assert not Spent.objects.exists()


def test_it_is_open_on_its_last_day_and_not_after(association):
    token = links.written(a_link())
    assert queries.link_of(token, DAY + timedelta(days=60))[1] == queries.LinkState.OPEN
    assert queries.link_of(token, DAY + timedelta(days=61))[1] == queries.LinkState.EXPIRED


def test_a_link_is_short():
    near = links.Link(links.SERVICE, 8, 5, "1448-2", DAY, b"0123456789")
    assert len(links.written(near)) == 32 and links.read(links.written(near)) == near
    far = links.Link(links.SERVICE, 2**40, 2**20, "1502-4", DAY, b"0123456789")
    assert links.read(links.written(far)) == far


# What expires


def test_used_links_are_forgotten_and_month_keys_destroyed_once_the_last_link_of_the_month_has_expired(
    association,
):
    name = links.month_key(DAY)
    token = links.written(a_link())
    actions.rate(token=token, score=3, at=NOW)
    last = NOW + timedelta(days=71)  # 30 November and sixty days
    actions.count_pending(at=last - timedelta(days=1))
    assert name in passing_keys.names("links-") and Spent.objects.exists()
    assert links.outlived_keys(day_of(last)) == [] and links.outlived_keys(
        day_of(last) + timedelta(days=1)
    ) == [name]


@pytest.mark.django_db(transaction=True)
def test_keys_go_with_the_night_that_says_so(association):
    link = a_link()
    actions.rate(token=links.written(link), score=3, at=NOW)
    keys = [set(passing_keys.names("pending-answers-"))]
    for _night in range(3):
        actions.count_pending(at=NOW)
        keys.append(set(passing_keys.names("pending-answers-")))
    assert all(len(names) == 2 for names in keys[1:]) and not keys[1] & keys[3]
    actions.count_pending(at=NOW + timedelta(days=80))
    assert links.month_key(DAY) not in passing_keys.names("links-")
    assert not Spent.objects.exists() and len(pending()) == 1
    again = a_link()
    assert again != link, "without its key nobody can make the link of a case again"


def test_whoever_marks_a_link_writes_no_day_of_the_case(association):
    for place, day in enumerate((DAY, DAY - timedelta(days=17), DAY - timedelta(days=59))):
        actions.rate(token=links.written(a_link(case_id=place, day=day)), score=3, at=NOW)
    assert len(set(Spent.objects.values_list("until_date", flat=True))) == 1


def test_the_clock_seals_anew_and_counts(association):
    for place in range(10):
        actions.rate(token=links.written(a_link(case_id=place)), score=4, at=NOW)
    before = bytes(Pending.objects.get().sealed)
    tasks.seal_anew()
    assert len(before) == len(bytes(Pending.objects.get().sealed)) and before != bytes(
        Pending.objects.get().sealed
    )
    tasks.count_pending()
    assert Count.objects.get().number == 10 and pending() == []


# A restore


def test_a_restore_loses_what_was_pending_and_says_so(client, association, lama):
    actions.rate(token=links.written(a_link()), score=3, at=NOW)
    for name in passing_keys.names("pending-answers-"):
        passing_keys.destroy(name)
    assert queries.unopened() == ["answers"]
    assert "cannot be read" in next(health.pending_ratings())[1]
    assert page_of(client, a_link(case_id=2)).status_code == 200
    assert page_of(client, a_link(case_id=2), score="5").status_code == 200
    assert (queries.unopened(), queries.last_loss(), len(pending())) == ([], DAY, 1)
    assert "lost, last on" in next(health.pending_ratings())[1]
    assert page_of(client, a_link(), score="1").status_code == 410, "what was used stays used"
    client.force_login(lama)
    assert "فُقدت إجابات" in client.get(reverse("satisfaction:figures")).content.decode()


def test_a_row_that_was_changed_is_lost_too_and_never_an_error(client, association):
    for sealed in (b"", b"short", bytes(queries.ANSWERS.sealed_length)):
        actions.seal_anew(at=NOW)
        Pending.objects.update(sealed=sealed, lost_date=None)
        actions.seal_anew(at=NOW)
        assert queries.last_loss() == DAY and pending() == []


# Figures


def a_count(number, quarter, code="", score=4):
    service = a_service(code).service if code else None
    department = service.department if service else None
    Count.objects.create(
        instrument=1,
        quarter=quarter,
        service=service,
        department=department,
        score=score,
        number=number,
    )


@pytest.mark.parametrize(
    "sizes", [(5, 5), (4, 20), (6, 4, 9), (5, 1, 1), (12, 3, 3, 7), (4,), (10, 0, 0, 0, 6)]
)
def test_no_figure_below_five_nor_by_subtracting(association, sizes):
    codes = ["food-basket", "rent-arrears", "school-kit", "home-repair", ""]
    for place, size in enumerate(sizes):
        if size:
            a_count(size, "1447-1", codes[place])
    shown = queries.figures("1447-1")
    assert all(figure.n >= 5 for figure in shown)
    for figure in shown:
        for other in shown:
            assert not other.groups < figure.groups or figure.n - other.n >= 5
    for cut in queries.CUTS:
        cells = [figure.n for figure in shown if figure.cut == cut]
        assert not cells or sum(sizes) - sum(cells) == 0 or sum(sizes) - sum(cells) >= 5


def test_the_page_of_figures_asks_as_often_for_many_services(
    client, association, lama, django_assert_max_num_queries
):
    for code in ("food-basket", "rent-arrears", "school-kit", "home-repair"):
        a_count(20, "1447-1", code)
    client.force_login(lama)
    with django_assert_max_num_queries(12):
        page = client.get(reverse("satisfaction:figures")).content.decode()
    assert page.count("<tr>") >= 6


def test_a_figure_is_made_from_counts(client, association, lama):
    for score, number in ((5, 20), (4, 9), (1, 1)):
        a_count(number, "1447-1", "food-basket", score)
    a_count(12, "1447-1", "", 3)
    whole, service, rest, *_departments = queries.figures("1447-1")
    assert (whole.n, round(whole.mean, 3)) == (42, round((100 + 36 + 1 + 36) / 42, 3))
    assert (service.n, rest.n, rest.value, rest.margin) == (30, 12, None, 0)
    client.force_login(lama)
    page = client.get(reverse("satisfaction:figures")).content.decode()
    assert "سلة غذائية" in page and "أقل من أن تُفصل" in page


def test_a_running_quarter_shows_nothing(association):
    a_count(9, hijri_quarter(DAY))
    assert queries.finished_quarters(DAY) == []
