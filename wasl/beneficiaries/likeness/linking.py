"""Compare a whole register: load the people, correct their words once, note pairs and score
them.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from wasl.beneficiaries.likeness import workshop
from wasl.beneficiaries.likeness.levels import COMPARISONS, POSSIBLE
from wasl.beneficiaries.likeness.sketches import Sketch, row
from wasl.beneficiaries.likeness.vocabulary import Vocabulary
from wasl.beneficiaries.likeness.workshop import Found, Told
from wasl.common.spelling.latin import skeletons
from wasl.common.spelling.words import is_latin

# The number of second files expected for each person before any comparison.
EXPECTED = 0.1
# What DuckDB may use at most (ADR 27).
MEMORY, THREADS = "2GB", 2
BATCH = 20_000
PARTS = ("given", "father", "grand", "family")
# Each key lets two files meet. A slip breaks some keys but never all of them: words are corrected,
# an ID is halved, and the order and number of a name's words do not matter. `w` stands for each
# word, `p` for each two and `t` for each three of them.
KEYS = (
    "id_number",
    "id_number[-5:] || given_meant",
    "id_number[:5] || given_meant || family_meant",
    "mobile",
    "mobile || w",
    "account",
    "street",
    "street[:6] || w",
    "postcode || w",
    "born || postcode",
    "born || city",
    "born || w",
    "born || p",
    "t",
    "t || city",
    *(f"{many} || {day}" for many in ("t", "p") for day in ("'g' || gy", "'h' || hy")),
    *(f"p || {day}" for day in ("city", "'g' || gm || '/' || gd", "'h' || hm || '/' || hd")),
)
PIECES = {
    "w": "meant",
    "p": (
        "flatten([[sorted[i] || ' ' || sorted[j] FOR j IN range(i + 1, len(sorted) + 1)] FOR i "
        "IN range(1, len(sorted))])"
    ),
    "t": "flatten(flatten([[[sorted[i] || ' ' || sorted[j] || ' ' || sorted[k] FOR k IN range(j + "
    "1, len(sorted) + 1)]"
    " FOR j IN range(i + 1, len(sorted))] FOR i IN range(1, len(sorted) - 1)]))",
}
TEXTS = (
    "given", "father", "grand", "family", "id_number", "born", "mobile", "city", "gender",
    "account", "street", "postcode",
)  # fmt: skip
NUMBERS = ("gy", "gm", "gd", "hy", "hm", "hd", "year")


def link(
    sketches: Iterable[Sketch], *, at_least: float, on_progress: Told | None = None
) -> Iterator[Found]:
    """Yield every pair that weighs at least so many bits. Raises `NotInstalled`.

    `on_progress` receives how many of the keys are done. Most people who meet are kin. When only
    likely pairs are wanted, those who cannot be one person are left out before the scoring, which
    takes many times as long as the look at two first names.
    """
    only = POSSIBLE if at_least >= 0 else "true"
    with workshop.opened(MEMORY, THREADS) as shop:
        count = _load(shop, sketches)
        if count > 1 and workshop.block(shop, KEYS, PIECES, only=only, on_progress=on_progress):
            # The same prior as in `beside.weight`.
            expected = min(EXPECTED / count, 0.01)
            yield from workshop.score(shop, COMPARISONS, expected=expected, at_least=at_least)


def _load(shop: Any, sketches: Iterable[Sketch]) -> int:
    """Fill the table `people` batch by batch, with the corrected words beside the written ones."""
    import pyarrow as arrow

    fields = [arrow.field(name, arrow.int64()) for name in ("unique_id", "household")]
    fields.append(arrow.field("words", arrow.list_(arrow.string())))
    fields += [arrow.field(name, arrow.string()) for name in TEXTS]
    schema = arrow.schema(fields + [arrow.field(name, arrow.int16()) for name in NUMBERS])
    words: Counter[str] = Counter()
    count, stream = 0, iter(sketches)
    # An empty batch first, so that the table gets its column types from the schema.
    shop.register("batch", schema.empty_table())
    shop.execute("CREATE TABLE written AS SELECT * FROM batch")
    while batch := list(islice(stream, BATCH)):
        words.update(word for sketch in batch for word in sketch.words)
        shop.register(
            "batch", arrow.Table.from_pylist([row(sketch) for sketch in batch], schema=schema)
        )
        shop.execute("INSERT INTO written SELECT * FROM batch")
        count += len(batch)
    _put_right(shop, Vocabulary(words), arrow)
    return count


def _put_right(shop: Any, vocabulary: Vocabulary, arrow: Any) -> None:
    listed = list(vocabulary.counts)
    columns = {
        "word": listed,
        "meant": [vocabulary.stands_for[word] for word in listed],
        "real": [vocabulary.is_real(word) for word in listed],
        "latin": [is_latin(word) for word in listed],
        "bones": arrow.array(
            [sorted(skeletons(word)) for word in listed], arrow.list_(arrow.string())
        ),
    }
    shop.register("batch", arrow.table(columns))
    looked_up = ", ".join(
        f"{part}_v.{column} AS {part}_{column}"
        for part in PARTS
        for column in columns
        if column != "word"
    )
    joins = " ".join(
        f"LEFT JOIN vocabulary {part}_v ON {part}_v.word = written.{part}" for part in PARTS
    )
    # At most six words of a name are combined, which gives 15 twos and 20 threes.
    shop.execute(
        f"""
        CREATE TABLE vocabulary AS SELECT * FROM batch;
        CREATE TABLE meanings AS
            SELECT unique_id, list(v.meant ORDER BY place) AS meant
            FROM (SELECT unique_id, unnest(words) AS word, generate_subscripts(words, 1) AS place FROM written)
            JOIN vocabulary v USING (word) GROUP BY unique_id;
        CREATE TABLE people AS
            SELECT written.*, coalesce(meanings.meant, []) AS meant, {looked_up},
                   list_sort(list_distinct(meanings.meant))[:6] AS sorted, epoch(CAST(born AS DATE)) / 86400 AS born_day
            FROM written {joins} LEFT JOIN meanings USING (unique_id);
        DROP TABLE meanings; DROP TABLE written
        """  # noqa: S608  # our own expressions, nobody's input
    )
    shop.unregister("batch")
