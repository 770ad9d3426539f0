"""The activity of the record of processing that each classified model belongs to."""

from collections.abc import Iterator

from wasl.privacy.classification import Classified, classified
from wasl.privacy.models.destruction import Category

# Packages as a whole; `MODELS` lists single models that belong to another activity. A test fails on
# a model with personal data that is in neither.
PACKAGES = {
    "accounts": "staff",
    "agreements": "agreements",
    "audit": "staff",
    "beneficiaries": "register",
    "cases": "requests",
    "catalogue": "requests",
    "committees": "decisions",
    "delivery": "deliveries",
    "governance": "staff",
    "grievances": "decisions",
    "interactions": "contacts",
    "knowledge": "contacts",
    "letters": "contacts",
    "messaging": "contacts",
    "outreach": "contacts",
    "papers": "contacts",
    "portal": "stories",
    "privacy": "rights",
    "satisfaction": "contacts",
}
MODELS = {
    "beneficiaries.membership": "membership",
    "beneficiaries.volunteer": "membership",
    "beneficiaries.consent": "rights",
    "cases.study": "studies",
    "cases.studyanswer": "studies",
    "cases.studymember": "studies",
    "cases.studysignature": "studies",
    "cases.needassessment": "studies",
    "cases.needoverride": "studies",
}
KEPT_BY: dict[str, str] = {
    Category.PEOPLE: "register",
    Category.COPIES: "register",
    Category.VISITORS: "contacts",
    Category.MESSAGES: "contacts",
    Category.DRAFTS: "requests",
    Category.DATA_REQUESTS: "rights",
}


def activity_of(entry: Classified) -> str:
    """Return the code of the activity that uses a model's data, or "" where none is assigned."""
    return MODELS.get(entry.label) or PACKAGES.get(entry.label.partition(".")[0], "")


def used_by(code: str) -> Iterator[Classified]:
    """Return the models whose personal data an activity uses, without histories."""
    return (
        entry
        for entry in classified()
        if entry.personal and not entry.is_history and activity_of(entry) == code
    )
