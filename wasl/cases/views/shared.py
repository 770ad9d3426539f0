"""Shared parts of the pages of cases: loading a case, and who acts on which version of it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from wasl.accounts.models import User
from wasl.accounts.permissions import Permission
from wasl.accounts.web import permission_required
from wasl.cases import policies
from wasl.cases.models.case import Case
from wasl.cases.queries import loading
from wasl.common import clock
from wasl.common.text import whole_number

opens_files = permission_required(Permission.CASES_VIEW)


def visible(request: HttpRequest, pk: int) -> Case:
    """Return the case if this user's role opens it; else raise `Http404`."""
    case = loading.case_by_key(pk)
    if case is None or not policies.can_view(user_of(request), case):
        raise Http404
    return case


def in_full(request: HttpRequest, pk: int) -> Case:
    """Return the case for a page that shows its answers in full.

    Raises `PermissionDenied` with the reason for users whose work does not need them.
    """
    case = visible(request, pk)
    if not (may := policies.can_read_answers(user_of(request))):
        raise PermissionDenied(may.reason)
    return case


def user_of(request: HttpRequest) -> User:
    """Return the signed-in staff member."""
    assert isinstance(request.user, User)  # noqa: S101  # the sign-in middleware let nobody else through
    return request.user


def act(request: HttpRequest) -> dict[str, Any]:
    """Return who acts, when, and on which version of the row."""
    version = request.POST.get("version", "")
    return {"by": user_of(request), "at": clock.now(), "version": whole_number(version)}
