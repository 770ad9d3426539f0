"""What a new association still has to settle before it receives its first request, and where each is done.

Each step is asked of the database when the page is read; nothing about it is stored.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wasl.accounts import queries as accounts
from wasl.accounts.models import Department, User
from wasl.accounts.permissions import Permission
from wasl.accounts.roles import ROLES
from wasl.catalogue import queries as catalogue
from wasl.committees import queries as committees
from wasl.committees.models import Seat
from wasl.common import clock
from wasl.delivery import queries as delivery
from wasl.governance import queries as governance

# What must be held by somebody before a request can go all its way.
NEEDED_ROLES = (
    "relations_officer",
    "social_researcher",
    "committee_chair",
    "committee_member",
    "committee_secretary",
    "executive_manager",
    "board_member",
    "delivery_officer",
    "payer",
)


@dataclass(frozen=True)
class Step:
    """One thing to settle: `lacks` answers what is still missing in words, or nothing."""

    label: str | Promise
    lacks: Callable[[], str | Promise]
    url: str
    action: str | Promise


def _letterhead() -> str | Promise:
    return "" if accounts.letterhead() else _("The letterhead is not written yet.")


def _roles() -> str:
    held = {held.role for user in accounts.staff() if user.is_active for held in user.held}  # type: ignore[attr-defined]
    lacking = [str(ROLES[code].name) for code in NEEDED_ROLES if code not in held]
    return str(_("Nobody yet is: %(roles)s.") % {"roles": "، ".join(lacking)}) if lacking else ""


def _leads() -> str:
    lacking = [department.name for department in Department.objects.filter(lead=None).order_by("name_ar")]
    return str(_("Nobody leads: %(departments)s.") % {"departments": "، ".join(lacking)}) if lacking else ""


def _policy() -> str | Promise:
    if governance.is_governed():
        return ""
    return _("No policy is in force. Bring its text, have it read and approved, and bring it into force.")


def _committee() -> str | Promise:
    for committee, members in committees.committees(clock.today()):
        voters = [member for member in members if member.seat != Seat.SECRETARY]
        if len(voters) >= committee.quorum and any(member.seat == Seat.CHAIR for member in members):
            return ""
    return _("No committee has a chair and enough members for its quorum.")


def _services() -> str | Promise:
    return "" if catalogue.offered().exists() else _("No service is published yet.")


def _budgets() -> str | Promise:
    lines = delivery.budgets(clock.today())
    lacking = [line for line in lines if not (line.years[0][1] and line.years[0][1].amount)]
    return _("A service without a budget gives nothing.") if lacking or not lines else ""


def _guide() -> str | Promise:
    return (
        ""
        if catalogue.latest_dated()
        else _("A draft is ready; set its limits and submit it; somebody else approves it.")
    )


def _messages() -> str | Promise:
    unset = settings.SMS_GATEWAY["app_sid"] == "sample"
    return (
        _("No SMS gateway is configured: set WASL_SMS_URL and its companions, and see `wasl doctor`.") if unset else ""
    )


STEPS = (
    Step(_("The letterhead of papers"), _letterhead, "accounts:keep_letterhead", _("Write it")),
    Step(_("Departments and who leads them"), _leads, "accounts:manage", _("Name the leads")),
    Step(_("The staff and their roles"), _roles, "accounts:manage", _("Add staff")),
    Step(_("The policy, approved by the board"), _policy, "governance:library", _("To the library")),
    Step(_("The research committee and its seats"), _committee, "committees:seats", _("Give the seats")),
    Step(_("The guide by which need is scored"), _guide, "catalogue:guides", _("See the draft")),
    Step(_("The services"), _services, "catalogue:services", _("To the services")),
    Step(_("What each service may give this year"), _budgets, "delivery:budgets", _("Set the budgets")),
    Step(_("Text messages"), _messages, "messaging:outbox", _("See the outbox")),
)


def checklist() -> list[dict[str, object]]:
    """The steps as the checklist component takes them, in the order in which they are done."""
    rows = []
    for step in STEPS:
        lacks = step.lacks()
        row = {"label": step.label, "have": not lacks, "why": lacks, "url": reverse(step.url), "action": step.action}
        rows.append(row if lacks else row | {"url": ""})
    return rows


def is_new(user: User) -> bool:
    """Whether to lead this user to the page: who keeps the settings, while no service is on offer."""
    return user.holds(Permission.SYSTEM_MANAGE) and not catalogue.offered().exists()
