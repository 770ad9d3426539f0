"""The officer's matching of what was declared with what the documents say (PRO-4)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.cases import queries, values
from wasl.cases.actions.moving import locked, move, save
from wasl.cases.models import Case, Matching, MatchVerdict
from wasl.common.verdicts import Refused


@transaction.atomic
def match(
    *,
    case: Case,
    key: str,
    found: str,
    by: User,
    at: datetime,
    note: str = "",
    accept: bool = False,
    version: int | None = None,
) -> Matching:
    """Hold one answer against its document. A difference keeps the case back until it is accepted, with a note."""
    case = locked(case, "match", by=by, at=at, version=version)
    field = next((one for one in queries.to_match(case) if one.key == key), None)
    if field is None:
        raise Refused(_("There is no document here to hold this answer against."))
    declared = queries.file_of(case).values[key]
    try:
        read = values.canonical(field, found)
    except values.BadValue as bad:
        raise Refused(f"{field.label}: {bad.reason}") from bad
    if not read:
        raise Refused(_("%(label)s: enter what the document says.") % {"label": field.label})
    verdict = MatchVerdict.MATCHED if values.same(field, declared, read) else MatchVerdict.DIFFERENT
    if verdict == MatchVerdict.DIFFERENT and accept:
        verdict = MatchVerdict.ACCEPTED
        if not note.strip():
            raise Refused(_("%(label)s: a difference is accepted only with a note.") % {"label": field.label})
    kept, _new = Matching.objects.update_or_create(
        case=case,
        key=key,
        defaults={
            "declared": declared,
            "found": read,
            "verdict": verdict,
            "note": note.strip(),
            "matched_at": at,
            "matched_by": by,
        },
    )
    save(case, "match", by=by, at=at, data={"fields": [key], "verdict": str(verdict)})
    return kept


@transaction.atomic
def verify(*, case: Case, by: User, at: datetime, reason: str = "", version: int | None = None) -> Case:
    """Find the data true to the documents: signed, told, and every answer that has a document matched."""
    case = locked(case, "verify", by=by, at=at, version=version)
    return move(case, "verify", by=by, at=at)
