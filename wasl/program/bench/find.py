"""Finding people by parts of names: how often the right one comes first, and how fast, on a
labelled set of queries.

Without files it makes its own: people with names as frequent as in a Saudi register, queries by a
model of how names are said and mistyped. With --people (CSV number,full_name) and --queries (CSV
query,number) any labelled set.
"""

import argparse
from pathlib import Path
from typing import Any

from wasl.program.bench import scratch

SIZES = (100_000, 1_000_000)
SEED = 1448


def arguments(parser: argparse.ArgumentParser) -> None:
    """How many people and queries, or whose."""
    parser.add_argument("--people", type=Path, help="CSV with the columns number, full_name")
    parser.add_argument("--queries", type=Path, help="CSV with the columns query, number")
    parser.add_argument(
        "--people-count", type=int, nargs="+", default=list(SIZES), metavar="N",
        help="how many made-up people; several sizes are measured one after the other (default 100000 1000000)",
    )  # fmt: skip
    parser.add_argument(
        "--query-count", type=int, default=1000, help="how many made-up queries (default 1000)"
    )
    parser.add_argument(
        "--kept",
        type=Path,
        metavar="FOLDER",
        help="keep what was filled here, and measure it again; people are added, never taken",
    )
    parser.add_argument(
        "--misses",
        action="store_true",
        help="name every query whose person was not first, on stderr",
    )


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """The figures of the first size; where there are several, those of each under `sizes`."""
    with scratch.database(options.kept):
        from wasl.program.bench import searching  # after Django is set up

        if options.people:
            runs = [searching.of_files(options.people, options.queries, options.query_count, SEED)]
        else:
            runs = [
                searching.of_made(size, options.query_count, SEED)
                for size in sorted(options.people_count)
            ]
    if options.misses:
        for miss in runs[0]["misses"]:
            scratch.say(miss)
    for run in runs:
        del run["misses"]
    return {**runs[0], "sizes": runs[1:]}


def table(figures: dict[str, Any]) -> list[str]:
    """The figures for people."""
    runs = [figures, *figures["sizes"]]
    lines = [
        (
            "Each query means one person; spelt rightly it would fit nobody else. "
            "First: the person "
            "stands first in what the"
        ),
        (
            "desk's own query gives. MRR: the mean of 1/rank within the twenty it gives. "
            "By key: one "
            "row by its primary key."
        ),
        "",
        (
            "| people | queries | first | first five | MRR | p50 ms | p95 ms | by ID p95 ms "
            "| by key "
            "p95 ms | times by key |"
        ),
        "|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for run in runs:
        times = run["p95_ms"] / run["by_key_p95_ms"]
        lines.append(
            f"| {run['people']} | {run['queries']} | {run['recall_at_1']:.3f} | "
            f"{run['recall_at_5']:.3f} | {run['mrr']:.3f} "
            f"| {run['p50_ms']:.1f} | {run['p95_ms']:.1f} | {run['by_id_p95_ms']:.1f} | "
            f"{run['by_key_p95_ms']:.1f} | {times:.1f} |"
        )
    for run in runs:
        lines += ["", *_kinds(run)]
    return lines


def _kinds(run: dict[str, Any]) -> list[str]:
    head = [
        (
            f"{run['people']} people; {run['namesakes']} queries whose person was not first had "
            "somebody of the same name there."
        ),
        "",
        "| how it was said | share | first | first five | MRR | p95 ms |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    rows = [
        f"| {kind.replace('_', ' ')} | {result['share']:.0%} | {result['recall_at_1']:.3f} | "
        f"{result['recall_at_5']:.3f} "
        f"| {result['mrr']:.3f} | {result['p95_ms']:.1f} |"
        for kind, result in run["kinds"].items()
    ]
    return head + rows
