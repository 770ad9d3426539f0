"""Dumps and the write-ahead log around an answer, beside those around an idle minute: one hash
apart (PRA-3).
"""

import re
import subprocess
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import chain

import pytest
from django.db import connection, transaction
from psycopg.conninfo import make_conninfo

from tests.cast import NOW
from tests.factories import a_service
from wasl.catalogue.models.offered import Service
from wasl.common import installation, postgres
from wasl.common.clock import day_of
from wasl.satisfaction import actions, links

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.clause("PRA-3")]
RECORD = re.compile(r"rmgr: (\w+) +len \(rec/tot\): +\d+/ *(\d+), tx: +(\d+),.*? desc: (\w+)(.*)")
BLOCK = re.compile(r"rel \d+/(\d+)/(\d+)")
HOUSEKEEPING = {"Heap2", "Standby", "XLOG"}  # pruning of a full page, snapshots of the checkpointer


@pytest.fixture
def answer(association):
    """Answer as another person each time; the first ones fill the pages, so that all later ones
    look alike.
    """
    with connection.cursor() as cursor:
        # Pages without what earlier tests deleted from them.
        cursor.execute("TRUNCATE satisfaction_spent, satisfaction_pending, satisfaction_count")
    service = a_service().service

    def act(place: int, score: int = 3) -> links.Link:
        link = links.make(
            case_id=place, service=service.pk, department=service.department_id, day=day_of(NOW)
        )
        actions.rate(token=links.written(link), score=score, at=NOW)
        return link

    for place in range(3):
        act(place)
        for _minute in range(5):
            idle_minute()
    return act


def idle_minute() -> None:
    actions.seal_anew(at=NOW)


# Dumps


