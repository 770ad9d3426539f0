"""Handing somebody the readable file of their own data, which is recorded."""

from datetime import datetime
from typing import IO

from django.db import transaction

from wasl.accounts.models import User
from wasl.audit.actions import record
from wasl.beneficiaries.models import Person
from wasl.privacy import bundle, policies
from wasl.privacy.models import DataSubjectRequest


@transaction.atomic
def hand_out_data(
    *, person: Person, asked: DataSubjectRequest | None = None, by: User | None, at: datetime
) -> IO[bytes]:
    """Make the file: for the person themself (`by` None), or for who answers their request. Raises `Refused`."""
    policies.can_hand_out(by, person, asked).require()
    packed, files = bundle.bundle(person, at)
    data = {"files": files, "request": asked.reference if asked else ""}
    record(verb="privacy.hand_out_data", subject=asked or person, root=person, by=by, at=at, data=data)
    return packed
