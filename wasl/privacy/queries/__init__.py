"""Reads of the package, by what they are about."""

from wasl.privacy.queries.incidents import hours_left, incident_page, incidents
from wasl.privacy.queries.requests import days_left, of_person, request_list, requests_of_person

__all__ = [
    "days_left",
    "hours_left",
    "incident_page",
    "incidents",
    "of_person",
    "request_list",
    "requests_of_person",
]
