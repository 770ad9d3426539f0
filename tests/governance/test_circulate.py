"""A version scheduled, sent round, acknowledged, reminded of; a document compared, revised and
reviewed (PRE-8).
"""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from tests.cast import NOW
from wasl.common.clock import day_of
from wasl.common.verdicts import Refused
from wasl.governance import queries, tasks
from wasl.governance.actions import approving, board, circulating, drafting
from wasl.governance.models.board import BoardMember
from wasl.governance.models.circulation import Circulation, PolicyReview
from wasl.governance.models.documents import Kind, PolicyDocument
from wasl.governance.states import State
from wasl.messaging.models import Message
from wasl.papers.models import Paper
from wasl.program import reference

TODAY = day_of(NOW)


@pytest.fixture
def approved(khalid):
    document = PolicyDocument.objects.create(
        kind=Kind.PROCEDURE, code="proc", title_ar="إجراء الاستقبال"
    )
    text = [{"code": "X-1", "number": "1", "heading": "مادة", "text_ar": "يُستقبل المستفيد بلباقة."}]
    version = drafting.draft_version(document=document, clauses=text, by=khalid, at=NOW)
    approving.record_reading(version=version, member_name="راشد", by=khalid, at=NOW)
    return approving.approve(
        version=version, meeting=reference.load_board_meeting(NOW), by=khalid, at=NOW
    )


@pytest.mark.clause("PRE-8")
def test_everybody_on_the_staff_is_told_and_acknowledges(approved, khalid, noura, saud):
    sent = circulating.circulate(
        version=approved, due_date=TODAY + timedelta(days=9), by=khalid, at=NOW
    )
    assert set(sent.acknowledgements.values_list("user", flat=True)) == {khalid.pk, noura.pk}
    assert Message.objects.filter(template__key="policy_circulated").count() == 2
    assert queries.to_acknowledge(noura) == [sent]
    circulating.acknowledge(circulation=sent, by=noura, at=NOW)
    circulating.acknowledge(circulation=sent, by=noura, at=NOW)  # a second click
    assert queries.to_acknowledge(noura) == []
    with pytest.raises(Refused, match="not sent to you"):
        circulating.acknowledge(circulation=sent, by=saud, at=NOW)


def test_a_reminder_once_a_day_to_those_who_have_not(approved, khalid, noura):
    sent = circulating.circulate(
        version=approved, due_date=TODAY + timedelta(days=1), by=khalid, at=NOW
    )
    circulating.acknowledge(circulation=sent, by=noura, at=NOW)
    assert circulating.remind(circulation=sent, by=khalid, at=NOW) == 1
    assert circulating.remind(circulation=sent, by=khalid, at=NOW) == 0
    assert circulating.remind(circulation=sent, by=khalid, at=NOW + timedelta(days=1)) == 1


@pytest.mark.parametrize(("days", "says"), [(0, "still to come"), (-3, "still to come")])
def test_they_need_a_day_to_come(approved, khalid, days, says):
    with pytest.raises(Refused, match=says):
        circulating.circulate(
            version=approved, due_date=TODAY + timedelta(days=days), by=khalid, at=NOW
        )


def test_a_draft_is_not_sent_round_and_nothing_twice(approved, khalid):
    circulating.circulate(version=approved, due_date=TODAY + timedelta(days=9), by=khalid, at=NOW)
    with pytest.raises(Refused, match="sent round already"):
        circulating.circulate(
            version=approved, due_date=TODAY + timedelta(days=9), by=khalid, at=NOW
        )


@pytest.mark.clause("APP-3")
def test_a_version_is_scheduled_and_comes_into_force_on_its_day(approved, khalid, monkeypatch):
    approving.bring_into_force(
        version=approved, from_date=TODAY + timedelta(days=3), by=khalid, at=NOW
    )
    approved.refresh_from_db()
    assert approved.state == State.APPROVED
    for day, state in ((2, State.APPROVED), (3, State.IN_FORCE), (4, State.IN_FORCE)):
        monkeypatch.setattr("wasl.common.clock.now", lambda day=day: NOW + timedelta(days=day))
        tasks.bring_scheduled()
        approved.refresh_from_db()
        assert approved.state == state


