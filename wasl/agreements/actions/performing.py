"""That duties are performed, on their days (PRE-3)."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.agreements import policies, queries
from wasl.agreements.models import Agreement, Performance, Term, TermKind
from wasl.audit.actions import record
from wasl.common.clock import day_of
from wasl.common.verdicts import Refused


@transaction.atomic
def perform(*, term: Term, due: date | None, done: date, note: str = "", by: User, at: datetime) -> Performance:
    """Record that a duty was performed for one of its days; a second click records nothing."""
    agreement = Agreement.objects.select_for_update(of=("self",)).get(pk=term.agreement_id)
    policies.can_record(by, agreement).require()
    if term.kind != TermKind.DUTY or due not in queries.days_of(term, day_of(at)):
        raise Refused(_("This is not a day on which the duty is due."))
    if done > day_of(at):
        raise Refused(_("It cannot have been performed in the future."))
    kept, is_new = Performance.objects.get_or_create(
        term=term, due_date=due,
        defaults={"done_date": done, "note": note.strip()[:300], "recorded_at": at, "recorded_by": by},
    )  # fmt: skip
    if is_new:
        data = {"order": term.order, "due": due.isoformat() if due else ""}
        root = agreement.person or agreement
        record(verb="agreements.perform", subject=agreement, root=root, by=by, at=at, data=data)
    return kept
