"""The quarterly review of reads: counted from the trail, signed off with a note (PRE-6)."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.audit.actions import record
from wasl.common.clock import day_of
from wasl.common.verdicts import Refused
from wasl.privacy import policies
from wasl.privacy.models.processing import AccessReview, UnexplainedRead
from wasl.privacy.queries import reviewing


@transaction.atomic
def count_reads(*, day: date, by: User | None, at: datetime) -> AccessReview:
    """Count the reads of the quarter that holds a day.

    The system (`by` None) counts once the quarter is over, the officer at any time. A quarter that
    was signed off is not counted again.
    """
    if by is not None:
        policies.can_handle(by).require()
    from_date, until_date = reviewing.quarter_of(day)
    if from_date > day_of(at):
        raise Refused(_("This quarter has not begun."))
    existing = (
        AccessReview.objects.select_for_update(of=("self",)).filter(from_date=from_date).first()
    )
    if existing and existing.is_signed:
        return existing
    strange = reviewing.outliers(from_date, until_date)
    counted = {
        "until_date": until_date,
        "figures": reviewing.figures(from_date, until_date, strange),
        "unexplained": sum(row["reads"] for row in strange),
        "counted_at": at,
    }
    review, _new = AccessReview.objects.update_or_create(from_date=from_date, defaults=counted)
    # A new count replaces the list of the earlier one.
    UnexplainedRead.objects.filter(review=review).delete()
    UnexplainedRead.objects.bulk_create(
        UnexplainedRead(
            review=review, reader_id=row["actor_id"], person_id=row["person"],
            first_at=row["first_at"], reads=row["reads"],
        )
        # The total above counts every unexplained read; only the list is cut at 500.
        for row in strange[: reviewing.MOST_LISTED]
    )  # fmt: skip
    record(
        verb="privacy.count_reads",
        subject=review,
        by=by,
        at=at,
        data={"unexplained": review.unexplained},
    )
    return review


@transaction.atomic
def sign_review(*, review: AccessReview, note: str, by: User, at: datetime) -> AccessReview:
    """Sign off a quarter that is over, with what was found and done."""
    policies.can_sign_review(by, review, day_of(at)).require()
    if not note.strip():
        raise Refused(_("Write what you found and what was done about it."))
    review = AccessReview.objects.select_for_update(of=("self",)).get(pk=review.pk)
    # Asked again under the lock: a second officer may have signed meanwhile.
    policies.can_sign_review(by, review, day_of(at)).require()
    review.note, review.signed_at, review.signed_by = note.strip(), at, by
    review.save(update_fields=["note", "signed_at", "signed_by"])
    record(
        verb="privacy.sign_review",
        subject=review,
        by=by,
        at=at,
        data={"unexplained": review.unexplained},
    )
    return review
