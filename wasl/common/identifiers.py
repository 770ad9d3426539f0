"""Saudi identifiers: checked, normalised, and masked for display (domain.md B1).

Each refusal has its own sentence.
"""

import re
import unicodedata

import phonenumbers
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wasl.common.crypto import Unreadable
from wasl.common.text import ascii_digits, clean

Reason = str | Promise
HIDDEN = "••••"

# The two digits after the check digits of a Saudi IBAN (the central bank's codes). An unknown code
# is not an error.
BANKS: dict[str, Reason] = {
    "05": _("Alinma Bank"),
    "10": _("Saudi National Bank"),
    "15": _("Bank Albilad"),
    "20": _("Riyad Bank"),
    "30": _("Arab National Bank"),
    "45": _("Saudi Awwal Bank"),
    "55": _("Banque Saudi Fransi"),
    "60": _("Bank Aljazira"),
    "65": _("Saudi Investment Bank"),
    "80": _("Al Rajhi Bank"),
    "90": _("Gulf International Bank"),
    "95": _("Emirates NBD"),
}


class BadIdentifier(ValueError):
    """A text that is not such an identifier; `reason` is the sentence to show."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


_DASHES = "\\-\u2010-\u2015\u2212\ufe58\ufe63"
_BETWEEN = re.compile(rf"[\s{_DASHES}_.()]+")
# Besides dashes and slashes: the Arabic tatweel and two kinds of fraction slash, which keyboards
# and copied text put between the parts.
_JOINT = re.compile(rf"[\s{_DASHES}_.:/\\\u0640\u2044\u2215]+")


def packed(text: str) -> str:
    """Return a number in 0-9 without the spaces, dashes, dots and brackets typed within it."""
    return _BETWEEN.sub("", ascii_digits(clean(text)))


def check_reference(text: str) -> str:
    """Return the number of a request, file or agreement as 1448-000117.

    It may be joined in any way, reversed or shortened.

    In Arabic text the two parts are easily shown, and then typed, in reverse: 000117-1448. Raises
    `BadIdentifier`.
    """
    number = _JOINT.sub("-", ascii_digits(clean(text))).strip("-#()[]«»\"'،؛,;")
    if parts := re.fullmatch(r"(1[345][0-9]{2})-?([0-9]{6})|(1[345][0-9]{2})-([0-9]{1,9})", number):
        year, serial = parts[1] or parts[3], parts[2] or parts[4]
    else:
        # Reversed: six digits at least, so that a short serial cannot be mistaken for the year.
        parts = re.fullmatch(r"([0-9]{6,9})-(1[345][0-9]{2})", number)
        year, serial = (parts[2], parts[1]) if parts else ("", "0")
    if not int(serial):
        raise BadIdentifier(
            _("The number looks like 1448-000117: the year, a dash, and the number within it.")
        )
    return f"{year}-{int(serial):06d}"


def check_national_id(text: str) -> str:
    """Return the ten digits of a national ID (first digit 1) or an iqama (2); Luhn over all ten.

    Raises `BadIdentifier`.
    """
    number = packed(text)
    if not number:
        raise BadIdentifier(_("Enter the ID number."))
    if not re.fullmatch(r"[0-9]+", number):
        raise BadIdentifier(_("The ID number has digits only, with no letters or signs."))
    if len(number) != 10:
        raise BadIdentifier(
            _("The ID number has 10 digits; %(count)s were typed.") % {"count": len(number)}
        )
    # Luhn alone would accept 3000000004 or 7000000005, so the first digit is checked as well.
    if number[0] in "345":
        raise BadIdentifier(
            _(
                "This is a border, visa or Gulf number; the system needs the national ID "
                "or the iqama."
            )
        )
    if number[0] == "7":
        raise BadIdentifier(_("This is the unified number of an establishment, not of a person."))
    if number[0] not in "12":
        raise BadIdentifier(_("The ID number begins with 1 for a citizen or 2 for a resident."))
    if not _luhn(number):
        raise BadIdentifier(
            _("One of the digits of the ID number is mistyped; please compare it with the card.")
        )
    return number


def check_border_number(text: str) -> str:
    """Return the ten digits of a border or visitor number, first digit 3, 4 or 5.

    Raises `BadIdentifier`.
    """
    number = packed(text)
    if not re.fullmatch(r"[345][0-9]{9}", number):
        raise BadIdentifier(_("A border number has 10 digits and begins with 3, 4 or 5."))
    return number


def check_gcc_id(text: str) -> str:
    """Return the number of another Gulf state's ID card: 8 to 15 digits. Raises `BadIdentifier`."""
    number = packed(text)
    if not re.fullmatch(r"[0-9]{8,15}", number):
        raise BadIdentifier(_("The number of a Gulf ID has 8 to 15 digits."))
    return number


