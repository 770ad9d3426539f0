"""Find people already in the register who may be the person about to be entered.

Candidates are met through indexes and weighed as the search for duplicates weighs them. Numbers,
mobile, account and day of birth lead to people directly; names lead through the words that the find
box uses. Nothing here scans the register.
"""

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from typing import Any

from django.db import connection

from wasl.accounts.models import User
from wasl.beneficiaries.likeness import beside
from wasl.beneficiaries.likeness.sketches import Sketch, sketch
from wasl.beneficiaries.models.naming import NameWord
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.queries import by_name, vocabulary
from wasl.beneficiaries.queries.identity import IBAN, ID
from wasl.beneficiaries.queries.sketching import sketch_of
from wasl.common.crypto import blind
from wasl.common.dates import BadDate, from_hijri, to_hijri
from wasl.common.identifiers import BadIdentifier, check_mobile, check_national_id
from wasl.common.spelling.words import words

# In bits. 0 means as likely one person as two, the same line as in the search and in `wasl bench
# dedupe` (ADR 27).
AT_LEAST = 0.0
# MOST people are shown; MET candidates are read from each index.
MOST, MET = 5, 20
# A register up to this size is counted; a larger one is estimated.
SMALL = 10_000
# The average number of words in a name.
WORDS = 3.5
# So many people are needed before the register's own shares outweigh the usual ones.
HESITATION = 500
# Years by which a year of birth is commonly wrong.
SHIFTS = (-20, -10, -2, -1, 1, 2, 10, 20)
# One index scan for each way to a person. An OR over these tables would scan the register, and
# every branch has a limit, so that a number shared by many cannot flood the comparison.
CANDIDATES = """
(SELECT id FROM beneficiaries_person WHERE id_blind = ANY(%(numbers)s) LIMIT {met})
UNION (SELECT person_id FROM beneficiaries_identifier WHERE number_blind = ANY(%(numbers)s) LIMIT {met})
UNION (SELECT id FROM beneficiaries_person WHERE mobile <> '' AND mobile = %(mobile)s LIMIT {met})
UNION (SELECT person_id FROM beneficiaries_contactpoint WHERE value = %(mobile)s AND value <> '' LIMIT {met})
UNION (SELECT id FROM beneficiaries_person WHERE iban_blind <> '' AND iban_blind = %(account)s LIMIT {met})
UNION (SELECT name.person_id FROM beneficiaries_person AS person JOIN beneficiaries_personname AS name ON name.person_id = person.id
       WHERE person.birth_date = ANY(%(days)s) AND name.words && %(given)s::text[] AND name.words && %(others)s::text[]
       LIMIT 100)
"""


@dataclass(frozen=True)
class Likely:
    """Somebody in the register who may be the person to enter, with the weight and the reasons."""

    person: Person
    weight: float
    levels: dict[str, str]

    @property
    def has_number(self) -> bool:
        """Whether the ID number is the same: then nobody else can be entered under it."""
        return self.levels.get("id_number") == "same"


@dataclass(frozen=True)
class Meant:
    """The officer's answer to the likely people shown: one of them, none of them, or no
    answer yet.
    """

    candidates: list[Likely]
    existing: Person | None = None
    different_from: Sequence[Likely] = ()

    @property
    def is_open(self) -> bool:
        """Whether the question still waits for an answer."""
        return bool(self.candidates) and self.existing is None and not self.different_from


def meant(user: User, data: Mapping[str, Any] | None, answer: str, shown_keys: str) -> Meant:
    """Return the likely people with the officer's answer.

    `answer` is a person's key or "different". `shown_keys` lists the keys that were on the page,
    separated by commas.
    """
    candidates = (
        [
            candidate
            for candidate in likely(user, data)
            if not _is_made_by(candidate.person, data.get("once"))
        ]
        if data
        else []
    )
    existing = next(
        (candidate.person for candidate in candidates if str(candidate.person.pk) == answer), None
    )
    keys = set(shown_keys.split(","))
    # "Different" counts only for people who were on the page: somebody registered meanwhile is
    # shown first. It never counts against the same ID number, which nobody else can have.
    if answer == "different" and all(
        str(candidate.person.pk) in keys and not candidate.has_number for candidate in candidates
    ):
        return Meant(candidates, different_from=tuple(candidates))
    return Meant(candidates, existing)


