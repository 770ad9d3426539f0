"""Guards of staff pages: a page names its permission, and a refusal gives the reason."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.accounts.permissions import Permission


def who(request: HttpRequest) -> User:
    """Return the staff member who makes the request; `SignInMiddleware` admits nobody else."""
    return request.user  # type: ignore[return-value]


View = Callable[..., HttpResponseBase]


def permission_required(*permissions: Permission) -> Callable[[View], View]:
    """Open the page to holders of any of the permissions; answer others 403 with the reason."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not any(request.user.holds(permission) for permission in permissions):  # type: ignore[union-attr]
                raise PermissionDenied(_("Your role does not include this page."))
            return view(request, *args, **kwargs)

        guarded.permissions = permissions  # type: ignore[attr-defined]
        return guarded

    return decorate
