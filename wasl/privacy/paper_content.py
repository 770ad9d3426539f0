"""What the papers of privacy hold: both records, and the copy of a person's data."""

from datetime import date, datetime
from typing import Any, NotRequired, TypedDict

from wasl.papers.kinds import Gender, Kind
from wasl.papers.registry import PaperKind, register


class DestructionRecordData(TypedDict):
    """What was destroyed, on which ground, who proposed and who approved it.

    It names nobody whose data it was.
    """

    reason: str
    basis: NotRequired[str]
    request: NotRequired[str]  # number of the request that asked for it
    proposed_by: str
    proposed_date: date
    approved_by: str
    approved_date: date
    done_at: datetime
    rows: list[tuple[str, int]]  # what, and how many
    files: int
    kept: list[tuple[str, int]]  # why, and how many
    backups: str


class ProcessingLine(TypedDict):
    """A processing activity: purpose, whose and which data, ground, recipients, retention."""

    name: str
    purpose: str
    whom: str
    used: list[str]
    basis: str
    recipients: str
    kept: list[str]
    abroad: str
    measures: str


class ProcessingRecordData(TypedDict):
    """The record of processing as of the day it is printed."""

    printed_by: str
    activities: list[ProcessingLine]


class ToldField(TypedDict):
    label: str
    value: Any


class ToldSection(TypedDict):
    """One kind of data held, row by row."""

    title: str
    rows: list[list[ToldField]]


class MyDataData(TypedDict):
    """All data held about a person, to read: sections of rows of fields."""

    person: str
    gender: Gender
    made_at: datetime
    sections: list[ToldSection]
    shared_with: list[str]
    rights: list[str]


register(
    PaperKind(
        Kind.DESTRUCTION_RECORD, content=DestructionRecordData, template="destruction_record.typ"
    ),
    PaperKind(
        Kind.PROCESSING_RECORD, content=ProcessingRecordData, template="processing_record.typ"
    ),
    PaperKind(Kind.MY_DATA, content=MyDataData, template="my_data.typ"),
)
