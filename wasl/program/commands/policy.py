"""A policy's text: `check FILE` says what is doubtful in it, `import FILE` brings it into the library as a draft."""

import argparse
import json
import sys
from pathlib import Path

from wasl.program import environment


def arguments(parser: argparse.ArgumentParser) -> None:
    """`check` needs no database."""
    verbs = parser.add_subparsers(metavar="VERB", required=True)
    check = verbs.add_parser("check", help="say what is doubtful in a text; needs no database")
    check.set_defaults(verb="check")
    for one in (check,):
        one.add_argument("file", type=Path, metavar="FILE", help="text, DOCX, PDF, or a scan")
        one.add_argument(
            "--name", default="", help="the association's name in full, when the text alone should not tell"
        )
        one.add_argument("--licence", default="", help="its licence number")
        one.add_argument("--language", choices=("en", "ar"), default="en", help="of what is said about each finding")
        one.add_argument("--json", action="store_true", help="print the findings as JSON")


def run(options: argparse.Namespace) -> int:
    """0 when the file could be read, whatever was found in it."""
    environment.ready()
    from django.utils import translation

    from wasl.governance.scrutiny import files, findings, structure

    with translation.override(options.language):
        print(f"Reading {options.file} …", file=sys.stderr)
        try:
            text = structure.cut(files.read(options.file))
        except files.Unreadable as bad:
            raise environment.Trouble(str(bad.reason)) from bad
        found = findings.examine(text, name=options.name, licence=options.licence)
        if options.json:
            print(json.dumps([one.as_dict() for one in found], ensure_ascii=False, indent=1))
            return 0
        for one in found:
            print(f"{findings.Kind(one.kind).label}: «{one.quote}» ({one.place}) {one.says}")
        print(f"\n{len(text.clauses)} clauses under {len(text.headings)} headings; {len(found)} findings.")
    return 0
