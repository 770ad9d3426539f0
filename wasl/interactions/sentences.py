"""What the audit trail says of the verbs that `interactions` records."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wasl.audit.presenters import register

SENTENCES: dict[str, str | Promise] = {
    "interactions.answer_enquiry": _("Enquiry answered"),
    "interactions.answer_referral": _("Referred question answered"),
    "interactions.draft_article": _("Draft answer made from an enquiry"),
    "interactions.hand_on": _("Question handed on by who leaves"),
    "interactions.record_enquiry": _("Enquiry recorded"),
    "interactions.record_visit": _("Visit recorded"),
    "interactions.refer": _("Question referred to an executive"),
    "interactions.show_misconception": _("A question shows a misconception"),
    "interactions.sort_enquiry": _("Enquiry put under a topic"),
    "interactions.tell_person": _("Answer told to the person"),
}
FILES: dict[str, str | Promise] = {
    "interactions.interaction": _("Contact"),
    "interactions.showing": _("Question that shows a misconception"),
}

register(SENTENCES, files=FILES)
