"""Numbers of letters: gap-free per register and Hijri year, even when many issue at once
(LET-1).
"""

import threading

import pytest
from django.db import connection

from tests.cast import NOW
from tests.factories import staff
from wasl.common.verdicts import Refused
from wasl.letters import actions
from wasl.letters.models import Letter


def issue(by, subject="تعزية"):
    data = {
        "addressee": "أسرة الفقيد",
        "subject": subject,
        "paragraphs": ["نعزيكم ونسأل الله له الرحمة."],
        "signatory": {"title": "المدير التنفيذي", "name": by.name_ar},
    }
    return actions.issue(
        kind="letter", party="أسرة الفقيد", subject=subject, data=data, by=by, at=NOW
    )


@pytest.mark.django_db
@pytest.mark.clause("LET-1")
def test_sami_issues_two_letters_with_rising_numbers(sami):
    assert [issue(sami).reference, issue(sami).reference] == ["1448/1", "1448/2"]


@pytest.mark.django_db
@pytest.mark.clause("LET-1")
def test_a_void_letter_keeps_its_number(sami):
    letter = actions.void(letter=issue(sami), reason="كُتب لغير صاحبه", by=sami, at=NOW)
    assert letter.reference == "1448/1"
    assert letter.paper.check_code
    assert issue(sami).reference == "1448/2"
    with pytest.raises(Refused):
        actions.void(letter=letter, reason="مرة أخرى", by=sami, at=NOW)


@pytest.mark.django_db
def test_the_incoming_register_counts_by_itself(sami):
    issue(sami)
    letter = actions.receive(
        party="بلدية المحافظة", subject="دعوة", their_number="٤٥/ب", by=sami, at=NOW
    )
    assert letter.reference == "1448/1"


@pytest.mark.django_db
@pytest.mark.parametrize("username", ["salem", "huda", "lama", "admin"])
def test_others_do_not_write_letters(association, username):
    with pytest.raises(Refused):
        issue(staff(username))


@pytest.mark.django_db(transaction=True)
@pytest.mark.clause("LET-1")
def test_eight_at_once_leave_no_gap_and_no_twin(sami):
    failures = []

    def work():
        try:
            for _ in range(3):
                issue(sami)
        except Exception as error:  # the thread's own failure is shown by the test
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert sorted(Letter.objects.values_list("number", flat=True)) == list(range(1, 25))
