"""The sample association in the middle of its work: who may visit it, and an argument for every
address that wants one.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

from tests.beneficiaries.files import a_list, a_member, brought, checked
from tests.cast import NOW
from tests.factories import an_id_number
from wasl.accounts.models import Department, User
from wasl.agreements.actions import breaching, performing
from wasl.agreements.models.agreement import Agreement, Occurrence, Term
from wasl.agreements.models.breaches import Dispute
from wasl.beneficiaries.actions import changing, claiming
from wasl.beneficiaries.models.claims import HeldChange, IdentityClaim
from wasl.beneficiaries.models.documents import Attachment
from wasl.beneficiaries.models.household import HouseholdMember
from wasl.beneficiaries.models.identity import ContactPoint, Identifier
from wasl.beneficiaries.models.merging import DuplicatePair, Merge
from wasl.beneficiaries.models.person import BeneficiaryFile, Person
from wasl.beneficiaries.models.representing import Representative
from wasl.beneficiaries.models.roles import Membership, Volunteer
from wasl.cases.models.assessment import NeedAssessment
from wasl.cases.models.case import Case
from wasl.cases.models.study import StudyMember
from wasl.cases.queries.file import form
from wasl.cases.states import Status
from wasl.catalogue.actions import drafting, guide
from wasl.catalogue.models.guide import ScoringGuide
from wasl.catalogue.models.offered import Service, ServiceVersion
from wasl.catalogue.queries import versions
from wasl.committees.models import AgendaItem, Decision, Meeting
from wasl.common import clock
from wasl.common.crypto import seal
from wasl.common.dates import hijri_year, parse_dual
from wasl.common.uploads import accept
from wasl.delivery.models import Delivery
from wasl.governance.actions import circulating
from wasl.governance.actions import drafting as drafting_actions
from wasl.governance.models.board import BoardMeeting, BoardMember
from wasl.governance.models.documents import PolicyDocument, PolicyVersion
from wasl.governance.papers import print_approved
from wasl.grievances.models import Objection
from wasl.interactions.models import Interaction, Referral
from wasl.knowledge.actions import answers
from wasl.knowledge.models import ArticleVersion, Misconception
from wasl.letters import actions as letters
from wasl.letters.models import Letter
from wasl.messaging.models import Message
from wasl.outreach.models import Circular
from wasl.outreach.queries import token_of
from wasl.papers.models import Paper
from wasl.portal.identity import WHO
from wasl.portal.models import Story
from wasl.privacy.models.destruction import Destruction, RetentionRule
from wasl.privacy.models.incidents import Incident
from wasl.privacy.models.processing import AccessReview, ProcessingActivity
from wasl.privacy.models.requests import DataSubjectRequest
from wasl.privacy.states import INCIDENT_LIFECYCLE
from wasl.program import sample
from wasl.satisfaction import links

Samples = dict[str, Any]
PHOTO = Path(__file__).with_name("paper.jpg")
STORIES = ("edit_story", "publish_story", "withdraw_story")
DESTRUCTIONS = ("destruction", "approve_destruction", "reject_destruction")


@dataclass(frozen=True)
class World:
    """Session keys of applicants on the public site and of the staff, and the arguments of
    addresses.
    """

    applicants: list[str]
    staff: list[str]
    samples: Samples


def a_world() -> World:
    """The sample association, with everybody signed in."""
    sample.load(NOW)
    return as_it_stands()


def as_it_stands() -> World:
    """The world of the sample that is loaded already."""
    newcomer = {
        "person": None,
        "id": seal("1000000099"),
        "mobile": seal("+966500000999"),
        "case": None,
    }
    in_agreement = Agreement.objects.exclude(person=None).values_list("person_id", flat=True)
    proven = [
        {"person": pk}
        for pk in Case.objects.values_list("person_id", flat=True).union(in_agreement)
    ]
    return World(
        [_applicant(who) for who in (newcomer, *proven)],
        [_member(one) for one in User.objects.all()],
        samples(),
    )


def _applicant(who: dict[str, Any]) -> str:
    session = SessionStore()
    session[WHO] = who
    session.create()
    return session.session_key or ""


def _member(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def samples() -> Samples:
    """One object for each argument: by address (`cases:match.pk`), by package (`cases.pk`) or for
    all (`pk`).
    """
    return {**_imports(), **_people_and_cases(), **_decisions_and_after(), **_rules_and_papers()}


def _imports() -> Samples:
    """A list of members with something found on its rows, checked, and one batch of it in the
    register.
    """
    source = brought(
        checked(a_list([*(a_member(place) for place in range(1, 121)), a_member(5)])), [1]
    )
    pages = (
        "import_detail",
        "map_columns",
        "import_progress",
        "import_findings",
        "export_findings",
        "undo_batch",
    )
    return {"beneficiaries.number": 1, **{f"beneficiaries:{page}.pk": source.pk for page in pages}}


def _case(status: str) -> Case:
    case = Case.objects.filter(status=status).order_by("pk").first()
    assert case, f"the sample has no case that is {status}"
    return case


def _people_and_cases() -> Samples:
    draft, submitted = _case(Status.DRAFT), _case(Status.SUBMITTED)
    refused = Case.objects.filter(
        agenda_items__decision__outcome="rejected",
        agenda_items__decision__released_at__isnull=False,
    ).first()
    return {
        "beneficiaries.pk": Person.objects.order_by("pk")[0].pk,
        "beneficiaries:person_panel.pk": draft.person_id,
        **{f"beneficiaries:{page}.pk": _pair().pk for page in ("pair", "judge_pair", "merge")},
        **{
            f"beneficiaries:{page}.pk": Merge.objects.order_by("pk")[0].pk
            for page in ("merged", "undo_merge")
        },
        "beneficiaries.field": "id_number",
        **_families_and_roles(),
        "beneficiaries.key": getattr(Attachment.objects.first(), "key", secrets.token_hex(16)),
        "cases.pk": submitted.pk,
        "cases.person_pk": Person.objects.order_by("pk")[0].pk,
        "cases.code": "rent-arrears",
        "cases.key": str(UUID(int=1)),
        "cases:unmask.key": "mobile",
        "cases.section": form(draft).sections[0].code,
        **{f"cases:{page}.pk": draft.pk for page in ("fill", "documents", "sign", "submit")},
        **_studies(),
        "portal.code": "rent-arrears",
        "portal.section": form(draft).sections[0].code,
        "portal.reference": draft.reference,
        "portal:enclosure.key": UUID(int=1),
        **_own_paper(),
        "portal:lodge.reference": refused.reference if refused else "1448-000001",
        "interactions:person_panel.pk": draft.person_id,
        "interactions:case_panel.pk": draft.pk,
        "interactions:answer_enquiry.pk": getattr(
            Interaction.objects.waiting().order_by("pk").last(), "pk", 1
        ),
        "interactions.pk": getattr(Referral.objects.first(), "pk", 1),
    }


def _families_and_roles() -> Samples:
    membership, contact = (
        Membership.objects.order_by("pk")[0],
        ContactPoint.objects.order_by("pk")[0],
    )
    stand = ("set_shares", "suspend_member", "resume_member", "end_membership")
    return {
        "beneficiaries:strike_member.pk": HouseholdMember.objects.order_by("pk")[0].pk,
        "beneficiaries:strike_death.pk": Person.objects.exclude(death_date=None)
        .order_by("pk")[0]
        .pk,
        "beneficiaries:end_representation.pk": Representative.objects.order_by("pk")[0].pk,
        "beneficiaries:end_identifier.pk": Identifier.objects.order_by("pk")[0].pk,
        "beneficiaries:set_category.pk": BeneficiaryFile.objects.order_by("pk")[0].person_id,
        "beneficiaries:end_volunteering.pk": Volunteer.objects.order_by("pk")[0].person_id,
        **{f"beneficiaries:{page}.pk": membership.pk for page in stand},
        **{
            f"beneficiaries:{page}.pk": contact.pk
            for page in ("confirm_contact", "make_principal", "end_contact")
        },
        "beneficiaries:prove_claim.pk": (claim := _claim()).pk,
        "beneficiaries:confirm_mobile.pk": claim.person_id,
        "beneficiaries:refuse_change.pk": _change().pk,
        "portal:take_back_change.pk": 1,
        "desk:person_timeline.pk": membership.person_id,
    }


def _claim() -> IdentityClaim:
    """Somebody who filed from afar under an ID that is nobody's yet."""
    given = {
        "full_name": "نورة بنت حمد السبيعي",
        "gender": "female",
        "birth": parse_dual("1/1/1400"),
        "language": "ar",
    }
    return claiming.claim_identity(
        id_number=an_id_number(776_001), mobile="+966500000888", **given, by=None, at=NOW
    )


