"""Two at once about one request: one wins, the other is told, and the letter never says what did
not happen.
"""

import pytest

from tests.cases.test_races import at_once, refusals
from tests.cast import NOW
from tests.factories import a_person, staff
from tests.privacy.test_requests import a_proven_request
from wasl.beneficiaries.actions import consents
from wasl.privacy.actions import deeds, requests
from wasl.privacy.actions import destruction as destruction_actions
from wasl.privacy.models.destruction import Destruction
from wasl.privacy.models.requests import DataSubjectRequest, Deed

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("association", "noura", "jawaher", "khalid"),
]


def propose(asked):
    given = {
        "person": asked.person,
        "data_request": asked,
        "reason": "طلبتها",
        "by": staff("jawaher"),
        "at": NOW,
    }
    return destruction_actions.propose_erasure(**given)


def test_taken_back_while_it_is_approved_it_is_either_destroyed_or_kept():
    asked = a_proven_request("destruction")
    destruction = propose(asked)
    khalid = staff("khalid")
    answers = at_once(
        lambda: destruction_actions.approve_destruction(destruction=destruction, by=khalid, at=NOW),
        lambda: requests.withdraw(data_request=asked, by=None, at=NOW),
    )
    assert len(refusals(answers)) == 1
    pair = (DataSubjectRequest.objects.get().status, Destruction.objects.get().status)
    assert pair in {("in_progress", "approved"), ("withdrawn", "rejected")}


def test_two_officers_propose_one_destruction():
    asked = a_proven_request("destruction")
    answers = at_once(lambda: propose(asked), lambda: propose(asked))
    assert len(refusals(answers)) == 1 and Destruction.objects.count() == 1


def test_refused_and_done_at_once_is_one_of_the_two():
    person = a_person()
    consents.give_consent(person=person, purpose="stories", how="spoken", by=staff("noura"), at=NOW)
    asked = a_proven_request("objection", person=person, details="لا تنشروا قصتي")
    jawaher = staff("jawaher")
    at_once(
        lambda: deeds.stop_uses(data_request=asked, uses=["consent:stories"], by=jawaher, at=NOW),
        lambda: requests.refuse(
            data_request=asked, answer="لا", refusal="kept_by_law", by=jawaher, at=NOW
        ),
    )
    status, done = DataSubjectRequest.objects.get().status, Deed.objects.count()
    assert (status, done) in {("in_progress", 1), ("refused", 0)}


def test_two_clicks_stop_a_use_once():
    person = a_person()
    consents.give_consent(person=person, purpose="stories", how="spoken", by=staff("noura"), at=NOW)
    asked, jawaher = a_proven_request("withdrawal", person=person), staff("jawaher")

    def stop():
        deeds.stop_uses(data_request=asked, uses=["consent:stories"], by=jawaher, at=NOW)

    assert len(refusals(at_once(stop, stop))) == 1
    assert Deed.objects.count() == 1
