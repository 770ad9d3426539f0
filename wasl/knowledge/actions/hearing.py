"""What readers say of an answer, kept so that nobody can tell who said it."""

import random
import re
from datetime import date

from django.db import connection, transaction

from wasl.common.dates import hijri_quarter
from wasl.common.text import ascii_digits, clean
from wasl.knowledge.models import ArticleVersion, Feedback

_LOCK = 7_316_004
# Numbers that may be an identity, a mobile or an account; addresses.
_TRACES = re.compile(r"\S+@\S+|\+?[0-9](?:[ \-]?[0-9]){4,}")
MOST_A_QUARTER = 2_000  # of one version: more tell no more, and each one rewrites the others


@transaction.atomic
def leave_feedback(*, version: ArticleVersion, helped: bool, words: str = "", on: date) -> None:
    """Keep whether an answer helped. The version's rows of the quarter are written anew in random
    order under new keys.
    """
    quarter = hijri_quarter(on)
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
    random.SystemRandom().shuffle(rows)
    version.feedback.filter(quarter=quarter).delete()
    Feedback.objects.bulk_create(rows)


def _without_traces(words: str) -> str:
    """The words without what would lead to a person: long numbers and addresses."""
    return _TRACES.sub("…", ascii_digits(clean(words)))[:300]
