"""The guide's arithmetic: every number falls into one band, need moves one way, the same family
gets the same score.
"""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wasl.catalogue import facts, scoring
from wasl.catalogue.facts import FACTS, PIECES, Kind, Value
from wasl.catalogue.scoring import Line, Operator, Threshold, Trend

pytestmark = pytest.mark.clause("OBJ-1")
MARYAM = {
    "income": "2400.00", "rent": "900.00", "people": "4", "dependants": "3", "orphans": "3",
    "rooms": "3", "tenure": "rented", "marital": "widowed", "no_provider": "yes",
}  # fmt: skip
BY_INCOME = Line(
    "income_per_person", "bands", {"below": [["500", 30], ["1000", 20]], "rest": 0}, Trend.FALLING
)
BY_ORPHANS = Line("orphans", "per_count", {"each": 5, "most": 12})
BY_TENURE = Line("tenure", "choice", {"points": {"rented": 8, "owned": 0}})
NOBODY_EARNS = Line("no_provider", "yes_no", {"yes": 10, "no": 0})
CLASSES = (Threshold("A", 50), Threshold("B", 30), Threshold("C", None))


def test_a_widow_with_three_orphans_is_scored_line_by_line():
    found = scoring.score(
        [BY_INCOME, BY_ORPHANS, BY_TENURE, NOBODY_EARNS], CLASSES, facts.known(MARYAM)
    )
    assert [one.value for one in found.lines] == ["375.00", "3", "rented", "yes"]
    assert [one.points for one in found.lines] == [30, 12, 8, 10]
    assert (found.total, found.need_class, found.could_be) == (60, "A", "A")


def test_what_is_not_known_is_said_to_be_unknown_and_what_it_lacks():
    family = {key: text for key, text in MARYAM.items() if key != "rent"}
    found = scoring.score([BY_INCOME, BY_ORPHANS, BY_TENURE], CLASSES, facts.known(family))
    assert [one.lacks for one in found.unknown] == [("rent",)]
    assert (found.total, found.need_class, found.could_be) == (20, "C", "A")


def test_nothing_is_divided_by_nobody():
    family = {**MARYAM, "people": "0", "rooms": "0"}
    assert facts.known(family)["income_per_person"] == Value("", ("people",))
    assert facts.known(family)["people_per_room"] == Value("", ("rooms",))


def test_a_rent_above_the_income_leaves_nothing_and_not_less():
    assert facts.known({**MARYAM, "rent": "5000.00"})["income_per_person"].text == "0.00"


def test_the_edge_of_a_band_belongs_to_the_next():
    assert [
        scoring.points(BY_INCOME, text) for text in ("499.99", "500.00", "999.99", "1000.00")
    ] == [30, 20, 20, 0]


def test_a_line_on_a_fact_that_is_gone_is_unknown_and_breaks_nothing():
    gone = Line("camels", "per_count", {"each": 1, "most": 3})
    assert not scoring.fits(gone)
    assert scoring.score([gone], CLASSES, facts.known(MARYAM)).unknown[0].lacks == ("camels",)


def test_bands_that_overlap_are_named():
    line = Line("income", "bands", {"below": [["1000", 5], ["800", 3], ["800", 1]], "rest": 0})
    assert scoring.overlapping(line) == [(1000, 800), (800, 800)]


def test_every_fact_has_a_kind_that_some_operator_counts_and_pieces_that_exist():
    assert all(scoring.FITTING[one.kind] for one in FACTS.values())
    assert {piece for one in FACTS.values() for piece in one.pieces} == set(PIECES)
    assert all(
        bool(one.choices) == (one.kind == Kind.CHOICE)
        for one in [*FACTS.values(), *PIECES.values()]
    )


# --- whatever the numbers -------------------------------------------------------------------------

money = st.decimals(0, 1_000_000, places=2)
some_points = st.integers(-scoring.MOST_POINTS, scoring.MOST_POINTS)


