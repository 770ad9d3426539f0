"""Links from the association's clauses to the clauses that the product serves, set by a person."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.audit.actions import record
from wasl.common.verdicts import Refused
from wasl.governance import queries
from wasl.governance.actions.moving import locked
from wasl.governance.models.documents import PolicyVersion
from wasl.governance.states import State


@transaction.atomic
def link_clauses(
    *, version: PolicyVersion, links: Mapping[int, str], by: User | None, at: datetime
) -> int:
    """Store the links a person set, by clause id ('' for none); return how many changed.

    Links are no part of the approved text: rights and duties are shown by them, so they may be set
    at any stage.
    """
    version = locked(version, *State, by=by)
    served = queries.served_codes()
    if any(code and code not in served for code in links.values()):
        raise Refused(_("Choose one of the clauses on the list."))
    changed = 0
    for clause in version.clauses.filter(pk__in=links):
        code = links[clause.pk]
        # An unchanged link with a guess still pending is not skipped: saving it clears the guess,
        # which counts as decided from then on.
        if (clause.serves, clause.suggests) == (code, ""):
            continue
        changed += clause.serves != code
        clause.serves, clause.suggests = code, ""
        clause.save(update_fields=["serves", "suggests"])
    data = {"clauses": len(links), "changed": changed}
    record(verb="governance.link_clauses", subject=version, by=by, at=at, root=version, data=data)
    return changed
