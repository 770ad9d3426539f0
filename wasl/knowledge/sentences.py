"""What the audit trail says of the verbs that `knowledge` records."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wasl.audit.presenters import register

SENTENCES: dict[str, str | Promise] = {
    "knowledge.add_topic": _("Topic added"),
    "knowledge.approve": _("Answer approved"),
    "knowledge.draft": _("Answer drafted"),
    "knowledge.draft_from": _("Draft answer made"),
    "knowledge.note_misconception": _("Misconception noted"),
    "knowledge.publish": _("Answer published in the library"),
    "knowledge.publish_correction": _("Correction published"),
    "knowledge.record_telling": _("Correction told on a channel"),
    "knowledge.return_to_writing": _("Answer opened for changes"),
    "knowledge.review": _("Answer read again and kept"),
    "knowledge.revise": _("New version of an answer begun"),
    "knowledge.rewrite": _("Correction changed"),
    "knowledge.supersede": _("Answer replaced by a newer version"),
    "knowledge.withdraw": _("Answer withdrawn"),
    "knowledge.withdraw_correction": _("Correction withdrawn"),
    "knowledge.write": _("Draft answer changed"),
}
FILES: dict[str, str | Promise] = {
    "knowledge.article": _("Article"),
    "knowledge.articleversion": _("Version of an answer"),
    "knowledge.misconception": _("Misconception"),
    "knowledge.telling": _("Telling of a correction"),
    "knowledge.topic": _("Topic"),
}

register(SENTENCES, files=FILES)
