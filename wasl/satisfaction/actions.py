"""Inviting once, and storing an answer that nobody can trace (PRA-3). No event, history row or job speaks of an answer."""

import random
import secrets
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wasl.beneficiaries import queries as people
from wasl.beneficiaries.models import Purpose
from wasl.cases.models import Case
from wasl.common.clock import day_of
from wasl.common.dates import hijri_quarter
from wasl.common.verdicts import Refused
from wasl.messaging import actions as messaging
from wasl.satisfaction import queries
from wasl.satisfaction.models import Invitation, Invited, Rating

DAYS_TO_ANSWER = 60
_LOCK = 7_316_002


@transaction.atomic
def invite(*, case: Case, at: datetime) -> bool:
    """Invite the person of a closed case to rate, once, on their own channel; False when it was done already, or when
    they do not want to be asked.
    """
    _row, is_first = Invited.objects.get_or_create(case_id=case.pk)
    if not is_first or not people.wants(case.person, Purpose.SURVEYS):
        return False
    token = secrets.token_urlsafe(18)
    Invitation.objects.create(
        token_hash=queries.hash_of(token),
        service=case.service,
        department=case.service.department,
        channel=case.channel,
        expires_date=day_of(at) + timedelta(days=DAYS_TO_ANSWER),
    )
    person = case.person
    if to := person.mobile or person.email:
        messaging.send(
            key="rate_invitation",
            to=to,
            carrier="sms" if person.mobile else "email",
            language=person.language,
            secret=settings.PUBLIC_URL + reverse("satisfaction:rate", args=[token]),
            person_id=person.pk,
            once_key=f"rate:{case.pk}",
            not_before=people.earliest(person, at),
            at=at,
        )
    return True


@transaction.atomic
def rate(*, token: str, score: int, on: date) -> None:
    """Store one answer and forget who was asked.

    The invitation is deleted in this transaction; every answer of the quarter is written anew in random order under a new
    random key, so that neither key, place nor `xmin` says which came when. Raises `Refused` for a link that is used or old.
    """
    if not 1 <= score <= 5:
        raise Refused(_("Choose from one to five."))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    invitation = Invitation.objects.select_for_update().filter(token_hash=queries.hash_of(token)).first()
    if invitation is None or invitation.expires_date < on:
        raise Refused(_("This link was used already or has expired. Thank you for your time."))
    quarter = hijri_quarter(on)
    answers = [
        Rating(
            score=row.score,
            service_id=row.service_id,
            department_id=row.department_id,
            channel=row.channel,
            quarter=quarter,
        )
        for row in Rating.objects.filter(quarter=quarter)
    ]
    answers.append(
        Rating(
            score=score,
            service_id=invitation.service_id,
            department_id=invitation.department_id,
            channel=invitation.channel,
            quarter=quarter,
        )
    )
    random.SystemRandom().shuffle(answers)
    Rating.objects.filter(quarter=quarter).delete()
    Rating.objects.bulk_create(answers)
    invitation.delete()
