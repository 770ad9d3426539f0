"""The settings of a version in words, with their clauses and the board's reading of each."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wasl.accounts.permissions import Permission
from wasl.accounts.roles import ROLES
from wasl.common.templatetags.wasl import num
from wasl.common.verdicts import YES, Verdict
from wasl.governance import queries
from wasl.governance.models.documents import PolicyVersion
from wasl.governance.states import State

Fact = dict[str, object]


def terms_of(version: PolicyVersion) -> list[Fact]:
    """Return the settings of a version in words, each with the clause it comes from."""
    return [
        {
            "label": _label(name),
            "value": _value_in_words(name, value),
            "clause": code,
            "reading": version.readings_of_terms.get(dict(queries.TERMS)[name], ""),
        }
        for name, value, code in queries.settings_of(version)
    ]


def _label(name: str) -> str:
    # Built at each call, so that the words are in the language of the request.
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


def _value_in_words(name: str, value: int) -> SafeString:
    if name == "quorum":
        return format_html(ngettext("{} member present", "{} members present", value), num(value))
    if name == "objection_reviewers":
        return format_html(
            ngettext("{} person who took no part", "{} people who took no part", value), num(value)
        )
    if name == "rating_floor":
        return format_html(ngettext("{} rating", "{} ratings", value), num(value))
    if name == "review_months":
        return format_html(ngettext("{} month", "{} months", value), num(value))
    return format_html(ngettext("{} day", "{} days", value), num(value))


def missing_labels(version: PolicyVersion) -> list[str]:
    """Return the labels of required terms that a version lacks.

    Empty for documents other than the relationship policy.
    """
    return [_label(name) for name in version.missing_terms] if version.governs_requests else []


def are_settled(version: PolicyVersion) -> Verdict:
    """Allow a text that sets every required term; a refusal links to where terms are set."""
    missing = missing_labels(version)
    if not missing:
        return YES
    reason = _("The policy does not say yet: %(terms)s. Set each with the clause it comes from.")
    return Verdict(reason % {"terms": " · ".join(missing)}, link=terms_address(version))


def keepers() -> str:
    """Return the names of the roles that may edit policies, for messages about missing terms."""
    roles = (role for role in ROLES.values() if Permission.POLICIES_EDIT in role.permissions)
    return str(_(", ")).join(str(role.name) for role in roles)


def terms_address(version: PolicyVersion) -> str:
    """Return the address where the missing terms of a version are set at its stage."""
    # After the approval, only a board meeting sets terms, on a page of its own (ADR 45).
    is_open = version.state in (State.DRAFTED, State.REVIEWED)
    return reverse(
        "governance:set_terms" if is_open else "governance:complete_terms", args=[version.pk]
    )


def unset_terms(version: PolicyVersion) -> list[str]:
    """Return the labels of the settings that a version leaves open."""
    return [_label(name) for name, _group in queries.TERMS if getattr(version, name) is None]
