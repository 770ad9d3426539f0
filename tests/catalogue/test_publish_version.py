"""A service is data: published in versions, one at a time; the form shows what applies."""

import pytest
from django.db import IntegrityError, transaction

from tests.cast import NOW
from tests.factories import a_service
from wasl.catalogue.actions import offering
from wasl.catalogue.models.offered import DeliveryKind, ServiceVersion
from wasl.catalogue.queries import offered, versions
from wasl.common.verdicts import Refused

TERMS = {
    "name_ar": "سلة غذائية",
    "name_en": "Food basket",
    "purpose_ar": "طعام",
    "purpose_en": "Food",
    "who_ar": "للأسر",
    "who_en": "Families",
    "delivery_kind": DeliveryKind.IN_KIND,
    "unit_ar": "سلة",
    "unit_en": "basket",
    "period_months": 3,
}


def a_field(key, **values):
    words = {"label_ar": key, "label_en": key, "section": "need", "kind": "text"}
    return {"key": key} | words | values


def test_a_new_version_takes_the_place_of_the_old_which_stays(association):
    first = a_service("food-basket")
    second = offering.publish_version(
        service=first.service,
        terms=TERMS,
        fields=[a_field("why")],
        documents=[],
        from_date=NOW.date(),
        by=None,
        at=NOW,
    )
    assert offered.current("food-basket") == second
    assert second.number == 2
    assert [
        standing for _one, standing in versions.service_standings(first.service, NOW.date())
    ] == [
        "in_force",
        "superseded",
    ]
    assert len(offered.form_of(first).fields) == 11


@pytest.mark.clause("PRO-3")
def test_the_form_asks_only_what_applies(association):
    form = offered.form_of(a_service("food-basket"))
    owner = {
        field.key for field in offered.asked(form, {"housing": "owned", "monthly_income": "0"})
    }
    tenant = {
        field.key for field in offered.asked(form, {"housing": "rented", "monthly_income": "0"})
    }
    assert tenant - owner == {"monthly_rent"}
    nothing_known = {document.document_type.code for document in offered.wanted_documents(form, {})}
    assert nothing_known == {"national-id", "family-register"}
    earning = offered.wanted_documents(form, {"housing": "rented", "monthly_income": "2,500"})
    assert [document.document_type.code for document in earning] == [
        "national-id",
        "family-register",
        "income-statement",
        "rent-contract",
    ]


def test_the_database_keeps_one_draft_of_a_service_and_approved_ones_as_they_are(association):
    first = a_service("food-basket")
    for wrong in ({"status": "approved"}, {"in_force_from": NOW.date()}):
        with (
            pytest.raises(IntegrityError, match="service_approved_from_a_day"),
            transaction.atomic(),
        ):
            ServiceVersion.objects.create(service=first.service, number=2, **TERMS, **wrong)
    ServiceVersion.objects.create(service=first.service, number=2, **TERMS)
    with pytest.raises(IntegrityError, match="one_draft_per_service"), transaction.atomic():
        ServiceVersion.objects.create(service=first.service, number=3, **TERMS)
    for row in (first, first.fields.first(), first.documents.first()):
        with pytest.raises(IntegrityError, match="can no longer change"), transaction.atomic():
            row.save()


def test_a_condition_may_not_look_ahead(association):
    service = a_service("food-basket").service
    ahead = {"field": "later", "op": "eq", "value": "yes"}
    with pytest.raises(Refused, match="does not come before"):
        offering.publish_version(
            service=service,
            terms=TERMS,
            fields=[a_field("first", condition=ahead), a_field("later")],
            documents=[],
            from_date=NOW.date(),
            by=None,
            at=NOW,
        )


def test_a_service_is_loaded_whole_by_the_set_up_alone(association, khalid):
    service = a_service("food-basket").service
    given = {
        "service": service,
        "terms": TERMS,
        "fields": [],
        "documents": [],
        "from_date": NOW.date(),
    }
    with pytest.raises(Refused, match="drafted by one and approved by another"):
        offering.publish_version(**given, by=khalid, at=NOW)


def test_officers_do_not_change_the_catalogue(association, noura):
    with pytest.raises(Refused, match="role"):
        offering.add_service(code="new", department=None, order=9, by=noura, at=NOW)


def test_conditions_read_as_sentences(association):
    form = offered.form_of(a_service("food-basket"))
    said = {
        document.document_type.code: words for document, words in offered.explained_documents(form)
    }
    assert said["national-id"] == ""
    assert said["rent-contract"] == "when “Housing” is: Rented"
    assert said["income-statement"] == "when “Monthly household income” is more than 0 riyals"


def test_a_document_keeps_its_own_age_limit_where_the_service_has_none(association):
    form = offered.form_of(a_service("rent-arrears"))
    limits = {one.document_type.code: one.age_limit for one in form.documents}
    assert limits["income-statement"] == 90
    assert limits["national-id"] is None
