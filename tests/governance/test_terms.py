"""The terms of a policy: read in its text and proposed, settled before approval, completed where an
old version lacks them.
"""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.cast import NOW
from tests.factories import a_case, a_policy, staff
from wasl.audit.models import Event
from wasl.cases import policies as case_policies
from wasl.cases import tasks as case_tasks
from wasl.cases.states import Status
from wasl.common import clock
from wasl.common.verdicts import Refused
from wasl.desk import first_steps
from wasl.governance import queries, tasks
from wasl.governance.actions import approving, completing, drafting, linking
from wasl.governance.models.board import BoardMeeting
from wasl.governance.models.documents import REQUIRED_TERMS, Clause, PolicyVersion
from wasl.governance.proposals import read_proposals
from wasl.governance.states import State
from wasl.program import health

pytestmark = [pytest.mark.clause("APP-3"), pytest.mark.clause("PRO-7")]
TODAY = clock.day_of(NOW)
OWN = """لائحة خدمة المستفيدين

المادة الأولى: الرد على الطلب

يرد على طلب المستفيد خلال مدة لا تقل عن أسبوعين من اكتماله.

المادة الثانية: التظلم

يحق للمستفيد التظلم من القرار خلال عشرة أيام عمل من تبلغه.
"""

READ = [
    ("والرد عليه بشأن قبوله أو رفضه خلال مدة لا تقل عن أسبوعين.", {"answer_not_before_days": 14}),
    ("تبت اللجنة في طلب المستفيد خلال مدة لا تزيد على ثلاثين (30) يومًا.", {"answer_not_before_days": 0, "answer_due_days": 30}),
    (
        "لا يصدر الجواب عن الطلب قبل مضي أربعة عشر يومًا ولا يتأخر عن خمسةٍ وأربعين يومًا.",
        {"answer_not_before_days": 14, "answer_due_days": 45},
    ),
    ("يُشعر المتقدم بالنتيجة خلال (٢٠) يوم عمل.", {"answer_not_before_days": 0, "answer_due_days": 28}),
    ("يحق للمستفيد التظلم خلال خمسة عشر يوماً، وتنظر لجنة التظلمات فيه خلال عشرة أيام.", {"objection_days": 15}),
    ("للمستفيد الاعتراض على القرار خلال شهر من تبلغه، وينظر فيه عضوان من المجلس.", {"objection_days": 30, "objection_reviewers": 2}),
    ("لا تنعقد اللجنة إلا بحضور ثلاثة من أعضائها.", {"quorum": 3}),
    ("لا يُعرض رقم عن أقل من خمسة تقييمات.", {"rating_floor": 5}),
    ("تراجع هذه السياسة كل سنتين.", {"review_months": 24}),
    ("يشترط ألا يمضي على تاريخ إصدار المستند أكثر من ثلاثة أشهر.", {"document_age_days": 90}),
    # What a hasty reader would take for a term.
    ("يجيب المدير عن الشكوى خلال عشرة أيام.", {}),
    ("يُبت في التظلم خلال عشرة أيام.", {}),
    ("تحفظ الجمعية ملف المستفيد عشر سنوات بعد قرار الإغلاق.", {}),
    ("يبلغ المستفيد بالقرار في أقرب وقت ممكن.", {}),
    ("يحضر اجتماع مجلس الإدارة خمسة من أعضائه.", {}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "values"), READ)
def test_what_a_clause_sets_is_read_in_the_ways_people_write_it(text, values):
    proposals = read_proposals([Clause(code="1-1", text_ar=text)])
    assert {name: first.value for name, (first, *_more) in proposals.items()} == values
    assert all(
        one.clause.code == "1-1" and one.quote in text
        for many in proposals.values()
        for one in many
    )


def test_a_period_that_is_reckoned_says_so():
    (proposal,) = read_proposals([Clause(text_ar="يحق للمستفيد التظلم خلال عشرة أيام عمل.")])[
        "objection_days"
    ]
    assert (proposal.value, "working days" in proposal.note) == (14, True)


@pytest.fixture
def policy(association):
    return a_policy()


@pytest.fixture
def own(policy, khalid):
    """A policy of the association's own, imported, its findings settled, read by the board."""
    version = drafting.import_text(
        document=policy.document, content=OWN.encode(), name="own.txt", by=khalid, at=NOW
    )
    for finding in version.findings.all():
        drafting.settle_finding(
            finding=finding, settlement="accepted", reason="كما هو.", by=khalid, at=NOW
        )
    approving.record_reading(version=version, member_name="راشد", by=khalid, at=NOW)
    return PolicyVersion.objects.get(pk=version.pk)


