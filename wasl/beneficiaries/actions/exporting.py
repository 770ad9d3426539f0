"""Lists of people exported as Excel files, each recorded with count and reason (PRE-6)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wasl.accounts.models import Association, User
from wasl.audit.actions import record
from wasl.beneficiaries import findings, policies
from wasl.beneficiaries.models.imports import ExportReason, PeopleImport
from wasl.beneficiaries.queries import imports
from wasl.common.clock import day_of
from wasl.common.dates import format_dual
from wasl.common.identifiers import mask, mask_mobile, national_form
from wasl.common.spreadsheets import Column, Sheet, about
from wasl.common.verdicts import Refused

MEMBERS = (
    Column(gettext_lazy("Membership number"), "code", 14),
    Column(gettext_lazy("Full name"), width=34),
    Column(gettext_lazy("ID number"), "code", 14),
    Column(gettext_lazy("Mobile"), "code", 14),
    Column(gettext_lazy("City or village"), width=18),
    Column(gettext_lazy("Shares"), "number", 10),
    Column(gettext_lazy("Joined on"), "day", 14),
    Column(gettext_lazy("Status"), width=14),
)
FOUND = (
    Column(gettext_lazy("Row"), "number", 8),
    Column(gettext_lazy("Full name"), width=34),
    Column(gettext_lazy("State"), width=18),
    Column(gettext_lazy("How grave"), width=16),
    Column(gettext_lazy("What was found"), width=80),
    Column(gettext_lazy("To be brought"), "yes_no", 12),
    Column(gettext_lazy("Not brought from the row"), width=60),
)


@transaction.atomic
def export_members(
    *, reason: str, with_ended: bool, in_full: bool, by: User, at: datetime
) -> list[Sheet]:
    """Export the register of members; numbers in full only for those who may unmask them."""
    policies.can_export(by).require()
    if in_full:
        policies.can_unmask(by).require()
    _refuse_reason(reason)
    count = imports.count_members(only_active=not with_ended)
    data = {"count": count, "reason": reason, "in_full": in_full}
    # A list has no row of its own, so the event is about the officer who takes it out.
    record(verb="beneficiaries.export_members", subject=by, by=by, at=at, data=data)
    title = _("Register of members")
    # `_member_lines` is a generator: the rows are read while the file is written, not here.
    return [
        Sheet(title, MEMBERS, _member_lines(with_ended, in_full)),
        _about(title, count, reason, by, at),
    ]


def _member_lines(with_ended: bool, in_full: bool) -> Iterator[list[Any]]:
    for member in imports.members(only_active=not with_ended):
        number, mobile = member.person.id_number, member.person.mobile
        yield [
            member.membership.number,
            member.person.full_name,
            number if in_full else mask(number),
            national_form(mobile) if in_full else mask_mobile(mobile),
            member.person.city,
            member.membership.shares,
            member.membership.joined_date,
            member.membership.get_status_display(),
        ]


@transaction.atomic
def export_findings(*, source: PeopleImport, reason: str, by: User, at: datetime) -> list[Sheet]:
    """Export what was found on every row of a file, so that the file itself can be mended."""
    policies.can_import(by).require()
    _refuse_reason(reason)
    data = {"count": source.rows_read, "reason": reason}
    record(verb="beneficiaries.export_findings", subject=source, by=by, at=at, data=data)
    title = _("What was found")
    return [
        Sheet(title, FOUND, _finding_lines(source)),
        _about(title, source.rows_read, reason, by, at),
    ]


def _finding_lines(source: PeopleImport) -> Iterator[list[Any]]:
    for line in imports.all_rows(source):
        words = "\n".join(finding.text for finding in line.findings)
        grave = findings.SEVERITIES.get(line.row.severity, "")
        left = "\n".join(f"{column} «{text}»" for column, text in line.unread)
        yield [
            line.row.number,
            line.row.name,
            line.row.get_state_display(),
            grave,
            words,
            line.row.is_chosen,
            left,
        ]


def _refuse_reason(reason: str) -> None:
    if reason not in ExportReason.values:
        raise Refused(_("Say what the list is for."))


def _about(title: str, count: int, reason: str, by: User, at: datetime) -> Sheet:
    association = Association.objects.first()
    return about(
        [
            (_("List"), title),
            (_("Association"), association.name if association else ""),
            (_("Rows"), str(count)),
            (_("What for"), ExportReason(reason).label),
            (_("Taken out by"), by.name),
            (_("On"), format_dual(day_of(at))),
            (
                _("Mind"),
                _(
                    "This list holds personal data. Keep it as you keep the people's files, and "
                    "delete it when it has served."
                ),
            ),
        ]
    )
