"""Readers' feedback on an answer, stored so that nobody can tell who gave it."""

import random
import re
from datetime import date

from django.db import connection, transaction

from wasl.common.dates import hijri_quarter
from wasl.common.text import ascii_digits, clean
from wasl.knowledge.models import ArticleVersion, Feedback

# The first of two keys of the advisory lock: any number of our own, apart from other locks.
_LOCK = 7_316_004
# E-mail addresses, and numbers of five digits or more: an identity, a mobile or an account.
_TRACES = re.compile(r"\S+@\S+|\+?[0-9](?:[ \-]?[0-9]){4,}")
# Of one version. More would say nothing new, and each answer rewrites all others of the quarter.
MOST_A_QUARTER = 2_000


@transaction.atomic
def leave_feedback(*, version: ArticleVersion, helped: bool, words: str = "", on: date) -> None:
    """Store whether an answer helped.

    The version's rows of the quarter are written anew in random order under new keys, so that
    neither the order nor the age of a row tells who gave it (ADR 8).
    """
    quarter = hijri_quarter(on)
    # Two answers at once would each rewrite the rows that they had read: some would be lost, others
    # doubled. There may be no row yet to lock, so the lock is on a number.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, version.pk % 2**31])
    existing = list(version.feedback.filter(quarter=quarter)[:MOST_A_QUARTER])
    if len(existing) >= MOST_A_QUARTER:
        return
    rows = [
        Feedback(version=version, helped=feedback.helped, words=feedback.words, quarter=quarter)
        for feedback in existing
    ]
    rows.append(
        Feedback(version=version, helped=helped, words=_without_traces(words), quarter=quarter)
    )
    # From the system's randomness: the order must not be computable from a seed.
    random.SystemRandom().shuffle(rows)
    version.feedback.filter(quarter=quarter).delete()
    Feedback.objects.bulk_create(rows)


def _without_traces(words: str) -> str:
    """Return the words without long numbers and addresses, which could lead to a person."""
    return _TRACES.sub("…", ascii_digits(clean(words)))[:300]