def signed_in(client, username):
    client.force_login(staff(username))
    client.cookies["django_language"] = "en"
    return client


def test_approval_is_refused_until_every_term_is_set_and_names_those_that_lack(own, khalid):
    meeting = BoardMeeting.objects.get()
    with pytest.raises(
        Refused, match="does not say yet: The answer comes no earlier than"
    ) as refused:
        approving.approve(version=own, meeting=meeting, by=khalid, at=NOW)
    assert refused.value.link == reverse("governance:set_terms", args=[own.pk])
    terms = dict(zip(REQUIRED_TERMS, (14, 30, 14, 2, 3, 5), strict=True))
    for name in REQUIRED_TERMS:
        drafting.set_terms(
            version=own, terms={**terms, **_without(name)}, clauses={}, by=khalid, at=NOW
        )
        with pytest.raises(Refused, match="does not say yet"):
            approving.approve(version=own, meeting=meeting, by=khalid, at=NOW)
    drafting.set_terms(
        version=own, terms=terms, clauses={"answer_clause": "1-1"}, by=khalid, at=NOW
    )
    assert (
        approving.approve(version=own, meeting=meeting, by=khalid, at=NOW).state == State.APPROVED
    )


def _without(name):
    lacks = {name: None}
    return (
        lacks | dict.fromkeys(("answer_not_before_days", "answer_due_days"))
        if name.startswith("answer")
        else lacks
    )


def test_the_page_of_terms_proposes_what_the_text_says_with_its_clause(
    own, client, django_assert_max_num_queries
):
    signed_in(client, "khalid").get(reverse("governance:set_terms", args=[own.pk]))
    with django_assert_max_num_queries(12):
        page = client.get(reverse("governance:set_terms", args=[own.pk]))
    form = page.context["form"]
    assert (form["answer_not_before_days"].value(), form["answer_due_days"].value()) == (14, None)
    assert (form["objection_days"].value(), form["objection_clause"].value()) == (14, "2-1")
    said = page.content.decode()
    assert "يرد على طلب المستفيد خلال مدة لا تقل عن أسبوعين" in said
    assert "The text names no last day" in said and "working days" in said
    own.refresh_from_db()
    assert own.answer_not_before_days is None, "a proposal sets nothing by itself"


def test_the_page_of_approval_lists_the_terms_and_offers_no_approval_while_one_lacks(
    own, khalid, client, django_assert_max_num_queries
):
    there = reverse("governance:approve", args=[own.pk])
    page = signed_in(client, "khalid").get(there).content.decode()
    assert "The policy does not say yet" in page and 'name="meeting"' not in page
    client.post(there, {"meeting": BoardMeeting.objects.get().pk})
    own.refresh_from_db()
    assert own.state == State.REVIEWED
    terms = dict(zip(REQUIRED_TERMS, (14, 30, 14, 2, 3, 5), strict=True))
    drafting.set_terms(
        version=own, terms=terms, clauses={"answer_clause": "1-1"}, by=khalid, at=NOW
    )
    with django_assert_max_num_queries(12):
        page = client.get(there).content.decode()
    assert "The answer comes no later than" in page and 'name="meeting"' in page
    client.post(there, {"meeting": BoardMeeting.objects.get().pk})
    own.refresh_from_db()
    assert own.state == State.APPROVED


def test_a_text_that_regulates_no_requests_needs_no_terms(policy, association, khalid):
    document = drafting.open_document(
        kind="procedure", code="visits", title_ar="إجراء الزيارة", by=khalid, at=NOW
    )
    version = drafting.import_text(
        document=document, content="نزور الأسرة في بيتها.".encode(), name="v.txt", by=khalid, at=NOW
    )
    for finding in version.findings.all():
        drafting.settle_finding(
            finding=finding, settlement="accepted", reason="كما هو.", by=khalid, at=NOW
        )
    approving.record_reading(version=version, member_name="راشد", by=khalid, at=NOW)
    assert approving.approve(version=version, meeting=BoardMeeting.objects.get(), by=khalid, at=NOW)


