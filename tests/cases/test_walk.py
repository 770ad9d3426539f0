import pytest

from tests.factories import a_case

pytestmark = pytest.mark.django_db


def test_walk(association):
    c = a_case("closed")
    assert c.status == "closed"
