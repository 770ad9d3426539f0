"""A text imported, looked through, edited and settled, before the board reads it (APP-2)."""

import contextlib
import io
import json

import pytest

from tests.cast import NOW
from wasl.audit.models import Event
from wasl.common.verdicts import Refused
from wasl.governance.actions import approving, drafting
from wasl.governance.models.documents import Kind, PolicyDocument, Settlement
from wasl.governance.states import State
from wasl.program.__main__ import main

TEXT = """جمعية الواحة التعاونية
ترخيص رقم (306)

استقبال المستفيدين
- يُستقبل المستفيد ببلاقة واحترام.
- والرد عليه بشأن قبوله أو رفضه خلال مدة لا تقل عن أسبوعين.
الشكاوى
- تُقدَّم الشكوى إلى المدير التنفيذي ويُنظر
فيها خلال عشرة أيام.
"""


@pytest.fixture
def document(db):
    return PolicyDocument.objects.create(
        kind=Kind.PROCEDURE, code="proc", title_ar="إجراء الاستقبال"
    )


@pytest.fixture
def draft(document, khalid):
    return drafting.import_text(
        document=document, content=TEXT.encode(), name="إجراء.txt", by=khalid, at=NOW
    )


def open_kinds(version):
    return sorted(version.findings.filter(settlement="").values_list("kind", flat=True))


@pytest.mark.clause("APP-2", "PRE-1")
def test_a_file_becomes_a_draft_in_clauses_with_its_findings(draft):
    clauses = list(draft.clauses.order_by("order"))
    assert [one.code for one in clauses] == ["1-1", "1-2", "2-1"]
    assert clauses[2].part == "الشكاوى" and "فيها خلال عشرة أيام" in clauses[2].text_ar
    assert (clauses[0].serves, clauses[0].suggests) == ("", "PRO-2"), (
        "the reader guesses, a person links"
    )
    assert open_kinds(draft) == ["left_out", "open_period", "recognition"]
    assert draft.state == State.DRAFTED and draft.source_name == "إجراء.txt"
    event = Event.objects.get(verb="governance.import_text")
    assert event.data == {"findings": 3, "clauses": 3}


def test_correcting_the_words_settles_the_finding(draft, khalid):
    clause = draft.clauses.get(code="1-1")
    drafting.edit_clause(
        clause=clause, values={"text_ar": "- يُستقبل المستفيد بلباقة واحترام."}, by=khalid, at=NOW
    )
    assert open_kinds(draft) == ["left_out", "open_period"]
    assert draft.findings.get(kind="recognition").settlement == Settlement.CORRECTED
    drafting.edit_clause(
        clause=clause, values={"text_ar": "- يُستقبل المستفيد ببلاقة واحترام."}, by=khalid, at=NOW
    )
    assert open_kinds(draft) == ["left_out", "open_period", "recognition"]


def test_a_finding_is_accepted_for_a_reason_alone(draft, khalid):
    finding = draft.findings.get(kind="open_period")
    with pytest.raises(Refused, match="why it is accepted"):
        drafting.settle_finding(finding=finding, settlement=Settlement.ACCEPTED, by=khalid, at=NOW)
    with pytest.raises(Refused, match="still stand in the text"):
        drafting.settle_finding(finding=finding, settlement=Settlement.CORRECTED, by=khalid, at=NOW)
    drafting.settle_finding(
        finding=finding,
        settlement=Settlement.ACCEPTED,
        reason="كذا اعتمدها المجلس",
        by=khalid,
        at=NOW,
    )
    assert open_kinds(draft) == ["left_out", "recognition"]


@pytest.mark.clause("APP-1")
def test_the_board_reads_nothing_before_the_findings_are_settled(draft, khalid):
    with pytest.raises(Refused, match="3 findings are not settled"):
        approving.record_reading(version=draft, member_name="راشد", by=khalid, at=NOW)


def test_two_people_on_one_draft_do_not_overwrite_each_other(draft, khalid):
    draft.refresh_from_db()
    seen = draft.revision
    one, two = draft.clauses.order_by("order")[:2]
    drafting.edit_clause(
        clause=one, values={"heading": "الاستقبال"}, by=khalid, at=NOW, revision=seen
    )
    with pytest.raises(Refused, match="Somebody else changed this draft"):
        drafting.edit_clause(
            clause=two, values={"heading": "الرد"}, by=khalid, at=NOW, revision=seen
        )


