"""The register of people: `import FILE` brings an Excel workbook or a CSV file of people, `undo`
takes one out again.

Every row is checked first. A file that was begun goes on where it stood: the same command again
after a cut brings nobody twice. Undone is batch by batch; whoever something was built on since
stays, and is counted.
"""

import argparse
import json
import sys
from pathlib import Path

from wasl.program import environment

FIELDS = (
    "full_name first_name father_name grandfather_name family_name id_number gender birth "
    "birth_again mobile mobile_again email iban "
    "city district street building_number postal_code additional_number "
    "short_address known_as latin_name "
    "marital_status member_number shares joined household_number head_id relation"
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """`import` and `undo`."""
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    _undo(
        verbs.add_parser(
            "undo", help="take a file of people out of the register again", description=__doc__
        )
    )
    import_parser = verbs.add_parser(
        "import", help="bring a file of people", description=__doc__, epilog=f"Fields: {FIELDS}."
    )
    import_parser.add_argument(
        "file", type=Path, metavar="FILE", help="an Excel workbook (xlsx) or a CSV file"
    )
    import_parser.add_argument(
        "--as", dest="user", default="", metavar="USER", help="the member of staff who brings it"
    )
    import_parser.add_argument(
        "--sheet",
        default="",
        metavar="SHEET",
        help="a sheet by its name or number; guessed otherwise",
    )
    import_parser.add_argument(
        "--header", type=int, metavar="ROW", help="the row of the headings; 0 when there are none"
    )
    import_parser.add_argument("--map", action="append", default=[], metavar="COLUMN=FIELD", dest="columns",
                     help="what a column holds, by its heading or letter; an empty FIELD leaves it out (repeatable)")  # fmt: skip
    import_parser.add_argument(
        "--gender", choices=("female", "male"), default="", help="where a row does not say it"
    )
    import_parser.add_argument("--city", default="", help="where a row does not say it")
    import_parser.add_argument(
        "--batch",
        type=int,
        default=500,
        choices=(100, 250, 500, 1000),
        help="people in a batch (500)",
    )
    import_parser.add_argument(
        "--fill", action="store_true", help="complete what the register lacks of people it knows"
    )
    import_parser.add_argument(
        "--dry-run", action="store_true", help="check every row and stop; nobody is registered"
    )
    import_parser.add_argument(
        "--report",
        type=Path,
        metavar="XLSX",
        help="write what was found on every row into this file",
    )
    import_parser.add_argument("--yes", action="store_true", help="bring without asking")
    import_parser.add_argument("--json", action="store_true", help="print the outcome as JSON")


def _undo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what", metavar="IMPORT", help="the number of the import, or the file that was brought"
    )
    parser.add_argument(
        "--batch",
        type=int,
        action="append",
        default=[],
        metavar="N",
        help="this batch alone (repeatable)",
    )
    parser.add_argument(
        "--as", dest="user", default="", metavar="USER", help="the member of staff who takes it out"
    )
    parser.add_argument(
        "--dry-run",
        action="store_true",
        help="say who would leave and who would stay; nobody leaves",
    )
    parser.add_argument("--yes", action="store_true", help="undo without asking")
    parser.add_argument("--json", action="store_true", help="print the outcome as JSON")


def run(options: argparse.Namespace) -> int:
    """0: all that was asked for was done. 1: a batch was held back, or the file or the wish was
    refused.
    """
    if options.verb == "import" and not options.file.is_file():
        raise environment.Trouble(f"There is no file {options.file}.")
    with environment.site():
        from django.utils import translation

        from wasl.common.verdicts import Refused
        from wasl.program import bringing, undoing

        with translation.override("en"):
            try:
                outcome = (
                    bringing.bring(options) if options.verb == "import" else undoing.undo(options)
                )
            except Refused as refused:
                raise environment.Trouble(str(refused)) from None
    if options.json:
        print(json.dumps(outcome, ensure_ascii=False))
    elif options.verb == "undo":
        _tell_undone(outcome)
    else:
        _tell(outcome)
    return 0 if outcome["complete"] else 1


def _tell_undone(outcome: dict) -> None:  # type: ignore[type-arg]
    left = "would leave" if outcome["dry_run"] else "left"
    for batch in outcome["batches"]:
        print(
            f"Batch {batch['number']}: {batch['taken_out']:,} {left} the register, "
            f"{batch['stayed']:,} stayed."
        )
        if batch["problem"]:
            print(f"Batch {batch['number']}: {batch['problem']}", file=sys.stderr)
    print(f"{outcome['taken_out']:,} people of «{outcome['name']}» {left} the register.")


def _tell(outcome: dict) -> None:  # type: ignore[type-arg]
    counts = outcome["counts"]
    summary = ", ".join(
        f"{counts.get(state, 0):,} {state}" for state in ("ready", "known", "error", "skipped")
    )
    print(f"{outcome['rows']:,} rows: {summary}.")
    for code, count in sorted(outcome["findings"].items(), key=lambda item: -item[1]):
        print(f"  {count:>9,}  {outcome['titles'][code]}")
    if outcome["dry_run"]:
        print("Nobody was registered: this was a dry run.")
        return
    print(f"{outcome['registered']:,} people registered, {outcome['filled']:,} completed.")
    print(f"To take them out again: wasl people undo {outcome['import']}")
    for batch in outcome["batches"]:
        if batch["problem"]:
            print(f"Batch {batch['number']} was held back. {batch['problem']}", file=sys.stderr)
