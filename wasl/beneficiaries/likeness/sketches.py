"""A person in the form in which people are compared: name words, birth in both calendars, numbers,
city.
"""

import re
from dataclasses import dataclass
from datetime import date

from wasl.common.dates import BadDate, from_hijri, parse_dual, to_hijri
from wasl.common.spelling.words import words
from wasl.common.text import ascii_digits, clean, fold

# A year from here on is read as Gregorian, an earlier one as Hijri.
FIRST_GREGORIAN = 1900


@dataclass(frozen=True)
class Born:
    """A date of birth in both calendars; of a year alone only that year, in whichever calendar."""

    day: date | None = None
    gregorian: tuple[int, int, int] | None = None
    hijri: tuple[int, int, int] | None = None
    year: int | None = None


@dataclass(frozen=True)
class Sketch:
    """What is known of one person, ready to compare. Empty values are None."""

    key: int
    words: tuple[str, ...]
    id_number: str | None
    born: Born
    mobile: str | None
    city: str | None
    gender: str | None = None
    account: str | None = None
    street: str | None = None
    postcode: str | None = None
    household: int | None = None


def sketch(
    key: int,
    full_name: str,
    id_number: str = "",
    birth: date | str | None = None,
    mobile: str = "",
    city: str = "",
    *,
    gender: str = "",
    account: str = "",
    street: str = "",
    postcode: str = "",
    household: int | None = None,
) -> Sketch:
    """Return typed data in this form; what cannot be read counts as unknown, and nothing is
    refused.

    `account` may be any mark that is equal for equal bank accounts. `street` is the house and its
    street.
    """
    return Sketch(
        key=key,
        words=tuple(plain(word) for word in words(full_name)),
        id_number=digits(id_number) or None,
        born=born(birth),
        # The last nine digits are the same with 0, +966 or 00966 before them.
        mobile=(digits(mobile)[-9:] or None) if len(digits(mobile)) >= 7 else None,
        city=plainly(city),
        gender=gender or None,
        account=account or None,
        street=plainly(street),
        postcode=digits(postcode) or None,
        household=household,
    )


def plain(word: str) -> str:
    """Return a word without its article: العتيبي and عتيبي are the same."""
    # In a word of up to four letters ال is taken as part of the word.
    return word[2:] if word.startswith("ال") and len(word) > 4 else word


def plainly(text: str) -> str | None:
    """Return a place in one spelling; None when it is empty."""
    return " ".join(plain(word) for word in fold(ascii_digits(text)).split()) or None


def digits(text: str) -> str:
    """Return the digits and letters of a number in one script, without separators."""
    return re.sub(r"[^0-9A-Z]", "", ascii_digits(clean(str(text))).upper())


def born(birth: date | str | None) -> Born:
    """Return a date of birth written in either calendar, or its year alone."""
    if isinstance(birth, date):
        return _on(birth)
    plain = ascii_digits(clean(birth or ""))
    # A year alone, Hijri or Gregorian.
    if re.fullmatch(r"1[2-9][0-9]{2}|20[0-9]{2}", plain):
        return Born(year=int(plain))
    try:
        # A file may hold a time of day after the date.
        return _on(parse_dual(re.sub(r"[T ][0-9:.]+Z?$", "", plain)).day)
    except BadDate:
        return _impossible(plain)


def _on(day: date) -> Born:
    try:
        hijri = tuple(to_hijri(day))
    except BadDate:
        hijri = None
    return Born(day, (day.year, day.month, day.day), hijri, None)  # type: ignore[arg-type]


def _impossible(plain: str) -> Born:
    """Return a date that no calendar has (1984-23-11) with day and month swapped, else its year
    alone.
    """
    match = re.fullmatch(
        r"([0-9]{1,4})[/\-. ]([0-9]{1,2})[/\-. ]([0-9]{1,4})", plain
    ) or re.fullmatch(r"([0-9]{4})([0-9]{2})([0-9]{2})", plain)
    if not match:
        return Born()
    first, middle, last = map(int, match.groups())
    year, number, other_number = (first, middle, last) if first > 31 else (last, middle, first)
    for month, day in ((number, other_number), (other_number, number)):
        try:
            return _on(
                date(year, month, day)
                if year >= FIRST_GREGORIAN
                # A Hijri month may end on day 29, so day 30 of such a month is read as the 29th.
                else from_hijri(year, month, min(day, 29))
            )
        except (BadDate, ValueError):
            continue
    return Born(year=year) if 1200 <= year <= 2100 else Born()


def row(sketch: Sketch) -> dict[str, object]:
    """Return one row of the table `people`."""
    name, gregorian, hijri = (
        sketch.words,
        sketch.born.gregorian or (None,) * 3,
        sketch.born.hijri or (None,) * 3,
    )
    return {
        "unique_id": sketch.key,
        "words": list(name),
        "given": name[0] if name else None,
        "father": name[1] if len(name) > 2 else None,
        "grand": name[2] if len(name) > 3 else None,
        "family": name[-1] if len(name) > 1 else None,
        "id_number": sketch.id_number,
        "born": sketch.born.day.isoformat() if sketch.born.day else None,
        "gy": gregorian[0], "gm": gregorian[1], "gd": gregorian[2],
        "hy": hijri[0], "hm": hijri[1], "hd": hijri[2],
        "year": sketch.born.year,
        "mobile": sketch.mobile,
        "city": sketch.city,
        "gender": sketch.gender,
        "account": sketch.account,
        "street": sketch.street,
        "postcode": sketch.postcode,
        "household": sketch.household,
    }  # fmt: skip
