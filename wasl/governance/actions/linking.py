"""Which of the product's clauses a clause of the association speaks of, as a person says it."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.audit.actions import record
from wasl.common.verdicts import Refused
from wasl.governance import queries
from wasl.governance.actions.moving import locked
from wasl.governance.models import PolicyVersion
from wasl.governance.states import State


@transaction.atomic
def link_clauses(
    *, version: PolicyVersion, links: Mapping[int, str], by: User | None, at: datetime
) -> int:
    """Keep what a person linked, by the clause's id ('' for none of them); gives how many links
    changed.

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
        if (clause.serves, clause.suggests) == (code, ""):
            continue
        changed += clause.serves != code
        clause.serves, clause.suggests = code, ""
        clause.save(update_fields=["serves", "suggests"])
    data = {"clauses": len(links), "changed": changed}
    record(verb="governance.link_clauses", subject=version, by=by, at=at, root=version, data=data)
    return changed