def _change() -> HeldChange:
    """A new mobile that waits its 72 hours."""
    person = BeneficiaryFile.objects.order_by("pk")[0].person
    by = User.objects.get(username="noura")
    return changing.hold_change(person=person, field="mobile", value="0500000889", by=by, at=NOW)


def _pair() -> DuplicatePair:
    return DuplicatePair.objects.filter(state="open").order_by("pk")[0]


def _studies() -> Samples:
    """A study that is being filled in, one of its household, and an assessment."""
    studied = _case(Status.IN_STUDY)
    member = StudyMember.objects.filter(study__case=studied)[0]
    member.person = None  # as somebody whom only the study knows
    member.save()
    pages = ("study", "study_part", "study_worth", "sign_study", "print_study", "take_over_member")
    assessed = NeedAssessment.objects.order_by("-pk")[0]
    return {
        **{f"cases:{page}.pk": studied.pk for page in pages},
        "cases.part": "income",
        "cases.member": member.pk,
        "cases:assessment.pk": assessed.study.case_id,
        "cases:ask_override.pk": assessed.pk,
        "cases:preview_guide.pk": _draft_guide().pk,
        "cases:preview_service.pk": _draft_service().pk,
    }


def _own_paper() -> Samples:
    paper = Paper.objects.filter(subject_type="cases.case").order_by("pk").first()
    assert paper, "the sample has issued no receipt"
    return {
        "portal:paper.reference": Case.objects.get(pk=paper.subject_id).reference,
        "portal:paper.pk": paper.pk,
    }


