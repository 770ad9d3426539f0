"""A policy's text: `check FILE` says what is doubtful in it, `import FILE` brings it into the
library as a draft.
"""

import argparse
import json
import sys
from functools import partial
from pathlib import Path
from typing import Any

from wasl.program import environment


def arguments(parser: argparse.ArgumentParser) -> None:
    """`check` needs no database."""
    verbs = parser.add_subparsers(metavar="VERB", required=True)
    check = verbs.add_parser("check", help="say what is doubtful in a text; needs no database")
    check.set_defaults(verb="check")
    bring = verbs.add_parser(
        "import", help="read a text into the library as a draft, with its findings"
    )
    bring.set_defaults(verb="import")
    bring.add_argument(
        "--document",
        required=True,
        metavar="CODE",
        help="the document's short name: complaints-policy",
    )
    bring.add_argument(
        "--title", default="", help="its Arabic title, when the document is not in the library yet"
    )
    bring.add_argument(
        "--kind", default="policy", choices=("policy", "procedure", "bylaws", "guide")
    )
    for subparser in (check, bring):
        subparser.add_argument("file", type=Path, metavar="FILE", help="text, DOCX, PDF, or a scan")
        subparser.add_argument(
            "--name",
            default="",
            help="the association's name in full, when the text alone should not tell",
        )
        subparser.add_argument("--licence", default="", help="its licence number")
        subparser.add_argument(
            "--language",
            choices=("en", "ar"),
            default="en",
            help="of what is said about each finding",
        )
        subparser.add_argument("--json", action="store_true", help="print the findings as JSON")


def run(options: argparse.Namespace) -> int:
    """0 when the file could be read, whatever was found in it."""
    return _import(options) if options.verb == "import" else _check(options)


def _tell(done: int, total: int) -> None:
    if done % 10 == 0 or done == total:
        print(f"{done} of {total} pages read", file=sys.stderr)


def _check(options: argparse.Namespace) -> int:
    environment.ready()
    from django.utils import translation

    from wasl.governance.scrutiny import files, findings, structure

    with translation.override(options.language):
        print(f"Reading {options.file} …", file=sys.stderr)
        try:
            text = structure.cut(files.read(options.file, _tell))
        except files.Unreadable as bad:
            raise environment.Trouble(str(bad.reason)) from bad
        results = findings.examine(text, name=options.name, licence=options.licence)
        if options.json:
            rows = [
                finding.as_dict() for finding in results if finding.kind != findings.Kind.TRACKED
            ]
            print(json.dumps(rows, ensure_ascii=False, indent=1))
            return 0
        for finding in results:
            print(
                f"{findings.Kind(finding.kind).label}: «{finding.quote}» ({finding.place}) {finding.says}"
            )
        print(
            f"\n{len(text.clauses)} clauses under {len(text.headings)} "
            f"headings; {len(results)} findings."
        )
    return 0


def _import(options: argparse.Namespace) -> int:
    with environment.site():
        from django.utils import translation

        from wasl.common import clock
        from wasl.common.verdicts import Refused
        from wasl.governance.actions import drafting
        from wasl.governance.models.documents import PolicyDocument
        from wasl.governance.scrutiny import files

        with translation.override(options.language):
            try:
                content, at = options.file.read_bytes(), clock.now()
                document = PolicyDocument.objects.filter(
                    code=options.document
                ).first() or drafting.open_document(
                    kind=options.kind,
                    code=options.document,
                    title_ar=options.title or options.file.stem,
                    by=None,
                    at=at,
                )
                read = partial(files.read_bytes, progress=_tell)
                letterhead = {"name": options.name, "licence": options.licence}
                version = drafting.import_text(
                    document=document,
                    content=content,
                    name=options.file.name,
                    by=None,
                    at=at,
                    letterhead=letterhead,
                    read=read,
                )
            except OSError as error:
                raise environment.Trouble(
                    f"{options.file} cannot be opened: {error.strerror}."
                ) from error
            except Refused as refused:
                raise environment.Trouble(str(refused.reason)) from refused
        summary = {
            "document": document.code,
            "version": version.number,
            "clauses": version.clauses.count(),
            "findings": version.findings.count(),
            "address": f"{environment.address()}/library/drafts/{version.pk}/",
        }
    _print(summary, options)
    return 0


def _print(summary: dict[str, Any], options: argparse.Namespace) -> None:
    if options.json:
        print(json.dumps(summary))
    else:
        print(
            f"Version {summary['version']}: {summary['clauses']} clauses, "
            f"{summary['findings']} findings to settle."
        )
        print(summary["address"])
