"""Which of the classified models belong to which activity of the record of processing, so that none
is left out of it.
"""

from collections.abc import Iterator

from wasl.privacy.classification import Classified, classified
from wasl.privacy.models import Category

# Of a package as a whole, and of single models that belong elsewhere.
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
KEPT_BY = {
    Category.PEOPLE: "register",
    Category.COPIES: "register",
    Category.VISITORS: "contacts",
    Category.MESSAGES: "contacts",
    Category.DRAFTS: "requests",
    Category.DATA_REQUESTS: "rights",
}


def activity_of(entry: Classified) -> str:
    """The code of the activity that a model's data are used for; empty where nobody has placed it
    yet.
    """
    return MODELS.get(entry.label) or PACKAGES.get(entry.label.partition(".")[0], "")


def used_by(code: str) -> Iterator[Classified]:
    """The models whose personal data an activity uses, histories left out."""
    return (
        entry
        for entry in classified()
        if entry.personal and not entry.is_history and activity_of(entry) == code
    )