def check_passport(text: str) -> str:
    """Return a passport number: 5 to 12 Latin letters and digits, capitals.

    Raises `BadIdentifier`.
    """
    number = packed(text).upper()
    # At least one digit, so that a name typed into the wrong field is refused.
    if not re.fullmatch(r"(?=.*[0-9])[A-Z0-9]{5,12}", number):
        raise BadIdentifier(_("A passport number has 5 to 12 Latin letters and digits."))
    return number


_LOCAL = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*", re.IGNORECASE)
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
# The limits of SMTP (RFC 5321), in characters.
_LONGEST_LOCAL, _LONGEST_ADDRESS = 64, 254


def check_email(text: str) -> str:
    """Return an e-mail address with the domain in small letters.

    Raises `BadIdentifier` when no mail server would take it. The local part is plain Latin letters,
    as most servers accept nothing else; a domain may be Arabic when it has a Latin form.
    """
    address = ascii_digits(clean(text))
    name, _at, domain = address.rpartition("@")
    domain = domain.lower()
    is_sendable = _LOCAL.fullmatch(name) and len(name) <= _LONGEST_LOCAL and _is_domain(domain)
    if not is_sendable or len(name) + 1 + len(_wire_form(domain)) > _LONGEST_ADDRESS:
        raise BadIdentifier(_("This is no e-mail address; it looks like name@example.com."))
    return f"{name}@{domain}"


def _wire_form(domain: str) -> str:
    """Return a domain as it is sent (xn--… unless Latin); '' when it has no such form."""
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return ""


def _is_domain(domain: str) -> bool:
    parts, labels = domain.split("."), _wire_form(domain).split(".")
    if len(labels) < 2 or len(labels) != len(parts) or labels[-1].isdecimal():
        return False
    if not all(unicodedata.category(sign)[0] in "LMN" for sign in domain if sign not in "-."):
        # Punctuation of other scripts can be encoded, but no such domain exists.
        return False
    return all(_LABEL.fullmatch(label) for label in labels)


def check_landline(text: str) -> str:
    """Return a Saudi landline as +9661XXXXXXXX. Raises `BadIdentifier`."""
    digits = re.sub(r"^(?:\+|00)?966", "0", packed(text))
    if not re.fullmatch(r"0?1[1-7][0-9]{7}", digits):
        raise BadIdentifier(_("A landline has ten digits and begins with 01, as in 0161234567."))
    return f"+966{digits.removeprefix('0')}"


def is_citizen(national_id: str) -> bool:
    """Return whether a checked ID number is a citizen's (else a resident's)."""
    return national_id.startswith("1")


