"""Read one row of a file as a person, by the register's own checks, with findings."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from wasl.accounts.models import Gender
from wasl.beneficiaries import checking, kinship
from wasl.beneficiaries.columns import NAME_PARTS, RUNNING, WORDS, key, meaning
from wasl.beneficiaries.findings import ERROR, NOTE, WARNING, Finding, in_both
from wasl.beneficiaries.models.household import HouseholdRole
from wasl.beneficiaries.models.identity import ContactKind
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.queries import identity
from wasl.beneficiaries.telephones import Telephone, telephones
from wasl.common import text as arabic
from wasl.common.cells import Lost, Merge, Value
from wasl.common.crypto import blind
from wasl.common.dates import BadDate, WrittenDate, parse_dual
from wasl.common.identifiers import packed
from wasl.common.numbers import BadNumber, parse_decimal
from wasl.common.verdicts import Refused

# A row with a wrong value in one of these is not brought.
NEEDED = {"full_name", "id_number", "gender"}
HOUSEHOLD = "household"
# Characters that the columns hold: of a day as written, and of a membership number.
LONGEST_WRITTEN = 30
LONGEST_NUMBER = 20
LONGEST_SHOWN = 2_000
LONGEST_WORD = 20  # of what stands for nothing, and of what begins a sum
# Below the largest number that a PositiveIntegerField holds.
MOST_SHARES = 2_000_000_000
# Excel shows long numbers as 1.05E+09; the digits behind are lost.
_SHORTENED = re.compile(r"[0-9][.,٫]?[0-9]*[Ee]\+[0-9]+")
# Day 0 of Excel's count, as openpyxl has it: it makes up for a 29 February 1900 that Excel
# invented.
_EXCEL_DAY_ONE = date(1899, 12, 30)


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(arabic.fold(word) for word in words)


NOTHING = _folded(WORDS["nothing"]) | {""}
TOTALS = _folded(WORDS["totals"])
# Fields taken from the row without reading them first.
PLAIN = (
    "email", "iban", "city", "district", "street", "building_number", "postal_code",
    "additional_number", "short_address", "known_as", "latin_name",
)  # fmt: skip
FAMILY = ("household_number", "head_id", "relation")
# Fields that are recorded only together with another field of the row.
NEEDS = {
    "shares": "member_number", "joined": "member_number", "relation": "household_number",
    "household_number": "relation", "head_id": "relation",
}  # fmt: skip
# Findings are not encrypted, so they hold no value of these.
SEALED = {"id_number", "iban", "head_id"}
CHILDREN = {HouseholdRole.SON, HouseholdRole.DAUGHTER}


@dataclass
class Draft:
    """A row as it would be brought: data about the person and their roles, and findings."""

    number: int
    person_data: dict[str, Any] = field(default_factory=dict)
    keys: dict[str, Any] = field(
        default_factory=dict
    )  # columns of the register that follow from it: id_blind, sort_key …
    roles: dict[str, Any] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    skipped: bool = False
    cells: dict[str, tuple[str, str]] = field(
        default_factory=dict
    )  # field → the letter of its column, what stands there
    used_fields: set[str] = field(default_factory=set)  # fields whose whole cell was taken
    beside: dict[str, str] = field(
        default_factory=dict
    )  # letter → what stands there, of columns that mean nothing here
    unread: dict[str, str] = field(
        default_factory=dict
    )  # letter → what stands there and is not taken, or not wholly

    @property
    def severity(self) -> int:
        return max((finding.severity for finding in self.findings), default=0)

    def find(self, code: str, severity: int, field: str = "", **values: Any) -> None:
        """Add a finding."""
        self.findings.append(Finding(code, severity, field, values))

    def leave(self, field: str) -> None:
        """Keep the text of the field's cell as unread, because it is not brought."""
        if field in self.cells:
            letter, text = self.cells[field]
            self.unread[letter] = text

    def find_unread(self, field: str, severity: int = WARNING) -> None:
        """Add the finding that a cell, or a part of it, was not understood."""
        self.leave(field)
        _letter, text = self.cells.get(field, ("", ""))
        self.find("not_understood", severity, field, shown="…" if field in SEALED else text)


