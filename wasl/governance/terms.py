"""The settings of a version in words: what each is, the clause it comes from, and how the board reads that clause."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wasl.common.templatetags.wasl import num
from wasl.governance import queries
from wasl.governance.models import PolicyVersion

Fact = dict[str, object]


def terms_of(version: PolicyVersion) -> list[Fact]:
    """The settings of a version in words, each with the clause it comes from."""
    return [
        {
            "label": _label(name),
            "value": _said(name, value),
            "clause": code,
            "reading": version.readings_of_terms.get(dict(queries.TERMS)[name], ""),
        }
        for name, value, code in queries.settings_of(version)
    ]


def _label(name: str) -> str:
    return {
        "answer_not_before_days": _("The answer comes no earlier than"),
        "answer_due_days": _("The answer comes no later than"),
        "objection_days": _("An objection can be made within"),
        "objection_reviewers": _("An objection is reviewed by"),
        "quorum": _("The committee decides with at least"),
        "rating_floor": _("No figure is shown for fewer than"),
        "review_months": _("The text is reviewed every"),
        "document_age_days": _("A paper without a last day is not older than"),
    }[name]


def _said(name: str, value: int) -> SafeString:
    if name == "quorum":
        return format_html(ngettext("{} member present", "{} members present", value), num(value))
    if name == "objection_reviewers":
        return format_html(ngettext("{} person who took no part", "{} people who took no part", value), num(value))
    if name == "rating_floor":
        return format_html(ngettext("{} rating", "{} ratings", value), num(value))
    if name == "review_months":
        return format_html(ngettext("{} month", "{} months", value), num(value))
    return format_html(ngettext("{} day", "{} days", value), num(value))


def unset_terms(version: PolicyVersion) -> list[str]:
    """The settings that a version leaves open, by their words."""
    return [_label(name) for name, _group in queries.TERMS if getattr(version, name) is None]
