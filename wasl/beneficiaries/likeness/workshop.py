"""splink on DuckDB within limits: bounded memory, a private folder for spilling, small blocks.

The caller brings a table `people` with `unique_id`, the keys under which two may meet, and the
table of comparisons.
"""

import contextlib
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psutil

from wasl.beneficiaries.likeness.levels import UNKNOWN, Comparison

# A key that more people share tells little; finer keys keep them apart (ADR 27).
LARGEST_BLOCK = 60
# The smallest u that a rare value may get; it caps what a single rare name can weigh.
RAREST = 1e-6
SPILLED = "wasl-link-"


Told = Callable[[int, int], None]


class NotInstalled(Exception):
    """splink and DuckDB are an optional extra, and it is not installed."""


def is_installed() -> bool:
    """Whether the optional extra is installed."""
    return all(find_spec(name) for name in ("splink", "duckdb", "pyarrow"))


@dataclass(frozen=True)
class Found:
    """Two files that may be one person, their weight, and the level at which each field agrees."""

    first: int
    second: int
    weight: float
    levels: dict[str, str]


@contextlib.contextmanager
def opened(memory: str, threads: int) -> Iterator[Any]:
    """Open a private in-memory DuckDB. Raises `NotInstalled`.

    What it spills is not encrypted, so it goes to a folder of its own that is deleted at the end. A
    killed search cannot delete its folder; the next search does.
    """
    try:
        import duckdb
        import splink  # noqa: F401
    except ImportError as missing:
        raise NotInstalled(str(missing.name)) from missing
    _clear_away()
    with tempfile.TemporaryDirectory(prefix=f"{SPILLED}{os.getpid()}-") as folder:
        shop = duckdb.connect(
            ":memory:",
            config={"memory_limit": memory, "threads": threads, "temp_directory": folder},
        )
        try:
            # Keeping the order would make DuckDB hold more rows in memory; no result here needs it.
            shop.execute("SET preserve_insertion_order = false")
            yield shop
        finally:
            shop.close()


def _clear_away() -> None:
    for folder in Path(tempfile.gettempdir()).glob(f"{SPILLED}*"):
        # The folder's name holds the process that made it; a running search keeps its folder.
        owner = folder.name.removeprefix(SPILLED).split("-")[0]
        if not owner.isdecimal() or not psutil.pid_exists(int(owner)):
            shutil.rmtree(folder, ignore_errors=True)


def block(
    shop: Any,
    keys: Sequence[str],
    pieces: Mapping[str, str],
    *,
    only: str = "true",
    on_progress: Told | None = None,
) -> int:
    """Note the pairs that share a key, key by key, and return how many there are.

    `pieces` names list expressions that a key takes apart. A key that too many share is left to the
    finer ones, so the work stays linear in the people. Only pairs that fulfil `only`, a condition
    over `l` and `r`, are kept.
    """
    shop.execute("CREATE OR REPLACE TABLE met (join_key_l BIGINT, join_key_r BIGINT)")
    for place, key in enumerate(keys):
        if on_progress:
            on_progress(place, len(keys))
        # A key may hold one list expression, which becomes one row for each element.
        piece = next((name for name in pieces if name in key.split(" || ")), None)
        source = (
            f"(SELECT *, unnest({pieces[piece]}) AS {piece} FROM people)" if piece else "people"  # noqa: S608
        )
        # A hash keeps the table of keys small; a rare collision only adds a pair to compare.
        shop.execute(
            f"""
            CREATE OR REPLACE TABLE keyed AS
                SELECT DISTINCT unique_id, hash({key}) AS key FROM {source} WHERE ({key}) IS NOT NULL;
            DELETE FROM keyed WHERE key NOT IN (
                SELECT key FROM keyed GROUP BY key HAVING count(*) BETWEEN 2 AND {LARGEST_BLOCK});
            INSERT INTO met SELECT l.unique_id, r.unique_id FROM keyed l JOIN keyed r USING (key)
                WHERE l.unique_id < r.unique_id
            """  # noqa: S608  # our own expressions, nobody's input
        )
    shop.execute(
        f"""
        CREATE OR REPLACE TABLE blocked AS
            SELECT '0' AS match_key, join_key_l, join_key_r FROM (SELECT DISTINCT * FROM met)
            JOIN people l ON l.unique_id = join_key_l JOIN people r ON r.unique_id = join_key_r WHERE {only};
        DROP TABLE met; DROP TABLE IF EXISTS keyed
        """  # noqa: S608  # our own expressions, nobody's input
    )
    return int(shop.execute("SELECT count(*) FROM blocked").fetchall()[0][0])


def score(
    shop: Any, comparisons: Sequence[Comparison], *, expected: float, at_least: float
) -> Iterator[Found]:
    """Yield every noted pair that weighs at least so many bits.

    `expected` is the chance that two people taken at random are one person.
    """
    from splink import DuckDBAPI, Linker

    settings = {
        "link_type": "dedupe_only",
        "probability_two_random_records_match": expected,
        "comparisons": [_comparison(comparison) for comparison in comparisons],
        # The pairs come from `block`, whose blocks stay small; splink makes none of its own.
        "blocking_rules_to_generate_predictions": [],
        "retain_matching_columns": True,
    }
    api = DuckDBAPI(shop)
    linker = Linker(api.register("people"), settings, log_level=None, validate_settings=False)
    linker.table_management.register_blocked_pairs_for_predict(api.register("blocked"))
    predictions = linker.inference.predict(threshold_match_weight=at_least, warning_mode="never")
    gammas = ", ".join(f"gamma_{comparison.name}" for comparison in comparisons)
    rows = shop.execute(
        f"SELECT unique_id_l, unique_id_r, match_weight, {gammas} FROM {predictions.physical_name}"  # noqa: S608
    )
    while batch := rows.fetchmany(5_000):
        for first, second, weight, *reached in batch:
            levels = {
                comparison.name: _code(comparison, level)
                for comparison, level in zip(comparisons, reached, strict=True)
            }
            yield Found(first, second, weight, levels)


def _code(comparison: Comparison, reached: int) -> str:
    # splink numbers levels from the weakest up and gives -1 for the null level.
    return UNKNOWN if reached < 0 else comparison.levels[len(comparison.levels) - 1 - reached].code


def _comparison(comparison: Comparison) -> dict[str, Any]:
    """Return a comparison in splink's format."""
    levels: list[dict[str, Any]] = [
        {"sql_condition": _suffixed(comparison.is_unknown), "is_null_level": True}
    ]
    for level in comparison.levels:
        definition = {
            "sql_condition": _suffixed(level.sql),
            "m_probability": level.m,
            "u_probability": level.u,
        }
        if level.rarity:
            rare = {"tf_adjustment_column": level.rarity, "tf_minimum_u_value": RAREST}
            definition |= {
                **rare,
                "tf_adjustment_weight": 1.0,
                # The rarity replaces this level's own u, not that of an exact match that splink
                # would look for.
                "disable_tf_exact_match_detection": True,
            }
        levels.append({**definition, "label_for_charts": level.code})
    return {"output_column_name": comparison.name, "comparison_levels": levels}


def _suffixed(sql: str) -> str:
    """Rewrite `l.x` and `r.x` as `x_l` and `x_r`, the names that splink gives the columns of two
    rows.
    """
    return re.sub(r"\b([lr])\.(\w+)", r"\2_\1", sql)