@dataclass
class Reader:
    """Reads the rows of one file by its mapping of columns, defaults, titles and merged cells."""

    mapping: Mapping[int, str]
    titles: Sequence[str]
    defaults: Mapping[str, str]
    merges: Sequence[Merge] = ()
    at: datetime = field(kw_only=True)
    _carried: dict[int, tuple[int, Value]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._lasting = {
            (top, place): foot
            for top, place, foot, last in self.merges
            if foot > top and place == last and place in self.mapping
        }
        self._running = {
            place for place, title in enumerate(self.titles) if title and key(title) in RUNNING
        }
        self._headings = {title for title in self.titles if title and meaning(title)}

    def read(self, number: int, cells: Sequence[Value]) -> Draft:
        """Return the row as a draft. Nothing is dropped: what cannot be taken becomes a finding."""
        draft = Draft(number)
        values = self._told(number, cells)
        places = {field_name: place for place, field_name in self.mapping.items()}
        draft.cells = {
            field_name: (get_column_letter(places[field_name] + 1), shown(value))
            for field_name, value in values.items()
        }
        if self._is_no_person(draft, values, cells):
            draft.skipped = True
            draft.unread = {
                get_column_letter(place + 1): shown(cell) for place, cell in _saying(cells)
            }
            return draft
        texts = {
            field_name: text
            for field_name, value in values.items()
            if (text := self._text(draft, field_name, value))
        }
        # Before `_person`, which looks there for words said of women.
        draft.beside = self._beside(cells)
        # The name and the roles first: the gender is read from both.
        self._name(draft, texts)
        self._roles(draft, texts)
        self._person(draft, texts, values)
        self._judge(draft)
        self._account(draft)
        return draft

    def _beside(self, cells: Sequence[Value]) -> dict[str, str]:
        passed = {*self.mapping, *self._running}
        return {
            get_column_letter(place + 1): shown(cell)
            for place, cell in _saying(cells)
            if place not in passed
        }

    def _account(self, draft: Draft) -> None:
        """Make sure that every cell with a text was taken or is unread with a finding."""
        draft.used_fields |= set(draft.person_data) - {"full_name"}
        for field_name, (_letter, text) in draft.cells.items():
            if field_name in draft.used_fields or says_nothing(text):
                continue
            if any(finding.field == field_name for finding in draft.findings):
                draft.leave(field_name)
            elif field_name in NEEDS:
                draft.leave(field_name)
                draft.find(
                    "lacks_other",
                    WARNING,
                    field_name,
                    shown="…" if field_name in SEALED else text,
                    other=NEEDS[field_name],
                )
            else:
                draft.find_unread(field_name)
        if draft.beside:
            draft.unread |= draft.beside
            draft.find(
                "not_brought",
                NOTE,
                columns=sorted(draft.beside, key=lambda letters: (len(letters), letters)),
            )

    def _told(self, number: int, cells: Sequence[Value]) -> dict[str, Value]:
        """Return field → cell, with the value of a merged cell on every row that it covers."""
        values: dict[str, Value] = {}
        for place, field_name in self.mapping.items():
            value = cells[place] if place < len(cells) else None
            # Excel stores the value of a merged cell in its first row alone; it is carried down to
            # the last.
            if foot := self._lasting.get((number, place)):
                self._carried[place] = (foot, value)
            elif value is None and place in self._carried and number <= self._carried[place][0]:
                value = self._carried[place][1]
            if value is not None:
                values[field_name] = value
        return values

    def _is_no_person(
        self, draft: Draft, values: Mapping[str, Value], cells: Sequence[Value]
    ) -> bool:
        filled = [cell for cell in cells if cell is not None]
        first = next((cell for cell in filled if isinstance(cell, str)), "")
        if len(filled) > 1 and sum(cell in self._headings for cell in filled) * 2 > len(filled):
            draft.find("header_again", NOTE)
        elif (
            len(first) <= LONGEST_WORD
            and arabic.fold(first) in TOTALS
            and not isinstance(values.get("id_number"), str)
        ):
            draft.find("total", NOTE)
        elif len(values) <= 1 and len(self.mapping) > 2:
            draft.find("stray", NOTE)
        return bool(draft.findings)

    def _text(self, draft: Draft, field_name: str, value: Value) -> str:
        """Return the cell as text; a lost value becomes a finding, a word for nothing ''."""
        grave = ERROR if field_name in NEEDED or field_name in NAME_PARTS else WARNING
        if isinstance(value, Lost):
            draft.find(value.why, grave, field_name, shown=value.display)
            return ""
        if isinstance(value, str):
            text = arabic.clean(value).removeprefix("'")
            # The replacement character: the file was saved in an encoding without these letters.
            if "\ufffd" in text:
                draft.find("spoilt", grave, field_name)
                return ""
            if _SHORTENED.fullmatch(arabic.ascii_digits(text)):
                draft.find("digits", grave, field_name, shown=text)
                return ""
            return "" if says_nothing(text) else text
        if isinstance(value, bool):
            return ""
        if isinstance(value, float):
            return str(int(value)) if value.is_integer() else str(value)
        return str(value) if value != 0 else ""

    def _name(self, draft: Draft, texts: dict[str, str]) -> None:
        parts = [texts[part] for part in NAME_PARTS if part in texts]
        name = texts.get("full_name", "")
        if parts and len(name.split()) <= 1:
            name = " ".join([name, *parts] if name and "first_name" not in texts else parts)
        draft.used_fields |= {
            field_name
            for field_name in ("full_name", *NAME_PARTS)
            if field_name in texts and texts[field_name] in name
        }
        if not name:
            if not any(finding.field in {"full_name", *NAME_PARTS} for finding in draft.findings):
                draft.find("no_name", ERROR)
            return
        draft.person_data["full_name"] = name

    def _person(self, draft: Draft, texts: Mapping[str, str], values: Mapping[str, Value]) -> None:
        status = self._marital(draft, texts.get("marital_status", ""))
        self._gender(draft, texts, status)
        if "id_number" in texts:
            draft.person_data["id_number"] = texts["id_number"]
        elif not any(finding.field == "id_number" for finding in draft.findings):
            draft.find("no_id", WARNING)
        self._birth(draft, texts, values)
        self._telephones(draft, texts)
        for field_name in PLAIN:
            text = texts.get(field_name) or self.defaults.get(field_name, "")
            longest = getattr(Person._meta.get_field(field_name), "max_length", None)
            if text and longest and len(text) > longest:
                draft.find_unread(field_name)
            elif text:
                draft.person_data[field_name] = text

    def _judge(self, draft: Draft) -> None:
        """Let the register's checks judge all values at once; if they refuse, each value alone."""
        values, draft.person_data = draft.person_data, {}
        try:
            draft.keys = checking.checked(values, self.at)
            draft.person_data = values
        except Refused:
            for field_name, value in values.items():
                self._judge_one(draft, field_name, value)

    def _judge_one(self, draft: Draft, field_name: str, value: Any) -> None:
        try:
            draft.keys |= checking.checked({field_name: value}, self.at)
            draft.person_data[field_name] = value
        except Refused:
            why = why_refused(lambda: checking.checked({field_name: value}, self.at))
            draft.find(
                "refused" if field_name in NEEDED else "left_out",
                ERROR if field_name in NEEDED else WARNING,
                field_name,
                why=why,
            )

    def _gender(self, draft: Draft, texts: Mapping[str, str], status: kinship.Marital) -> None:
        """Set the gender: by its own column, by words that say it, or by the file's default."""
        cell = texts.get("gender", "")
        column_gender = kinship.gender(cell) if cell else ""
        kin = kinship.kinship(texts.get("relation", ""))
        by_name = kinship.of_name(draft.person_data.get("full_name", ""))
        hints = {
            "relation": "" if kin.is_usual else kin.gender,
            "marital_status": status.gender,
            "full_name": by_name,
        }
        # Words that were not understood may be a woman's, so the default does not speak over them.
        untold = _untold(texts, kin, status)
        default = "" if cell or kin.is_unclear or untold else self.defaults.get("gender", "")
        read = next((hint for hint in hints.values() if hint), kin.gender)
        # The default of a file of men must not turn a woman into one, whatever column her status is
        # in.
        if default == Gender.MALE and not (column_gender or read) and _found_womans(draft):
            return
        gender = column_gender or read or default
        if cell and not column_gender:
            draft.find_unread("gender", WARNING if gender else ERROR)
        if not gender:
            _miss_gender(draft, texts, kin, untold)
            return
        draft.person_data["gender"] = gender
        for field_name, hint in hints.items():
            if hint and hint != gender:
                draft.find(
                    "gender_conflict",
                    WARNING,
                    field_name,
                    shown=draft.cells[field_name][1] if field_name in draft.cells else "",
                )
        if column_gender and kin.is_usual and kin.gender != column_gender:
            draft.find("gender_title", NOTE, "relation", shown=texts["relation"])
        if not column_gender and read:
            is_other = gender != self.defaults.get("gender", gender)
            draft.find("gender_read", WARNING if is_other else NOTE)
        if draft.roles.get("role") in CHILDREN:
            is_female = gender == Gender.FEMALE
            draft.roles["role"] = str(HouseholdRole.DAUGHTER if is_female else HouseholdRole.SON)

    def _marital(self, draft: Draft, text: str) -> kinship.Marital:
        """Set the marital status by its own column, else by a kinship word such as «أرملة»."""
        status = kinship.marital(text) if text else kinship.Marital()
        relation_status = draft.roles.pop("marital", "")
        if status.status or relation_status:
            draft.person_data["marital_status"] = status.status or relation_status
        if not text:
            return status
        if not status.status:
            draft.find_unread("marital_status")
        elif not status.is_whole:
            draft.leave("marital_status")
            draft.find(
                "read_in_part", WARNING, "marital_status", shown=draft.cells["marital_status"][1]
            )
        elif relation_status and relation_status != status.status:
            draft.find(
                "marital_conflict", WARNING, "marital_status", shown=draft.cells["relation"][1]
            )
        return status

    def _birth(self, draft: Draft, texts: Mapping[str, str], values: Mapping[str, Value]) -> None:
        first = self._day(draft, "birth", texts, values)
        second = self._day(draft, "birth_again", texts, values)
        if first and second and first.day != second.day:
            draft.find("births_differ", WARNING, "birth_again")
        elif second:
            draft.used_fields.add("birth_again")
        if birth := first or second:
            draft.person_data["birth"] = birth

    def _day(
        self, draft: Draft, field_name: str, texts: Mapping[str, str], values: Mapping[str, Value]
    ) -> WrittenDate | None:
        if field_name not in texts:
            return None
        value = values[field_name]
        try:
            return written_day(value if isinstance(value, date | int) else texts[field_name])
        except BadDate:
            why = why_refused(lambda: written_day(texts[field_name]))
            draft.leave(field_name)
            draft.find("left_out", WARNING, field_name, why=why)
        return None

    def _telephones(self, draft: Draft, texts: Mapping[str, str]) -> None:
        """Set the numbers of the row: the first mobile gets messages, others are kept beside it."""
        numbers: list[Telephone] = []
        for field_name in [
            field_name for field_name in ("mobile", "mobile_again") if field_name in texts
        ]:
            cell_numbers, remainder = telephones(texts[field_name])
            numbers += [number for number in cell_numbers if number not in numbers]
            if not cell_numbers and field_name == "mobile":
                # The register's own check says what is wrong with it.
                draft.person_data["mobile"] = texts[field_name]
            elif cell_numbers and remainder:
                draft.leave(field_name)
                draft.find("read_in_part", WARNING, field_name, shown=draft.cells[field_name][1])
            elif not cell_numbers:
                draft.find_unread(field_name)
            else:
                draft.used_fields.add(field_name)
        mobiles = [number.value for number in numbers if number.kind == ContactKind.MOBILE]
        if mobiles and "mobile" in draft.person_data:
            draft.find_unread("mobile")
        if mobiles:
            draft.person_data["mobile"] = mobiles[0]
        further = [
            {"kind": number.kind, "value": number.value}
            for number in numbers
            if number.value not in mobiles[:1]
        ]
        if further:
            draft.roles["contacts"] = further
        if len(mobiles) > 1:
            draft.find("second_mobile", WARNING, "mobile")

    def _roles(self, draft: Draft, texts: Mapping[str, str]) -> None:
        number = arabic.ascii_digits(texts.get("member_number", ""))
        if number and len(number) <= LONGEST_NUMBER:
            draft.roles["member_number"] = number
            draft.used_fields.add("member_number")
        # Shares and the day of joining belong to a membership, which needs its number.
        if shares := self._shares(draft, texts.get("shares", "")):
            draft.roles["shares"] = shares
        if joined := self._joined(draft, texts):
            draft.roles["joined"] = joined
        if "member_number" in draft.roles:
            draft.used_fields |= {"shares", "joined"} & set(draft.roles)
        self._family(draft, texts)

    def _shares(self, draft: Draft, text: str) -> int:
        if not text:
            return 0
        try:
            number = parse_decimal(text)
            if number != number.to_integral_value() or not 1 <= number <= MOST_SHARES:
                raise BadNumber(str(text))
        except (BadNumber, ArithmeticError):
            draft.find("left_out", WARNING, "shares", why=why_refused(lambda: _refuse_shares(text)))
            return 0
        return int(number)

    def _joined(self, draft: Draft, texts: Mapping[str, str]) -> WrittenDate | None:
        text = texts.get("joined", "")
        if not text:
            return None
        try:
            return written_day(text)
        except BadDate:
            draft.find("left_out", WARNING, "joined", why=why_refused(lambda: written_day(text)))
        return None

    def _family(self, draft: Draft, texts: Mapping[str, str]) -> None:
        """Set the family, by the head's ID number or its own, and the person's role in it."""
        own, head = digits(texts.get("id_number", "")), digits(texts.get("head_id", ""))
        number = arabic.ascii_digits(texts.get("household_number", ""))
        relation = texts.get("relation", "")
        kin = kinship.kinship(relation)
        draft.roles |= {"marital": kin.marital}
        if not head and not number:
            return
        role = HouseholdRole.HEAD if own and own == head else kin.role
        if not role:
            draft.leave("relation")
            draft.find("relation_unknown", WARNING, "relation", shown=relation or "-")
        # Keyed by the ID's blind index, so that a head in the register is found by the same key.
        household_key = blind(head, identity.ID) if head else blind(number, HOUSEHOLD)
        draft.roles |= {"household": household_key, "role": str(role or HouseholdRole.OTHER)}
        draft.roles["relation"] = relation
        draft.roles["family"] = dict(
            draft.cells[field_name] for field_name in FAMILY if field_name in texts
        )
        draft.used_fields |= {"head_id", "relation"} if head else {"household_number", "relation"}
        if head and number:
            draft.used_fields.add("household_number")


def _found_womans(draft: Draft) -> bool:
    """Find a word said of women in a column without meaning here; it forbids the default «male»."""
    for letter, text in draft.beside.items():
        if kinship.is_womans(text):
            draft.find("gender_beside", ERROR, column=letter, shown=text)
            return True
    return False


def _untold(texts: Mapping[str, str], kin: kinship.Kinship, status: kinship.Marital) -> str:
    """Return the field with words that may say a gender but are not understood; '' if none."""
    if "relation" in texts and not kin.is_whole and not kin.gender:
        return "relation"
    return "marital_status" if status.is_unclear else ""


def _miss_gender(draft: Draft, texts: Mapping[str, str], kin: kinship.Kinship, untold: str) -> None:
    if kin.is_unclear:
        draft.find("gender_unclear", ERROR, "relation", shown=texts["relation"])
    elif untold and "gender" not in texts:
        draft.find("gender_untold", ERROR, untold, shown=texts[untold])
    elif not any(finding.field == "gender" for finding in draft.findings):
        draft.find("no_gender", ERROR)


def shown(value: Value) -> str:
    """Return a cell as it is shown to an officer who looks for what is not brought."""
    if isinstance(value, Lost):
        return value.display or value.why
    if isinstance(value, date):
        return f"{value.day}/{value.month}/{value.year}"
    return arabic.clean(str(value))[:LONGEST_SHOWN]


def _saying(cells: Sequence[Value]) -> list[tuple[int, Value]]:
    """Return the cells that say something, with their places."""
    return [
        (place, cell)
        for place, cell in enumerate(cells)
        if cell is not None and not says_nothing(shown(cell))
    ]


def says_nothing(text: str) -> bool:
    return len(text) <= LONGEST_WORD and arabic.fold(text) in NOTHING


def digits(text: str) -> str:
    """Return an identifying number without separators."""
    return packed(text)


def _refuse_shares(text: str) -> None:
    raise Refused(_("«%(text)s» is no number of shares.") % {"text": text})


def why_refused(refusing: Callable[[], Any]) -> dict[str, str]:
    """Return the reason of a refusal in both languages."""
    return in_both(lambda: _reason(refusing))


def _reason(refusing: Callable[[], Any]) -> object:
    try:
        refusing()
    except (Refused, BadDate, BadNumber) as refused:
        return refused.reason
    return ""


def written_day(value: Value) -> WrittenDate:
    """Read a day as files hold it: a date or day number of Excel, or text in either calendar.

    Raises `BadDate`.
    """
    if isinstance(value, date):
        return parse_dual(f"{value.day}/{value.month}/{value.year}")
    original = arabic.clean(str(value))
    try:
        return parse_dual(original)
    except BadDate:
        text = _plain_day(original)
        if text == original:
            raise
    read = parse_dual(text)
    return replace(read, text=original) if len(original) <= LONGEST_WRITTEN else read


def _plain_day(original: str) -> str:
    """Return the day alone: of two calendars the first, other forms spelt out.

    Other forms are eight digits in a row, and Excel's own count of days.
    """
    text = arabic.ascii_digits(re.split("الموافق|=|\\(", original)[0]).strip(" هـم")
    # A day written as a moment: the midnight behind it says nothing.
    text = re.sub(r"[T ]0?0:00(:00)?(\.0+)?$", "", text).strip()
    # Only years that can be a Hijri or a Gregorian one: any other eight digits are no day.
    if re.fullmatch(r"(13|14|19|20)[0-9]{6}", text):
        return f"{text[:4]}/{text[4:6]}/{text[6:]}"
    if re.fullmatch(r"[1-6][0-9]{4}", text):
        day = _EXCEL_DAY_ONE + timedelta(days=int(text))
        return f"{day.day}/{day.month}/{day.year}"
    return text
