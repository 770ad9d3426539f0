"""What tests build: the sample association's own data where it exists, small made-up rows where it does not."""

from datetime import datetime

from tests.cast import NOW
from wasl.catalogue.models import ServiceVersion
from wasl.governance.models import PolicyVersion
from wasl.program import reference

# --- governance and catalogue ---------------------------------------------------------------------------------------


def a_policy(at: datetime = NOW) -> PolicyVersion:
    """The sample association's relationship policy: answers from day 14 to day 30, objections within 15 days."""
    return reference.load_document("policy", at)


def a_service(code: str = "food-basket", at: datetime = NOW) -> ServiceVersion:
    """One of the sample association's services, published, with document types, texts, reasons and budget."""
    if not PolicyVersion.objects.exists():
        a_policy(at)
    reference.load_texts()
    reference.load_document_types(at)
    reference.load_reasons(at)
    version = reference.load_service(code, at)
    reference.load_budget(code, at)
    return version


def the_catalogue(at: datetime = NOW) -> dict[str, ServiceVersion]:
    """All eight services by their code."""
    return {code: a_service(code, at) for code in reference.service_codes()}