def test_no_version_comes_into_force_in_the_past(approved, khalid):
    with pytest.raises(Refused, match="day that has passed"):
        approving.bring_into_force(
            version=approved, from_date=TODAY - timedelta(days=1), by=khalid, at=NOW
        )


@pytest.mark.clause("APP-4")
def test_the_published_text_is_printed_once_and_anyone_may_have_it(client, policy):
    event = SimpleNamespace(subject_id=policy.pk, actor=None, at=NOW)
    tasks.print_approved(event=event)
    tasks.print_approved(event=event)
    paper = Paper.objects.get(kind="policy")
    assert client.get("/policy/1/pdf/").content.startswith(b"%PDF")
    assert f"/check/{paper.check_code}/" in client.get("/policy/").content.decode()
    assert client.get("/policy/7/pdf/").status_code == 404


@pytest.mark.clause("PRE-8")
def test_a_new_version_begins_from_the_last_and_is_compared_word_by_word(policy, khalid, client):
    version = drafting.revise(document=policy.document, by=khalid, at=NOW)
    assert version.number == 2 and version.answer_due_days == policy.answer_due_days
    assert version.answer_clause.version == version
    clause = version.clauses.get(code="PRO-2")
    drafting.edit_clause(
        clause=clause,
        values={"text_ar": clause.text_ar.replace("بلباقة", "بوجه طلق")},
        by=khalid,
        at=NOW,
    )
    drafting.remove_clause(clause=version.clauses.get(code="CHA-6"), by=khalid, at=NOW)
    changed = {one.code: one for one in queries.compare(policy, version) if one.kind != "same"}
    assert set(changed) == {"PRO-2", "CHA-6"} and changed["CHA-6"].kind == "gone"
    assert ("gone", "بلباقة") in changed["PRO-2"].words and ("new", "بوجه طلق") in changed[
        "PRO-2"
    ].words
    client.force_login(khalid)
    page = client.get("/library/relationship-policy/1/2/").content.decode()
    assert "<ins>بوجه طلق</ins>" in page and "<del>بلباقة</del>" in page
    with pytest.raises(Refused, match="drafted already"):
        drafting.revise(document=policy.document, by=khalid, at=NOW)


def test_a_draft_is_not_shown_to_those_who_only_read(policy, khalid, noura, client):
    drafting.revise(document=policy.document, by=khalid, at=NOW)
    client.force_login(noura)
    assert client.get("/library/relationship-policy/1/").status_code == 200
    assert client.get("/library/relationship-policy/2/").status_code == 404


def test_a_reduced_right_is_explained(policy, khalid):
    version = drafting.revise(document=policy.document, by=khalid, at=NOW)
    with pytest.raises(Refused, match="which right is reduced"):
        drafting.note_change(version=version, note="", reduces_rights=True, by=khalid, at=NOW)
    drafting.note_change(
        version=version,
        note="مدة الاعتراض",
        reduces_rights=True,
        reduces_note="صارت عشرة أيام",
        by=khalid,
        at=NOW,
    )


@pytest.mark.clause("PRE-8")
def test_a_review_falls_due_a_year_after_the_last(policy, khalid):
    in_a_year = TODAY + timedelta(days=400)
    assert [one.task for one in queries.due(TODAY)] == []
    assert [one.late for one in queries.due(in_a_year)] == [True]
    circulating.review(
        document=policy.document,
        outcome="keep",
        notes="لا تغيير",
        reviewed_date=TODAY,
        by=khalid,
        at=NOW,
    )
    assert PolicyReview.objects.get().outcome == "keep"
    assert queries.due(TODAY + timedelta(days=280)) == []
    with pytest.raises(Refused, match="once it was done"):
        circulating.review(
            document=policy.document,
            outcome="keep",
            notes="x",
            reviewed_date=in_a_year,
            by=khalid,
            at=NOW,
        )