def _is_made_by(person: Person, once: uuid.UUID | None) -> bool:
    """Whether this same form, sent before, created the person or added them to a household (a
    double click).
    """
    return once is not None and (
        person.once == once or person.households.filter(once=once).exists()
    )


def likely(user: User | None, data: Mapping[str, Any]) -> list[Likely]:
    """Return the people who may be meant, the likeliest first.

    The typed data may be incomplete or wrong. Without a `user` everybody is visible.
    """
    new = _sketch(data)
    if not new.words and not new.id_number:
        return []
    met = _met(data, new)
    visible_people = (
        Person.objects.visible_to(user, merged_too=True) if user else Person.objects.all()
    )
    people = list(visible_people.select_related("file", "merged_into__file").filter(pk__in=met))
    count = _count()
    rarity = _rarity(new, count)
    candidates: dict[int, Likely] = {}
    for person in people:
        levels = beside.compare(new, sketch_of(person))
        bits = beside.weight(levels, count, rarity)
        survivor = person.survivor
        # A merged file counts as its survivor; of several files of one person the strongest match
        # stays.
        if bits >= AT_LEAST and (
            survivor.pk not in candidates or candidates[survivor.pk].weight < bits
        ):
            candidates[survivor.pk] = Likely(survivor, bits, levels)
    return sorted(
        candidates.values(),
        key=lambda candidate: (-candidate.has_number, -candidate.weight, candidate.person.pk),
    )[:MOST]


def _sketch(data: Mapping[str, Any]) -> Sketch:
    birth, iban = data.get("birth"), data.get("iban") or ""
    return sketch(
        0, data.get("full_name") or data.get("latin_name") or "", data.get("id_number") or "",
        birth.day if birth else None, data.get("mobile") or "", data.get("city") or "",
        gender=data.get("gender") or "", account=blind(iban, IBAN) if iban else "",
    )  # fmt: skip


def _met(data: Mapping[str, Any], new: Sketch) -> set[int]:
    """Return the keys of all people that any of the data leads to."""
    name = words(data.get("full_name") or data.get("latin_name") or "")
    met: set[int] = set()
    first_names: list[str] = []
    other_names: list[str] = []
    if len(name) > 1:
        readings = vocabulary.spelt(" ".join(name))
        close = [word.close() or [word.text] for word in readings[-1]]
        first_names, other_names = close[0], [word for some in close[1:] for word in some]
        met.update(by_name.ranked(" ".join(name), MET))
        if len(name) > 2:
            # Meets files whose middle names are missing or different.
            met.update(by_name.ranked(f"{name[0]} {name[-1]}", MET))
    parameters: dict[str, str | list[str] | list[date]] = {
        "numbers": [blind(number, ID) for number in _numbers(new.id_number or "")],
        "mobile": _mobile(data.get("mobile") or ""),
        "account": new.account or "",
        "days": sorted(_days(new.born.day)) if new.born.day else [],
        "given": first_names,
        "others": other_names,
    }
    with connection.cursor() as cursor:
        cursor.execute(CANDIDATES.format(met=MET), parameters)
        met.update(pk for (pk,) in cursor.fetchall())
    return met


def _mobile(typed: str) -> str:
    """Return a mobile in its stored form; an empty string when it is not a mobile."""
    try:
        return check_mobile(typed) if typed else ""
    except BadIdentifier:
        return ""


