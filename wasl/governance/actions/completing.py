"""Terms that an approved version lacked, set afterwards by the board without changing its text."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.audit.actions import record
from wasl.common.text import clean_lines
from wasl.common.verdicts import Refused
from wasl.governance import queries
from wasl.governance.actions.board import record_resolution
from wasl.governance.actions.moving import locked
from wasl.governance.models.board import BoardMeeting
from wasl.governance.models.documents import PolicyVersion
from wasl.governance.states import State
from wasl.governance.terms import missing_labels


@transaction.atomic
def complete_terms(
    *,
    version: PolicyVersion,
    terms: Mapping[str, int | None],
    clauses: Mapping[str, str],
    readings: Mapping[str, str],
    meeting: BoardMeeting,
    by: User | None,
    at: datetime,
) -> PolicyVersion:
    """Set the terms that an approved version lacks, as a board meeting resolved.

    Terms that are set already stay as they are. A version that was approved before terms were
    required would otherwise hold up every request pinned to it. Raises `Refused` when nothing
    lacks, without a quorum, and while a term is still missing.
    """
    # A superseded version may need its terms too: pending cases stay pinned to it (PRE-8).
    version = locked(version, State.APPROVED, State.IN_FORCE, State.SUPERSEDED, by=by)
    labels, missing = missing_labels(version), version.missing_terms
    if not labels:
        raise Refused(_("This version has all its terms. To change one, begin a new version."))
    if not queries.has_quorum(meeting):
        raise Refused(
            _("Fewer than half of the board came to this meeting, so it could approve nothing.")
        )
    _fill(version, terms, clauses, readings)
    if version.missing_terms:
        raise Refused(
            _("Set every term that is still missing: %(terms)s.")
            % {"terms": " · ".join(missing_labels(version))}
        )
    # The database has the same rule; asked here, it becomes a message and not an error page.
    first, last = version.answer_not_before_days, version.answer_due_days
    if first is not None and last is not None and first > last:
        raise Refused(
            _("The answer's first day must not come after its last, and both are needed.")
        )
    version.save()
    text = _("The board set what the policy left open: %(terms)s.") % {"terms": " · ".join(labels)}
    record_resolution(meeting=meeting, text=text, version=version, by=by, at=at)
    data = {"fields": missing, "meeting": meeting.pk}
    record(verb="governance.complete_terms", subject=version, by=by, at=at, root=version, data=data)
    return version


def _fill(
    version: PolicyVersion,
    terms: Mapping[str, int | None],
    clauses: Mapping[str, str],
    readings: Mapping[str, str],
) -> None:
    """Fill in values, clauses and readings where there are none yet."""
    # Taken before the loop below, since a term that is set drops out of `missing_terms`.
    groups = {dict(queries.TERMS)[name] for name in version.missing_terms}
    for name in version.missing_terms:
        setattr(version, name, terms.get(name))
    for group in groups:
        source, reading = f"{group}_clause", clean_lines(readings.get(group, ""))
        if getattr(version, source) is None and clauses.get(source):
            setattr(version, source, version.clauses.filter(code=clauses[source]).first())
        if reading and group not in version.readings_of_terms:
            version.readings_of_terms[group] = reading
