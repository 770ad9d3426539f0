"""Registering people and keeping what is known of them."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from wasl.accounts.models import Gender, User
from wasl.audit.actions import record
from wasl.beneficiaries import policies, queries
from wasl.beneficiaries.models import (
    Attachment,
    BeneficiaryFile,
    Dependant,
    Document,
    IdKind,
    Person,
    Relation,
    Representative,
    RepresentativeScope,
    UnmaskReason,
)
from wasl.catalogue.models import DocumentType
from wasl.common import text as arabic
from wasl.common.clock import day_of
from wasl.common.crypto import blind
from wasl.common.dates import WrittenDate
from wasl.common.identifiers import (
    BadIdentifier,
    check_iban,
    check_mobile,
    check_national_id,
    check_short_address,
    is_citizen,
)
from wasl.common.numbering import next_number
from wasl.common.uploads import Accepted
from wasl.common.verdicts import Refused

Row = TypeVar("Row", Document, Dependant, Representative)
MOST_PARTS = 9
UNMASKED = ("id_number", "iban", "mobile")


@transaction.atomic
def register(
    *,
    full_name: str,
    gender: str,
    id_number: str,
    birth: WrittenDate | None = None,
    mobile: str = "",
    by: User | None,
    at: datetime,
    once: uuid.UUID | None = None,
    **more: Any,
) -> Person:
    """Put a person into the register, once: an ID number that is known leads to the person who has it (PRE-2)."""
    policies.can_register(by).require()
    given = {"full_name": full_name, "gender": gender, "id_number": id_number, "birth": birth, "mobile": mobile, **more}
    values = _checked(given, at)
    if once and (before := Person.objects.filter(once=once).first()):
        return before
    _refuse_known(values["id_blind"], by)
    try:
        with transaction.atomic():
            person = Person.objects.create(**values, registered_at=at, registered_by=by, once=once)
    except IntegrityError:
        if once and (before := Person.objects.filter(once=once).first()):
            return before
        _refuse_known(values["id_blind"], by)
        raise
    data = {"fields": sorted(name for name, value in given.items() if value)}
    record(verb="beneficiaries.register", subject=person, by=by, at=at, data=data)
    return person


@transaction.atomic
def correct(
    *, person: Person, changes: Mapping[str, Any], by: User | None, at: datetime, version: str | None = None
) -> Person:
    """Correct what is known. `changes` holds the changed fields alone; `version` is the mark of what was seen."""
    policies.can_edit(by).require()
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if version is not None and version != queries.state_of(person):
        raise Refused(_("Somebody else changed this file meanwhile. Look at what it says now, then correct it again."))
    values = _checked(changes, at)
    if values.get("id_blind", person.id_blind) != person.id_blind:
        _refuse_known(values["id_blind"], by)
    changed = [name for name, value in values.items() if getattr(person, name) != value]
    if not changed:
        return person
    if "mobile" in changed:
        person.mobile_verified_at = None
    for name in changed:
        setattr(person, name, values[name])
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError:
        _refuse_known(person.id_blind, by, person)
        raise
    fields = sorted(set(changed) & set(queries.CORRECTABLE))
    record(verb="beneficiaries.correct", subject=person, by=by, at=at, data={"fields": fields})
    return person


@transaction.atomic
def confirm_mobile(*, person: Person, by: User | None, at: datetime) -> Person:
    """The person gave back a code that was sent to their mobile: it is theirs."""
    policies.can_edit(by).require()
    if person.mobile_verified_at is None:
        person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
        person.mobile_verified_at = at
        person.save(update_fields=["mobile_verified_at"])
        record(verb="beneficiaries.confirm_mobile", subject=person, by=by, at=at)
    return person


@transaction.atomic
def open_file(*, person: Person, by: User, at: datetime) -> BeneficiaryFile:
    """Give the beneficiary number (PRO-8); a second call gives the first file."""
    policies.can_open_file(by).require()
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if file := BeneficiaryFile.objects.filter(person=person).first():
        return file
    number = next_number("file", day_of(at))
    file = BeneficiaryFile.objects.create(person=person, number=number, opened_at=at, opened_by=by)
    record(verb="beneficiaries.open_file", subject=file, by=by, at=at, root=person)
    return file


@transaction.atomic
def add_attachment(*, person: Person, accepted: Accepted, by: User | None, at: datetime) -> Attachment:
    """Keep a file that was handed in, drawn or scanned, under a random name."""
    policies.can_hand_in(by).require()
    attachment = Attachment(
        person=person, name=accepted.name, kind=accepted.kind, size=accepted.size, pages=accepted.pages,
        sha256=accepted.sha256, added_at=at, added_by=by,
    )  # fmt: skip
    suffix = "pdf" if accepted.kind == "pdf" else "jpg"
    try:
        attachment.file.save(f"{attachment.key}.{suffix}", ContentFile(accepted.content), save=False)
    except OSError as error:
        raise Refused(
            _("The file could not be kept; the disk may be full. Tell the administrator and try again.")
        ) from error
    attachment.save()
    data = {"kind": accepted.kind, "size": accepted.size}
    record(verb="beneficiaries.add_attachment", subject=attachment, by=by, at=at, root=person, data=data)
    return attachment


@transaction.atomic
def add_document(
    *,
    person: Person,
    document_type: DocumentType,
    number: str = "",
    issuer: str = "",
    issued: WrittenDate | None = None,
    expires: WrittenDate | None = None,
    attachment: Attachment | None = None,
    seen: bool = False,
    by: User | None,
    at: datetime,
    once: uuid.UUID | None = None,
) -> Document:
    """Record a document: a copy where its type allows one, or the original seen without a copy (PRO-4, PDPL)."""
    policies.can_hand_in(by).require()
    if seen:
        policies.can_see_original(by).require()
    if before := _earlier(Document, person, once):
        return before
    _refuse_document(person, document_type, issued, expires, attachment, seen or _stated(document_type, by), at)
    document = Document.objects.create(
        person=person, document_type=document_type, number=number, issuer=issuer, attachment=attachment,
        issued_date=issued.day if issued else None, issued_written=issued.written if issued else "",
        expires_date=expires.day if expires else None, expires_written=expires.written if expires else "",
        seen_at=at if seen else None, seen_by=by if seen else None, added_at=at, added_by=by, once=once,
    )  # fmt: skip
    data = {"type": document_type.code, "copy": attachment is not None, "seen": seen}
    record(verb="beneficiaries.add_document", subject=document, by=by, at=at, root=person, data=data)
    return document


@transaction.atomic
def hand_in(*, person: Person, given: Mapping[str, Any], by: User | None, at: datetime) -> Document:
    """Keep the file that came with a document, if one did, and record the document, in one step."""
    once = given.get("once")
    if before := _earlier(Document, person, once):
        return before
    accepted = given.get("file")
    return add_document(
        person=person,
        document_type=given["document_type"],
        attachment=add_attachment(person=person, accepted=accepted, by=by, at=at) if accepted else None,
        **{name: given[name] for name in ("number", "issuer", "issued", "expires", "seen")},
        by=by,
        at=at,
        once=once,
    )


def _stated(document_type: DocumentType, by: User | None) -> bool:
    """From afar a paper of which no copy is kept can only be stated: its number and days. An officer sees it later."""
    return by is None and not document_type.store_copy


@transaction.atomic
def see_original(*, document: Document, by: User, at: datetime) -> Document:
    """An officer held the original of a document that was only stated, and it is as stated (PRO-4)."""
    policies.can_see_original(by).require()
    document = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    if document.seen_at is None:
        document.seen_at, document.seen_by = at, by
        document.save(update_fields=["seen_at", "seen_by"])
        record(verb="beneficiaries.see_original", subject=document, by=by, at=at, root=document.person)
    return document


def _refuse_document(
    person: Person,
    document_type: DocumentType,
    issued: WrittenDate | None,
    expires: WrittenDate | None,
    attachment: Attachment | None,
    seen: bool,
    at: datetime,
) -> None:
    if attachment and attachment.person_id != person.pk:
        raise Refused(_("This file belongs to another person."))
    if attachment and not document_type.store_copy:
        raise Refused(_("A copy of this document is not kept. Look at the original and say that you saw it."))
    if not attachment and not seen:
        raise Refused(_("Hand in a copy of the document, or say that you saw the original."))
    if issued and issued.day > day_of(at):
        raise Refused(_("The day of issue lies in the future."))
    if issued and expires and expires.day < issued.day:
        raise Refused(_("The document ends before it was issued; compare both dates with it."))


@transaction.atomic
def add_dependant(
    *,
    person: Person,
    full_name: str,
    relation: str,
    birth: WrittenDate | None = None,
    is_studying: bool = False,
    by: User | None,
    at: datetime,
    once: uuid.UUID | None = None,
) -> Dependant:
    """Add somebody this person provides for, as the family register says."""
    policies.can_edit(by).require()
    if before := _earlier(Dependant, person, once):
        return before
    if relation not in Relation.values:
        raise Refused(_("Choose how the dependant is related."))
    if birth and birth.day > day_of(at):
        raise Refused(_("The day of birth lies in the future."))
    dependant = Dependant.objects.create(
        provider=person, full_name=_name(full_name), relation=relation, birth_date=birth.day if birth else None,
        birth_written=birth.written if birth else "", is_studying=is_studying, added_at=at, added_by=by, once=once,
    )  # fmt: skip
    record(verb="beneficiaries.add_dependant", subject=dependant, by=by, at=at, root=person)
    return dependant


@transaction.atomic
def add_representative(
    *,
    person: Person,
    full_name: str,
    scope: str,
    document_number: str,
    valid_from: WrittenDate,
    valid_to: WrittenDate | None = None,
    id_number: str = "",
    mobile: str = "",
    by: User,
    at: datetime,
    once: uuid.UUID | None = None,
) -> Representative:
    """Record who may act for a person, by which document, from when until when."""
    policies.can_represent(by).require()
    if before := _earlier(Representative, person, once):
        return before
    if scope not in RepresentativeScope.values:
        raise Refused(_("Choose by what right they act."))
    if not document_number.strip():
        raise Refused(_("Enter the number of the document that lets them act."))
    if valid_to and valid_to.day < valid_from.day:
        raise Refused(_("The document ends before it begins; compare both dates with it."))
    representative = Representative.objects.create(
        person=person, full_name=_name(full_name), scope=scope, document_number=arabic.clean(document_number),
        valid_from=valid_from.day, valid_to=valid_to.day if valid_to else None, added_at=at, added_by=by, once=once,
        id_number=_identifier(check_national_id, id_number), mobile=_identifier(check_mobile, mobile),
    )  # fmt: skip
    data = {"scope": scope}
    record(verb="beneficiaries.add_representative", subject=representative, by=by, at=at, root=person, data=data)
    return representative


@transaction.atomic
def unmask(*, person: Person, field: str, reason: str, by: User, at: datetime) -> str:
    """Read an identifier in full, for a reason that is recorded (PRE-6)."""
    policies.can_unmask(by).require()
    if field not in UNMASKED:
        raise Refused(_("This field is not masked."))
    if reason not in UnmaskReason.values:
        raise Refused(_("Choose why you need to see it."))
    record(verb="beneficiaries.unmask", subject=person, by=by, at=at, data={"field": field, "reason": reason})
    return str(getattr(person, field))


def _earlier(model: type[Row], person: Person, once: uuid.UUID | None) -> Row | None:
    """What this form made before. The person's row is held, so that the second of two clicks waits for the first."""
    if once is None:
        return None
    Person.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
    return model._default_manager.filter(once=once).first()