def _decisions_and_after() -> Samples:
    meeting, item = (
        Meeting.objects.filter(closed_at=None).first(),
        AgendaItem.objects.filter(voting_opened_at=None)[0],
    )
    waiting = Decision.objects.filter(released_at=None).first()
    return {
        "committees.pk": item.pk,
        "committees:meeting.pk": getattr(meeting, "pk", 1),
        "committees:release_answer.pk": getattr(waiting, "pk", 1),
        "committees.case_pk": item.case_id,
        "governance:take_ready.name": "policy",
        "accounts:name_lead.pk": Department.objects.order_by("pk")[0].pk,
        "delivery.code": "rent-arrears",
        "delivery.year": hijri_year(clock.today()),
        "delivery.pk": Delivery.objects.order_by("-pk")[0].pk,
        "delivery:case_panel.pk": Delivery.objects.order_by("-pk")[0].case_id,
        "delivery:person_panel.pk": Delivery.objects.order_by("-pk")[0].case.person_id,
        "grievances.pk": getattr(Objection.objects.first(), "pk", 1),
        "grievances.decision_pk": Decision.objects.filter(outcome="rejected").order_by("-pk")[0].pk,
        "satisfaction.token": _invited(),
        **{
            f"{package}:case_panel.pk": item.case_id
            for package in ("committees", "letters", "grievances")
        },
        **_own_data(),
        **_agreements(),
        "letters:person_panel.pk": item.case.person_id,
        "letters.key": _enclosed(),
        "letters.pk": getattr(
            Letter.objects.filter(case=None).first() or Letter.objects.first(), "pk", 1
        ),
    }


def _agreements() -> Samples:
    """The agreement with a supplier and its breach, the person of the first, and a party and duty
    for what is asked of them.
    """
    running, draft = Agreement.objects.get(status="breached"), Agreement.objects.get(status="draft")
    breach = running.breaches.get()
    person = Agreement.objects.exclude(person=None)[0].person_id
    return {
        "agreements.pk": running.pk,
        **{
            f"agreements:{page}.pk": draft.pk
            for page in ("edit", "add_term", "activate", "discard", "add_file")
        },
        "agreements:remove_term.pk": draft.terms.get().pk,
        "agreements:perform.pk": breach.term_id,
        "agreements:amend.pk": Agreement.objects.get(status="active").pk,
        "agreements:record_event.pk": (
            waiting := Term.objects.filter(due_date=None, kind="duty")[0]
        ).pk,
        "agreements:withdraw_event.pk": _event(waiting).pk,
        "agreements:sign_party.pk": draft.parties.order_by("pk")[0].pk,
        **{
            f"agreements:{page}.pk": breach.pk
            for page in ("decide_breach", "dismiss_breach", "cure_breach")
        },
        "agreements:settle_dispute.pk": _dispute(running).pk,
        **{f"agreements:{page}.pk": person for page in ("person_panel", "acknowledge_rights")},
        "agreements.key": UUID(int=1),
        "portal:my_agreement.pk": Agreement.objects.exclude(person=None)[0].pk,
    }


def _event(term: Term) -> Occurrence:
    by = User.objects.get(username="maha")
    return performing.record_event(term=term, happened_date=clock.day_of(NOW), by=by, at=NOW)


