"""The sample association in the middle of its work, and an argument for every address that wants one."""

from typing import Any

from tests.cast import NOW
from wasl.accounts.models import Membership, User
from wasl.beneficiaries.models import Attachment
from wasl.cases.models import Case
from wasl.committees.models import AgendaItem, Decision, Meeting
from wasl.delivery.models import Delivery
from wasl.grievances.models import Objection
from wasl.interactions.models import Interaction, Referral
from wasl.knowledge.models import Article
from wasl.letters.models import Letter
from wasl.messaging.models import Message
from wasl.papers.models import Paper
from wasl.program import sample


def a_world() -> tuple[list[User], dict[str, Any]]:
    """The staff, and arguments for addresses: `package:page.argument`, `package.argument` or `argument`."""
    sample.load(NOW)
    return list(User.objects.order_by("pk")), samples()


def samples() -> dict[str, Any]:
    """One object for each argument, at the stage where its page has something to show."""
    return _common() | _of_cases() | _of_meetings() | _of_the_rest()


def _case(status: str) -> Case:
    return Case.objects.filter(status=status).select_related("person").order_by("pk")[0]


def _common() -> dict[str, Any]:
    draft = _case("draft")
    return {
        "accounts.pk": User.objects.get(username="bader").pk,
        "accounts:end_role.pk": Membership.objects.order_by("pk")[0].pk,
        "messaging.pk": Message.objects.order_by("pk")[0].pk,
        "secret": "unknown",
        "papers.code": Paper.objects.order_by("pk")[0].check_code,
        "papers.pk": Paper.objects.order_by("pk")[0].pk,
        "number": 1,
        "governance.code": "bylaws",
        "code": "rent-arrears",
        "token": "unknown",
        "reference": draft.reference,
        "section": "household",
        "portal.pk": Paper.objects.order_by("pk")[0].pk,
    }


def _of_cases() -> dict[str, Any]:
    draft, submitted = _case("draft"), _case("submitted")
    return {
        "cases.pk": _case("in_study").pk,
        "cases.person_pk": draft.person_id,
        "cases:fill.pk": draft.pk,
        "cases:documents.pk": draft.pk,
        "cases:sign.pk": draft.pk,
        "cases:print_filled.pk": submitted.pk,
        "cases:match.pk": submitted.pk,
        "beneficiaries.pk": draft.person_id,
        "field": "id_number",
        "key": Attachment.objects.order_by("pk")[0].key,
        "interactions:case_panel.pk": submitted.pk,
        "interactions:person_panel.pk": Interaction.objects.exclude(person=None).order_by("pk")[0].person_id,
        "letters:case_panel.pk": _case("closed").pk,
    }


def _of_meetings() -> dict[str, Any]:
    return {
        "committees.pk": AgendaItem.objects.order_by("pk")[0].pk,
        "case_pk": _case("in_committee").pk,
        "committees:meeting.pk": Meeting.objects.latest("held_date").pk,
        "committees:record_attendance.pk": Meeting.objects.latest("held_date").pk,
        "committees:close_meeting.pk": Meeting.objects.latest("held_date").pk,
        "committees:add_item.pk": Meeting.objects.latest("held_date").pk,
        "committees:item.pk": AgendaItem.objects.filter(settled_at=None).order_by("pk")[0].pk,
        "committees:release_answer.pk": Decision.objects.filter(released_at=None).order_by("pk")[0].pk,
        "committees:declare_kinship.pk": _case("in_study").person_id,
        "committees:case_panel.pk": _case("in_committee").pk,
        "decision_pk": Decision.objects.filter(outcome="rejected").exclude(objection__isnull=False).latest("pk").pk,
    }


def _of_the_rest() -> dict[str, Any]:
    open_delivery = Delivery.objects.filter(completed_at=None).order_by("pk")[0]
    return {
        "delivery.pk": open_delivery.pk,
        "delivery:case_panel.pk": open_delivery.case_id,
        "delivery:person_panel.pk": open_delivery.case.person_id,
        "grievances.pk": Objection.objects.order_by("pk")[0].pk,
        "grievances:case_panel.pk": Objection.objects.order_by("pk")[0].decision.case_id,
        "interactions:answer_enquiry.pk": Interaction.objects.waiting().order_by("pk")[0].pk,
        "interactions.pk": Referral.objects.filter(answered_at=None).order_by("pk")[0].pk,
        "knowledge.pk": _draft_answer().pk,
        "letters.pk": Letter.objects.order_by("pk")[0].pk,
    }


def _draft_answer() -> Article:
    asked = {"question_ar": "هل يُقبل صك الورثة؟", "answer_ar": "يُقبل مع موافقة الورثة.", "created_at": NOW}
    return Article.objects.create(source_type="interactions.referral", source_id="1", **asked)
