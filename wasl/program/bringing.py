"""Bringing a file of people from the command line: the same steps as on the pages, with a bar
instead of a page.
"""

import argparse
import sys
from typing import Any

from django.conf import settings
from django.db.models import Q

from wasl.accounts.models import Association, User
from wasl.accounts.permissions import Permission
from wasl.accounts.roles import ROLES
from wasl.beneficiaries import columns
from wasl.beneficiaries.actions import exporting, import_checking, import_running, importing
from wasl.beneficiaries.findings import TITLES, in_ours
from wasl.beneficiaries.models.imports import ExportReason, PeopleImport
from wasl.beneficiaries.queries import imports
from wasl.beneficiaries.states import BatchStatus, ImportStatus
from wasl.common import clock, spreadsheets
from wasl.common.verdicts import Refused
from wasl.program.environment import Trouble

WIDTH = 30


def bring(options: argparse.Namespace) -> dict[str, Any]:
    """The whole way of a file, from where it stands; the outcome for people or programs."""
    association = Association.objects.first()
    with clock.ahead(association.clock_ahead_days if association else 0):
        by = member(options.user)
        source = _handed_in(options, by)
        if source.status == ImportStatus.UPLOADED or (
            _says_columns(options) and source.status == ImportStatus.CHECKED
        ):
            source = _mapped(options, source, by)
        if source.status == ImportStatus.CHECKING:
            source = _checked(source, by)
        if options.report:
            _report(options, source, by)
        if not options.dry_run:
            source = _brought(options, source, by)
    return _outcome(source, dry_run=options.dry_run)


def member(username: str) -> User:
    """Who brings it: the one named, or the only one who may."""
    if username:
        user = User.objects.filter(username=username, is_active=True).first()
        if user is None:
            raise Trouble(f"Nobody on the staff is called {username}.")
        return user
    roles = [role.code for role in ROLES.values() if Permission.PEOPLE_IMPORT in role.permissions]
    # A role that has ended would take the place of one that is held.
    held = Q(memberships__role__in=roles, memberships__ended_date=None)
    able = list(User.objects.filter(held, is_active=True).distinct()[:2])
    able = [user for user in able if user.holds(Permission.PEOPLE_IMPORT)]
    if len(able) != 1:
        raise Trouble(
            "Say who does it: --as USER, somebody whose role includes bringing files of people."
        )
    return able[0]


def _handed_in(options: argparse.Namespace, by: User) -> PeopleImport:
    if options.file.stat().st_size > settings.UPLOAD_LIMIT:
        raise Trouble(
            f"The file is larger than {settings.UPLOAD_LIMIT // 1024 // 1024} MB. Divide it."
        )
    source = importing.upload_import(
        content=options.file.read_bytes(), name=options.file.name, by=by, at=clock.now()
    )
    if source.status != ImportStatus.UPLOADED:
        _say(
            "This file was handed in before; going on where it stands: "
            f"{source.get_status_display()}."
        )
    return source


def _says_columns(options: argparse.Namespace) -> bool:
    values = (options.sheet, options.columns, options.gender, options.city)
    return any(values) or options.header is not None


def _mapped(options: argparse.Namespace, source: PeopleImport, by: User) -> PeopleImport:
    sheets = imports.surveyed(source)
    place = _sheet(options.sheet, sheets, source)
    header = options.header
    if header is None:
        header = (
            source.header_row if place == source.sheet else imports.likely_header(sheets[place])
        )
    mapping = _mapping(
        options.columns,
        imports.likely_mapping(source, sheets[place], header),
        sheets[place],
        header,
    )
    titles = sheets[place].headings(header)
    summary = ", ".join(
        f"{titles[column] or column + 1} → {field}" for column, field in sorted(mapping.items())
    )
    _say(f"Sheet «{sheets[place].sheet.name}», headings on row {header}: {summary}")
    return importing.map_columns(
        source=source, sheet=place, header_row=header, mapping=mapping,
        defaults={"gender": options.gender, "city": options.city}, batch_size=options.batch, by=by,
        at=clock.now(), inline=True,
    )  # fmt: skip


def _sheet(sheet_name: str, sheets: list[imports.Surveyed], source: PeopleImport) -> int:
    if not sheet_name:
        return source.sheet
    names = [survey.sheet.name for survey in sheets]
    if sheet_name in names:
        return names.index(sheet_name)
    if sheet_name.isdecimal() and 1 <= int(sheet_name) <= len(names):
        return int(sheet_name) - 1
    raise Trouble(f"There is no sheet «{sheet_name}»; there are: {', '.join(names)}.")


