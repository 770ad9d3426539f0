"""Whatever holds until a day is asked on the day of the deed: every such field of every model has
its place here.

A new one fails the test until somebody has said where it is asked at the deed, or why nothing is
done by it.
"""

import re

from tests.test_house import ROOT, none_of, own_models

ENDS = re.compile(r"(valid_(from|to|until)|expire|ends_date|(^|_)ended_(at|date)|until|to_date$)")

# The field, and the test that shows it asked at the deed; or, in brackets, why nobody acts by it.
ASKED = {
    "accounts.LetterheadVersion.valid_from": "tests/papers/test_issue.py",
    "accounts.Membership.ended_date": "tests/accounts/test_manage.py",
    "agreements.Agreement.ends_date": "tests/agreements/test_duties.py",
    "beneficiaries.ContactPoint.ended_at": "tests/beneficiaries/test_identity.py",
    "beneficiaries.Document.expires_date": "tests/cases/test_submit.py",
    "beneficiaries.Document.expires_written": "[the day as the paper writes it]",
    "beneficiaries.DuplicateSearch.ended_at": "[when a search was over]",
    "beneficiaries.HeldChange.ended_at": "[when it came into force or was refused]",
    "beneficiaries.HouseholdMember.until_date": "tests/beneficiaries/test_household.py",
    "beneficiaries.IdentityClaim.ended_at": "[when it was proven, lost or lapsed; the status decides]",
    "beneficiaries.Identifier.ended_at": "tests/beneficiaries/test_identity.py",
    "beneficiaries.Identifier.valid_to": "[a number is found by, and is no leave to do anything]",
    "beneficiaries.Identifier.valid_to_written": "[the day as the paper writes it]",
    "beneficiaries.Membership.ended_date": "tests/cases/test_representation.py",
    "beneficiaries.PeopleImport.keep_until_date": "tests/beneficiaries/test_import_people.py",
    "beneficiaries.Person.quiet_until": "tests/outreach/test_send.py",
    "beneficiaries.Representative.ended_date": "tests/cases/test_representation.py",
    "beneficiaries.Representative.valid_from": "tests/cases/test_representation.py",
    "beneficiaries.Representative.valid_to": "tests/cases/test_representation.py",
    "beneficiaries.Volunteer.ended_date": "tests/beneficiaries/test_roles.py",
    "cases.NeedAssessment.valid_until": "tests/cases/test_day_of_the_deed.py",
    "catalogue.ServiceVersion.offered_until": "tests/cases/test_representation.py",
    "committees.CommitteeMember.to_date": "tests/committees/test_meeting_day.py",
    "governance.BoardMember.to_date": "tests/governance/test_meeting_attendance.py",
    "knowledge.ArticleVersion.ended_at": "tests/knowledge/test_publish.py",
    "messaging.OneTimeCode.expires_at": "tests/messaging/test_codes.py",
    "privacy.AccessReview.until_date": "tests/privacy/test_reviews.py",
    "satisfaction.Spent.until_date": "[when the mark of a used link may be forgotten]",
}


def ending_fields():
    return {
        f"{model._meta.label}.{field.name}"
        for model in own_models()
        for field in model._meta.concrete_fields
        if ENDS.search(field.name)
    }


def test_every_day_until_which_something_holds_is_asked_at_the_deed():
    faults = [
        f"{name}: say in ASKED which test shows it asked at the deed"
        for name in ending_fields() - set(ASKED)
    ]
    faults += [f"{name}: is no field any more" for name in set(ASKED) - ending_fields()]
    faults += [
        f"{name}: {place} is not there"
        for name, place in ASKED.items()
        if not place.startswith("[") and not (ROOT / place).exists()
    ]
    none_of(faults)
