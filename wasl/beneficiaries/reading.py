"""One row of a file, read as a person: values brought into shape by the register's own checks, and what was found."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from wasl.accounts.models import Gender
from wasl.beneficiaries import checking, queries
from wasl.beneficiaries.columns import NAME_PARTS, WORDS, meaning
from wasl.beneficiaries.findings import ERROR, NOTE, WARNING, Finding, in_both
from wasl.beneficiaries.models import HouseholdRole
from wasl.common import text as arabic
from wasl.common.cells import Lost, Merge, Value
from wasl.common.crypto import blind
from wasl.common.dates import BadDate, WrittenDate, parse_dual
from wasl.common.numbers import BadNumber, parse_decimal
from wasl.common.verdicts import Refused

NEEDED = {"full_name", "id_number", "gender"}  # a row whose value here is wrong is not brought
HOUSEHOLD = "household"
LONGEST_WRITTEN = 30
LONGEST_WORD = 20  # of what stands for nothing, and of what begins a sum
MOST_SHARES = 2_000_000_000
_SHORTENED = re.compile(r"[0-9][.,٫]?[0-9]*[Ee]\+[0-9]+")
_EXCEL_DAY_ONE = date(1899, 12, 30)


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(arabic.fold(word) for word in words)


NOTHING = _folded(WORDS["nothing"]) | {""}
TOTALS = _folded(WORDS["totals"])
GENDERS = {value: _folded(words) for value, words in WORDS["gender"].items()}
MARITAL = {value: _folded(words) for value, words in WORDS["marital_status"].items()}
RELATIONS = {
    word: (one["role"], one.get("gender", "")) for one in WORDS["relation"] for word in sorted(_folded(one["words"]))
}


@dataclass
class Draft:
    """A row as it would be brought: what is given about the person, about their roles, and what was found."""

    number: int
    given: dict[str, Any] = field(default_factory=dict)
    keys: dict[str, Any] = field(
        default_factory=dict
    )  # columns of the register that follow from it: id_blind, sort_key …
    roles: dict[str, Any] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    skipped: bool = False

    @property
    def severity(self) -> int:
        return max((one.severity for one in self.findings), default=0)

    def find(self, code: str, severity: int, field: str = "", **values: Any) -> None:
        """Note something about the row."""
        self.findings.append(Finding(code, severity, field, values))


@dataclass
class Reader:
    """Reads the rows of one file: which column is which field, what stands for empty ones, the titles, merged cells."""

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
        self._headings = {title for title in self.titles if title and meaning(title)}

    def read(self, number: int, cells: Sequence[Value]) -> Draft:
        """The row as a draft. Nothing is thrown away: what cannot be taken is found."""
        draft = Draft(number)
        told = self._told(number, cells)
        if self._is_no_person(draft, told, cells):
            draft.skipped = True
            return draft
        texts = {one: text for one, value in told.items() if (text := self._text(draft, one, value))}
        self._name(draft, texts)
        self._roles(draft, texts)
        self._person(draft, texts, told)
        self._judge(draft)
        return draft

    def _told(self, number: int, cells: Sequence[Value]) -> dict[str, Value]:
        """Field → cell, with the value of a merged cell on every row that it covers."""
        told: dict[str, Value] = {}
        for place, one in self.mapping.items():
            value = cells[place] if place < len(cells) else None
            if foot := self._lasting.get((number, place)):
                self._carried[place] = (foot, value)
            elif value is None and place in self._carried and number <= self._carried[place][0]:
                value = self._carried[place][1]
            if value is not None:
                told[one] = value
        return told

    def _is_no_person(self, draft: Draft, told: Mapping[str, Value], cells: Sequence[Value]) -> bool:
        filled = [cell for cell in cells if cell is not None]
        first = next((cell for cell in filled if isinstance(cell, str)), "")
        if len(filled) > 1 and sum(cell in self._headings for cell in filled) * 2 > len(filled):
            draft.find("header_again", NOTE)
        elif len(first) <= LONGEST_WORD and arabic.fold(first) in TOTALS and not isinstance(told.get("id_number"), str):
            draft.find("total", NOTE)
        elif len(told) <= 1 and len(self.mapping) > 2:
            draft.find("stray", NOTE)
        return bool(draft.findings)

    def _text(self, draft: Draft, one: str, value: Value) -> str:
        """The cell as text; what is lost is found, what stands for nothing is nothing."""
        grave = ERROR if one in NEEDED or one in NAME_PARTS else WARNING
        if isinstance(value, Lost):
            draft.find(value.why, grave, one, shown=value.shown)
            return ""
        if isinstance(value, str):
            text = arabic.clean(value).removeprefix("'")
            if "\ufffd" in text:
                draft.find("spoilt", grave, one)
                return ""
            if _SHORTENED.fullmatch(arabic.ascii_digits(text)):
                draft.find("digits", grave, one, shown=text)
                return ""
            return "" if len(text) <= LONGEST_WORD and arabic.fold(text) in NOTHING else text
        if isinstance(value, bool):
            return ""
        if isinstance(value, float):
            return str(int(value)) if value.is_integer() else str(value)
        return str(value) if value != 0 else ""

    def _name(self, draft: Draft, texts: dict[str, str]) -> None:
        parts = [texts[one] for one in NAME_PARTS if one in texts]
        name = texts.get("full_name", "")
        if parts and len(name.split()) <= 1:
            name = " ".join([name, *parts] if name and "first_name" not in texts else parts)
        if not name:
            if not any(one.field in {"full_name", *NAME_PARTS} for one in draft.findings):
                draft.find("no_name", ERROR)
            return
        draft.given["full_name"] = name

    def _person(self, draft: Draft, texts: Mapping[str, str], told: Mapping[str, Value]) -> None:
        self._gender(draft, texts)
        if "id_number" in texts:
            draft.given["id_number"] = texts["id_number"]
        elif not any(one.field == "id_number" for one in draft.findings):
            draft.find("no_id", WARNING)
        self._birth(draft, texts, told)
        if "mobile" in texts:
            self._mobile(draft, texts["mobile"])
        self._choice(draft, "marital_status", texts.get("marital_status", ""), MARITAL)
        for one in ("email", "iban", "city", "district", "street", "building_number", "postal_code",
                    "additional_number", "short_address", "known_as", "latin_name"):  # fmt: skip
            if text := texts.get(one) or self.defaults.get(one, ""):
                draft.given[one] = text

    def _judge(self, draft: Draft) -> None:
        """Let the register's own checks judge the whole; when they refuse, each value alone, to find which."""
        wanted, draft.given = draft.given, {}
        try:
            draft.keys = checking.checked(wanted, self.at)
            draft.given = wanted
        except Refused:
            for one, value in wanted.items():
                self._judge_one(draft, one, value)

    def _judge_one(self, draft: Draft, one: str, value: Any) -> None:
        try:
            draft.keys |= checking.checked({one: value}, self.at)
            draft.given[one] = value
        except Refused:
            why = why_refused(lambda: checking.checked({one: value}, self.at))
            draft.find("refused" if one in NEEDED else "left_out", ERROR if one in NEEDED else WARNING, one, why=why)

    def _gender(self, draft: Draft, texts: Mapping[str, str]) -> None:
        said = _match(texts.get("gender", ""), GENDERS)
        read = draft.roles.pop("gender", "") or _of_name(draft.given.get("full_name", ""))
        gender = said or read or self.defaults.get("gender", "")
        if not gender:
            draft.find("no_gender", ERROR)
            return
        draft.given["gender"] = gender
        if not said and read:
            draft.find("gender_read", NOTE)

    def _birth(self, draft: Draft, texts: Mapping[str, str], told: Mapping[str, Value]) -> None:
        first = self._day(draft, "birth", texts, told)
        second = self._day(draft, "birth_again", texts, told)
        if first and second and first.day != second.day:
            draft.find("births_differ", WARNING)
        if birth := first or second:
            draft.given["birth"] = birth

    def _day(self, draft: Draft, one: str, texts: Mapping[str, str], told: Mapping[str, Value]) -> WrittenDate | None:
        if one not in texts:
            return None
        value = told[one]
        try:
            return written_day(value if isinstance(value, date | int) else texts[one])
        except BadDate:
            why = why_refused(lambda: written_day(texts[one]))
            draft.find("left_out", WARNING, one, why=why)
        return None

    def _mobile(self, draft: Draft, text: str) -> None:
        several = [part for part in re.split(r"[/,،;؛|\n]|\s+-\s+|\s+و\s*", text) if len(re.sub(r"\D", "", part)) >= 9]
        if len(several) > 1:
            text = several[0]
            draft.find("second_mobile", WARNING, "mobile")
        draft.given["mobile"] = text

    def _choice(self, draft: Draft, one: str, text: str, words: Mapping[Any, frozenset[str]]) -> None:
        if found := _match(text, words):
            draft.given[one] = found

    def _roles(self, draft: Draft, texts: Mapping[str, str]) -> None:
        if number := arabic.ascii_digits(texts.get("member_number", "")):
            draft.roles["member_number"] = number[:20]
        if shares := self._shares(draft, texts.get("shares", "")):
            draft.roles["shares"] = shares
        if joined := self._joined(draft, texts):
            draft.roles["joined"] = joined
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
        """Which family the row belongs to, by its head's ID number or by its own, and what the person is in it."""
        own, head = digits(texts.get("id_number", "")), digits(texts.get("head_id", ""))
        number = arabic.ascii_digits(texts.get("household_number", ""))
        if not head and not number:
            return
        relation = texts.get("relation", "")
        role, gender = RELATIONS.get(arabic.fold(relation), ("", ""))
        if own and own == head:
            role = HouseholdRole.HEAD
        if not role:
            role = HouseholdRole.OTHER
            draft.find("relation_unknown", WARNING, "relation", shown=relation or "-")
        # A family told by its head's number is found in the register by it too.
        told = blind(head, queries.ID) if head else blind(number, HOUSEHOLD)
        draft.roles |= {"household": told, "role": str(role), "gender": gender}


