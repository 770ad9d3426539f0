"""What the verbs of a version share: the row locked, the policy asked, the stage and the revision
compared.
"""

from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.common.verdicts import Refused
from wasl.governance import policies
from wasl.governance.models import PolicyVersion
from wasl.governance.states import State


def locked(
    version: PolicyVersion, *since: str, by: User | None, revision: int | None = None
) -> PolicyVersion:
    """The version, held until the end of the transaction. Raises `Refused`: no right, another
    stage, a stale page.
    """
    policies.can_govern(by).require()
    version = (
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
    """A draft to be changed, held, its revision counted up (saved here); `since` names other stages
    than the draft's.
    """
    version = locked(version, *(since or (State.DRAFTED,)), by=by, revision=revision)
    version.revision += 1
    version.save(update_fields=["revision"])
    return version
