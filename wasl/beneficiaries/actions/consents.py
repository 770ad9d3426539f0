"""Consents: given to a text of one version, withdrawn as easily. No service asks for one (PDPL)."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.audit.actions import record
from wasl.beneficiaries import policies
from wasl.beneficiaries.models.consents import Consent, ConsentHow, ConsentPurpose, ConsentText
from wasl.beneficiaries.models.documents import Attachment
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.models.representing import Representative
from wasl.beneficiaries.queries import consents
from wasl.common.clock import day_of
from wasl.common.verdicts import Refused


@transaction.atomic
def give_consent(
    *,
    person: Person,
    purpose: str,
    how: str,
    representative: Representative | None = None,
    attachment: Attachment | None = None,
    by: User | None,
    at: datetime,
) -> Consent:
    """Record a person's consent to one purpose: to which text, and how it was given.

    A second call returns the consent that is in force.
    """
    policies.can_consent(by).require()
    _refuse_consent(person, purpose, how, representative, attachment, by)
    if representative and not representative.covers(day_of(at)):
        raise Refused(_("The document by which this representative acts is not valid today."))
    if standing := Consent.objects.filter(
        person=person, purpose=purpose, withdrawn_at=None
    ).first():
        return standing
    try:
        with transaction.atomic():
            consent = Consent.objects.create(
                person=person, purpose=purpose, text=_text(purpose, at), how=how,
                representative=representative, attachment=attachment, given_at=at, recorded_by=by,
            )  # fmt: skip
    # Two clicks at once: `consent_one_standing` let one through, and that one is the answer to
    # both.
    except IntegrityError:
        return Consent.objects.get(person=person, purpose=purpose, withdrawn_at=None)
    data = {"purpose": purpose, "how": how}
    record(verb="beneficiaries.give_consent", subject=consent, root=person, by=by, at=at, data=data)
    return consent


def _refuse_consent(
    person: Person,
    purpose: str,
    how: str,
    representative: Representative | None,
    attachment: Attachment | None,
    by: User | None,
) -> None:
    if purpose not in ConsentPurpose.values:
        raise Refused(_("Choose what is agreed to."))
    # A code comes back on the website alone, and nothing else does: there `by` is None.
    if how not in ConsentHow.values or (how == ConsentHow.CODE) != (by is None):
        raise Refused(_("Choose how the consent was given."))
    if how == ConsentHow.PAPER and attachment is None:
        raise Refused(_("Add the signed paper, or say that it was spoken."))
    if representative and representative.person_id != person.pk:
        raise Refused(_("This representative acts for somebody else."))
    if attachment and attachment.person_id != person.pk:
        raise Refused(_("This file belongs to another person."))


def _text(purpose: str, at: datetime) -> ConsentText:
    """Return the newest text of a purpose: the association's own, or a newer shipped one."""
    newest, entry = consents.newest_text(purpose), consents.shipped_texts()[purpose]
    if newest and newest.version >= entry["version"]:
        return newest
    words = {"text_ar": entry["ar"], "text_en": entry["en"], "from_date": day_of(at)}
    # The shipped text becomes a row only when somebody consents to it; two may do so at once.
    text, _made = ConsentText.objects.get_or_create(
        purpose=purpose, version=entry["version"], defaults=words
    )
    return text


@transaction.atomic
def withdraw_consent(
    *, person: Person, purpose: str, how: str, by: User | None, at: datetime
) -> Consent:
    """Withdraw a consent from now on.

    What was done before stays lawful, and nothing else changes for the person.
    """
    policies.can_withdraw_consent(by).require()
    if how not in ConsentHow.values or (how == ConsentHow.CODE) != (by is None):
        raise Refused(_("Choose how the consent was taken back."))
    standing = Consent.objects.select_for_update(of=("self",)).filter(
        person=person, purpose=purpose, withdrawn_at=None
    )
    consent = standing.first()
    if consent is None:
        raise Refused(_("No consent of this kind stands."))
    consent.withdrawn_at, consent.withdrawn_how, consent.withdrawn_by = at, how, by
    consent.save(update_fields=["withdrawn_at", "withdrawn_how", "withdrawn_by"])
    data = {"purpose": purpose, "how": how}
    record(
        verb="beneficiaries.withdraw_consent", subject=consent, root=person, by=by, at=at, data=data
    )
    return consent
