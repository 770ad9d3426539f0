"""Shared first steps of actions on a version: the lock, the right, the stage, the revision."""

from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.common.verdicts import Refused
from wasl.governance import policies
from wasl.governance.models.documents import PolicyVersion
from wasl.governance.states import State


def locked(
    version: PolicyVersion, *since: str, by: User | None, revision: int | None = None
) -> PolicyVersion:
    """Return the version, locked until the end of the transaction.

    Raises `Refused` without the right, at another stage, or for a stale page.
    """
    policies.can_govern(by).require()
    version = (
        # Without `of`, the joined document would be locked as well.
        PolicyVersion.objects.select_for_update(of=("self",))
        .select_related("document")
        .get(pk=version.pk)
    )
    if version.state not in since:
        raise Refused(_("This version is at another stage."))
    if revision is not None and revision != version.revision:
        raise Refused(
            _(
                "Somebody else changed this draft meanwhile. Look at what it says now, then make "
                "your change again."
            )
        )
    return version


def draft(
    version: PolicyVersion, *since: str, by: User | None, revision: int | None = None
) -> PolicyVersion:
    """Return a draft to be changed, locked, with its revision counted up and saved.

    `since` names the allowed stages where they are others than the draft stage.
    """
    version = locked(version, *(since or (State.DRAFTED,)), by=by, revision=revision)
    version.revision += 1
    version.save(update_fields=["revision"])
    return version
