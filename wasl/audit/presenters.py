"""Every verb of the trail as a sentence that people read. A verb that is missing here fails `tests/audit`."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from wasl.audit.models import Event

SENTENCES: dict[str, str | Promise] = {
    "accounts.add_department": _l("Department added"),
    "accounts.add_staff": _l("Staff member added"),
    "accounts.deactivate": _l("Staff member's sign-in closed"),
    "accounts.end_role": _l("Role ended"),
    "accounts.grant_role": _l("Role given"),
    "accounts.move_clock": _l("The sample's clock moved forward"),
    "accounts.reactivate": _l("Staff member's sign-in opened again"),
    "accounts.set_password": _l("Password set anew"),
    "accounts.fail_sign_in": _l("Sign-in refused"),
    "accounts.sign_in": _l("Signed in"),
    "accounts.view": _l("Staff page opened"),
    "beneficiaries.add_attachment": _l("File attached"),
    "beneficiaries.add_document": _l("Document added"),
    "beneficiaries.add_representative": _l("Agent added"),
    "beneficiaries.add_to_household": _l("Somebody added to a household"),
    "beneficiaries.admit_member": _l("Member of the general assembly admitted"),
    "beneficiaries.confirm_mobile": _l("Mobile confirmed"),
    "beneficiaries.correct": _l("Person's data corrected"),
    "beneficiaries.describe_member": _l("Place in a household described"),
    "beneficiaries.dissolve_household": _l("Household dissolved"),
    "beneficiaries.end_membership": _l("Membership ended"),
    "beneficiaries.end_representation": _l("Agency ended"),
    "beneficiaries.end_volunteering": _l("Volunteering ended"),
    "beneficiaries.form_household": _l("Household formed"),
    "beneficiaries.keep_volunteer": _l("Volunteer recorded"),
    "beneficiaries.link_staff": _l("Person named as staff"),
    "beneficiaries.move_out": _l("Moved out of a household"),
    "beneficiaries.name_head": _l("New head of a household"),
    "beneficiaries.open_file": _l("Beneficiary number given"),
    "beneficiaries.record_birth": _l("Birth recorded"),
    "beneficiaries.record_death": _l("Death recorded"),
    "beneficiaries.record_divorce": _l("Divorce recorded"),
    "beneficiaries.record_marriage": _l("Marriage recorded"),
    "beneficiaries.register": _l("Person registered"),
    "beneficiaries.resume_member": _l("Membership runs again"),
    "beneficiaries.see_original": _l("Original of a document seen"),
    "beneficiaries.set_category": _l("Category of a beneficiary set"),
    "beneficiaries.set_need_class": _l("Class of need set"),
    "beneficiaries.set_shares": _l("Shares of a member changed"),
    "beneficiaries.strike_member": _l("Place in a household struck as a mistake"),
    "beneficiaries.suspend_member": _l("Membership suspended"),
    "beneficiaries.unmask": _l("Masked value seen in full"),
    "beneficiaries.view": _l("Person's file opened"),
    "cases.add_document": _l("Document added to the request"),
    "cases.answer": _l("Answer given"),
    "cases.approve": _l("Request accepted by the committee"),
    "cases.close": _l("Request closed"),
    "cases.complete_delivery": _l("Delivery completed"),
    "cases.declare": _l("Data of the request saved"),
    "cases.defer": _l("Request deferred by the committee"),
    "cases.hand_over": _l("Request handed to another owner"),
    "cases.lapse": _l("Request lapsed"),
    "cases.mark_urgent": _l("Request marked urgent"),
    "cases.match": _l("Data matched with the document"),
    "cases.record_study": _l("Study recorded"),
    "cases.refer_to_committee": _l("Request referred to the committee"),
    "cases.register": _l("Registration completed"),
    "cases.reject": _l("Request not accepted by the committee"),
    "cases.reopen": _l("Request reopened by an objection"),
    "cases.return_for_completion": _l("Request returned for completion"),
    "cases.see_document": _l("Document of the request opened"),
    "cases.sign": _l("Declaration signed"),
    "cases.start": _l("Request started"),
    "cases.start_delivery": _l("Delivery started"),
    "cases.start_study": _l("Study started"),
    "cases.submit": _l("Request submitted"),
    "cases.verify": _l("Data verified"),
    "cases.view": _l("Request opened for reading"),
    "cases.void_declaration": _l("Declaration voided by an edit"),
    "cases.withdraw": _l("Request withdrawn"),
    "catalogue.add_service": _l("Service added"),
    "catalogue.keep_document_type": _l("Kind of document kept"),
    "catalogue.keep_reason": _l("Reason of decisions kept"),
    "catalogue.publish_version": _l("Version of a service published"),
    "committees.add_item": _l("Request put on the agenda"),
    "committees.close_meeting": _l("Meeting closed"),
    "committees.close_voting": _l("Voting closed"),
    "committees.decide": _l("Decision recorded"),
    "committees.declare_kinship": _l("Kinship declared"),
    "committees.open_voting": _l("Voting opened"),
    "committees.plan_meeting": _l("Meeting planned"),
    "committees.record_attendance": _l("Attendance recorded"),
    "committees.recuse": _l("Member stepped aside"),
    "committees.release_answer": _l("Answer released"),
    "committees.remove_item": _l("Request taken off the agenda"),
    "committees.vote": _l("Vote cast"),
    "delivery.complete": _l("Delivery finished"),
    "delivery.hand_over": _l("Handed over with proof"),
    "delivery.pay": _l("Money released"),
    "delivery.plan": _l("Delivery planned"),
    "delivery.schedule": _l("Day of the handover set"),
    "delivery.send_receipt_code": _l("Code to confirm receipt sent"),
    "governance.approve": _l("Policy approved"),
    "governance.bring_into_force": _l("Policy in force"),
    "governance.draft_version": _l("Policy drafted"),
    "governance.publish": _l("Policy published"),
    "governance.record_board_meeting": _l("Board meeting recorded"),
    "governance.record_reading": _l("Board member's reading recorded"),
    "governance.set_terms": _l("Periods of a policy set"),
    "grievances.assign_reviewer": _l("Reviewer of the objection named"),
    "grievances.dismiss": _l("Objection not upheld"),
    "grievances.lodge": _l("Objection lodged"),
    "grievances.uphold": _l("Objection upheld"),
    "interactions.answer_enquiry": _l("Enquiry answered"),
    "interactions.answer_referral": _l("Referred question answered"),
    "interactions.draft_article": _l("Draft answer made from an enquiry"),
    "interactions.record_enquiry": _l("Enquiry recorded"),
    "interactions.record_visit": _l("Visit recorded"),
    "interactions.refer": _l("Question referred to an executive"),
    "interactions.tell_person": _l("Answer told to the person"),
    "interactions.view": _l("Contact opened for reading"),
    "knowledge.draft_from": _l("Draft answer made"),
    "knowledge.publish": _l("Answer published in the library"),
    "letters.issue": _l("Letter issued"),
    "letters.receive": _l("Letter received"),
    "letters.view": _l("Letter opened for reading"),
    "letters.void": _l("Letter voided"),
    "messaging.fail": _l("Message could not be sent"),
    "messaging.retry": _l("Message sent again"),
    "messaging.send": _l("Message sent"),
    "papers.issue": _l("Paper issued"),
    "papers.supersede": _l("Paper replaced by another"),
    "papers.view": _l("Paper opened for reading"),
    "papers.void": _l("Paper voided"),
    "program.load_sample": _l("Sample association loaded"),
    "satisfaction.invite": _l("Invitation to rate sent"),
}

# Steps that the applicant takes alone, proven by a one-time code; any other step without a name is the system's.
APPLICANTS = frozenset(
    {
        "cases.add_document",
        "cases.declare",
        "cases.sign",
        "cases.start",
        "cases.submit",
        "cases.withdraw",
        "grievances.lodge",
    }
)


def sentence(verb: str) -> str:
    """What happened, in the reader's language."""
    return str(SENTENCES.get(verb, verb))


FILES: dict[str, str | Promise] = {
    "accounts.association": _l("Association"),
    "accounts.user": _l("Staff member"),
    "beneficiaries.person": _l("Person"),
    "cases.case": _l("Request"),
    "committees.meeting": _l("Meeting"),
    "governance.boardmeeting": _l("Board meeting"),
    "governance.policyversion": _l("Policy version"),
    "grievances.objection": _l("Objection"),
    "interactions.interaction": _l("Contact"),
    "knowledge.article": _l("Article"),
    "letters.letter": _l("Letter"),
    "messaging.message": _l("Message"),
    "papers.paper": _l("Paper"),
}


def file_of(root_type: str) -> str:
    """What kind of file an event belongs to."""
    return str(FILES.get(root_type, root_type))


def actor_of(event: Event) -> str:
    """Who did it: a staff member, the applicant, or the system."""
    if event.actor_id:
        return event.actor.name  # type: ignore[union-attr]
    return _("The applicant") if event.verb in APPLICANTS else _("Wasl")
