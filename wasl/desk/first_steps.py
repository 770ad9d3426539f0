"""What a new association still has to settle before it receives its first request, and where.

Each step is computed when the page is read; nothing about it is stored.
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
from wasl.catalogue.queries import guide, offered
from wasl.committees import queries as committees
from wasl.committees.models import Seat
from wasl.common import clock
from wasl.delivery import queries as delivery
from wasl.governance import queries as governance
from wasl.governance.models.documents import RELATIONSHIP
from wasl.governance.terms import are_settled, missing_labels

# Without any of these roles a case stops somewhere between intake and delivery.
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
    """A thing to settle. `lacks` returns in words what is missing, or nothing; `permission` names
    who does it.
    """

    label: str | Promise
    lacks: Callable[[], str | Promise]
    permission: Permission
    url: str
    action: str | Promise


def _listed(names: list[str]) -> str:
    return str(_(", ")).join(names)


def _letterhead() -> str | Promise:
    return "" if accounts.letterhead() else _("The letterhead is not written yet.")


def _roles() -> str:
    roles = {
        membership.role for user in accounts.staff() if user.is_active for membership in user.held
    }
    lacking = [str(ROLES[code].name) for code in NEEDED_ROLES if code not in roles]
    return str(_("Nobody yet is: %(roles)s.") % {"roles": _listed(lacking)}) if lacking else ""


def _leads() -> str:
    lacking = [
        department.name for department in Department.objects.filter(lead=None).order_by("name_ar")
    ]
    return (
        str(_("Nobody leads: %(departments)s.") % {"departments": _listed(lacking)})
        if lacking
        else ""
    )


def _policy() -> str | Promise:
    version = governance.procedure()
    if version is None:
        # Nothing is in force; the draft tells what is missing.
        return _policy_on_its_way()
    if not (settled := are_settled(version)):
        return str(settled.reason)
    if version.published_at is None:
        return _("It is in force; publish it, so that people can read it.")
    if not version.clauses.exclude(serves="").exists():
        return _("Nobody has linked its clauses yet, so people are shown no rights and duties.")
    return ""


def _policy_on_its_way() -> str | Promise:
    version = governance.newest(RELATIONSHIP)
    if version is None or not (missing := missing_labels(version)):
        return _(
            "No policy is in force. Bring its text, have it read and approved, and bring "
            "it into force."
        )
    return str(_("Its draft does not say yet: %(terms)s.") % {"terms": _listed(missing)})


def _committee() -> str | Promise:
    for committee, members in committees.committees(clock.today()):
        voters = [member for member in members if member.seat != Seat.SECRETARY]
        # A single committee that can decide is enough to begin.
        if len(voters) >= committee.quorum and any(member.seat == Seat.CHAIR for member in members):
            return ""
    return _("No committee has a chair and enough members for its quorum.")


def _services() -> str | Promise:
    return "" if offered.offered().exists() else _("No service is published yet.")


def _budgets() -> str | Promise:
    lines = delivery.budgets(clock.today())
    # `years[0]` is this Hijri year; next year's budget may wait.
    lacking = [line for line in lines if not (line.years[0][1] and line.years[0][1].amount)]
    return _("A service without a budget gives nothing.") if lacking or not lines else ""


def _guide() -> str | Promise:
    return (
        ""
        if guide.latest_dated()
        else _("A draft is ready; set its limits and submit it; somebody else approves it.")
    )


def _messages() -> str | Promise:
    # The default of the settings: no gateway was configured.
    unset = settings.SMS_GATEWAY["app_sid"] == "sample"
    return (
        _(
            "No SMS gateway is configured: set WASL_SMS_URL and its companions, and "
            "see `wasl doctor`."
        )
        if unset
        else ""
    )


P = Permission
# In the order of work: staff before the seats of a committee, services before their budgets.
STEPS = (
    Step(
        _("The letterhead of papers"),
        _letterhead,
        P.SYSTEM_MANAGE,
        "accounts:keep_letterhead",
        _("Write it"),
    ),
    Step(
        _("Departments and who leads them"),
        _leads,
        P.SYSTEM_MANAGE,
        "accounts:manage",
        _("Name the leads"),
    ),
    Step(
        _("The staff and their roles"), _roles, P.SYSTEM_MANAGE, "accounts:manage", _("Add staff")
    ),
    Step(
        _("The policy, approved by the board"),
        _policy,
        P.POLICIES_EDIT,
        "governance:work",
        _("To its draft"),
    ),
    Step(
        _("The research committee and its seats"),
        _committee,
        P.SYSTEM_MANAGE,
        "committees:seats",
        _("Give the seats"),
    ),
    Step(
        _("The guide by which need is scored"),
        _guide,
        P.POLICIES_EDIT,
        "catalogue:guides",
        _("See the draft"),
    ),
    Step(
        _("The services"), _services, P.CATALOGUE_EDIT, "catalogue:services", _("To the services")
    ),
    Step(
        _("What each service may give this year"),
        _budgets,
        P.DELIVERY_BUDGET,
        "delivery:budgets",
        _("Set the budgets"),
    ),
    Step(_("Text messages"), _messages, P.SYSTEM_MANAGE, "messaging:outbox", _("See the outbox")),
)


def checklist(user: User) -> list[dict[str, object]]:
    """Return the steps as the checklist component takes them, in the order of work. Steps of others
    name the roles that do them.
    """
    return [_row(step, user) for step in STEPS]


def _row(step: Step, user: User) -> dict[str, object]:
    lacks = str(step.lacks())
    row: dict[str, object] = {
        "label": step.label,
        "have": not lacks,
        "why": lacks,
        "url": "",
        "action": step.action,
    }
    if lacks and user.holds(step.permission):
        row["url"] = reverse(step.url)
    # A step of others has no link: the page behind it would refuse this user.
    elif lacks:
        roles = [str(role.name) for role in ROLES.values() if step.permission in role.permissions]
        row["why"] = f"{lacks} " + str(_("Done by: %(roles)s.") % {"roles": _listed(roles)})
    return row


def is_new(user: User) -> bool:
    """Tell whether to lead this user to the page: those who manage the settings or the policies,
    while no service is on offer.
    """
    keeps = user.holds(Permission.SYSTEM_MANAGE) or user.holds(Permission.POLICIES_EDIT)
    return keeps and not offered.offered().exists()
