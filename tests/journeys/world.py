"""The sample association in the middle of its work, and an argument for every address that wants one."""

from typing import Any

from tests.cast import NOW
from wasl.accounts.models import User
from wasl.program import sample


def a_world() -> tuple[list[User], dict[str, Any]]:
    """The staff, and arguments for addresses: `package:page.argument`, `package.argument` or `argument`."""
    sample.load(NOW)
    return list(User.objects.order_by("pk")), samples()


def samples() -> dict[str, Any]:
    """One object for each argument, at the stage where its page has something to show."""
    return {}