def test_a_wrong_file_is_thrown_away_and_another_taken(own, khalid, client):
    own.document.refresh_from_db()
    signed_in(client, "noura").post(reverse("governance:discard_draft", args=[own.pk]))
    assert PolicyVersion.objects.filter(pk=own.pk).exists(), "an officer keeps no policies"
    signed_in(client, "khalid").post(reverse("governance:discard_draft", args=[own.pk]))
    assert not PolicyVersion.objects.filter(pk=own.pk).exists()
    again = drafting.import_text(
        document=own.document, content=OWN.encode(), name="own.txt", by=khalid, at=NOW
    )
    assert again.number == 2
    with pytest.raises(Refused, match="another stage"):
        drafting.discard_draft(version=queries.relationship_policy(), by=khalid, at=NOW)


# --- a home that runs under a policy without its terms --------------------------------------------


@pytest.fixture
def bare(policy, khalid):
    """The policy in force as an older release let it be approved: without a single term."""
    clauses = dict.fromkeys(queries.SOURCES)
    PolicyVersion.objects.filter(pk=policy.pk).update(
        **dict.fromkeys(REQUIRED_TERMS), **clauses, readings_of_terms={}
    )
    policy.refresh_from_db()
    return policy


@pytest.mark.parametrize("address", ["/", "/services/", "/services/food-basket/", "/policy/"])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_public_is_told_that_the_days_are_not_set_and_no_wrong_ones(
    catalogue, khalid, client, address, language
):
    PolicyVersion.objects.update(**dict.fromkeys(REQUIRED_TERMS))
    client.cookies["django_language"] = language
    page = client.get(address).content.decode()
    sentence = {"ar": ("لم يحدد المجلس أيام الجواب بعد", "لم تُحدد أيام الجواب والاعتراض بعد"),
                "en": ("The board is still setting the days", "The days of the answer and of the objection are not set")}  # fmt: skip
    assert any(one in page for one in sentence[language])
    assert not any(one in page for one in ("None", "بين اليوم", "From day", "from day"))


def test_submitting_is_refused_with_who_must_do_what_and_the_page_shows_no_days(bare, client):
    case = a_case()
    verdict = case_policies.can(staff("noura"), "submit", case, TODAY)
    assert "does not say by when it is answered" in str(
        verdict.reason
    ) and "Executive manager" in str(verdict.reason)
    assert verdict.link == reverse("governance:complete_terms", args=[bare.pk])
    applicant = case_policies.can(None, "submit", case, TODAY)
    assert "What you wrote is kept" in str(applicant.reason) and not applicant.link
    page = signed_in(client, "noura").get(reverse("cases:detail", args=[case.pk])).content.decode()
    assert "does not say by when it is answered" in page and "None" not in page


@pytest.mark.django_db
def test_the_board_completes_what_lacks_and_waiting_requests_get_their_days(policy, khalid, client):
    case = a_case(Status.SUBMITTED)
    type(case).objects.filter(pk=case.pk).update(
        answer_from_date=TODAY, answer_due_date=TODAY
    )  # as it was reckoned
    PolicyVersion.objects.filter(pk=policy.pk).update(
        **dict.fromkeys(REQUIRED_TERMS), answer_clause=None
    )
    page = signed_in(client, "khalid").get(reverse("governance:settings")).content.decode()
    assert (
        "no request can be submitted" in page
        and reverse("governance:complete_terms", args=[policy.pk]) in page
    )
    there = reverse("governance:complete_terms", args=[policy.pk])
    assert client.get(there).context["form"]["answer_due_days"].value() == 30, (
        "read in the text again"
    )
    typed = dict(zip(REQUIRED_TERMS, (10, 20, 15, 2, 3, 5), strict=True)) | {
        "answer_clause": "PRO-7"
    }
    assert client.post(there, typed).status_code == 200, "the meeting lacks"
    meeting = BoardMeeting.objects.get()
    client.post(there, typed | {"meeting": meeting.pk})
    policy.refresh_from_db()
    assert (policy.answer_not_before_days, policy.answer_due_days, policy.answer_clause.code) == (
        10,
        20,
        "PRO-7",
    )
    assert "The answer comes no later than" in meeting.resolutions.get(version=policy).text
    case_tasks.give_windows(event=Event.objects.get(verb="governance.complete_terms"))
    case.refresh_from_db()
    assert (case.answer_from_date, case.answer_due_date) == (
        TODAY + timedelta(days=10),
        TODAY + timedelta(days=20),
    )
    with pytest.raises(Refused, match="has all its terms"):
        completing.complete_terms(
            version=policy, terms={}, clauses={}, readings={}, meeting=meeting, by=khalid, at=NOW
        )


