"""What is compared and how much each level of agreement weighs: one table, read by splink.

`m` is how often two files of one person show the level, `u` how often two people taken at random
do. A level weighs log2(m / u) bits. Both are reasoned, not learnt: a register of three hundred
people is too small to learn from. How rare a value is does come from the register: two people
called شنان الغيثي say more than two called محمد الحربي (`rarity`).

Names, mobile and address say nothing about two people whose first names differ: they are siblings
or spouses. What a household shares says nothing about two people known to live in it together.
"""

from dataclasses import dataclass

SAME, NEAR, ELSEWHERE, OTHER, KIN, UNKNOWN = "same", "near", "elsewhere", "other", "kin", "unknown"


@dataclass(frozen=True)
class Level:
    """One level of agreement: its code, its SQL condition over `l` and `r`, m, u, and whose rarity
    counts.
    """

    code: str
    sql: str
    m: float
    u: float
    rarity: str = ""


@dataclass(frozen=True)
class Comparison:
    """The levels of one field, the strongest first; the first condition that holds decides."""

    name: str
    levels: tuple[Level, ...]
    unknown: str = ""

    @property
    def is_unknown(self) -> str:
        """Return the SQL condition under which nothing can be said: one of the two sides is
        empty.
        """
        return self.unknown or f"l.{self.name} IS NULL OR r.{self.name} IS NULL"


def _slip(column: str, length: int = 4) -> str:
    """Return SQL for two rare spellings one letter apart, in words long enough for a slip."""
    left_column, right_column = f"l.{column}", f"r.{column}"
    return (
        f"(least(length({left_column}), length({right_column})) >= {length} AND damerau_levenshtein({left_column}, "
        f"{right_column}) <= 1"
        f" AND NOT (l.{column}_real AND r.{column}_real))"
    )


def _heard(column: str) -> str:
    """Return SQL for the same consonants in two scripts: Muhammad and محمد."""
    return (
        f"(l.{column}_latin <> r.{column}_latin AND list_has_any(l.{column}_bones, "
        f"r.{column}_bones))"
    )


def _near(column: str) -> str:
    return f"(l.{column}_meant = r.{column}_meant OR {_slip(column)} OR {_heard(column)})"


def _holds(side: str, column: str) -> str:
    """Return SQL for whether the other file's name has this part anywhere."""
    other_side = "r" if side == "l" else "l"
    return f"list_contains({other_side}.meant, {side}.{column}_meant)"


def _either(column: str) -> str:
    return f"({_holds('l', column)} OR {_holds('r', column)})"


def _begot(child: str, parent: str) -> str:
    """Return SQL for whether one name continues where the other begins: child and parent of one
    family.
    """
    line = (
        f"coalesce({child}.father_meant = {parent}.given_meant AND {child}.family_meant = "
        f"{parent}.family_meant, false)"
    )
    further = (
        f"coalesce({child}.grand_meant = {parent}.father_meant, {child}.given_meant <> "
        f"{parent}.given_meant)"
    )
    # A person whose first two names were swapped is not their own parent.
    turned = (
        f"coalesce({child}.given_meant = {parent}.father_meant AND {child}.grand_meant = "
        f"{parent}.grand_meant, false)"
    )
    return f"({line} AND {further} AND NOT {turned})"


PARENT = f"({_begot('l', 'r')} OR {_begot('r', 'l')})"
# Every word of the shorter name is in the longer one: parts were left out or moved, and nothing
# contradicts.
CONTAINED = "(list_has_all(l.meant, r.meant) OR list_has_all(r.meant, l.meant))"
MOVED = f"({CONTAINED} AND {_holds('l', 'given')} AND {_holds('r', 'given')})"
ONE_ID = (
    "coalesce(l.id_number = r.id_number OR (l.born = r.born AND damerau_levenshtein(l.id_number, "
    "r.id_number) <= 1), false)"
)
# The two may be one person at all: the first name is the same, mistyped or moved, or the ID is the
# same.
FITS = (
    f"({ONE_ID} OR l.given IS NULL OR r.given IS NULL"
    f" OR (NOT {PARENT} AND (l.given = r.given OR {_near('given')} OR {MOVED})))"
)
# All other pairs weigh below zero whatever else agrees; most of them are kin. Leaving them out
# before the scoring saves most of its time (ADR 27).
POSSIBLE = f"({FITS} OR damerau_levenshtein(l.id_number, r.id_number) <= 1)"
# m equals u, so the level weighs nothing.
NOT_KIN = Level(KIN, f"NOT {FITS}", 0.01, 0.01)
# Another ID and another age: whatever the name, these are two people of one household.
APART = (
    "coalesce(abs(l.gy - r.gy) > 1 AND l.gm * 100 + l.gd <> r.gm * 100 + r.gd AND l.hm * 100 + "
    "l.hd <> r.hm * 100 + r.hd"
    " AND damerau_levenshtein(l.id_number, r.id_number) > 2, false)"
)

