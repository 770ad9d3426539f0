"""How well people who stand twice are found: precision, recall and F1 against labelled pairs, and the seconds it takes.

Without files the set is made up (`bench/doubles.py`). `--people FILE` holds number,full_name,national_id,birth_date,mobile,city
(any but the first two may lack), `--pairs FILE` a,b; a pair has no direction, and numbers that nobody has are left out.
"""

import argparse
import csv
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from wasl.program import environment

COLUMNS = ("full_name", "national_id", "birth_date", "mobile", "city")
DECIDED = 0.0  # bits: as likely one person as two
Pair = tuple[int, int]


def arguments(parser: argparse.ArgumentParser) -> None:
    """The set that is searched."""
    parser.add_argument("--count", type=int, default=10_000, help="people of the made-up set (default 10000)")
    parser.add_argument("--seed", type=int, default=1448, help="another made-up set (default 1448)")
    parser.add_argument("--people", type=Path, metavar="FILE", help="a labelled set instead: its people, as CSV")
    parser.add_argument("--pairs", type=Path, metavar="FILE", help="and the pairs of it that are one person, as CSV")


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Search the set and hold what was found against its pairs."""
    if (options.people is None) != (options.pairs is None):
        raise environment.Trouble("Give both --people and --pairs, or neither.")
    environment.ready()
    rows, pairs = _given(options) if options.people else _made(options)
    begun = time.perf_counter()
    found = _search(rows)
    seconds = time.perf_counter() - begun
    right = len(found & pairs)
    precision, recall = right / len(found) if found else 0.0, right / len(pairs) if pairs else 0.0
    both = precision + recall
    f1 = 2 * precision * recall / both if both else 0.0
    return {
        "people": len(rows), "pairs": len(pairs), "found": len(found), "precision": precision, "recall": recall,
        "f1": f1, "seconds": seconds,
    }  # fmt: skip


def table(figures: dict[str, Any]) -> list[str]:
    """The figures as one line of a table."""
    return [
        "| people | pairs | found | precision | recall | F1 | seconds |",
        "|---|---|---|---|---|---|---|",
        "| {people} | {pairs} | {found} | {precision:.4f} | {recall:.4f} | {f1:.4f} | {seconds:.1f} |".format(
            **figures
        ),
    ]


def _made(options: argparse.Namespace) -> tuple[list[dict[str, str]], set[Pair]]:
    from wasl.program.bench.doubles import Doubles

    made = Doubles(options.count, options.seed)
    rows = list(made.rows())
    return rows, _numbered(rows, ((str(one), str(other)) for one, other in made.pairs))


def _given(options: argparse.Namespace) -> tuple[list[dict[str, str]], set[Pair]]:
    rows = list({row["number"]: row for row in _read(options.people, "number") if row["number"]}.values())
    pairs = ((row["a"], row.get("b", "")) for row in _read(options.pairs, "a"))
    return rows, _numbered(rows, pairs)


def _read(path: Path, needed: str) -> list[dict[str, str]]:
    """The rows of a CSV file, with a mark of its encoding at the head or without; names of columns in any case."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            read = csv.DictReader(file, skipinitialspace=True)
            names = {name: (name or "").strip().lower() for name in read.fieldnames or ()}
            if needed not in names.values():
                raise environment.Trouble(f"{path} has no column «{needed}» in its first line.")
            return [
                {names[name]: (value or "").strip() for name, value in row.items() if name in names} for row in read
            ]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise environment.Trouble(f"{path} cannot be read: {error}") from error


def _numbered(rows: list[dict[str, str]], pairs: Iterable[tuple[str, str]]) -> set[Pair]:
    """The pairs by the places of their rows, the smaller first; numbers that nobody has, and one with itself, left out."""
    place = {row["number"]: at for at, row in enumerate(rows)}
    known = ((place[one], place[other]) for one, other in pairs if one in place and other in place)
    return {(min(pair), max(pair)) for pair in known if pair[0] != pair[1]}


def _search(rows: list[dict[str, str]]) -> set[Pair]:
    from wasl.beneficiaries.likeness import linking, workshop
    from wasl.beneficiaries.likeness.sketches import sketch

    people = (sketch(at, *(row.get(name, "") for name in COLUMNS)) for at, row in enumerate(rows))
    try:
        found = list(linking.link(people, at_least=DECIDED))
    except workshop.NotInstalled as missing:
        raise environment.Trouble(
            f"{missing} is not installed: the search for people who stand twice needs the extra «dedupe» "
            "(pip install 'wasl[dedupe]')."
        ) from missing
    return {(min(one.first, one.second), max(one.first, one.second)) for one in found}
