"""Two writes that must stay as fast however many stand in the register: registering a person,
submitting a case.
"""

import itertools
import time
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from typing import Any

import psutil
from django.db import connection
from django.test import Client

from wasl.accounts.models import User
from wasl.beneficiaries.actions import registering as registering_actions
from wasl.beneficiaries.models.person import Person
from wasl.cases.actions import intake, submission
from wasl.cases.models.case import Case
from wasl.cases.queries.file import file_of
from wasl.catalogue.models.offered import Service
from wasl.common import clock
from wasl.common.clock import day_of
from wasl.common.dates import WrittenDate
from wasl.program.bench import load, naming
from wasl.program.bench.population import ANSWERS
from wasl.program.lives import a_signature
from wasl.program.people import id_number

TIMES, WARM = 200, 20
FREE = 50_000_000  # numbers from here on are nobody's of the population


def measure(database: psutil.Process) -> dict[str, dict[str, float]]:
    """The milliseconds of each on the clock, by the median and the slowest twentieth, and of the
    processor.
    """
    noura, service = User.objects.get(username="noura"), Service.objects.order_by("order")[0]
    first = FREE + Person.objects.order_by("-pk")[0].pk  # what was kept has those of the run before
    people = list(itertools.islice(naming.Register(seed=7), WARM + TIMES))
    own = (psutil.Process(), database)
    registered, registering = _timed(
        [
            partial(_register, place, name, gender, noura)
            for place, (gender, name) in enumerate(people, first)
        ],
        own,
    )
    signed = [_signed(person, service, noura) for person in registered]
    _cases, submitting = _timed([partial(_submit, case, noura) for case in signed], own)
    return {"register a person": registering, "submit a case": submitting}


def queries(path: str, cookie: str) -> int:
    """How many queries a page asks."""
    statements: list[str] = []

    def count(execute: Any, sql: str, *args: Any) -> Any:
        statements.append(sql)
        return execute(sql, *args)

    with ExitStack() as stack:
        stack.enter_context(connection.execute_wrapper(count))
        answer = Client(headers={"Cookie": cookie}).get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path} answered {answer.status_code}")
    return len(statements)


def _register(place: int, name: str, gender: str, by: User) -> Person:
    return registering_actions.register(
        full_name=name,
        gender=gender,
        id_number=id_number(place),
        mobile=f"05{place:08d}",
        by=by,
        at=clock.now(),
    )


def _signed(person: Person, service: Service, by: User) -> Case:
    """A request of this person, answered whole, its documents seen, signed."""
    at = clock.now()
    case = intake.start(person=person, service=service, channel="interview", by=by, at=at)
    fields = file_of(case).form.fields
    values = {field.key: ANSWERS.get(field.kind) or field.options[0][0] for field in fields}
    case = intake.declare(case=case, values=values, by=by, at=at)
    day = day_of(at)
    ends = WrittenDate(day=day.replace(year=day.year + 1, day=1), text="", calendar="gregorian")
    for requirement in file_of(case).document_requirements:
        case = intake.hand_in(
            case=case, document_type=requirement.document_type, number="1055512345", seen=True,
            issued=WrittenDate(day=day, text="", calendar="gregorian"),
            expires=ends if requirement.document_type.has_expiry else None, by=by, at=at,
        )  # fmt: skip
    submission.sign(
        case=case, method="drawn", signer_name=person.full_name, image=a_signature(), by=by, at=at
    )
    return Case.objects.get(pk=case.pk)


def _submit(case: Case, by: User) -> Case:
    return submission.submit(case=case, by=by, at=clock.now())


def _timed(
    doings: list[Callable[[], Any]], own: tuple[psutil.Process, ...]
) -> tuple[list[Any], dict[str, float]]:
    """What these gave, and what they took; the first few only warm up."""
    results, times, before = [], [], 0.0
    for place, do in enumerate(doings):
        if place == WARM:
            before = load.cpu(own)
        began = time.perf_counter()
        results.append(do())
        times.append((time.perf_counter() - began) * 1000)
    spent, ordered = load.cpu(own) - before, sorted(times[WARM:])
    return results, {
        "p50_ms": ordered[len(ordered) // 2], "p95_ms": ordered[int(len(ordered) * 0.95)],
        "cpu_ms": spent / len(ordered) * 1000,
    }  # fmt: skip
