"""Rights and duties in the words of the policy: public, at the desk, on the portal; acknowledged
once a version (PRE-2).
"""

import pytest
from django.urls import reverse
from django.utils import translation

from tests.cast import NOW
from tests.factories import a_person, staff
from tests.portal.visitors import Visitor
from wasl.agreements import queries
from wasl.agreements.actions import rights
from wasl.agreements.models.rights import RightsAcknowledgement
from wasl.audit.models import Event
from wasl.beneficiaries.models.person import Person
from wasl.common import clock
from wasl.common.verdicts import Refused
from wasl.governance.models.documents import PolicyVersion

pytestmark = [pytest.mark.clause("PRE-2"), pytest.mark.usefixtures("association", "noura")]


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


def test_the_text_is_the_policys_own_and_everybody_reads_it(client, policy):
    text = queries.rights_text()
    assert text.version == policy and len(text.rights) >= 5 and len(text.duties) >= 2
    page = client.get("/rights/").content.decode()
    assert all(one.text_ar in page for one in (*text.rights, *text.duties))


def test_without_a_policy_the_pages_say_so(client):
    assert 'class="empty"' in client.get("/rights/").content.decode()
    client.force_login(staff("noura"))
    person = a_person()
    page = client.get(reverse("agreements:acknowledge_rights", args=[person.pk]))
    assert 'class="empty"' in page.content.decode()
    with pytest.raises(Refused, match="No policy"):
        rights.acknowledge_rights(person=person, how="read", sha256="x", by=staff("noura"), at=NOW)


def test_noura_reads_them_to_maryam_and_records_it_once(client, policy):
    maryam, text = a_person(), queries.rights_text()
    client.force_login(staff("noura"))
    there = reverse("agreements:acknowledge_rights", args=[maryam.pk])
    assert text.rights[0].text_ar in client.get(there).content.decode()
    for _twice in range(2):
        client.post(there, {"how": "read_out", "sha256": text.sha256})
    kept = RightsAcknowledgement.objects.get()
    assert (kept.version, kept.recorded_by, kept.sha256) == (policy, staff("noura"), text.sha256)
    assert Event.objects.get(verb="agreements.acknowledge_rights").data == {
        "version": policy.number,
        "how": "read_out",
    }
    panel = client.get(reverse("agreements:person_panel", args=[maryam.pk])).content.decode()
    with translation.override("ar"):
        assert str(kept.get_how_display()) in panel
    PolicyVersion.objects.filter(pk=policy.pk).update(state="superseded")
    assert queries.acknowledgement_of(maryam, queries.rights_text()) is None, (
        "another version is acknowledged anew"
    )


def test_an_applicant_acknowledges_them_on_the_portal(catalogue, maha):
    visitor = Visitor()
    assert visitor.get("/my-rights/").url.startswith("/identify/")
    visitor.identify("/my-rights/")
    visitor.about()
    page = visitor.get("/my-rights/")
    text = queries.rights_text()
    assert text.sha256 in page.content.decode()
    visitor.post("/my-rights/", sha256="0" * 64)
    assert not RightsAcknowledgement.objects.exists(), "other words than those in force"
    visitor.post("/my-rights/", sha256=text.sha256)
    kept = RightsAcknowledgement.objects.get()
    assert (kept.person, kept.how, kept.recorded_by) == (Person.objects.get(), "portal", None)
    assert text.sha256 not in visitor.get("/my-rights/").content.decode()


@pytest.mark.parametrize("username", ["salem", "khalid", "jawaher", "admin"])
def test_who_does_not_receive_people_records_nothing(client, policy, username):
    maryam, user, shown = a_person(), staff(username), queries.rights_text().sha256
    client.force_login(user)
    client.post(
        reverse("agreements:acknowledge_rights", args=[maryam.pk]), {"how": "read", "sha256": shown}
    )
    assert not RightsAcknowledgement.objects.exists()
    with pytest.raises(Refused, match="receiving people"):
        rights.acknowledge_rights(person=maryam, how="read", sha256=shown, by=user, at=NOW)
    with pytest.raises(Refused, match="how they were told"):
        rights.acknowledge_rights(
            person=maryam, how="portal", sha256=shown, by=staff("noura"), at=NOW
        )