def dump() -> list[str]:
    """What `pg_dump` takes of every table, as lines."""
    home = installation.home()
    url = make_conninfo(installation.url(home, owner=True), dbname=connection.settings_dict["NAME"])
    program = postgres.binaries(str(connection.pg_version // 10000)) / "pg_dump"
    command = [program, "--data-only", "--no-sync", f"--dbname={url}"]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    return [line for line in lines if not line.startswith(("\\restrict", "\\unrestrict"))]


def changes(act) -> tuple[list[str], list[str]]:
    """The lines that an act adds to a dump, and those that it takes away."""
    before = Counter(dump())
    act()
    after = Counter(dump())
    return list((after - before).elements()), list((before - after).elements())


def test_dumps_around_an_answer_differ_from_those_around_an_idle_minute_by_one_hash(answer):
    came, gone = changes(idle_minute)
    assert len(came) == len(gone) == 1 and len(came[0]) == len(gone[0])
    link = None

    def act():
        nonlocal link
        link = answer(7, score=1)

    came_with_it, gone_with_it = changes(act)
    (mark,) = [line for line in came_with_it if link.spent_mark.hex() in line]
    (row,) = [line for line in came_with_it if line != mark]
    assert len(gone_with_it) == 1 and len(row) == len(gone_with_it[0]) == len(came[0])
    assert row.split("\t")[0] == came[0].split("\t")[0] == "answers"
    assert re.fullmatch(rf"\\\\x{link.spent_mark.hex()}\t\d{{4}}-\d\d-\d\d", mark)


# The write-ahead log


@dataclass(frozen=True)
class Record:
    """One record of the log: what was done to which table or index, on how many pages, and how long
    the record is.
    """

    kind: str
    relation: str
    length: int
    pages: int = 1


needs_files = pytest.mark.skipif(
    not installation.is_embedded(), reason="the log's files are another machine's"
)


def position() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_insert_lsn()")
        return cursor.fetchone()[0]


def flush() -> None:
    """What was written stands in the files, though the tests' server waits for no disk."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit TO on")
        cursor.execute("SELECT pg_logical_emit_message(true, 'wasl', 'flush')")


def log_around(act) -> tuple[list[Record], str]:
    """The records of an act in this database, and the whole of what the log's reader says of
    them.
    """
    start = position()
    act()
    end = position()
    flush()
    home = installation.home()
    program = postgres.binaries(str(connection.pg_version // 10000)) / "pg_waldump"
    command = [
        program,
        f"--path={home / 'postgres' / 'data' / 'pg_wal'}",
        f"--start={start}",
        f"--end={end}",
    ]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return list(_records(done.stdout)), done.stdout


def _records(text: str):
    with connection.cursor() as cursor:
        cursor.execute("SELECT oid FROM pg_database WHERE datname = current_database()")
        database = cursor.fetchone()[0]
        cursor.execute(
            "SELECT pg_relation_filenode(oid), relname FROM pg_class WHERE relkind IN "
            "('r', 'i', 't', 'S')"
        )
        names = dict(cursor.fetchall())
    records = [
        (record, BLOCK.findall(record[5]))
        for record in map(RECORD.search, text.splitlines())
        if record
    ]
    # A commit names no database: it is another test's when its transaction touched nothing here.
    own = {
        record[3] for record, blocks in records for where, _file in blocks if int(where) == database
    } - {"0"}
    for record, blocks in records:
        if record[1] not in HOUSEKEEPING and record[3] in own:
            relation = names.get(int(blocks[0][1]), "?") if blocks else ""
            yield Record(f"{record[1]} {record[4]}", relation, int(record[2]), len(blocks))


SPENT = {("Heap INSERT", "satisfaction_spent"), ("Btree INSERT_LEAF", "satisfaction_spent_pkey")}


def shape(records) -> Counter:
    return Counter((record.kind, record.relation) for record in records)


@needs_files
def test_the_log_around_an_answer_differs_from_that_around_an_idle_minute_by_one_hash(answer):
    quiet = [log_around(idle_minute)[0] for _minute in range(12)]
    busy = [
        log_around(lambda place=place: answer(100 + place, score=1 + place % 5))[0]
        for place in range(12)
    ]
    shapes = [shape(records) for records in quiet]
    for records in busy:
        extra = [pair for pair in shape(records).elements() if pair in SPENT]
        assert set(extra) == SPENT and len(extra) == 2
        assert shape(records) - Counter(extra) in shapes, (
            "apart from the hash it is a minute like others"
        )

    lengths = defaultdict(set)
    for record in chain(*quiet, *busy):
        if record.relation == "satisfaction_pending" and "UPDATE" in record.kind:
            lengths[record.kind, record.pages].add(record.length)
    # PostgreSQL leaves out what two versions of a row begin and end with alike: by chance, some
    # bytes. When a page is full the row moves to another, whatever made it move.
    assert lengths and all(max(these) - min(these) <= 16 for these in lengths.values())
    marks = {
        record.length
        for records in busy
        for record in records
        if (record.kind, record.relation) in SPENT
    }
    assert len(marks) == 2


@needs_files
def test_the_log_holds_the_hash_and_neither_the_link_nor_what_it_says(answer):
    # Other tests write to the same server's log: only a name of this test's own can be looked for.
    Service.objects.update(code="known-here-alone")
    with connection.cursor() as cursor:
        start = position()
        link = answer(300, score=5)
        flush()
        cursor.execute("SELECT (pg_walfile_name_offset(%s)).*", [start])
        name, offset = cursor.fetchone()
    content = (installation.home() / "postgres" / "data" / "pg_wal" / name).read_bytes()[
        offset : offset + 65536
    ]
    token = links.written(link).encode()
    assert link.spent_mark in content, "what is looked at is what was written"
    assert link.nonce not in content and token not in content
    assert b"known-here-alone" not in content


def test_an_answer_costs_the_same_at_ten_and_at_a_million(answer, django_assert_num_queries):
    """The old design wrote every answer of the quarter anew."""

    def cost(place):
        start = position()
        with django_assert_num_queries(7):
            answer(place)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_wal_lsn_diff(%s, %s)", [position(), start])
            return int(cursor.fetchone()[0])

    few = min(cost(1_000 + place) for place in range(8))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO satisfaction_count (instrument, quarter, score, number) VALUES (1, "
            "'1448-2', 5, 1000000)"
        )
        cursor.execute(
            "INSERT INTO satisfaction_spent SELECT sha256(n::text::bytea), '2027-01-29' FROM "
            "generate_series(1, 100000) n"
        )
        cursor.execute("ANALYZE satisfaction_spent")
    many = min(cost(2_000 + place) for place in range(8))
    assert many < few * 1.2, (few, many)


def test_the_rows_of_the_database_say_nothing_of_their_making(answer):
    """No sequence, no default of time and no trigger stands behind what an answer writes."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name, data_type FROM information_schema.columns"
            " WHERE table_name IN ('satisfaction_spent', 'satisfaction_pending') ORDER BY 1, 2"
        )
        columns = cursor.fetchall()
        cursor.execute(
            "SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal AND tgrelid = "
            "'satisfaction_spent'::regclass"
        )
        triggers = cursor.fetchone()[0]
    assert columns == [
        ("satisfaction_pending", "key_name", "character varying"),
        ("satisfaction_pending", "kind", "character varying"),
        ("satisfaction_pending", "lost_date", "date"),
        ("satisfaction_pending", "sealed", "bytea"),
        ("satisfaction_spent", "mark", "bytea"),
        ("satisfaction_spent", "until_date", "date"),
    ]
    assert triggers == 0
