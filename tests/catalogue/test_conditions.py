"""Conditions as data: met, not met, unknown; each with its reason in the answers alone."""

import pytest

from wasl.catalogue.conditions import Met, fields_of, judge

RENTED = {"field": "housing", "op": "eq", "value": "rented"}
POOR_INCOME = {"field": "income", "op": "lt", "value": 3000}


@pytest.mark.parametrize(
    ("condition", "answers", "verdict"),
    [
        (None, {}, Met.MET),
        (RENTED, {"housing": "rented"}, Met.MET),
        (RENTED, {"housing": "owned"}, Met.NOT_MET),
        (RENTED, {}, Met.UNKNOWN),
        (RENTED, {"housing": ""}, Met.UNKNOWN),
        ({"field": "running", "op": "eq", "value": "yes"}, {"running": True}, Met.MET),
        ({"field": "running", "op": "ne", "value": "yes"}, {"running": "no"}, Met.MET),
        ({"field": "kind", "op": "in", "value": ["sheep", "goats"]}, {"kind": "goats"}, Met.MET),
        (POOR_INCOME, {"income": "2,999.50"}, Met.MET),
        (POOR_INCOME, {"income": "٣٠٠٠"}, Met.NOT_MET),
        (POOR_INCOME, {"income": "غير معروف"}, Met.UNKNOWN),
        ({"field": "income", "op": "gt", "value": 0}, {"income": "0"}, Met.NOT_MET),
        ({"field": "n", "op": "ge", "value": 5}, {"n": 5}, Met.MET),
        ({"field": "n", "op": "le", "value": 5}, {"n": 6}, Met.NOT_MET),
        ({"all": [RENTED, POOR_INCOME]}, {"housing": "rented"}, Met.UNKNOWN),
        ({"all": [RENTED, POOR_INCOME]}, {"housing": "owned"}, Met.NOT_MET),
        ({"any": [RENTED, POOR_INCOME]}, {"housing": "rented"}, Met.MET),
        ({"any": [RENTED, POOR_INCOME]}, {"housing": "owned", "income": "9000"}, Met.NOT_MET),
        ({"any": [RENTED, POOR_INCOME]}, {"housing": "owned"}, Met.UNKNOWN),
    ],
)
def test_a_condition_is_met_not_met_or_unknown(condition, answers, verdict):
    assert judge(condition, answers) is verdict


def test_a_condition_names_what_it_depends_on():
    assert fields_of({"all": [RENTED, {"any": [POOR_INCOME]}]}) == {"housing", "income"}
