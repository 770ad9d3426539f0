"""What the audit trail says of the verbs that `beneficiaries` records."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wasl.audit.presenters import register

SENTENCES: dict[str, str | Promise] = {
    "beneficiaries.add_attachment": _("File attached"),
    "beneficiaries.add_contact": _("Way to reach a person added"),
    "beneficiaries.add_document": _("Document added"),
    "beneficiaries.add_identifier": _("Further number of a person added"),
    "beneficiaries.add_representative": _("Agent added"),
    "beneficiaries.add_to_household": _("Somebody added to a household"),
    "beneficiaries.admit_member": _("Member of the general assembly admitted"),
    "beneficiaries.bring": _("Batches of a file chosen to be brought"),
    "beneficiaries.bring_batch": _("Batch of a file brought into the register"),
    "beneficiaries.bring_change": _("New mobile or account in force"),
    "beneficiaries.bring_pair": _("Two files held to be one person"),
    "beneficiaries.check_import": _("File of people checked"),
    "beneficiaries.choose_rows": _("Rows of a file chosen or left out"),
    "beneficiaries.claim_identity": _("Identity claimed from afar"),
    "beneficiaries.close_import": _("File of people closed and destroyed"),
    "beneficiaries.confirm_contact": _("Way to reach a person confirmed"),
    "beneficiaries.confirm_mobile": _("Mobile confirmed"),
    "beneficiaries.correct": _("Person's data corrected"),
    "beneficiaries.describe_member": _("Place in a household described"),
    "beneficiaries.dissolve_household": _("Household dissolved"),
    "beneficiaries.end_contact": _("Way to reach a person ended"),
    "beneficiaries.end_identifier": _("Further number of a person ended"),
    "beneficiaries.end_membership": _("Membership ended"),
    "beneficiaries.end_representation": _("Agency ended"),
    "beneficiaries.end_volunteering": _("Volunteering ended"),
    "beneficiaries.export_findings": _("Findings of a file taken out to Excel"),
    "beneficiaries.export_members": _("Register of members taken out to Excel"),
    "beneficiaries.fail_check": _("File of people could not be read"),
    "beneficiaries.finish_search": _("Search for people entered twice came to its end"),
    "beneficiaries.follow": _("Taken over by the file that stands"),
    "beneficiaries.form_household": _("Household formed"),
    "beneficiaries.give_consent": _("Consent given"),
    "beneficiaries.hold_change": _("New mobile or account waits"),
    "beneficiaries.judge_pair": _("Judged whether two files are one person"),
    "beneficiaries.keep_volunteer": _("Volunteer recorded"),
    "beneficiaries.lapse_claim": _("Claim closed unproven"),
    "beneficiaries.link_staff": _("Person named as staff"),
    "beneficiaries.make_principal": _("First way to reach a person changed"),
    "beneficiaries.map_columns": _("Columns of a file told"),
    "beneficiaries.merge": _("Two files merged into one"),
    "beneficiaries.move_out": _("Moved out of a household"),
    "beneficiaries.name_head": _("New head of a household"),
    "beneficiaries.open_file": _("Beneficiary number given"),
    "beneficiaries.prove_claim": _("Identity proven by a paper"),
    "beneficiaries.record_birth": _("Birth recorded"),
    "beneficiaries.record_death": _("Death recorded"),
    "beneficiaries.record_divorce": _("Divorce recorded"),
    "beneficiaries.record_marriage": _("Marriage recorded"),
    "beneficiaries.refuse_change": _("New mobile or account refused"),
    "beneficiaries.register": _("Person registered"),
    "beneficiaries.replace_change": _("Waiting change replaced by a later one"),
    "beneficiaries.resume_member": _("Membership runs again"),
    "beneficiaries.search_duplicates": _("Register searched for people entered twice"),
    "beneficiaries.see_original": _("Original of a document seen"),
    "beneficiaries.set_category": _("Category of a beneficiary set"),
    "beneficiaries.set_need_class": _("Class of need set"),
    "beneficiaries.set_shares": _("Shares of a member changed"),
    "beneficiaries.stop_bringing": _("Bringing of a file stopped"),
    "beneficiaries.strike_death": _("Recorded death struck as a mistake"),
    "beneficiaries.strike_member": _("Place in a household struck as a mistake"),
    "beneficiaries.suspend_member": _("Membership suspended"),
    "beneficiaries.tell_owner": _("Owner of an ID told that it is claimed"),
    "beneficiaries.undo_batch": _("Batch of a file undone"),
    "beneficiaries.undo_merge": _("Merge of two files undone"),
    "beneficiaries.undo_register": _("Registration by a file undone"),
    "beneficiaries.unmask": _("Masked value seen in full"),
    "beneficiaries.upload_import": _("File of people handed in"),
    "beneficiaries.view": _("Person's file opened"),
    "beneficiaries.withdraw_consent": _("Consent taken back"),
}
FILES: dict[str, str | Promise] = {
    "beneficiaries.peopleimport": _("File of people"),
    "beneficiaries.person": pgettext_lazy("subject of a line", "Person"),
}
APPLICANTS = frozenset(
    {
        "beneficiaries.give_consent",
        "beneficiaries.withdraw_consent",
    }
)

register(SENTENCES, files=FILES, applicants=APPLICANTS)