# An unknown household is not a shared one. Without coalesce it would be NULL, and NOT of it too.
TOGETHER = "coalesce(l.household = r.household, false)"
SHARED = f"(NOT {FITS} OR {APART} OR {TOGETHER})"


def _part(
    column: str,
    same: tuple[float, float],
    near: tuple[float, float],
    elsewhere: tuple[float, float],
) -> Comparison:
    """Return the comparison of a part of the name beyond the first."""
    partly = (0.02, 0.03)
    # The probabilities of all levels add up to one.
    m, u = (
        1 - sum(probabilities) for probabilities in zip(same, near, elsewhere, partly, strict=True)
    )
    return Comparison(
        column,
        (
            NOT_KIN,
            Level(SAME, f"l.{column} = r.{column}", *same, column),
            Level(NEAR, _near(column), *near),
            Level(ELSEWHERE, f"{_either(column)} AND {CONTAINED}", *elsewhere),
            Level("partly", _either(column), *partly),
            Level(OTHER, "ELSE", m, u),
        ),
    )


GIVEN = Comparison(
    "given",
    (
        Level("parent", PARENT, 0.004, 0.002 * 8),
        Level(SAME, "l.given = r.given", 0.80, 0.02, "given"),
        Level(NEAR, _near("given"), 0.10, 0.002),
        Level(
            "order", "list_sort(l.meant) = list_sort(r.meant) AND len(l.meant) > 2", 0.04, 0.0008
        ),
        Level("moved", MOVED, 0.03, 0.01),
        Level("alike", "damerau_levenshtein(l.given, r.given) <= 1", 0.006, 0.02),
        Level(ELSEWHERE, _either("given"), 0.015, 0.10),
        Level(OTHER, "ELSE", 0.005, 0.85),
    ),
)
FATHER = _part("father", (0.70, 0.03), (0.08, 0.003), (0.15, 0.03))
GRAND = _part("grand", (0.70, 0.03), (0.08, 0.003), (0.15, 0.05))
FAMILY = _part("family", (0.76, 0.015), (0.09, 0.001), (0.09, 0.008))

_G, _H = ("gy", "gm", "gd"), ("hy", "hm", "hd")


def _agree(*columns: str) -> str:
    return " AND ".join(f"l.{column} = r.{column}" for column in columns)


def _turned(year: str, month: str, day: str) -> str:
    return f"(l.{year} = r.{year} AND l.{month} = r.{day} AND l.{day} = r.{month})"


def _other_calendar(side: str, other_side: str) -> str:
    """Return SQL for a Hijri day and month entered as Gregorian, in the matching year."""
    return f"({side}.hd = {other_side}.gd AND {side}.hm = {other_side}.gm AND abs({side}.gy - {other_side}.gy) <= 1)"


def _years_apart(year: str, month: str, day: str) -> str:
    return f"({_agree(month, day)} AND abs(l.{year} - r.{year}) IN (1, 2, 9, 10, 20, 30))"


def _two_of_three(year: str, month: str, day: str) -> str:
    return f"(({_agree(year, month)}) OR ({_agree(year, day)}))"


_YEAR_ALONE = "(l.year IS NOT NULL OR r.year IS NOT NULL)"
# Different defaults, so that two unknown years never count as equal.
_ONE_YEAR = " OR ".join(
    f"coalesce({left_year}, -1) = coalesce({right_year}, -2)"
    for left_year in ("l.year", "l.gy", "l.hy")
    for right_year in ("r.year", "r.gy", "r.hy")
)

