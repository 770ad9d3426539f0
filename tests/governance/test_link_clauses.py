"""Which of the product's clauses a clause speaks of is a person's word; rights and duties are shown
by it alone (PRE-2).
"""

import pytest
from django.urls import reverse

from tests.cast import NOW
from tests.factories import a_policy, staff
from wasl.agreements import queries as agreement_queries
from wasl.agreements.actions import rights
from wasl.common.verdicts import Refused
from wasl.governance import queries
from wasl.governance.actions import drafting, linking
from wasl.governance.models.documents import PolicyVersion
from wasl.governance.states import State

pytestmark = pytest.mark.clause("PRE-2")
OWN = """سياسة خدمة المستفيدين

يستقبل موظف علاقات المستفيدين المراجع بلباقة ويجيب عن تساؤلاته.

لكل من صدر في طلبه قرار أن يعترض عليه ويُعاد النظر فيه.

يوقع طالب الدعم على إقرار بصحة بياناته ويلتزم بتقديم ما يطلب منه.
"""


@pytest.fixture
def own(association, khalid):
    """An own text in force, as an older release would have put it there: its links guessed by the
    reader.
    """
    version = drafting.import_text(
        document=a_policy().document, content=OWN.encode(), name="own.txt", by=khalid, at=NOW
    )
    PolicyVersion.objects.filter(state=State.IN_FORCE).update(state=State.SUPERSEDED)
    meeting = PolicyVersion.objects.get(state=State.SUPERSEDED).approved_meeting
    PolicyVersion.objects.filter(pk=version.pk).update(
        state=State.IN_FORCE, approved_meeting=meeting, approved_sha256=queries.sha256_of(version),
        in_force_from=NOW.date(), published_at=NOW, answer_not_before_days=14, answer_due_days=30,
        objection_days=15,
    )  # fmt: skip
    return PolicyVersion.objects.get(pk=version.pk)


def signed_in(client, username):
    client.force_login(staff(username))
    client.cookies["django_language"] = "en"
    return client


def test_what_was_guessed_is_no_right_until_a_person_links_it(own, khalid, client):
    assert (
        own.clauses.exclude(suggests="").count() == 3
        and not own.clauses.exclude(serves="").exists()
    )
    page = client.get("/rights/", HTTP_ACCEPT_LANGUAGE="ar").content.decode()
    assert "لم يحدَّد بعد أي بنود سياستنا حقوق لك" in page and "<article" not in page
    with pytest.raises(Refused, match="nothing to acknowledge"):
        rights.acknowledge_rights(person=None, how="portal", sha256="", by=None, at=NOW)
    first, second, _third = own.clauses.order_by("order")
    linking.link_clauses(version=own, links={first.pk: "PRO-2", second.pk: ""}, by=khalid, at=NOW)
    assert [clause.pk for clause in agreement_queries.rights_text().rights] == [first.pk]
    assert own.clauses.get(pk=second.pk).suggests == "", "a no is an answer too"
    page = client.get("/rights/").content.decode()
    assert page.count("<article") == 1 and "بلباقة" in page


def test_the_page_of_links_chooses_what_was_guessed_and_keeps_what_the_person_says(
    own, khalid, client, django_assert_max_num_queries
):
    there = reverse("governance:link_clauses", args=[own.pk])
    signed_in(client, "khalid").get(there)
    with django_assert_max_num_queries(12):
        form = client.get(there).context["form"]
    first, second, third = own.clauses.order_by("order")
    assert form[f"link-{first.pk}"].value() == first.suggests != ""
    typed = {f"link-{first.pk}": "PRO-2", f"link-{second.pk}": "PRE-5", f"link-{third.pk}": "XXX-9"}
    page = client.post(there, typed)
    assert page.status_code == 200 and 'value="PRE-5" selected' in page.content.decode(), (
        "nothing typed is lost"
    )
    client.post(there, typed | {f"link-{third.pk}": "PRO-6"})
    assert list(own.clauses.order_by("order").values_list("serves", flat=True)) == [
        "PRO-2",
        "PRE-5",
        "PRO-6",
    ]
    text = agreement_queries.rights_text()
    assert ([one.serves for one in text.rights], [one.serves for one in text.duties]) == (
        ["PRO-2", "PRE-5"],
        ["PRO-6"],
    )


def test_many_clauses_are_linked_page_by_page(own, khalid, client, monkeypatch):
    monkeypatch.setattr("wasl.governance.views.settling.LINKS_A_PAGE", 2)
    there = reverse("governance:link_clauses", args=[own.pk])
    first, second, third = own.clauses.order_by("order")
    answer = signed_in(client, "khalid").post(
        there, {f"link-{first.pk}": "PRO-2", f"link-{second.pk}": ""}
    )
    assert answer.headers["Location"] == f"{there}?page=2"
    answer = client.post(f"{there}?page=2", {f"link-{third.pk}": "PRO-6"})
    assert answer.headers["Location"] == reverse("governance:draft", args=[own.pk])
    assert queries.undecided_links(own) == 0


def test_a_link_of_an_approved_text_may_change_and_its_words_may_not(own, khalid):
    clause = own.clauses.first()
    before = queries.sha256_of(own)
    linking.link_clauses(version=own, links={clause.pk: "PRE-6"}, by=khalid, at=NOW)
    assert queries.sha256_of(own) == before == own.approved_sha256
    with pytest.raises(Refused, match="another stage"):
        drafting.edit_clause(clause=clause, values={"text_ar": "غيرها."}, by=khalid, at=NOW)
