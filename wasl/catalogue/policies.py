"""Who may change the catalogue and the scoring guide, and when."""

from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wasl.accounts.models import User
from wasl.accounts.permissions import Permission
from wasl.accounts.queries import holders
from wasl.catalogue.models.guide import ScoringGuide
from wasl.catalogue.models.offered import ServiceVersion
from wasl.catalogue.queries import guide as guide_queries
from wasl.catalogue.queries import versions
from wasl.catalogue.states import SCORING_GUIDE_LIFECYCLE, SERVICE_LIFECYCLE, GuideStatus
from wasl.common.dates import format_dual
from wasl.common.numbers import format_money, format_number
from wasl.common.verdicts import YES, Verdict


def can_edit(user: User | None) -> Verdict:
    """Change the catalogue: whoever maintains the documents, and the setup (`None`)."""
    # None is the setup of a new association, before anybody can sign in.
    if user is None or user.holds(Permission.POLICIES_EDIT):
        return YES
    return Verdict(_("Your role does not include changing the catalogue."))


def can_draft_guide(user: User | None) -> Verdict:
    """Draft the guide: staff who draft services. A draft changes nothing that is in force."""
    if user is None or user.holds(Permission.CATALOGUE_EDIT):
        return YES
    return Verdict(_("Your role does not include drafting the scoring guide."))


def can_change_guide(user: User | None, guide: ScoringGuide) -> Verdict:
    """Change a guide: only a draft, neither a submitted version nor one that scored people."""
    if not (allowed := can_draft_guide(user)):
        return allowed
    if guide.status == GuideStatus.SUBMITTED:
        return Verdict(
            _("This version waits for approval. Whoever approves may send it back to be changed.")
        )
    if not guide.is_draft:
        return Verdict(
            _("This version has its first day and can no longer change. Make a new draft from it.")
        )
    return YES


def can_submit_guide(user: User | None, guide: ScoringGuide) -> Verdict:
    """Submit a draft without faults for approval."""
    return allowed if not (allowed := can_change_guide(user, guide)) else _is_without_fault(guide)


def can_return_guide(user: User | None, guide: ScoringGuide) -> Verdict:
    """Send a version back to draft with a reason: staff who approve."""
    return _may_approve_guide(user, guide, "return_guide")


def can_bring_into_force(user: User | None, guide: ScoringGuide) -> Verdict:
    """Approve a submitted version without faults: staff who wrote none of it."""
    if not (allowed := _may_approve_guide(user, guide, "bring_into_force")):
        return allowed
    if user is not None and (
        # The database knows only the submitter; other authors are in the trail (ADR 36).
        user.pk == guide.submitted_by_id or guide_queries.has_edited_guide(guide, user)
    ):
        return _by_another(user)
    return _is_without_fault(guide)


def _by_another(user: User) -> Verdict:
    """Return the refusal of an author's approval; it names who may approve."""
    # Without names, each side could wait for the other.
    approvers = holders(Permission.CATALOGUE_APPROVE).exclude(pk=user.pk)
    names = _(", ").join(approver.name for approver in approvers) or _("nobody yet")
    return Verdict(
        _("You wrote some of this draft. Somebody else approves it: %(names)s.") % {"names": names}
    )


def _may_approve_guide(user: User | None, guide: ScoringGuide, verb: str) -> Verdict:
    step = SCORING_GUIDE_LIFECYCLE[verb]
    if user is not None and not user.holds(step.permission):
        return Verdict(_("Your role does not include approving the scoring guide."))
    if guide.status in step.since:
        return YES
    if guide.is_draft:
        return Verdict(
            _("This version is still a draft. Whoever wrote it submits it for approval first.")
        )
    return Verdict(_("This version has its first day already."))


def _is_without_fault(guide: ScoringGuide) -> Verdict:
    faults = guide_queries.faults(guide)
    if not faults:
        return YES
    message = ngettext(
        "%(count)s thing is still wrong: %(first)s",
        "%(count)s things are still wrong, first: %(first)s",
        len(faults),
    )
    link = reverse("catalogue:guide", args=[guide.pk]) + "#faults"
    return Verdict(
        message % {"count": format_number(len(faults)), "first": faults[0].text}, link=link
    )


def may_begin(guide: ScoringGuide, first_day: date, today: date) -> Verdict:
    """Begin a version today or later, on a day that no other version begins."""
    if first_day < today:
        return Verdict(
            _("A version cannot begin in the past: choose %(day)s or later.")
            % {"day": format_dual(today)}
        )
    # Two versions on a day would leave open which of them scores.
    other_guide = ScoringGuide.objects.filter(from_date=first_day).exclude(pk=guide.pk).first()
    if other_guide:
        message = _("Version %(number)s begins on that day already. Choose another day.")
        return Verdict(message % {"number": format_number(other_guide.number)})
    return YES


