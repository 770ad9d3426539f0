"""What the audit trail says of the verbs that `privacy` records."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wasl.audit.presenters import register

SENTENCES: dict[str, str | Promise] = {
    "privacy.add_activity": _("Activity added to the record of processing"),
    "privacy.add_affected": _("Added to the people an incident touches"),
    "privacy.approve_destruction": _("Destruction of data approved"),
    "privacy.assess": _("Incident judged"),
    "privacy.carry_out": _("Destruction of data carried out"),
    "privacy.change_rule": _("Rule of keeping data changed"),
    "privacy.close_incident": _("Incident closed"),
    "privacy.correct_data": _("Data corrected as the person asked"),
    "privacy.count_reads": _("Reads of a quarter counted"),
    "privacy.delete_files": _("Stored files of destroyed data deleted"),
    "privacy.describe_activity": _("Activity of the record of processing described anew"),
    "privacy.destroy_item": _("Data destroyed"),
    "privacy.export_processing": _("Record of processing taken out"),
    "privacy.extend": _("Time to answer about personal data extended"),
    "privacy.grant": _("Request about personal data granted"),
    "privacy.grant_in_part": _("Request about personal data granted in part"),
    "privacy.hand_out_data": _("Copy of the person's data handed out"),
    "privacy.lift_hold": _("Legal hold lifted"),
    "privacy.notify_authority": _("Authority told of an incident"),
    "privacy.place_hold": _("Legal hold placed"),
    "privacy.propose_destruction": _("Destruction of data proposed"),
    "privacy.prove_identity": _("Made sure who asks"),
    "privacy.receive": _("Request about personal data received"),
    "privacy.record_handover": _("Copy of the person's data handed over"),
    "privacy.record_lessons": _("Lessons of an incident written down"),
    "privacy.refuse": _("Request about personal data refused"),
    "privacy.reject_destruction": _("Destruction of data not approved"),
    "privacy.report_incident": _("Incident reported"),
    "privacy.sign_review": _("Review of who read what signed off"),
    "privacy.stop_uses": _("Use of the data stopped as the person asked"),
    "privacy.tell_affected": _("Person told of an incident"),
    "privacy.withdraw": _("Request about personal data taken back"),
}
FILES: dict[str, str | Promise] = {
    "privacy.accessreview": _("Review of who read what"),
    "privacy.datasubjectrequest": _("Request about personal data"),
    "privacy.destruction": _("Destruction of data"),
    "privacy.incident": _("Incident"),
    "privacy.processingactivity": _("Activity of the record of processing"),
    "privacy.retentionrule": _("Rule of keeping data"),
}
APPLICANTS = frozenset(
    {
        "privacy.hand_out_data",
        "privacy.receive",
        "privacy.withdraw",
    }
)

register(SENTENCES, files=FILES, applicants=APPLICANTS)
