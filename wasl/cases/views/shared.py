"""What the pages of cases share: loading what this user may see, and the version a form was shown
for.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from wasl.accounts.models import User
from wasl.accounts.permissions import Permission
from wasl.accounts.web import permission_required
from wasl.cases import policies
from wasl.cases.models import Case
from wasl.common import clock
from wasl.common.prepared import Prepared
from wasl.common.text import whole_number

JOINED = (
    "person__claim", "representative", "service", "service_version",
    "policy_version__answer_clause", "owner", "opened_by", "urgent_by", "study__researcher",
)  # fmt: skip

FILE = Prepared(lambda key: Case.objects.select_related(*JOINED).filter(pk=key))

opens_files = permission_required(Permission.CASES_VIEW)


def visible(request: HttpRequest, pk: int) -> Case:
    """The case, where this user's role opens it; 404 otherwise."""
    case = FILE.first(pk)
    if case is None or not policies.can_view(user_of(request), case):
        raise Http404
    return case


def in_full(request: HttpRequest, pk: int) -> Case:
    """The case on a page that shows its answers in full; the refusal says for whom it is."""
    case = visible(request, pk)
    if not (may := policies.can_read_answers(user_of(request))):
        raise PermissionDenied(may.reason)
    return case


def user_of(request: HttpRequest) -> User:
    """The signed-in member of the staff."""
    assert isinstance(request.user, User)  # noqa: S101  # the sign-in middleware let nobody else through
    return request.user


def act(request: HttpRequest) -> dict[str, Any]:
    """Who acts, when, and on which version of the row."""
    version = request.POST.get("version", "")
    return {"by": user_of(request), "at": clock.now(), "version": whole_number(version)}