def test_clauses_are_joined_added_and_taken_out(draft, khalid):
    drafting.join_clause(clause=draft.clauses.get(code="1-2"), by=khalid, at=NOW)
    assert draft.clauses.get(code="1-1").text_ar.count("\n") == 1
    values = {"code": "1-9", "part": "الشكاوى", "text_ar": "تُحفظ الشكاوى في سجلها."}
    drafting.add_clause(version=draft, after=1, values=values, by=khalid, at=NOW)
    assert list(draft.clauses.order_by("order").values_list("code", flat=True)) == [
        "1-1",
        "1-9",
        "2-1",
    ]
    with pytest.raises(Refused, match="this code"):
        drafting.add_clause(version=draft, after=1, values=values, by=khalid, at=NOW)
    drafting.remove_clause(clause=draft.clauses.get(code="1-9"), by=khalid, at=NOW)
    assert draft.clauses.count() == 2
    with pytest.raises(Refused, match="No clause stands before"):
        drafting.join_clause(clause=draft.clauses.get(code="1-1"), by=khalid, at=NOW)


def test_a_clause_that_a_setting_comes_from_stays(draft, khalid):
    clauses = {"answer_clause": "1-2"}
    terms = {"answer_not_before_days": 14, "answer_due_days": 30}
    drafting.set_terms(version=draft, terms=terms, clauses=clauses, by=khalid, at=NOW)
    with pytest.raises(Refused, match="setting comes from"):
        drafting.remove_clause(clause=draft.clauses.get(code="1-2"), by=khalid, at=NOW)
    with pytest.raises(Refused, match="first day must not come after"):
        terms = {"answer_not_before_days": 31, "answer_due_days": 30}
        drafting.set_terms(version=draft, terms=terms, clauses={}, by=khalid, at=NOW)


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"", "no text"), (b"\xd0\xcf\x11\xe0", "password"), ("الرقم: 5".encode(), "No clause")],
)
def test_a_file_that_is_no_policy_is_refused_and_nothing_is_left(document, khalid, content, says):
    with pytest.raises(Refused, match=says):
        drafting.import_text(document=document, content=content, name="x", by=khalid, at=NOW)
    assert not document.versions.exists()


def test_one_draft_of_a_document_at_a_time(draft, document, khalid):
    with pytest.raises(Refused, match="being drafted already"):
        drafting.import_text(document=document, content=TEXT.encode(), name="x", by=khalid, at=NOW)


def test_who_keeps_no_policies_imports_none(document, noura):
    with pytest.raises(Refused, match="role"):
        drafting.import_text(document=document, content=TEXT.encode(), name="x", by=noura, at=NOW)


def test_the_pages_from_the_file_to_the_settled_finding(
    client, khalid, document, policy, django_assert_max_num_queries
):
    client.force_login(khalid)
    file = io.BytesIO(TEXT.encode())
    file.name = "إجراء.txt"
    answer = client.post("/library/import/", {"document": document.pk, "file": file})
    version = document.versions.get()
    assert answer.url == f"/library/drafts/{version.pk}/"
    with django_assert_max_num_queries(12):
        page = client.get(answer.url)
    assert "ببلاقة" in page.content.decode()
    clause = version.clauses.get(code="1-1")
    edit = client.get(f"/library/clauses/{clause.pk}/")
    assert len(edit.context["findings"]) == 1
    typed = {
        "code": "1-1",
        "part": clause.part,
        "text_ar": "بلباقة واحترام",
        "revision": version.revision,
    }
    assert client.post(f"/library/clauses/{clause.pk}/", typed).status_code == 302
    assert (
        client.post(f"/library/clauses/{clause.pk}/", typed).status_code == 200
    )  # stale: the words stay in the form
    for finding in version.findings.filter(
        settlement=""
    ):  # the period, and another licence than the letterhead's
        client.post(
            f"/library/findings/{finding.pk}/", {"settlement": "accepted", "reason": "قرار المجلس"}
        )
    assert not version.findings.filter(settlement="").exists()


@pytest.mark.parametrize(
    "address", ["/library/work/", "/library/import/", "/library/new/", "/library/board/seat/"]
)
def test_these_pages_are_closed_to_others(client, noura, address):
    client.force_login(noura)
    assert client.get(address).status_code == 403


def test_the_command_brings_a_file_into_the_library(tmp_path, capsys, db, association, monkeypatch):
    monkeypatch.setattr("wasl.program.environment.site", contextlib.nullcontext)
    path = tmp_path / "شكاوى.txt"
    path.write_text(TEXT, encoding="utf-8")
    assert (
        main(
            [
                "policy",
                "import",
                str(path),
                "--document",
                "complaints",
                "--title",
                "سياسة الشكاوى",
                "--json",
            ]
        )
        == 0
    )
    said = json.loads(capsys.readouterr().out)
    version = PolicyDocument.objects.get(code="complaints").versions.get()
    assert (said["clauses"], said["version"]) == (3, 1) and said["address"].endswith(
        f"/drafts/{version.pk}/"
    )
    assert (
        main(["policy", "import", str(path), "--document", "complaints"]) == 1
    )  # a draft is open already
    assert "drafted already" in capsys.readouterr().err
