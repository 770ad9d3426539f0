"""Reads of cases: a file and what it lacks, lists of work, and what a page shows."""

from wasl.cases.queries.file import (
    CaseFile,
    Missing,
    canonical,
    file_of,
    forget,
    form,
    incomplete,
    is_signed,
    is_told,
    matching_of,
    missing,
    open_case,
    study_of,
    to_match,
    unmatched,
)
from wasl.cases.queries.known import known_values, standing_documents
from wasl.cases.queries.people import holder, lead, officer_for

__all__ = [
    "CaseFile",
    "Missing",
    "canonical",
    "file_of",
    "forget",
    "form",
    "holder",
    "incomplete",
    "is_signed",
    "is_told",
    "known_values",
    "lead",
    "matching_of",
    "missing",
    "officer_for",
    "open_case",
    "standing_documents",
    "study_of",
    "to_match",
    "unmatched",
]
