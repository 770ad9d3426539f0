"""What the audit trail says of the verbs that `catalogue` records."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wasl.audit.presenters import register

SENTENCES: dict[str, str | Promise] = {
    "catalogue.add_document_type": _("Kind of document added"),
    "catalogue.add_service": _("Service added"),
    "catalogue.approve_service": _("Version of a service approved"),
    "catalogue.begin_service": _("Service begun as a draft"),
    "catalogue.bring_into_force": _("Version of the scoring guide approved, with its first day"),
    "catalogue.draft_guide": _("Draft of the scoring guide begun"),
    "catalogue.draft_service": _("Draft of a service begun"),
    "catalogue.drop_guide": _("Draft of the scoring guide thrown away"),
    "catalogue.drop_service": _("Draft of a service thrown away"),
    "catalogue.keep_criterion": _("Criterion of a service kept"),
    "catalogue.keep_document": _("Document asked for by a service kept"),
    "catalogue.keep_document_type": _("Kind of document kept"),
    "catalogue.keep_line": _("Line of the scoring guide kept"),
    "catalogue.keep_question": _("Question of a service kept"),
    "catalogue.keep_reason": _("Reason of decisions kept"),
    "catalogue.keep_service_terms": _("Terms of a service kept"),
    "catalogue.keep_terms": _("Classes of the scoring guide kept"),
    "catalogue.move_line": _("Line of the scoring guide moved"),
    "catalogue.move_question": _("Question of a service moved"),
    "catalogue.offer_again": _("Service offered again"),
    "catalogue.publish_version": _("Version of a service published"),
    "catalogue.remove_criterion": _("Criterion taken out of a service"),
    "catalogue.remove_document": _("Document no longer asked for by a service"),
    "catalogue.remove_line": _("Line taken out of the scoring guide"),
    "catalogue.remove_question": _("Question taken out of a service"),
    "catalogue.return_guide": _("Version of the scoring guide sent back to its draft"),
    "catalogue.stop_offering": _("Service closed"),
    "catalogue.submit_guide": _("Version of the scoring guide submitted for approval"),
    "catalogue.withdraw_guide": _("Version of the scoring guide made a draft again"),
    "catalogue.withdraw_service": _("Version of a service made a draft again"),
}

register(SENTENCES)
