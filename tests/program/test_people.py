"""`wasl people import`: a file brought from the command line, looked at first, and gone on with
after a kill.
"""

import contextlib
import io
import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from openpyxl import load_workbook
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from tests.beneficiaries.files import a_list, a_member, checked
from tests.factories import a_national_id
from tests.sheets import a_csv, a_workbook
from tests.workers import wait_for
from wasl.beneficiaries.actions import registering
from wasl.beneficiaries.models.imports import ImportBatch, PeopleImport
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.models.roles import Membership
from wasl.beneficiaries.states import BatchStatus
from wasl.common import clock, crypto, installation
from wasl.program import environment
from wasl.program.__main__ import main


@pytest.fixture
def bring(maha, monkeypatch, tmp_path, capsys):
    """`bring(content, *options)` runs the command in this process: exit code, outcome, and what it
    said.
    """
    monkeypatch.setattr(environment, "site", contextlib.nullcontext)

    def run(content, *options, name="أعضاء.xlsx"):
        file = tmp_path / name
        file.write_bytes(content)
        code = main(["people", "import", str(file), "--json", *options])
        said = capsys.readouterr()
        return code, json.loads(said.out) if said.out else {}, said.err

    return run


def test_a_dry_run_says_what_would_come_and_then_it_comes(bring, maha):
    content = a_list(
        [*(a_member(place) for place in range(1, 121)), a_member(200, **{"السجل المدني": "123"})]
    )
    code, outcome, said = bring(content, "--dry-run", "--batch", "100")
    assert code == 0 and Person.objects.count() == 0
    assert outcome["counts"]["ready"] == 120 and outcome["findings"]["refused"] == 1
    assert "الاسم الرباعي → full_name" in said and "rows read" in said
    code, outcome, said = bring(content, "--yes")
    assert (code, outcome["registered"]) == (0, 120) and "going on where it stands" in said
    assert [batch["status"] for batch in outcome["batches"]] == ["done", "done"]
    assert Person.objects.first().registered_by == maha


def test_nobody_comes_without_a_word(bring, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO())
    code, _outcome, said = bring(a_list([a_member(1)]))
    assert code == 1 and "--yes" in said and Person.objects.count() == 0


@pytest.mark.django_db
def test_a_command_on_a_database_without_its_tables_says_to_migrate(monkeypatch):
    monkeypatch.setattr(environment, "database", contextlib.nullcontext)
    for waits, raised, says in (
        (True, environment.Trouble, "wasl migrate"),
        (False, ProgrammingError, "no_such_table"),
    ):
        monkeypatch.setattr(environment, "_migrations_wait", lambda waits=waits: waits)
        with (
            pytest.raises(raised, match=says),
            environment.site(),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("SELECT 1 FROM no_such_table")
    with (
        pytest.raises(environment.Trouble, match=r"restore the keys file.*secrets\.json"),
        environment.site(),
    ):
        raise crypto.LostKey("These are other keys; restore the keys file.")


def test_columns_and_sheet_are_told_when_they_cannot_be_guessed(bring):
    rows = [["أ", "ب", "ج"], ["سعد بن ناصر الحربي", a_national_id(1), "بريدة"]]
    content = a_workbook(("غلاف", [["تقرير"]]), ("قائمة", rows))
    told = [
        "--sheet",
        "قائمة",
        "--header",
        "1",
        "--map",
        "أ=full_name",
        "--map",
        "B=id_number",
        "--map",
        "ج=city",
    ]
    code, outcome, _said = bring(content, *told, "--yes")
    assert (code, outcome["registered"]) == (0, 1)
    assert Person.objects.get().city == "بريدة"


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--map", "x"], "COLUMN=FIELD"),
        (["--map", "الجوال=shoe_size"], "COLUMN=FIELD"),
        (["--map", "عمود لا يوجد=mobile"], "no column"),
        (["--sheet", "أخرى"], "no sheet"),
        (["--as", "nobody"], "Nobody on the staff"),
        (["--as", "noura"], "does not include bringing"),
    ],
)
def test_a_wish_that_cannot_be_is_answered_with_what_there_is(bring, noura, options, says):
    code, _outcome, said = bring(a_list([a_member(1)]), "--yes", *options)
    assert code == 1 and says in said and Person.objects.count() == 0


