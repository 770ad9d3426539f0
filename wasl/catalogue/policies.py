"""Who may change the catalogue and the scoring guide, and when."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wasl.accounts.models import User
from wasl.accounts.permissions import Permission
from wasl.catalogue import queries
from wasl.catalogue.models import ScoringGuide
from wasl.catalogue.states import SCORING_GUIDE_LIFECYCLE
from wasl.common.dates import format_dual
from wasl.common.numbers import format_number
from wasl.common.verdicts import YES, Verdict


def can_edit(user: User | None) -> Verdict:
    """The catalogue follows the research guide: whoever keeps the documents keeps it, and the association's set-up."""
    if user is None or user.holds(Permission.POLICIES_EDIT):
        return YES
    return Verdict(_("Your role does not include changing the catalogue."))


def can_change_guide(user: User | None, guide: ScoringGuide) -> Verdict:
    """A draft may be changed; what people were scored by may not."""
    if not (allowed := can_edit(user)):
        return allowed
    if not guide.is_draft:
        return Verdict(_("This version has its first day and can no longer change. Make a new draft from it."))
    return YES


def can_bring_into_force(user: User | None, guide: ScoringGuide) -> Verdict:
    """A draft without a fault may be given its first day."""
    if not (allowed := can_edit(user)):
        return allowed
    if guide.status not in SCORING_GUIDE_LIFECYCLE["bring_into_force"].since:
        return Verdict(_("This version has its first day already."))
    found = queries.faults(guide)
    if not found:
        return YES
    said = ngettext(
        "%(count)s thing is still wrong: %(first)s", "%(count)s things are still wrong, first: %(first)s", len(found)
    )
    link = reverse("catalogue:guide", args=[guide.pk]) + "#faults"
    return Verdict(said % {"count": format_number(len(found)), "first": found[0].text}, link=link)


def may_begin(guide: ScoringGuide, first_day: date, today: date) -> Verdict:
    """A version begins today or later, and no two begin on one day."""
    if first_day < today:
        return Verdict(_("A version cannot begin in the past: choose %(day)s or later.") % {"day": format_dual(today)})
    other = ScoringGuide.objects.filter(from_date=first_day).exclude(pk=guide.pk).first()
    if other:
        said = _("Version %(number)s begins on that day already. Choose another day.")
        return Verdict(said % {"number": format_number(other.number)})
    return YES


def can_withdraw_guide(user: User | None, guide: ScoringGuide, today: date) -> Verdict:
    """A version may be taken back while nobody was scored by it: before its first day."""
    if not (allowed := can_edit(user)):
        return allowed
    if guide.status not in SCORING_GUIDE_LIFECYCLE["withdraw_guide"].since:
        return Verdict(_("This version is a draft."))
    if guide.from_date and guide.from_date <= today:
        return Verdict(_("This version was in force already, and stays. Bring a corrected one into force."))
    return YES