BORN = Comparison(
    "born",
    (
        Level(SAME, "l.born = r.born", 0.70, 0.00005, "born"),
        Level("days_off", "abs(l.born_day - r.born_day) <= 2", 0.05, 0.0002),
        Level("turned", f"{_turned(*_G)} OR {_turned(*_H)}", 0.04, 0.0003),
        Level(
            "calendar", f"{_other_calendar('l', 'r')} OR {_other_calendar('r', 'l')}", 0.03, 0.0002
        ),
        Level("years_off", f"{_years_apart(*_G)} OR {_years_apart(*_H)}", 0.04, 0.001),
        Level("two_of_three", f"{_two_of_three(*_G)} OR {_two_of_three(*_H)}", 0.06, 0.002),
        Level("year_alone", f"{_YEAR_ALONE} AND ({_ONE_YEAR})", 0.04, 0.03),
        Level("one_year", _ONE_YEAR, 0.01, 0.03),
        Level("far", "abs(coalesce(l.gy, l.year) - coalesce(r.gy, r.year)) > 12", 0.006, 0.60),
        Level(OTHER, "ELSE", 0.024, 0.34),
    ),
    "(l.born IS NULL AND l.year IS NULL) OR (r.born IS NULL AND r.year IS NULL)",
)
ID_NUMBER = Comparison(
    "id_number",
    (
        Level(SAME, "l.id_number = r.id_number", 0.80, 0.000002),
        Level("one_digit", "damerau_levenshtein(l.id_number, r.id_number) <= 1", 0.12, 0.000005),
        Level(
            "two_digits",
            f"damerau_levenshtein(l.id_number, r.id_number) <= 2 AND {FITS} AND NOT {TOGETHER}",
            0.02,
            0.0002,
        ),
        Level("apart", APART, 0.003, 0.50),
        Level("other_kind", "left(l.id_number, 1) <> left(r.id_number, 1)", 0.01, 0.20),
        Level(OTHER, "ELSE", 0.04, 0.80),
    ),
)
MOBILE = Comparison(
    "mobile",
    (
        Level("household", f"l.mobile = r.mobile AND {SHARED}", 0.01, 0.01),
        Level(SAME, "l.mobile = r.mobile", 0.60, 0.00001),
        Level(
            "one_digit",
            f"damerau_levenshtein(l.mobile, r.mobile) <= 1 AND {FITS} AND NOT {APART}",
            0.08,
            0.00001,
        ),
        Level(OTHER, "ELSE", 0.32, 0.99),
    ),
)
CITY = Comparison(
    "city",
    (
        Level(KIN, f"NOT {FITS} OR {TOGETHER}", 0.01, 0.01),
        Level(SAME, "l.city = r.city", 0.80, 0.08, "city"),
        Level(NEAR, "damerau_levenshtein(l.city, r.city) <= 1", 0.03, 0.003),
        Level(OTHER, "ELSE", 0.17, 0.90),
    ),
)
STREET = Comparison(
    "street",
    (
        Level("household", SHARED, 0.01, 0.01),
        Level(SAME, "l.street = r.street", 0.45, 0.0005),
        Level(NEAR, "jaro_winkler_similarity(l.street, r.street) > 0.9", 0.15, 0.002),
        Level(OTHER, "ELSE", 0.40, 0.9975),
    ),
)
POSTCODE = Comparison(
    "postcode",
    (
        Level("household", SHARED, 0.01, 0.01),
        Level(SAME, "l.postcode = r.postcode", 0.70, 0.01),
        Level(NEAR, "damerau_levenshtein(l.postcode, r.postcode) <= 1", 0.05, 0.02),
        Level(OTHER, "ELSE", 0.25, 0.97),
    ),
)
ACCOUNT = Comparison(
    "account",
    (
        Level("household", f"l.account = r.account AND {SHARED}", 0.01, 0.01),
        Level(SAME, "l.account = r.account", 0.60, 0.00001),
        Level(OTHER, "ELSE", 0.40, 0.99),
    ),
)
GENDER = Comparison(
    "gender", (Level(SAME, "l.gender = r.gender", 0.985, 0.5), Level(OTHER, "ELSE", 0.015, 0.5))
)
COMPARISONS = (
    GIVEN,
    FATHER,
    GRAND,
    FAMILY,
    BORN,
    ID_NUMBER,
    MOBILE,
    CITY,
    STREET,
    POSTCODE,
    ACCOUNT,
    GENDER,
)
