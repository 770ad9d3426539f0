"""Whatever officers record, in whatever order: nobody lives in two places on one day, and no house
has two heads.
"""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import NOW
from tests.factories import a_visitor
from wasl.beneficiaries.actions import household
from wasl.beneficiaries.models.household import Household
from wasl.beneficiaries.queries import household as household_queries
from wasl.common.verdicts import Refused

START = date(2025, 1, 1)
DAYS = st.integers(0, 300).map(lambda days: START + timedelta(days=days))
PEOPLE = st.integers(0, 3)
STEPS = st.lists(
    st.tuples(st.sampled_from(["add", "out", "head", "form", "strike"]), PEOPLE, PEOPLE, DAYS),
    min_size=1,
    max_size=12,
)


def step(what, one, other, day, by):
    if what == "add":
        told = {"role": "other", "newcomer": other, "day": day, "cause": "joining"}
        household.add_to_household(person=one, **told, by=by, at=NOW)
    elif what == "out":
        household.move_out(person=one, day=day, by=by, at=NOW)
    elif what == "head":
        household.name_head(person=one, day=day, by=by, at=NOW)
    elif what == "form":
        household.form_household(head=one, day=day, by=by, at=NOW)
    elif row := one.households.order_by("-pk").first():
        household.strike_member(member=row, by=by, at=NOW)


@pytest.mark.django_db
@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS)
def test_nobody_is_in_two_households_and_no_household_has_two_heads(noura, steps):
    people = [a_visitor(f"شخص {place}", gender="male", by=noura) for place in "أبجد"]
    for what, one, other, day in steps:
        try:
            step(what, people[one], people[other], day, noura)
        except Refused as refused:
            assert str(refused)
    houses = list(Household.objects.filter(members__person__in=people).distinct())
    for days in range(0, 310, 31):
        there = [
            row
            for house in houses
            for row in household_queries.on_day(house, START + timedelta(days=days))
        ]
        assert max(Counter(row.person_id for row in there).values(), default=1) == 1
        heads = Counter(row.household_id for row in there if row.role == "head")
        assert max(heads.values(), default=1) == 1
    for house in houses:
        lived = [row for row in house.members.all() if row.until_date is None]
        assert bool(lived) != bool(house.dissolved_date)
