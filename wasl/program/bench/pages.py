"""Speed of pages as ratios within one run: the product's own against a bare view on the same
server; and of two writes.
"""

import argparse
import contextlib
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from wasl.common import postgres
from wasl.program import environment
from wasl.program.bench import scratch

CLIENTS = 4


def arguments(parser: argparse.ArgumentParser) -> None:
    """How many cases, and how long."""
    parser.add_argument(
        "--cases", type=int, nargs="+", default=[10_000], metavar="N",
        help="how many people with a case each; several sizes are measured one after the other (default 10000)",
    )  # fmt: skip
    parser.add_argument(
        "--kept",
        type=Path,
        metavar="FOLDER",
        help="keep what was filled here, a folder for each size, and measure it again",
    )
    parser.add_argument(
        "--requests",
        type=int,
        default=60,
        help="requests of each of four clients a page (default 60)",
    )


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Pages a second and each page's ratio to the bare one, for every size in a database and a
    process of its own.
    """
    if len(options.cases) == 1:
        folder = options.kept and options.kept / str(options.cases[0])
        with scratch.database(folder) as home:
            return {"sizes": [_measure(home, options.cases[0], options.requests)]}
    runs = [_apart(size, options) for size in sorted(options.cases)]
    return {"sizes": [run["sizes"][0] for run in runs]}


def _apart(size: int, options: argparse.Namespace) -> dict[str, Any]:
    command = [sys.executable, "-m", "wasl.program", "bench", "pages", "--json"]
    command += ["--kept", str(options.kept.resolve())] if options.kept else []
    done = subprocess.run(
        [*command, "--cases", str(size), "--requests", str(options.requests)],
        cwd=environment.ROOT, stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    return dict(json.loads(done.stdout))


def table(figures: dict[str, Any]) -> list[str]:
    """The figures for people."""
    lines = [
        (
            "People with a case, its answers and documents, and ten contacts each. A page is asked "
            "by four clients in turns with the"
        ),
        (
            "bare one. By the clock: pages a second against the bare page's. By processor: the "
            "processor time that a bare page took,"
        ),
        (
            "web server and database together, against this page's; others on a busy "
            "machine change it less."
        ),
    ]
    first = figures["sizes"][0]
    for run in figures["sizes"]:
        lines += [
            "",
            f"{run['cases']} people; machine load {run['load']:.1f} while it was measured.",
            "",
            *_pages(run, first),
        ]
        lines += ["", *_writes(run, first)]
    return lines


def _pages(run: dict[str, Any], first: dict[str, Any]) -> list[str]:
    head = [
        (
            "| page | queries | pages/s | p50 ms | p95 ms | processor ms | by the clock | by "
            f"processor | against {first['cases']} |"
        ),
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    return head + [
        f"| {name} | {result['queries']} | {result['pages_a_second']:.1f} | {result['p50_ms']:.1f} | "
        f"{result['p95_ms']:.1f} "
        f"| {result['cpu_ms']:.1f} | {result['ratio']:.2f} | {result['cpu_ratio']:.2f} "
        f"| {result['cpu_ratio'] / first['pages'][name]['cpu_ratio']:.2f} |"
        for name, result in run["pages"].items()
    ]


def _writes(run: dict[str, Any], first: dict[str, Any]) -> list[str]:
    size = first["cases"]
    head = [
        (
            f"| write | p50 ms | p95 ms | processor ms | p95 against {size} | "
            f"processor against {size} |"
        ),
        "|---|---:|---:|---:|---:|---:|",
    ]
    return head + [
        f"| {name} | {result['p50_ms']:.1f} | {result['p95_ms']:.1f} | {result['cpu_ms']:.1f} "
        f"| {result['p95_ms'] / first['writes'][name]['p95_ms']:.2f} | "
        f"{result['cpu_ms'] / first['writes'][name]['cpu_ms']:.2f} |"
        for name, result in run["writes"].items()
    ]


@dataclass(frozen=True)
class Served:
    """A web server that answers, and its process."""

    port: int
    process: psutil.Process


def _measure(home: Path, size: int, requests: int) -> dict[str, Any]:
    from wasl.program.bench import load, writes

    cookie, pages = _fill(size)
    scratch.as_served(home)
    queries = {name: writes.queries(paths[0], cookie) for name, paths in pages.items()}
    database, results = postgres.postmaster(home), {}
    assert database is not None  # noqa: S101  # it was started just now
    with (
        _served("wasl.program.bench.bare:application", home) as bare,
        _served("config.wsgi:application", home) as site,
    ):
        beside = load.Target(bare.port, (bare.process, database), ["/"])
        for name, paths in pages.items():
            scratch.say(f"measuring {name}")
            own = load.Target(site.port, (site.process, database), paths, cookie)
            results[name] = _figures(
                *load.side_by_side(own, beside, clients=CLIENTS, each=requests)
            )
            results[name]["queries"] = queries[name]
    scratch.say("measuring writes")
    return {
        "cases": size, "clients": CLIENTS, "load": os.getloadavg()[0], "pages": results,
        "writes": writes.measure(database),
    }  # fmt: skip


def _figures(own: Any, beside: Any) -> dict[str, float]:
    return {
        "pages_a_second": own.pages_a_second, "p50_ms": own.ms(0.5), "p95_ms": own.ms(0.95),
        "cpu_ms": own.cpu_ms, "ratio": own.pages_a_second / beside.pages_a_second,
        "cpu_ratio": beside.cpu_ms / own.cpu_ms,
    }  # fmt: skip


def _fill(count: int) -> tuple[str, dict[str, list[str]]]:
    """Fill the database; give Noura's session cookie and the addresses to ask."""
    from django.conf import settings
    from django.contrib.sessions.backends.db import SessionStore
    from django.urls import reverse
    from django.utils.http import urlencode

    from wasl.accounts.models import User
    from wasl.cases.models.case import Case
    from wasl.common import clock
    from wasl.program.bench import population

    if not Case.objects.exists():
        scratch.say(f"filling it with {count} people and cases")
        population.fill(count, clock.real_now())
    noura = User.objects.get(username="noura")
    session = SessionStore()
    session["_auth_user_id"] = str(noura.pk)
    session["_auth_user_backend"] = settings.AUTHENTICATION_BACKENDS[0]
    session["_auth_user_hash"] = noura.get_session_auth_hash()
    session.create()
    some = list(
        Case.objects.order_by("id").values_list("pk", "person_id")[:: max(1, count // 200)][:200]
    )
    find = reverse("desk:find")
    pages = {
        "desk": [reverse("desk:home")],
        "queue": [reverse("cases:queue")],
        "case": [reverse("cases:detail", args=[case]) for case, _person in some],
        "person": [reverse("beneficiaries:detail", args=[person]) for _case, person in some],
        "find": [
            f"{find}?{urlencode({'q': name})}"
            for name in ("محمد الحربي", "فاطمه المطيري", "عبد الله الشمري")
        ],
    }
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}", pages


@contextlib.contextmanager
def _served(application: str, home: Path) -> Iterator[Served]:
    """A gunicorn of its own for one application, as the site is served."""
    port = _free_port()
    surroundings = {
        **os.environ,
        "WASL_HOME": str(home),
        "WASL_PORT": str(port),
        "WASL_SERVING": "1",
    }
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "--config",
        "python:wasl.program.serving",
        "--access-logfile",
        "/dev/null",
    ]
    server = subprocess.Popen(
        [*command, application],
        cwd=environment.ROOT,
        env=surroundings,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _await(port, server)
        yield Served(port, psutil.Process(server.pid))
    finally:
        server.terminate()
        server.wait(30)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if server.poll() is not None:
            raise environment.Trouble(
                "The web server of the bench did not start; run `wasl doctor`."
            )
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise environment.Trouble("The web server of the bench did not answer within thirty seconds.")
