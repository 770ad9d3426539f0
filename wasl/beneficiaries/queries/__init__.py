"""Finding people, and what one person's file holds."""

from wasl.beneficiaries.queries.file import (
    CORRECTABLE,
    RENEWAL_DAYS,
    acting_for,
    attachment,
    dependants,
    documents,
    expiring,
    representatives,
    standing_document,
    state_of,
)
from wasl.beneficiaries.queries.finding import IBAN, ID, Search, by_id_number, find, read_search

__all__ = [
    "CORRECTABLE",
    "IBAN",
    "ID",
    "RENEWAL_DAYS",
    "Search",
    "acting_for",
    "attachment",
    "by_id_number",
    "dependants",
    "documents",
    "expiring",
    "find",
    "read_search",
    "representatives",
    "standing_document",
    "state_of",
]