def _luhn(number: str) -> bool:
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(number))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def check_mobile(text: str) -> str:
    """Return a Saudi mobile as +9665XXXXXXXX, typed in any usual way.

    Raises `BadIdentifier` for a number that receives no texts.
    """
    typed = packed(text)
    if not typed:
        raise BadIdentifier(_("Enter the mobile number."))
    if not re.fullmatch(r"\+?[0-9]+", typed):
        raise BadIdentifier(_("The mobile number has digits only."))
    try:
        number = phonenumbers.parse(typed, "SA")
    except phonenumbers.NumberParseException as error:
        raise BadIdentifier(
            _("This is not a telephone number; a mobile looks like 0512345678.")
        ) from error
    if number.country_code != 966:
        raise BadIdentifier(
            _("This number is from another country; our texts reach Saudi mobiles only.")
        )
    if re.fullmatch(r"1[1-7][0-9]{7}", str(number.national_number)):
        raise BadIdentifier(
            _("This is a landline, which receives no texts; enter a mobile that begins with 05.")
        )
    if not phonenumbers.is_valid_number(number):
        raise BadIdentifier(
            _("There is no such mobile number; it has ten digits and begins with 05.")
        )
    # Numbers such as 9200XXXXX and 800XXXXXXX are valid, but receive no texts (domain.md B1).
    if phonenumbers.number_type(number) != phonenumbers.PhoneNumberType.MOBILE:
        raise BadIdentifier(
            _("This is a company's service number, which receives no texts; enter a mobile.")
        )
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def check_iban(text: str) -> str:
    """Return a Saudi IBAN: SA and 22 digits or letters, 24 in all, remainder 1 by 97.

    Raises `BadIdentifier`.
    """
    iban = packed(text).upper()
    if not iban:
        raise BadIdentifier(_("Enter the IBAN."))
    if not re.fullmatch(r"[0-9A-Z]+", iban):
        raise BadIdentifier(_("The IBAN has Latin letters and digits only."))
    if re.fullmatch(r"[0-9]{22}", iban):
        iban = f"SA{iban}"
    if not iban.startswith("SA"):
        raise BadIdentifier(_("A Saudi IBAN begins with SA."))
    if len(iban) != 24:
        raise BadIdentifier(
            _("The IBAN has 24 letters and digits; %(count)s were typed.") % {"count": len(iban)}
        )
    if not re.fullmatch(r"SA[0-9]{4}[0-9A-Z]{18}", iban):
        raise BadIdentifier(_("After SA the IBAN goes on with four digits."))
    # ISO 13616: the first four signs move to the end and letters count as 10 to 35.
    if int("".join(str(int(sign, 36)) for sign in iban[4:] + iban[:4])) % 97 != 1:
        raise BadIdentifier(
            _(
                "One of the digits of the IBAN is mistyped; please compare it with the bank's "
                "certificate."
            )
        )
    return iban


def iban_bank(iban: str) -> Reason:
    """Return the bank's name of a checked IBAN, '' when its code is not in our table."""
    return BANKS.get(iban[4:6], "")


def check_short_address(text: str) -> str:
    """Return the short national address: four Latin letters and four digits, RRRD2929.

    Raises `BadIdentifier`.
    """
    address = packed(text).upper()
    if not re.fullmatch(r"[A-Z]{4}[0-9]{4}", address):
        raise BadIdentifier(
            _("The short address is four Latin letters and four digits, as in RRRD2929.")
        )
    return address


def check_building_number(text: str) -> str:
    """Return the building number of a national address, or its additional number: four digits.

    Raises `BadIdentifier`.
    """
    number = packed(text)
    if not re.fullmatch(r"[0-9]{4}", number):
        raise BadIdentifier(
            _("The building number and the additional number have four digits each.")
        )
    return number


def check_postal_code(text: str) -> str:
    """Return a postal code of five digits. Raises `BadIdentifier`."""
    code = packed(text)
    if not re.fullmatch(r"[0-9]{5}", code):
        raise BadIdentifier(_("The postal code has five digits."))
    return code


def mask(value: str) -> str:
    """Hide the middle of an identifier: who knows it recognises it, nobody else learns it.

    10••••4321.
    """
    if isinstance(value, Unreadable):
        return value
    if len(value) <= 8:
        return HIDDEN if value else ""
    return f"{value[:2]}{HIDDEN}{value[-4:]}"


def mask_mobile(number: str) -> str:
    """Return a mobile with only its last three digits: 05••••678."""
    if isinstance(number, Unreadable):
        return number
    if len(number) <= 8:
        return HIDDEN if number else ""
    return f"05{HIDDEN}{number[-3:]}"


def mask_iban(iban: str) -> str:
    """Return an IBAN with only its bank and last four: SA••••80••••7519."""
    if isinstance(iban, Unreadable):
        return iban
    if len(iban) != 24:
        return HIDDEN if iban else ""
    return f"SA{HIDDEN}{iban[4:6]}{HIDDEN}{iban[-4:]}"


def national_form(number: str) -> str:
    """Return a mobile as people write it: 0512345678 for +966512345678; other numbers unchanged."""
    return f"0{number[4:]}" if number.startswith("+966") else number


def spaced_iban(iban: str) -> str:
    """Return an IBAN in groups of four, as banks print it."""
    if isinstance(iban, Unreadable):
        return iban
    return " ".join(iban[start : start + 4] for start in range(0, len(iban), 4))