def _numbers(number: str) -> Iterator[str]:
    """Yield an ID number and every valid ID number that is one slip away from it."""
    yield number
    # National ID and iqama numbers have ten digits; slips are tried on those alone.
    if len(number) != 10:
        return
    slips = {
        number[:at] + digit + number[at + 1 :] for at, digit in product(range(10), "0123456789")
    }
    # Two neighbouring digits swapped.
    slips |= {number[:at] + number[at + 1] + number[at] + number[at + 2 :] for at in range(9)}
    for slip in sorted(slips - {number}):
        try:
            # The check digit rules out most slips, which then need no look-up.
            yield check_national_id(slip)
        except BadIdentifier:
            continue


def _days(day: date) -> set[date]:
    """Return the days that may be meant: near days, day and month swapped, another year, or the
    other calendar.
    """
    gregorian, hijri = (day.year, day.month, day.day), _hijri(day)
    candidates: list[date | None] = [day + timedelta(days=off) for off in range(-2, 3)]
    year, month, dom = gregorian
    candidates += [
        _gregorian(year, dom, month),
        *(_gregorian(year + off, month, dom) for off in SHIFTS),
    ]
    if hijri:
        h_year, h_month, h_dom = hijri
        candidates += [
            _from_hijri(h_year, h_dom, h_month),
            *(_from_hijri(h_year + off, h_month, h_dom) for off in SHIFTS),
        ]
        # The Hijri day and month may have been entered as Gregorian, or the other way round.
        candidates += [_gregorian(year + off, h_month, h_dom) for off in (-1, 0, 1)]
        candidates += [_from_hijri(h_year + off, month, dom) for off in (-1, 0, 1)]
    return {candidate for candidate in candidates if candidate}


def _hijri(day: date) -> tuple[int, int, int] | None:
    try:
        hijri_date = to_hijri(day)
    except BadDate:
        return None
    return hijri_date.year, hijri_date.month, hijri_date.day


def _gregorian(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _from_hijri(year: int, month: int, day: int) -> date | None:
    try:
        return from_hijri(year, month, day)
    except (BadDate, ValueError):
        return None


def _count() -> int:
    """Return the number of people, estimated when the register is large."""
    with connection.cursor() as cursor:
        # Counting a million rows is too slow for a form, and the weight depends on the logarithm
        # alone.
        cursor.execute(
            "SELECT reltuples::bigint FROM pg_class WHERE oid = 'beneficiaries_person'::regclass"
        )
        (estimate,) = cursor.fetchone()
    return int(estimate) if estimate > SMALL else Person.objects.count()


def _rarity(new: Sketch, count: int) -> dict[str, float]:
    """Return the share of other people with each part of this name and with this day of birth.

    A small register says little, so the usual shares dominate there.
    """
    parts = {
        "given": new.words[:1],
        "father": new.words[1:2],
        "grand": new.words[2:3],
        "family": new.words[-1:],
    }
    bearers = _bearers({word for some in parts.values() for word in some})
    shares = {
        part: _share(part, bearers.get(some[0], 0), count * WORDS)
        for part, some in parts.items()
        if some
    }
    if new.born.day:
        born = Person.objects.filter(birth_date=new.born.day)[:5_000].count()
        shares["born"] = _share("born", born, count)
    return shares


def _share(comparison: str, bearers: int, among: float) -> float:
    usual = beside.WEIGHED[comparison]["same"][1]
    # Additive smoothing: the usual share counts as if HESITATION more people had been seen.
    return (max(bearers - 1, 0) + usual * HESITATION) / (among + HESITATION)


def _bearers(name_words: Iterable[str]) -> dict[str, int]:
    """Count the bearers of each word, with and without its article."""
    rows = NameWord.objects.filter(
        word__in=[form for word in name_words for form in (word, f"ال{word}")]
    )
    # Sketches have words without their article, the vocabulary keeps both forms.
    counts: dict[str, int] = {}
    for word, people in rows.values_list("word", "people"):
        plain = word if word in name_words else word[2:]
        counts[plain] = counts.get(plain, 0) + people
    return counts