def _dispute(agreement: Agreement) -> Dispute:
    party, by = agreement.parties.get(kind="body"), User.objects.get(username="maha")
    return breaching.raise_dispute(
        agreement=agreement, party=party, grounds="وصل النقص قبل الموعد", by=by, at=NOW
    )


def _own_data() -> Samples:
    incident = Incident.objects.filter(closed_at=None).order_by("pk")[0]
    return {
        "privacy.pk": DataSubjectRequest.objects.open().order_by("pk")[0].pk,
        "privacy:correct_data.pk": DataSubjectRequest.objects.get(right="correction").pk,
        **{
            f"privacy:{page}.pk": Person.objects.order_by("pk")[0].pk
            for page in ("person", "person_panel")
        },
        **{
            f"privacy:{page}.pk": Person.objects.order_by("pk")[0].pk
            for page in ("propose_erasure", "place_hold")
        },
        **{
            f"privacy:{page}.pk": RetentionRule.objects.order_by("pk")[0].pk
            for page in ("change_rule", "due", "propose_due")
        },
        "privacy:describe_activity.pk": ProcessingActivity.objects.order_by("pk")[0].pk,
        **{
            f"privacy:{page}.pk": AccessReview.objects.order_by("pk")[0].pk
            for page in ("review", "sign_review")
        },
        **{f"privacy:{page}.pk": Destruction.objects.order_by("pk")[0].pk for page in DESTRUCTIONS},
        "privacy:lift_hold.pk": 1,
        "portal.purpose": "stories",
        "portal:write_story.person_pk": Story.objects.order_by("pk")[0].person_id,
        **{f"portal:{page}.pk": Story.objects.order_by("pk")[0].pk for page in STORIES},
        "portal:take_back_request.pk": 1,
        **{
            f"privacy:{page}.pk": incident.pk
            for page in ("incident", "notice", *INCIDENT_LIFECYCLE)
        },
        **{
            f"privacy:{page}.pk": incident.pk
            for page in ("add_affected", "tell_affected", "record_lessons")
        },
        "privacy.affected_pk": 1,
    }


def _draft_service() -> ServiceVersion:
    """A draft of a service with a criterion, as somebody left it."""
    maha = User.objects.get(username="maha")
    service = Service.objects.get(code="food-basket")
    draft = versions.draft_of(service)
    if draft is None:
        draft = drafting.draft_service(service=service, by=maha, at=NOW)
        few = {"field": "study.income_per_person", "op": "lt", "value": "900"}
        words = {"label_ar": "دخل الفرد قليل", "label_en": "Little for each", "condition": few}
        drafting.keep_criterion(version=draft, values=words, by=maha, at=NOW)
    return draft


SERVICE_DRAFTS = (
    "service_draft", "edit_service_terms", "add_question", "edit_question", "remove_question",
    "move_question", "add_document", "edit_document", "remove_document", "add_document_type",
    "add_criterion", "edit_criterion", "remove_criterion", "try_condition", "approve_service",
    "withdraw_service", "drop_service",
)  # fmt: skip


def _draft_parts() -> Samples:
    draft = _draft_service()
    documents = dict.fromkeys(("edit_document.code", "remove_document.code"), "family-register")
    return {
        **{f"catalogue:{name}.pk": draft.pk for name in SERVICE_DRAFTS},
        **{f"catalogue:{name}": value for name, value in documents.items()},
        "catalogue.key": "monthly_rent",
        "catalogue.criterion": draft.criteria.order_by("pk")[0].pk,
        "catalogue.part": "question",
        "catalogue.number": 1,
        "catalogue.old": 1,
        "catalogue.new": 1,
    }


def _draft_guide() -> ScoringGuide:
    """A draft of the scoring guide, as somebody left it."""
    draft = ScoringGuide.objects.filter(status="draft").first()
    return draft or guide.draft_guide(by=User.objects.get(username="khalid"), at=NOW)


def _enclosed() -> UUID:
    """A file of an incoming letter; the sample's letters carry none."""
    content = accept(BytesIO(PHOTO.read_bytes()), "paper.jpg")
    sami = User.objects.get(username="sami")
    letter = letters.receive(
        party="بلدية المحافظة", subject="دعوة", their_number="٤٥", files=[content], by=sami, at=NOW
    )
    return letter.files.get().key


def _invited() -> str:
    """A link that is open; no case has this number, so nobody else uses it up."""
    service, department = Service.objects.order_by("pk")[0], Department.objects.order_by("pk")[0]
    link = links.make(
        case_id=10**9, service=service.pk, department=department.pk, day=clock.today()
    )
    return links.written(link)


