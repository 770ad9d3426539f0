"""Measure, on a scratch database of its own: the pages' speed (`pages`, also when nothing is
named), and other kinds.

`--write` keeps the table in docs/benchmarks.md, with the command line, the machine and the day.
"""

import argparse
import importlib
import json
from types import ModuleType

from wasl.program.bench import tables
from wasl.program.docstrings import first_paragraph

# Each is a module of `wasl.program.bench`: its docstring is the help, `arguments(parser)` what it
# takes, `measure(options)` gives the figures as they are printed for programs, `table(figures)` the
# lines for people.
KINDS = ("pages", "find", "dedupe", "letters")


def arguments(parser: argparse.ArgumentParser) -> None:
    """What is measured; each kind has arguments of its own."""
    _take(parser, KINDS[0])
    kinds = parser.add_subparsers(metavar="KIND", help=", ".join(KINDS))
    for name in KINDS:
        help_text = (_kind(name).__doc__ or "").strip()
        _take(kinds.add_parser(name, help=first_paragraph(help_text), description=help_text), name)


def _take(parser: argparse.ArgumentParser, name: str) -> None:
    _kind(name).arguments(parser)
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--write", action="store_true", help="keep the table in docs/benchmarks.md")
    parser.set_defaults(kind=name)


def _kind(name: str) -> ModuleType:
    return importlib.import_module(f"wasl.program.bench.{name}")


def run(options: argparse.Namespace) -> int:
    """Print the figures. 0 unless something cannot be measured."""
    kind = _kind(options.kind)
    figures = kind.measure(options)
    lines = kind.table(figures)
    print(json.dumps(figures, ensure_ascii=False) if options.json else "\n".join(lines))
    if options.write:
        tables.write(options.kind, lines)
    return 0