def _refuse_known(id_blind: str, by: User | None, but: Person | None = None) -> None:
    """Refuse an ID number that is in the register; only staff are told whose it is."""
    known = Person.objects.filter(id_blind=id_blind).first()
    if known is None or known == but:
        return
    if by is None:
        raise Refused(_("This ID number is already registered."))
    reason = _("This ID number is already registered: %(name)s.") % {"name": known.full_name}
    raise Refused(reason, link=reverse("beneficiaries:detail", args=[known.pk]))


def _checked(given: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    """The columns of a person for what was given: checked, in one form, with the search keys that follow."""
    unknown = set(given) - {*queries.CORRECTABLE, "birth"}
    if unknown:
        raise TypeError(f"A person has no {', '.join(sorted(unknown))}.")
    values: dict[str, Any] = {
        name: arabic.clean(value) if isinstance(value, str) else value
        for name, value in given.items()
        if name != "birth"
    }
    if "full_name" in values:
        values |= _name_keys(_name(values["full_name"]))
    if "gender" in values and values["gender"] not in Gender.values:
        raise Refused(_("Choose female or male, as the ID says."))
    if "id_number" in values:
        number = _identifier(check_national_id, values["id_number"], needed=True)
        kind = IdKind.NATIONAL_ID if is_citizen(number) else IdKind.IQAMA
        values |= {"id_number": number, "id_blind": blind(number, queries.ID), "id_kind": kind}
    if "mobile" in values:
        values["mobile"] = _identifier(check_mobile, values["mobile"])
    if "iban" in values:
        iban = _identifier(check_iban, values["iban"])
        values |= {"iban": iban, "iban_blind": blind(iban, queries.IBAN) if iban else ""}
    if "short_address" in values:
        values["short_address"] = _identifier(check_short_address, values["short_address"])
    if "birth" in given:
        values |= _birth(given["birth"], at)
    return values


def _name(typed: str) -> str:
    """A name of one to nine parts: never four forced on anybody, and no page of text either."""
    name = arabic.clean(typed)
    parts = arabic.fold(name).split()
    if not parts or not any(letter.isalpha() for letter in name):
        raise Refused(_("Enter the name as it stands on the ID."))
    if len(parts) > MOST_PARTS or len(name) > 300:
        raise Refused(_("A name has at most nine parts; enter it as it stands on the ID."))
    return name


def _name_keys(name: str) -> dict[str, Any]:
    return {
        "full_name": name,
        "name_tokens": arabic.tokens(name),
        "name_grams": arabic.grams(name),
        "sort_key": arabic.sort_key(name)[:300],
    }


def _birth(birth: WrittenDate | None, at: datetime) -> dict[str, Any]:
    if birth is None:
        return {"birth_date": None, "birth_written": "", "birth_calendar": ""}
    if birth.day > day_of(at):
        raise Refused(_("The day of birth lies in the future."))
    return {"birth_date": birth.day, "birth_written": birth.written, "birth_calendar": birth.calendar}


def _identifier(check: Any, typed: str, *, needed: bool = False) -> str:
    if not typed and not needed:
        return ""
    try:
        return str(check(typed))
    except BadIdentifier as bad:
        raise Refused(bad.reason) from bad
