"""What the tests of cases share."""

import pytest

from tests import factories


@pytest.fixture(autouse=True)
def _ground(request):
    """Tests that use the database stand on the sample association."""
    if request.node.get_closest_marker("django_db"):
        request.getfixturevalue("association")


@pytest.fixture
def maryam():
    """The beneficiary."""
    return factories.a_person()


@pytest.fixture
def basket():
    """The food basket, as it is offered."""
    return factories.a_service("food-basket").service
