"""Acknowledgement of rights and duties, by version of the policy (PRE-2)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.agreements import policies, queries
from wasl.agreements.models.rights import AcknowledgedHow, RightsAcknowledgement
from wasl.audit.actions import record
from wasl.beneficiaries.models.person import Person
from wasl.common.verdicts import Refused


@transaction.atomic
def acknowledge_rights(
    *, person: Person, how: str, sha256: str, by: User | None, at: datetime
) -> RightsAcknowledgement:
    """Record that a person acknowledged the version in force, in the words that were shown; once
    for each version. Raises `Refused`.
    """
    policies.can_acknowledge(by).require()
    text = queries.rights_text()
    if text is None:
        raise Refused(_("No policy is in force yet, so there is nothing to acknowledge."))
    if text.is_empty:
        raise Refused(
            _(
                "Nobody has marked yet which clauses are rights and duties, so there is nothing "
                "to acknowledge."
            )
        )
    allowed = (
        (AcknowledgedHow.PORTAL,)
        if by is None
        else (AcknowledgedHow.READ, AcknowledgedHow.READ_OUT)
    )
    if how not in allowed:
        raise Refused(_("Choose how they were told."))
    # The form carries the hash of the words on the page. A version that entered into force between
    # showing and sending must be read before it is acknowledged.
    if sha256 != text.sha256:
        raise Refused(
            _("The words have changed meanwhile. Read them again, then acknowledge them.")
        )
    # The table has no unique constraint on person and version, so the lock keeps a double click
    # from writing two rows.
    Person.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
    if before := queries.acknowledgement_of(person, text):
        return before
    acknowledgement = RightsAcknowledgement.objects.create(
        person=person,
        version=text.version,
        sha256=text.sha256,
        how=how,
        acknowledged_at=at,
        recorded_by=by,
    )
    data = {"version": text.version.number, "how": how}
    record(
        verb="agreements.acknowledge_rights",
        subject=acknowledgement,
        root=person,
        by=by,
        at=at,
        data=data,
    )
    return acknowledgement
