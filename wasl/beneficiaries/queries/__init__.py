"""Finding people, and what one person's file holds."""

from wasl.beneficiaries.queries.consents import (
    ConsentLine,
    consents,
    has_consent,
    newest_text,
    shipped_texts,
    words_of,
)
from wasl.beneficiaries.queries.file import (
    CORRECTABLE,
    RENEWAL_DAYS,
    acting_for,
    attachment,
    documents,
    expiring,
    representatives,
    standing_document,
    state_of,
)
from wasl.beneficiaries.queries.finding import Search, by_id_number, find, read_search
from wasl.beneficiaries.queries.household import (
    Family,
    current,
    dependants,
    family_of,
    household_size,
    on_day,
    role_beside,
)
from wasl.beneficiaries.queries.identity import IBAN, ID, by_identifier, holding, reached_at, with_blind
from wasl.beneficiaries.queries.roles import Role, acts_for, is_member, membership_of, roles

__all__ = [
    "CORRECTABLE",
    "IBAN",
    "ID",
    "RENEWAL_DAYS",
    "ConsentLine",
    "Family",
    "Role",
    "Search",
    "acting_for",
    "acts_for",
    "attachment",
    "by_id_number",
    "by_identifier",
    "consents",
    "current",
    "dependants",
    "documents",
    "expiring",
    "family_of",
    "find",
    "has_consent",
    "holding",
    "household_size",
    "is_member",
    "membership_of",
    "newest_text",
    "on_day",
    "reached_at",
    "read_search",
    "representatives",
    "role_beside",
    "roles",
    "shipped_texts",
    "standing_document",
    "state_of",
    "with_blind",
    "words_of",
]