@st.composite
def bands(draw, trend=Trend.FREE):
    limits = sorted(draw(st.sets(money, max_size=6)))
    given = draw(st.lists(some_points, min_size=len(limits) + 1, max_size=len(limits) + 1))
    if trend:
        given.sort(reverse=trend == Trend.FALLING)
    below = [[str(limit), points] for limit, points in zip(limits, given[:-1], strict=True)]
    return Line("income", "bands", {"below": below, "rest": given[-1]}, trend)


@given(bands(), money)
def test_bands_cover_every_number_once(line, amount):
    limits = [Decimal(limit) for limit, _points in line.rule["below"]]
    edges = [Decimal("-Infinity"), *limits, Decimal("Infinity")]
    holding = [
        place for place in range(len(edges) - 1) if edges[place] <= amount < edges[place + 1]
    ]
    every = [points for _limit, points in line.rule["below"]] + [line.rule["rest"]]
    assert len(holding) == 1
    assert scoring.points(line, str(amount)) == every[holding[0]] <= scoring.most(line)


@given(st.sampled_from([Trend.FALLING, Trend.RISING]).flatmap(bands), money, money)
def test_need_moves_one_way_where_that_is_declared(line, one, other):
    assert scoring.keeps_promise(line)
    less, more = sorted([one, other])
    change = scoring.points(line, str(more)) - scoring.points(line, str(less))
    assert change <= 0 if line.trend == Trend.FALLING else change >= 0


@given(st.integers(0, 100), st.integers(0, 100), st.integers(0, 500))
def test_a_count_gives_more_for_more_and_never_beyond_its_ceiling(each, most, count):
    line = Line("orphans", "per_count", {"each": each, "most": most})
    here, there = scoring.points(line, str(count)), scoring.points(line, str(count + 1))
    assert 0 <= here <= there <= most == scoring.most(line)


@st.composite
def families(draw):
    texts = {
        Kind.MONEY: money.map(lambda amount: format(amount, "f")),
        Kind.NUMBER: st.integers(0, 30).map(str),
        Kind.YES_NO: st.sampled_from(["yes", "no"]),
    }
    family = {}
    for key, piece in PIECES.items():
        chosen = [value for value, _label in piece.choices]
        family[key] = draw(st.none() | (st.sampled_from(chosen) if chosen else texts[piece.kind]))
    return {key: text for key, text in family.items() if text is not None}


def a_line(fact):
    rules = {
        Operator.BANDS: {"below": [["2", 9], ["700", 4]], "rest": 1},
        Operator.PER_COUNT: {"each": 3, "most": 20},
        Operator.CHOICE: {
            "points": {value: place for place, (value, _label) in enumerate(fact.choices)}
        },
        Operator.YES_NO: {"yes": 7, "no": 2},
    }
    operator = scoring.FITTING[fact.kind][-1]
    return Line(fact.key, operator, rules[operator])


EVERY_LINE = [a_line(one) for one in FACTS.values()]


@given(families(), st.permutations(sorted(PIECES)))
def test_the_same_family_gets_the_same_score_in_whatever_order_it_is_known(family, order):
    again = {key: family[key] for key in order if key in family}
    first = scoring.score(EVERY_LINE, CLASSES, facts.known(family))
    assert first == scoring.score(EVERY_LINE, CLASSES, facts.known(again))
    assert first.total == sum(one.points for one in first.lines)
    assert {one.source for one in first.unknown} == {
        key for key, value in facts.known(family).items() if value.lacks
    }
    assert all(not one.points and not one.value for one in first.unknown)


@given(families(), st.sampled_from(sorted(PIECES)))
def test_knowing_less_never_raises_a_score_whose_points_are_not_below_nought(family, forgotten):
    less = {key: text for key, text in family.items() if key != forgotten}
    whole, part = (scoring.score(EVERY_LINE, CLASSES, facts.known(one)) for one in (family, less))
    assert part.total <= whole.total
    assert "ABC".index(part.could_be) <= "ABC".index(whole.need_class)


@given(st.integers(-500, 500))
def test_every_total_has_a_class(total):
    assert scoring.class_of(total, CLASSES) in {"A", "B", "C"}
    assert scoring.class_of(total, ()) == ""