def test_a_file_that_is_no_table_is_refused_with_what_to_do(bring):
    code, _outcome, said = bring(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "--yes"
    )
    assert code == 1 and "password" in said
    assert main(["people", "import", "/nowhere.xlsx"]) == 1


def test_what_was_found_is_written_into_a_workbook(bring, tmp_path):
    report = tmp_path / "found.xlsx"
    bring(
        a_csv([["الاسم", "رقم الهوية"], ["سعد بن ناصر", "12"]], ";", "cp1256"),
        "--dry-run",
        "--report",
        str(report),
    )
    rows = list(load_workbook(report).worksheets[0].iter_rows(values_only=True))
    assert rows[1][:2] == (2, "سعد بن ناصر") and "10 digits" in rows[1][4]


def test_a_batch_that_is_held_back_ends_in_one(bring, maha):
    content = a_list([a_member(1)])
    bring(content, "--dry-run")
    Membership.objects.create(
        person=Person.objects.create(
            full_name="س", gender="male", sort_key="س", registered_at="2026-01-01T00:00Z"
        ),
        number="0001",
        added_at="2026-01-01T00:00Z",
    )
    code, outcome, _said = bring(content, "--yes")
    assert (
        code == 1
        and outcome["batches"][0]["status"] == "failed"
        and outcome["batches"][0]["problem"]
    )


def test_what_was_brought_is_taken_out_again(bring, maha, noura, tmp_path, capsys, monkeypatch):
    content = a_list([a_member(place) for place in range(1, 151)])
    _code, outcome, said = bring(content, "--yes", "--batch", "100")
    number = str(outcome["import"])
    used = Person.objects.order_by("pk").first()
    registering.correct(person=used, changes={"known_as": "أبو فهد"}, by=noura, at=clock.now())

    def undo(*options):
        code = main(["people", "undo", *options])
        return code, capsys.readouterr()

    monkeypatch.setattr("sys.stdin", io.StringIO())
    assert undo(number)[0] == 1 and Person.objects.count() == 150
    code, said = undo(str(tmp_path / "أعضاء.xlsx"), "--dry-run", "--json")
    looked = json.loads(said.out)
    assert (code, looked["taken_out"], looked["stayed"]) == (
        0,
        149,
        1,
    ) and Person.objects.count() == 150
    code, said = undo(number, "--batch", "2", "--yes")
    assert code == 0 and "50 people" in said.out and Person.objects.count() == 100
    code, said = undo(number, "--yes", "--json")
    assert (code, json.loads(said.out)["taken_out"]) == (0, 99) and list(Person.objects.all()) == [
        used
    ]
    for options, says in (
        ([number], "Nothing of this file"),
        (["999999"], "The last ones"),
        (["/nowhere"], "neither"),
    ):
        code, said = undo(*options, "--yes")
        assert code == 1 and says in said.err
    code, said = undo(number, "--yes", "--as", "noura")
    assert code == 1


@pytest.mark.clause("PRE-2")
def test_killed_half_way_the_same_command_goes_on_and_nobody_comes_twice(
    transactional_db, maha, tmp_path
):
    file = tmp_path / "members.xlsx"
    content = a_list([a_member(place) for place in range(1, 601)])
    file.write_bytes(content)
    checked(content, size=100)
    url = make_conninfo(
        **conninfo_to_dict(installation.url(installation.home(), owner=True))
        | {"dbname": settings.DATABASES["default"]["NAME"]}
    )
    command = [
        sys.executable,
        "-m",
        "wasl.program",
        "people",
        "import",
        str(file),
        "--yes",
        "--json",
    ]
    surroundings = os.environ | {"DATABASE_URL": url, "DATABASE_OWNER_URL": url}
    cut = subprocess.Popen(
        command,
        env=surroundings,
        cwd=settings.BASE_DIR,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    wait_for(
        lambda: (
            ImportBatch.objects.filter(status=BatchStatus.DONE).exists() or cut.poll() is not None
        )
    )
    cut.kill()
    cut.wait()
    assert (
        Person.objects.count() == 100 * ImportBatch.objects.filter(status=BatchStatus.DONE).count()
    )
    again = subprocess.run(
        command,
        env=surroundings,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert again.returncode == 0, again.stderr
    assert json.loads(again.stdout)["registered"] == 600
    assert Person.objects.count() == Membership.objects.count() == 600
    assert PeopleImport.objects.count() == 1