def can_withdraw_guide(user: User | None, guide: ScoringGuide, today: date) -> Verdict:
    """Take a version back before its first day, while nobody was scored by it."""
    step = SCORING_GUIDE_LIFECYCLE["withdraw_guide"]
    if user is not None and not user.holds(step.permission):
        return Verdict(_("Your role does not include approving the scoring guide."))
    if guide.status not in step.since:
        return Verdict(_("This version has no first day yet."))
    if guide.from_date and guide.from_date <= today:
        return Verdict(
            _("This version was in force already, and stays. Bring a corrected one into force.")
        )
    return YES


def can_set_up(user: User | None) -> Verdict:
    """Load a service whole, without a draft: only the setup, which has no user."""
    return (
        YES if user is None else Verdict(_("A service is drafted by one and approved by another."))
    )


def can_draft_service(user: User | None) -> Verdict:
    """Draft services: staff who run them. A draft changes nothing that is in force."""
    if user is None or user.holds(Permission.CATALOGUE_EDIT):
        return YES
    return Verdict(_("Your role does not include drafting services."))


def can_change_service(user: User | None, version: ServiceVersion) -> Verdict:
    """Change a service: only a draft, not a version under which people applied."""
    if not (allowed := can_draft_service(user)):
        return allowed
    if not version.is_draft:
        return Verdict(
            _("This version was approved and can no longer change. Make a new draft from it.")
        )
    return YES


def can_approve_service(user: User | None, version: ServiceVersion) -> Verdict:
    """Approve a draft without faults: staff who wrote none of it."""
    step = SERVICE_LIFECYCLE["approve_service"]
    if user is not None and not user.holds(step.permission):
        return Verdict(_("Your role does not include approving services."))
    if version.status not in step.since:
        return Verdict(_("This version was approved already."))
    if user is not None and versions.has_edited(version, user):
        return _by_another(user)
    faults = versions.service_faults(version)
    if not faults:
        return YES
    message = ngettext(
        "%(count)s thing is still wrong: %(first)s",
        "%(count)s things are still wrong, first: %(first)s",
        len(faults),
    )
    link = reverse("catalogue:service_draft", args=[version.pk]) + "#faults"
    return Verdict(
        message % {"count": format_number(len(faults)), "first": faults[0].text}, link=link
    )


def may_begin_service(version: ServiceVersion, first_day: date, today: date) -> Verdict:
    """Begin a version today or later, before its season ends and after no later version."""
    if first_day < today:
        return Verdict(
            _("A version cannot begin in the past: choose %(day)s or later.")
            % {"day": format_dual(today)}
        )
    if version.offered_until and version.offered_until < first_day:
        return Verdict(
            _("The season ends on %(day)s, before that.")
            % {"day": format_dual(version.offered_until)}
        )
    # The later version would replace this one on its day without containing its changes.
    later = (
        version.service.versions.filter(in_force_from__gt=first_day)
        .order_by("in_force_from")
        .first()
    )
    if later and later.in_force_from:
        message = _(
            "Version %(number)s was approved to begin on %(day)s, after that. Take it back "
            "first, or choose a later day."
        )
        return Verdict(
            message
            % {"number": format_number(later.number), "day": format_dual(later.in_force_from)}
        )
    return YES


def can_withdraw_service(user: User | None, version: ServiceVersion, today: date) -> Verdict:
    """Take an approved version back before its first day, while nobody applied under it."""
    step = SERVICE_LIFECYCLE["withdraw_service"]
    if user is not None and not user.holds(step.permission):
        return Verdict(_("Your role does not include approving services."))
    if version.status not in step.since:
        return Verdict(_("This version is a draft."))
    if version.in_force_from and version.in_force_from <= today:
        return Verdict(_("This version was in force already, and stays. Approve a corrected one."))
    return YES


def can_close_service(user: User | None) -> Verdict:
    """Close a service or offer it again.

    The package above knows whether cases are open, and asks first.
    """
    if user is None or user.holds(Permission.CATALOGUE_APPROVE):
        return YES
    return Verdict(_("Your role does not include closing services."))


def can_give(version: ServiceVersion, amount: Decimal | None, quantity: Decimal | None) -> Verdict:
    """Decide whether a service gives this much.

    In its own measure, in whole units, and never above its limit.
    """
    own, other_amount = (amount, quantity) if version.measure == "amount" else (quantity, amount)
    if other_amount:
        riyals, units = (
            _("This service gives riyals: write the amount."),
            _("This service gives units: write how many."),
        )
        return Verdict(riyals if version.measure == "amount" else units)
    if own is None:
        return YES
    if version.measure == "quantity" and own % 1:
        return Verdict(_("Units are given whole."))
    if version.most is not None and own > version.most:
        return Verdict(_("This service gives at most %(most)s.") % {"most": most_in_words(version)})
    return YES


def most_in_words(version: ServiceVersion) -> str:
    """Return the most that a decision may give, in words; "" without a limit."""
    if version.most is None:
        return ""
    if version.measure == "amount":
        return format_money(version.most)
    return f"{format_number(version.most)} {version.unit}"