def _mapping(
    assignments: list[str], guessed: dict[int, str], sheet: imports.Surveyed, header: int
) -> dict[int, str]:
    """What was guessed, with what was told in its place."""
    mapping, titles = dict(guessed), sheet.headings(header)
    for assignment in assignments:
        name, equals, field = assignment.rpartition("=")
        if not equals or (field and field not in columns.LABELS):
            raise Trouble(
                f"«{assignment}» is no COLUMN=FIELD. Fields: {', '.join(columns.FIELDS)}."
            )
        place = _column(name, titles)
        mapping = {
            at: other_field
            for at, other_field in mapping.items()
            if at != place and other_field != field
        }
        if field:
            mapping[place] = field
    return mapping


def _column(name: str, titles: list[str]) -> int:
    keys = [columns.key(title) for title in titles]
    if (key := columns.key(name)) and key in keys:
        return keys.index(key)
    place = columns.place_of(name)
    if 0 <= place < len(titles):
        return place
    raise Trouble(
        f"There is no column «{name}»; there are: {', '.join(title for title in titles if title)}."
    )


def _checked(source: PeopleImport, by: User) -> PeopleImport:
    source = import_checking.check_rows(
        source=source, by=by, at=clock.now(), on_progress=Bar("rows read")
    )
    if source.problem:
        raise Refused(in_ours(source.problem))
    return source


def _report(options: argparse.Namespace, source: PeopleImport, by: User) -> None:
    sheets = exporting.export_findings(
        source=source, reason=ExportReason.WORK, by=by, at=clock.now()
    )
    with options.report.open("wb") as target:
        spreadsheets.save(target, sheets)
    _say(f"What was found on every row is in {options.report}.")


def _brought(options: argparse.Namespace, source: PeopleImport, by: User) -> PeopleImport:
    waiting = imports.batches(source)
    chosen = sum(batch.chosen for batch in waiting if batch.status != BatchStatus.DONE)  # type: ignore[attr-defined]
    fills = options.fill and bool(source.counts.get("codes", {}).get("fill"))
    if source.status != ImportStatus.RUNNING:
        if not chosen and not fills:
            return source
        waits = "Nobody was brought. The checked file waits; the same command goes on from here."
        ask(options, f"Bring {chosen:,} people into the register?", waits)
        importing.bring(source=source, fills=options.fill, by=by, at=clock.now(), inline=True)
    return import_running.run_batches(
        source=source, by=by, clock=clock.now, on_progress=Bar("batches brought")
    )


def ask(options: argparse.Namespace, question: str, otherwise: str) -> None:
    """Go on only with a yes, typed or given with the command."""
    if options.yes:
        return
    if not sys.stdin.isatty():
        raise Trouble(
            f"{question} Nobody is there to be asked: say --yes, or --dry-run to look first."
        )
    print(f"{question} [y/N] ", end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip().lower() not in ("y", "yes", "نعم"):
        raise Trouble(otherwise)


def _outcome(source: PeopleImport, *, dry_run: bool) -> dict[str, Any]:
    batches = [
        {
            "number": batch.number,
            "status": batch.status,
            "rows": [batch.first_row, batch.last_row],
            "registered": batch.created,
            "filled": batch.filled,
            "problem": in_ours(batch.problem),
        }
        for batch in imports.batches(source)
    ]
    codes: dict[str, int] = source.counts.get("codes", {})
    return {
        "import": source.pk,
        "status": source.status,
        "dry_run": dry_run,
        "rows": source.rows_read,
        "counts": {name: count for name, count in source.counts.items() if name != "codes"},
        "findings": codes,
        "titles": {code: str(TITLES[code]) for code in codes},
        "batches": batches,
        "registered": sum(
            batch["registered"] for batch in batches if batch["status"] == BatchStatus.DONE
        ),
        "filled": sum(batch["filled"] for batch in batches if batch["status"] == BatchStatus.DONE),
        "complete": not any(batch["status"] == BatchStatus.FAILED for batch in batches),
    }


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


class Bar:
    """How far the work is, as a bar on stderr: redrawn on a terminal, a line every tenth
    elsewhere.
    """

    def __init__(self, what: str) -> None:
        self.what, self.last = what, -1
        self.is_terminal = sys.stderr.isatty()

    def __call__(self, done: int, total: int) -> None:
        total = max(total, done, 1)
        parts = WIDTH if self.is_terminal else 10
        position = done * parts // total
        if position == self.last and done < total:
            return
        self.last = position
        filled = done * WIDTH // total
        line = f"[{'#' * filled}{'.' * (WIDTH - filled)}] {done:,}/{total:,} {self.what}"
        end = "\n" if not self.is_terminal or done >= total else ""
        print(f"\r{line}" if self.is_terminal else line, end=end, file=sys.stderr, flush=True)
