"""A small association in the middle of its work: one object of each kind, for tests that visit every page."""

from typing import Any

from tests.cast import NOW
from wasl.accounts.models import User
from wasl.program import reference, sample


def a_world() -> tuple[list[User], dict[str, Any]]:
    """The staff, and sample arguments for addresses: `package:page.argument`, `package.argument` or `argument`."""
    reference.load_association(NOW)
    sample.load_staff({})
    sample.load_rules(NOW)
    users = list(User.objects.order_by("pk"))
    samples: dict[str, Any] = {}
    return users, samples