def _library() -> Samples:
    """A draft with a finding, the board's last meeting, a version sent round the staff."""
    khalid = User.objects.get(username="khalid")
    document = drafting_actions.open_document(
        kind="procedure", code="sample-draft", title_ar="إجراء للتجربة", by=khalid, at=NOW
    )
    text = (
        "الجمعية التعاونية متعددة الأغراض بالرند\nوالرد عليه خلال مدة لا تقل عن "
        "أسبوعين.\nاستقبال المستفيد بلباقة."
    )
    published = PolicyVersion.objects.get(document__code="relationship-policy", number=1)
    print_approved(published, by=khalid, at=clock.now())
    draft = drafting_actions.import_text(
        document=document, content=text.encode(), name="مسودة.txt", by=khalid, at=NOW
    )
    version = PolicyVersion.objects.filter(state="in_force").order_by("pk")[0]
    sent = circulating.circulate(
        version=version, due_date=clock.today() + timedelta(days=9), by=khalid, at=clock.now()
    )
    meeting, member = BoardMeeting.objects.order_by("pk")[0], BoardMember.objects.order_by("pk")[0]
    rooms = {
        **dict.fromkeys(
            ("edit_clause", "join_clause", "remove_clause"), draft.clauses.order_by("-order")[0].pk
        ),
        **dict.fromkeys(("circulation", "acknowledge", "remind"), sent.pk),
        "settle_finding": draft.findings.order_by("pk")[0].pk,
        "board_meeting": meeting.pk,
        "end_term": member.pk,
    }
    return {f"governance:{name}.pk": pk for name, pk in rooms.items()} | {
        "governance.pk": draft.pk, "governance.after": 0, "governance.old": 1, "governance.new": 1
    }  # fmt: skip


def _answers() -> Samples:
    """A draft of an answer, a published one, and a misconception that waits for its correction."""
    draft = answers.draft(
        words={"question_ar": "هل أحضر بنفسي؟", "answer_ar": "لا يلزم."},
        topic=None,
        is_public=True,
        by=None,
        at=NOW,
    )
    published = ArticleVersion.objects.filter(status="published").order_by("pk")[0]
    noted = Misconception.objects.filter(status="draft").order_by("pk")[0]
    corrections = (
        "misconception",
        "rewrite",
        "publish_correction",
        "withdraw_correction",
        "record_telling",
    )
    return {
        "knowledge.pk": draft.pk,
        "knowledge.code": "decision",
        "interactions.code": "decision",
        **{f"knowledge:{page}.pk": draft.article_id for page in ("article", "revise", "review")},
        **{f"knowledge:{page}.pk": published.article_id for page in ("answer", "leave_feedback")},
        "knowledge:withdraw.pk": published.pk,
        **{f"knowledge:{page}.pk": noted.pk for page in corrections},
        "interactions:misconception_panel.pk": noted.pk,
        "interactions:sort_enquiry.pk": Interaction.objects.filter(kind="enquiry")
        .order_by("pk")[0]
        .pk,
    }


def _circulars() -> Samples:
    """A circular that was sent, one that is written, and somebody whom no message reached."""
    sent, drafted = (
        Circular.objects.filter(status=status).order_by("pk")[0] for status in ("sent", "draft")
    )
    waiting = sent.recipients.to_tell().order_by("pk")[0]
    return {
        "outreach.pk": sent.pk,
        "outreach.token": token_of(waiting),
        **{f"outreach:{page}.pk": drafted.pk for page in ("write", "approve")},
        **{f"outreach:{page}.pk": waiting.pk for page in ("record_told", "acknowledge_at_desk")},
        "outreach:person_panel.pk": waiting.person_id,
    }


def _rules_and_papers() -> Samples:
    paper = Paper.objects.order_by("pk").last()
    return {
        "accounts.pk": User.objects.order_by("pk")[0].pk,
        "messaging.pk": getattr(Message.objects.first(), "pk", 1),
        "messaging.secret": "x",
        "papers.code": getattr(paper, "check_code", "X"),
        "papers.pk": getattr(paper, "pk", ""),
        "governance.number": 1,
        **_library(),
        "governance.code": PolicyDocument.objects.order_by("pk")[0].code,
        "catalogue.code": "rent-arrears",
        "catalogue.pk": _draft_guide().pk,
        "catalogue.source": "people_per_room",
        **_draft_parts(),
        **_answers(),
        **_circulars(),
        "pk": 1,
    }
