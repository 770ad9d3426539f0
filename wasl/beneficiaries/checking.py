"""Check a person's data and bring each value into the one form that is stored."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.db import connection, models
from django.urls import reverse
from django.utils.translation import gettext as _

from wasl.accounts.models import Gender, User
from wasl.beneficiaries import policies
from wasl.beneficiaries.models.person import (
    IdKind,
    MaritalStatus,
    Person,
    PreferredChannel,
    Purpose,
)
from wasl.beneficiaries.queries import file, identity
from wasl.common import text as arabic
from wasl.common.clock import day_of
from wasl.common.crypto import blind
from wasl.common.dates import WrittenDate
from wasl.common.identifiers import (
    BadIdentifier,
    check_building_number,
    check_email,
    check_iban,
    check_mobile,
    check_national_id,
    check_postal_code,
    check_short_address,
    is_citizen,
)
from wasl.common.names import check_name, name_parts
from wasl.common.verdicts import Refused

Row = TypeVar("Row", bound=models.Model)
ADDRESS = {
    "latin_name": check_name,
    "email": check_email,
    "building_number": check_building_number,
    "additional_number": check_building_number,
    "postal_code": check_postal_code,
    "short_address": check_short_address,
}


def earlier(model: type[Row], person: Person, once: uuid.UUID | None) -> Row | None:
    """Return the row that this form made before, if any.

    The person's row is locked, so that the second of two clicks waits for the first. Raises
    `Refused` for a merged file.
    """
    locked_person = Person.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
    policies.stands(locked_person).require()
    if once is None:
        return None
    # The key comes with the form, so a second click sends the same one.
    return model._default_manager.filter(once=once).first()


def refuse_known(id_blind: str | None, by: User | None, but: Person | None = None) -> None:
    """Refuse an ID number that is in the register, as anybody's first or further number.

    Only staff are told whose it is. The number is held until the transaction ends, so that two
    officers cannot both find it free.
    """
    if not id_blind:
        return
    # A number is unique over two tables (`Person`, `Identifier`), which no constraint can say.
    # Before there is a row, only an advisory lock on the blind index can hold it (ADR 22).
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [id_blind])
    holder = (
        Person.objects.select_related("merged_into").filter(identity.with_blind(id_blind)).first()
    )
    if holder is None or holder == but:
        return
    survivor = holder.survivor
    # The public must not learn who is in the register.
    if by is None:
        raise Refused(_("This ID number is already registered."))
    reason = _("This ID number is already registered: %(name)s.") % {"name": survivor.full_name}
    raise Refused(reason, link=reverse("beneficiaries:detail", args=[survivor.pk]))


def checked(data: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    """Return the columns of a person for this data: checked, in one form, with their search keys.

    Raises `Refused` for a value that is wrong, and `TypeError` for a field a person does not have.
    """
    unknown = set(data) - {*file.CORRECTABLE, "birth"}
    if unknown:
        # A fault of the calling code, not of what was typed, so there is no sentence for a page.
        raise TypeError(f"A person has no {', '.join(sorted(unknown))}.")
    values: dict[str, Any] = {
        name: arabic.clean(value) if isinstance(value, str) else value
        for name, value in data.items()
        if name != "birth"
    }
    if "full_name" in values:
        name = named(values["full_name"])
        values |= {
            "full_name": name,
            "name_parts": name_parts(name),
            "sort_key": arabic.sort_key(name)[:300],
        }
    if "gender" in values and values["gender"] not in Gender.values:
        raise Refused(_("Choose female or male, as the ID says."))
    if "id_number" in values:
        values |= _identity(identifier(check_national_id, values["id_number"]))
    if "mobile" in values:
        values["mobile"] = identifier(check_mobile, values["mobile"])
    if "iban" in values:
        iban = identifier(check_iban, values["iban"])
        values |= {"iban": iban, "iban_blind": blind(iban, identity.IBAN) if iban else ""}
    values |= {
        name: identifier(check, values[name]) for name, check in ADDRESS.items() if name in values
    }
    values |= _preferences(values)
    if "birth" in data:
        values |= _birth(data["birth"], at)
    return values


def _identity(number: str) -> dict[str, Any]:
    if not number:
        # None, not '': the column is unique, and many people have no number.
        return {"id_number": "", "id_blind": None, "id_kind": ""}
    kind = IdKind.NATIONAL_ID if is_citizen(number) else IdKind.IQAMA
    return {"id_number": number, "id_blind": blind(number, identity.ID), "id_kind": kind}


def _preferences(values: Mapping[str, Any]) -> dict[str, Any]:
    """Check marital status and contact preferences against their lists."""
    if values.get("marital_status") and values["marital_status"] not in MaritalStatus.values:
        raise Refused(_("Choose the marital status from the list."))
    if (
        values.get("preferred_channel")
        and values["preferred_channel"] not in PreferredChannel.values
    ):
        raise Refused(_("Choose how they like to be reached from the list."))
    if set(values.get("opted_out") or ()) - set(Purpose.values):
        raise Refused(_("Choose what they do not want to be written about from the list."))
    if "quiet_from" in values and (values["quiet_from"] is None) != (
        values.get("quiet_until") is None
    ):
        raise Refused(_("Quiet hours have a beginning and an end."))
    return {"opted_out": sorted(values["opted_out"])} if "opted_out" in values else {}


def named(typed: str) -> str:
    """Return a person's name as it is stored. Raises `Refused` when it is no name."""
    return identifier(check_name, typed, needed=True)


def _birth(birth: WrittenDate | None, at: datetime) -> dict[str, Any]:
    if birth is None:
        return {"birth_date": None, "birth_written": "", "birth_calendar": ""}
    if birth.day > day_of(at):
        raise Refused(_("The day of birth lies in the future."))
    return {
        "birth_date": birth.day,
        "birth_written": birth.text,
        "birth_calendar": birth.calendar,
    }


def identifier(check: Any, typed: str, *, needed: bool = False) -> str:
    if not typed and not needed:
        return ""
    try:
        return str(check(typed))
    except BadIdentifier as bad:
        raise Refused(bad.reason) from bad