def digits(text: str) -> str:
    """An identifying number without what stands between its digits."""
    return re.sub(r"[\s\-–_.()]+", "", arabic.ascii_digits(text))


def _refuse_shares(text: str) -> None:
    raise Refused(_("«%(text)s» is no number of shares.") % {"text": text})


def _match(text: str, words: Mapping[Any, frozenset[str]]) -> str:
    said = arabic.fold(text)
    return next((str(value) for value, spelt in words.items() if said and said in spelt), "")


def _of_name(name: str) -> str:
    """The gender a name tells by «بن» or «بنت» after its first part."""
    words = name.split()
    if len(words) < 3:
        return ""
    if "بنت" in words[1:3]:
        return str(Gender.FEMALE)
    return str(Gender.MALE) if {"بن", "ابن"} & set(words[1:3]) else ""


def why_refused(refusing: Callable[[], Any]) -> dict[str, str]:
    """Why something is refused, in both languages."""
    return in_both(lambda: _reason(refusing))


def _reason(refusing: Callable[[], Any]) -> object:
    try:
        refusing()
    except (Refused, BadDate, BadNumber) as refused:
        return refused.reason
    return ""


def written_day(value: Value) -> WrittenDate:
    """A day as files hold it: a day of Excel's, its number, or text in either calendar. Raises `BadDate`."""
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
    return replace(read, written=original) if len(original) <= LONGEST_WRITTEN else read


def _plain_day(original: str) -> str:
    """The day alone, of two calendars the first; eight digits in a row, and Excel's own count of days, spelt out."""
    text = arabic.ascii_digits(re.split("الموافق|=|\\(", original)[0]).strip(" هـم")
    text = re.sub(r"[T ]0?0:00(:00)?(\.0+)?$", "", text).strip()
    if re.fullmatch(r"(13|14|19|20)[0-9]{6}", text):
        return f"{text[:4]}/{text[4:6]}/{text[6:]}"
    if re.fullmatch(r"[1-6][0-9]{4}", text):
        day = _EXCEL_DAY_ONE + timedelta(days=int(text))
        return f"{day.day}/{day.month}/{day.year}"
    return text
