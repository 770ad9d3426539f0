"""Values for every page: the association, and the menu entries that the reader's roles open."""

from functools import partial
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from wasl.accounts.middleware import seconds_left
from wasl.accounts.permissions import Permission as P

KEYS = {"desk:home": "h", "cases:queue": "q", "interactions:inbox": "i"}
# Groups with a line between: the day's work · people · information for everybody · rules and
# oversight.
MENU = (
    (
        ("desk:home", _("Desk"), None),
        ("cases:queue", _("Requests"), P.CASES_VIEW),
        ("interactions:inbox", _("Contacts"), P.VISITS_RECORD),
        ("interactions:referrals", _("Referred questions"), P.REFERRALS_ANSWER),
        ("committees:meetings", _("Research committee"), P.CASES_VIEW),
        ("delivery:queue", _("Delivery"), P.CASES_VIEW),
        ("grievances:queue", _("Objections"), P.OBJECTIONS_DECIDE),
        ("letters:register", _("Letters"), P.LETTERS_VIEW),
        ("agreements:agreements", _("Agreements"), P.AGREEMENTS_VIEW),
    ),
    (
        ("beneficiaries:duplicates", _("Twice in the register?"), P.PEOPLE_MERGE),
        ("beneficiaries:imports", _("Lists of people"), P.PEOPLE_IMPORT),
        ("beneficiaries:export_members", _("Register of members"), P.PEOPLE_EXPORT),
    ),
    (
        ("catalogue:services", _("Services"), P.CATALOGUE_READ),
        ("knowledge:library", _("Library of answers"), P.KNOWLEDGE_READ),
        ("outreach:circulars", _("Circulars"), P.CIRCULARS_WRITE),
        ("portal:story_work", _("Stories"), P.STORIES_TELL),
    ),
    (
        ("governance:library", _("Policies and guides"), P.POLICIES_READ),
        ("satisfaction:figures", _("Ratings"), P.RATINGS_SEE),
        ("privacy:home", _("Data protection"), P.PRIVACY_HANDLE),
        ("privacy:destructions", _("Destruction of data"), P.PRIVACY_APPROVE),
        ("messaging:outbox", _("Outbox"), P.OUTBOX_SEE),
        ("audit:trail", _("Trail"), P.AUDIT_READ),
        ("accounts:manage", _("Administration"), P.SYSTEM_MANAGE),
    ),
)


def association(request: HttpRequest) -> dict[str, Any]:
    """Return the association and what the menu and the bar show to this reader.

    That is `association`, `navigation` (label, url, current) with `rail`, its cache key, what the
    bar offers, and `session_seconds`, the seconds that a sign-in lasts.
    """
    user = getattr(request, "user", None)
    signed_in = bool(user and user.is_authenticated)
    return {
        "association": getattr(request, "association", None),
        # Called only when the cached menu is missing, hence a function.
        "navigation": partial(_menu, request) if signed_in else [],
        "rail": f"{_here(request)} {' '.join(sorted(user.roles))}" if signed_in else "",  # type: ignore[union-attr]
        "may_find": signed_in
        and any(user.holds(permission) for permission in (P.PEOPLE_FIND, P.CASES_VIEW)),  # type: ignore[union-attr]
        "may_receive": signed_in and user.holds(P.VISITS_RECORD),  # type: ignore[union-attr]
        "may_refer": signed_in
        and any(user.holds(permission) for permission in (P.VISITS_RECORD, P.CASES_STUDY)),  # type: ignore[union-attr]
        "session_seconds": seconds_left(request) if signed_in else 0,
    }


def _here(request: HttpRequest) -> str:
    """Return the package of this page.

    For the register it is the page itself, since a person's file has no entry in the menu.
    """
    match = request.resolver_match
    if match is None:
        return ""
    return match.view_name if match.app_name == "beneficiaries" else match.app_name


def _menu(request: HttpRequest) -> list[dict[str, Any]]:
    page_name = _here(request)
    entries: list[dict[str, Any]] = []
    for group in MENU:
        group_entries = [
            entry
            for name, label, permission in group
            if (entry := _entry(request, page_name, name, label, permission))
        ]
        if group_entries and entries:
            group_entries[0]["apart"] = True
        entries += group_entries
    return entries


def _entry(
    request: HttpRequest, page_name: str, name: str, label: Any, permission: P | None
) -> dict[str, Any] | None:
    """Return a menu entry.

    None when the reader's roles do not open it, or its package is not installed.
    """
    if permission and not request.user.holds(permission):  # type: ignore[union-attr]
        return None
    try:
        url = reverse(name)
    except NoReverseMatch:
        return None
    current = page_name in (name, name.split(":")[0])
    return {"label": label, "url": url, "current": current, "key": KEYS.get(name), "apart": False}
