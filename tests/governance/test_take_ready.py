"""A new association begins from the texts that come with the software; they are drafts, and its
own.
"""

import pytest
from django.urls import reverse

from tests.cast import NOW
from wasl.common.verdicts import Refused
from wasl.governance import queries
from wasl.governance.actions import drafting
from wasl.governance.models.documents import PolicyVersion
from wasl.governance.states import State

pytestmark = [pytest.mark.django_db, pytest.mark.clause("APP-2"), pytest.mark.clause("PRE-1")]


def test_each_text_becomes_a_draft_once(client, khalid):
    client.force_login(khalid)
    page = client.get(reverse("governance:work")).content.decode()
    assert page.count("بدء مسودة") == 3
    client.post(reverse("governance:take_ready", args=["bylaws"]))
    version = PolicyVersion.objects.get()
    assert version.state == State.DRAFTED and khalid.holds("governance.edit")
    law = version.clauses.get(code="LAW-1").text_ar
    assert "جمعية الوادي التعاونية" in law and "{" not in law
    client.post(reverse("governance:take_ready", args=["bylaws"]))
    assert PolicyVersion.objects.count() == 1
    assert [one.name for one in queries.ready_texts()] == ["policy", "guide"]
    assert client.post(reverse("governance:take_ready", args=["nothing"])).status_code == 404


def test_the_policy_comes_with_its_periods_and_their_clauses(khalid):
    version = drafting.take_ready(
        name="policy", association="جمعية السدر", place="السدر", by=khalid, at=NOW
    )
    assert (version.answer_not_before_days, version.answer_due_days) == (14, 30)
    assert version.answer_clause.code == "PRO-7"
    assert queries.procedure() is None  # a draft governs nothing


def test_others_take_none(client, noura, admin):
    for user in (noura, admin):
        client.force_login(user)
        assert client.post(reverse("governance:take_ready", args=["policy"])).status_code == 403
        with pytest.raises(Refused):
            drafting.take_ready(name="policy", association="أ", place="ب", by=user, at=NOW)
