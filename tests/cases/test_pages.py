"""Every page of a case opens at every stage, for whom it is meant, in few queries."""

import pytest
from django.urls import reverse

from tests.cast import NOW
from tests.factories import STAGES, STEPS, a_case
from wasl.cases.states import Status

pytestmark = pytest.mark.django_db
PAGES = ("detail", "timeline", "documents", "sign", "match", "assessment", "print_filled")
STUDY = ("study", "print_study")
MOST = 12


@pytest.fixture
def desk(client, noura):
    client.force_login(noura)
    return client


def test_every_page_of_a_case_opens_at_every_stage(desk):
    case = a_case()
    for section in ("about_you", "household", "need", "payment"):
        assert desk.get(reverse("cases:fill", args=[case.pk, section])).status_code == 200
    for stage in STAGES:
        if stage != Status.DRAFT:
            case = STEPS[stage](case, NOW)
        for page in (*PAGES, *(STUDY if hasattr(case, "study") else ())):
            answer = desk.get(reverse(f"cases:{page}", args=[case.pk]))
            assert answer.status_code == 200, (stage, page)
        assert desk.get(reverse("cases:queue") + "?show=all").status_code == 200


def test_the_page_of_a_case_takes_few_queries(desk, django_assert_max_num_queries):
    case = a_case(Status.SUBMITTED)
    desk.get(reverse("cases:detail", args=[case.pk]))
    with django_assert_max_num_queries(MOST):
        desk.get(reverse("cases:detail", args=[case.pk]))
