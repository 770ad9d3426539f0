"""A person's consents, purpose by purpose."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from wasl.beneficiaries.models.consents import Consent, ConsentPurpose, ConsentText
from wasl.beneficiaries.models.person import Person
from wasl.common.bilingual import pick

SHIPPED = Path(__file__).resolve().parents[1] / "consent_texts.yaml"


# The file ships with the software and does not change while it runs.
@lru_cache
def shipped_texts() -> dict[str, dict[str, Any]]:
    """Return the consent texts that come with the software, by purpose."""
    return yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))  # type: ignore[no-any-return]


@dataclass(frozen=True)
class ConsentLine:
    """One purpose with its present words, the consent in force, and the last withdrawn one."""

    purpose: str
    label: str
    text: str
    standing: Consent | None
    withdrawn: Consent | None


def consents(person: Person) -> list[ConsentLine]:
    """Return every purpose with this person's answer; no answer is no consent."""
    person_consents = list(
        person.consents.select_related("text", "recorded_by").order_by("-given_at", "-pk")[:100]
    )
    return [
        _line(
            ConsentPurpose(purpose),
            [consent for consent in person_consents if consent.purpose == purpose],
        )
        for purpose in ConsentPurpose.values
    ]


def _line(purpose: ConsentPurpose, person_consents: list[Consent]) -> ConsentLine:
    standing = next((consent for consent in person_consents if consent.withdrawn_at is None), None)
    withdrawn = next(
        (consent for consent in person_consents if consent.withdrawn_at is not None), None
    )
    # Somebody who agreed sees the words they agreed to, not those of a later version.
    words = standing.text.text if standing else words_of(purpose)
    return ConsentLine(
        purpose.value, str(purpose.label), words, standing, None if standing else withdrawn
    )


def words_of(purpose: str) -> str:
    """Return the words that would be agreed to today, in the reader's language."""
    own, entry = newest_text(purpose), shipped_texts()[purpose]
    # A text is stored when it is first used, so a shipped version may be newer than any stored one.
    return own.text if own and own.version >= entry["version"] else pick(entry["ar"], entry["en"])


def newest_text(purpose: str) -> ConsentText | None:
    """Return the newest version of a purpose's words that was ever used here."""
    return ConsentText.objects.filter(purpose=purpose).order_by("-version").first()


def has_consent(person: Person, purpose: str) -> bool:
    """Whether a consent to this purpose is in force now.

    Ask at every use and never remember the answer.
    """
    return Consent.objects.filter(person=person, purpose=purpose, withdrawn_at=None).exists()
