"""A request is followed by its number, however that is typed; the desk and the public page read the
same.
"""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.common.test_doors import SPELLINGS
from tests.factories import a_case, a_visitor, an_id_number
from tests.portal.visitors import Visitor
from wasl.beneficiaries.queries.finding import read_search
from wasl.cases.queries import proof
from wasl.common import forms as fields
from wasl.messaging.models import Message, OneTimeCode

_KEPT, *NUMBERS = SPELLINGS[fields.ReferenceField]
UNJOINED = {"1448 000001", "1448000001"}  # ten digits are an ID number first
_KEPT, *MOBILES = SPELLINGS[fields.MobileField]


def spelt(number: str, reference: str) -> str:
    """The reference in the way in which this number is written."""
    serial, mark = str(int(reference[5:])), number.replace("\u200f", "").replace("\u2067", "")
    arabic = mark.translate(str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "0123456789" * 2))
    padded = serial.zfill(6) if "000001" in arabic else serial
    return arabic.replace("000001", padded) if "000001" in arabic else f"1448-{serial}"


@pytest.mark.clause("PRE-6")
def test_the_code_comes_for_every_spelling_of_the_number(stranger):
    applicant = Visitor("0501234567")
    case = applicant.file()
    for place, typed in enumerate(NUMBERS, start=1):
        OneTimeCode.objects.all().delete()  # how many an hour brings is tried elsewhere
        visitor = Visitor(applicant.mobile)
        visitor.post(
            "/track/", reference=spelt(typed, case.reference), mobile=MOBILES[place % len(MOBILES)]
        )
        assert Message.objects.filter(template__key="code_track").count() == place, typed
        page = visitor.post(
            "/identify/code/", code=visitor.code("code_track"), next=f"/my/{case.reference}/"
        )
        assert visitor.get(page.url).status_code == 200


@pytest.mark.parametrize(
    "typed", ["1448/000117", "١٤٤٨-٠٠٠٠٠١", "1448–000001", "1448-1", "\u2067000001-1448\u2069"]
)
def test_nothing_that_is_typed_into_the_page_breaks_it(stranger, typed):
    assert Visitor().post("/track/", reference=typed, mobile="٠٥١٢٣٤٥٦٧٩").status_code == 302
    assert OneTimeCode.objects.filter(purpose="track").exists()


@pytest.mark.parametrize(
    "typed", ["x", "a/b", "../my", "\x00", "?next=//evil", "1448-000117/fill/"]
)
def test_what_is_no_number_is_said_in_words(stranger, typed):
    answer = Visitor().post("/track/", reference=typed, mobile="0512345678")
    assert answer.status_code == 200 and 'aria-invalid="true"' in answer.content.decode()


@pytest.mark.parametrize("typed", [number for number in NUMBERS if number not in UNJOINED])
def test_the_desk_reads_the_same_number(typed):
    assert (read_search(typed).kind, read_search(typed).value) == ("number", "1448-000001")


@pytest.mark.parametrize(
    "there", ["/my/%00/", "/my/x/", "/my/1448-000001%00/", "/my/%D9%A1/", "/my/1448-12-13/sign/"]
)
def test_an_address_that_is_none_leads_nowhere(stranger, there):
    stranger.identify()
    assert stranger.get(there).status_code == 404


def test_it_costs_the_same_whether_number_and_mobile_belong_together(stranger):
    """Neither the code that is sent nor a wrong one tells by its work whose request it is."""
    applicant = Visitor("0501234567")
    case = applicant.file()
    Visitor(applicant.mobile).follow(
        case.reference
    )  # the words of the message are there from now on
    OneTimeCode.objects.all().delete()
    work = []
    for serial, reference in enumerate((case.reference, "1448-990001")):
        visitor = Visitor(address=f"203.0.113.{serial}")
        visitor.get("/track/")
        with CaptureQueriesContext(connection) as done:
            visitor.post("/track/", reference=reference, mobile=applicant.mobile)
            visitor.post("/identify/code/", code="000000")
        statements = (re.sub(r"'[^']*'|\d+", "?", one["sql"]) for one in done.captured_queries)
        work.append(
            [
                " ".join(one.split()[:3])
                for one in statements
                if not re.match(r"(ROLLBACK TO|RELEASE)", one)
            ]
        )
    assert work[0] == work[1]


@pytest.mark.clause("PRE-6")
def test_a_requests_number_proves_no_mobile_anew_and_its_account_waits_for_the_paper(
    stranger, noura
):
    """Whoever got a number of the telephone company's second-hand may know the request's number
    from its messages.
    """
    known = a_visitor(by=noura, mobile="0500000001", id_number=an_id_number(775_001))
    case = a_case(person=known, service="rent-arrears")
    visitor = Visitor(known.mobile)
    visitor.follow(case.reference)
    visitor.fill(case)
    visitor.hand_in_all(case)
    assert visitor.sign(case).status_code == 302
    case.refresh_from_db()
    known.refresh_from_db()
    assert case.status == "submitted" and known.mobile_verified_at is None
    assert proof.is_account_unproven(case)