@pytest.mark.clause("APP-1", "APP-2")
def test_the_board_its_meeting_and_what_it_resolved(khalid, policy, client):
    ali = board.seat_member(
        name="علي السالم", office="vice", from_date=date(2018, 1, 1), by=khalid, at=NOW
    )
    for name in ("سعد العمري", "فهد الرشيد", "ماجد الحسن"):
        board.seat_member(name=name, office="member", from_date=date(2018, 1, 1), by=khalid, at=NOW)
    with pytest.raises(Refused, match="has a chair"):
        board.seat_member(name="سعد", office="chair", from_date=TODAY, by=khalid, at=NOW)
    client.force_login(khalid)
    typed = {
        "number": "٥-",
        "hijri": "٢٩/٢/١٤٤١",
        "gregorian": "١٨/٩/٢٠١٩",
        "agenda": "السياسة",
        "present": [ali.pk],
    }
    answer = client.post("/library/board/meetings/new/", typed)
    page = client.get(answer.url)
    assert page.context["meeting"].number == "٥-" and page.context["meeting"].date_conflict
    client.post(answer.url, {"text": "اعتماد السياسة."})
    assert client.get(answer.url).context["resolutions"][0].number == 1
    assert not queries.has_quorum(page.context["meeting"])  # one of four came
    version = drafting.revise(document=policy.document, by=khalid, at=NOW)
    approving.record_reading(version=version, member_name="راشد", by=khalid, at=NOW)
    with pytest.raises(Refused, match="Fewer than half"):
        approving.approve(version=version, meeting=page.context["meeting"], by=khalid, at=NOW)
    board.end_term(member=ali, to_date=TODAY, by=khalid, at=NOW)
    assert (
        client.get("/board/").status_code == 200
        and "راشد" in client.get("/board/").content.decode()
    )


def test_a_member_of_the_board_notes_their_own_reading_alone(rashed, khalid, policy, client):
    reference.load_board(NOW)
    version = drafting.revise(document=policy.document, by=khalid, at=NOW)
    client.force_login(rashed)
    assert client.get(f"/library/drafts/{version.pk}/").context["may_read"]
    form = client.get(f"/library/drafts/{version.pk}/reading/").context["form"]
    assert list(form.fields["member"].queryset.values_list("user", flat=True)) == [rashed.pk]
    other = BoardMember.objects.exclude(user=rashed)[0]
    client.post(f"/library/drafts/{version.pk}/reading/", {"member": other.pk})
    assert not version.readings.exists()
    client.post(
        f"/library/drafts/{version.pk}/reading/",
        {"member": BoardMember.objects.get(user=rashed).pk},
    )
    assert not client.get(f"/library/drafts/{version.pk}/").context["may_read"]
    assert version.readings.get().member == rashed
    with pytest.raises(Refused, match="role"):
        approving.approve(
            version=version, meeting=reference.load_board_meeting(NOW), by=rashed, at=NOW
        )


def test_the_page_of_who_acknowledged(approved, khalid, noura, client):
    sent = circulating.circulate(
        version=approved, due_date=TODAY + timedelta(days=9), by=khalid, at=NOW
    )
    client.force_login(noura)
    page = client.get(f"/library/circulations/{sent.pk}/")
    assert (
        page.context["rows"] == [] and page.context["total"] == 2
    )  # names are for those who keep the policies
    client.post(f"/library/circulations/{sent.pk}/acknowledge/")
    client.force_login(khalid)
    assert client.get(f"/library/circulations/{sent.pk}/").context["acknowledged_count"] == 1
    assert [one.late for one in client.get("/library/work/").context["due"]] == [False]
    assert Circulation.objects.count() == 1


@pytest.mark.clause("TOO-1")
def test_a_word_is_found_in_whatever_form(policy, noura, client):
    client.force_login(noura)
    for words in ("المستفيدون التقييمات", "اعتراض", "PRO-7", "لجنه البحث"):
        assert client.get("/library/", {"words": words}).context["matches"], words
