"""The hooks of allauth.

Nobody signs up alone, sign-ins are recorded, and second factors are stored encrypted.
"""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models import OuterRef
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from wasl.accounts.models import Association, Membership, User
from wasl.audit.actions import record
from wasl.common import clock, crypto
from wasl.common.prepared import Prepared

SIGNED_IN = Prepared(
    lambda key: User.objects.annotate(
        held=ArraySubquery(Membership.objects.current().filter(user=OuterRef("pk")).values("role"))
    ).filter(pk=key)
)


class SignIn(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    """allauth's backend, which loads the user and their roles for every page in one query."""

    def get_user(self, user_id: int) -> User | None:
        user = SIGNED_IN.first(user_id)
        if user is None or not self.user_can_authenticate(user):
            return None
        # `roles` is a cached property; set here, it costs no query of its own.
        user.roles = frozenset(user.held)
        return user


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        with transaction.atomic():
            super().login(request, user)
            record(verb="accounts.sign_in", subject=user, by=user, at=clock.now())

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Record the failed sign-in; only the trail tells a known username from an unknown one."""
        user = User.objects.filter(username=credentials.get("username", "")).first()
        subject = user or Association.objects.first()
        if subject is not None:
            with transaction.atomic():
                record(verb="accounts.fail_sign_in", subject=subject, by=None, at=clock.now())


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code is not right. Write the one that the app shows now.")
    }

    def encrypt(self, text: str) -> str:
        return crypto.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return crypto.unseal(encrypted_text)

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        return user.get_username()