def test_what_is_set_is_never_changed_by_completing(policy, khalid):
    PolicyVersion.objects.filter(pk=policy.pk).update(objection_days=None)
    typed = {"objection_days": 21, "answer_due_days": 90}
    meeting = BoardMeeting.objects.get()
    version = completing.complete_terms(
        version=policy, terms=typed, clauses={}, readings={}, meeting=meeting, by=khalid, at=NOW
    )
    assert (version.objection_days, version.answer_due_days) == (21, 30)


@pytest.mark.parametrize("username", ["noura", "rashed", "fahad"])
@pytest.mark.parametrize("page", ["set_terms", "complete_terms", "link_clauses", "approve"])
def test_who_does_not_keep_the_policies_neither_sets_links_nor_approves(
    own, client, username, page
):
    there = reverse(f"governance:{page}", args=[own.pk])
    signed_in(client, username)
    assert (client.get(there).status_code, client.post(there, {}).status_code) == (403, 403)
    with pytest.raises(Refused, match="does not include"):
        linking.link_clauses(version=own, links={}, by=staff(username), at=NOW)


def test_first_steps_and_the_doctor_say_what_lacks(bare, khalid, monkeypatch):
    (step,) = [step for step in first_steps.STEPS if step.lacks is first_steps._policy]
    assert "The answer comes no earlier than" in str(step.lacks())
    (wrong, *_rest) = list(health.policy())
    assert wrong[0] == health.WRONG and "does not say: The answer comes no earlier than" in wrong[1]
    assert (
        "Executive manager" in wrong[2]
        and reverse("governance:complete_terms", args=[bare.pk]) in wrong[2]
    )


def test_an_older_version_is_named_while_a_request_still_goes_by_it(policy, khalid):
    PolicyVersion.objects.filter(pk=policy.pk).update(objection_days=None, state=State.SUPERSEDED)
    values = dict(zip(REQUIRED_TERMS, (14, 30, 14, 2, 3, 5), strict=True))
    newer = {
        "number": 2,
        "state": State.IN_FORCE,
        "in_force_from": TODAY,
        "published_at": NOW,
        **values,
    }
    version = PolicyVersion.objects.create(
        document=policy.document,
        approved_meeting=policy.approved_meeting,
        approved_sha256="0" * 64,
        **newer,
    )
    assert health.WRONG not in [finding[0] for finding in health.policy()]
    case = a_case()
    type(case).objects.filter(pk=case.pk).update(policy_version=policy)
    assert version.missing_terms == []
    (wrong,) = [finding for finding in health.policy() if finding[0] == health.WRONG]
    assert wrong[1].startswith("Version 1")


def test_before_a_policy_is_in_force_first_steps_name_what_its_draft_lacks(
    association, khalid, client
):
    signed_in(client, "khalid").post(reverse("governance:begin_own_policy"))
    document = queries.documents().get(code=queries.RELATIONSHIP)
    drafting.import_text(document=document, content=OWN.encode(), name="own.txt", by=khalid, at=NOW)
    assert "Its draft does not say yet" in first_steps._policy()
    assert [finding[0] for finding in health.policy()] == [health.NOTE]


def test_the_doctor_is_content_with_a_policy_that_says_everything(policy):
    assert [finding[0] for finding in health.policy()] == [health.OK]


def test_a_version_that_was_approved_without_its_terms_comes_into_force_on_no_day(
    policy, khalid, monkeypatch
):
    """Approved before terms were asked for, or dated then for a later day: nothing happens until
    they are set.
    """
    PolicyVersion.objects.filter(pk=policy.pk).update(
        state=State.APPROVED, objection_days=None, in_force_from=TODAY
    )
    with pytest.raises(Refused, match="does not say yet"):
        approving.bring_into_force(version=policy, from_date=TODAY, by=khalid, at=NOW)
    monkeypatch.setattr(clock, "now", lambda: NOW)
    tasks.bring_scheduled()
    policy.refresh_from_db()
    assert policy.state == State.APPROVED
    PolicyVersion.objects.filter(pk=policy.pk).update(objection_days=21)
    tasks.bring_scheduled()
    policy.refresh_from_db()
    assert policy.state == State.IN_FORCE
