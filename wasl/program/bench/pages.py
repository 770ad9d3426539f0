"""Speed of pages as ratios within one run: the product's own against a bare view on the same server."""

import argparse
import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from wasl.program import environment
from wasl.program.bench import scratch


def arguments(parser: argparse.ArgumentParser) -> None:
    """How many cases, and how long."""
    parser.add_argument("--cases", type=int, default=10_000, help="how many people with a case each (default 10000)")
    parser.add_argument("--requests", type=int, default=60, help="requests of each of four clients a page (default 60)")


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """Pages a second, and each page's ratio to the bare one."""
    with scratch.database() as home:
        return _measure(home, options)


def table(figures: dict[str, Any]) -> list[str]:
    """The figures for people."""
    return [
        f"{figures['cases']} cases, {figures['clients']} clients; pages a second, against the bare page of this run.",
        "",
        "| page | pages/s | p50 ms | p95 ms | ratio |",
        "|---|---:|---:|---:|---:|",
        *(
            f"| {name} | {one['pages_a_second']:.1f} | {one['p50_ms']:.1f} | {one['p95_ms']:.1f} | {one['ratio']:.2f} |"
            for name, one in figures["pages"].items()
        ),
    ]


def _measure(home: Path, options: argparse.Namespace) -> dict[str, Any]:
    from wasl.program.bench import load

    cookie, pages = _fill(options.cases)
    clients, pairs = 4, {}
    with _served("wasl.program.bench.bare:application", home) as bare, _served("config.wsgi:application", home) as site:
        load.run(bare, ["/"], clients=clients, each=10)
        for name, paths in {"bare": ["/"], **pages}.items():
            scratch.say(f"measuring {name}")
            port = bare if name == "bare" else site
            load.run(port, paths, clients=clients, each=5, cookie=cookie)
            pairs[name] = (
                load.run(port, paths, clients=clients, each=options.requests, cookie=cookie),
                load.run(bare, ["/"], clients=clients, each=options.requests),
            )
    shown = {
        name: {**vars(own), "ratio": own.pages_a_second / beside.pages_a_second}
        for name, (own, beside) in pairs.items()
    }
    return {"cases": options.cases, "clients": clients, "pages": shown}


def _fill(count: int) -> tuple[str, dict[str, list[str]]]:
    """Fill the database; give Noura's session cookie and the addresses to ask."""
    from django.conf import settings
    from django.contrib.sessions.backends.db import SessionStore
    from django.urls import reverse
    from django.utils.http import urlencode

    from wasl.accounts.models import User
    from wasl.cases.models import Case
    from wasl.common import clock
    from wasl.program.bench import population

    scratch.say(f"filling it with {count} people and cases")
    population.fill(count, clock.real_now())
    noura = User.objects.get(username="noura")
    session = SessionStore()
    session["_auth_user_id"] = str(noura.pk)
    session["_auth_user_backend"] = settings.AUTHENTICATION_BACKENDS[0]
    session["_auth_user_hash"] = noura.get_session_auth_hash()
    session.create()
    some = list(Case.objects.order_by("id").values_list("pk", "person_id")[:: max(1, count // 200)][:200])
    find = reverse("desk:find")
    pages = {
        "desk": [reverse("desk:home")],
        "queue": [reverse("cases:queue")],
        "case": [reverse("cases:detail", args=[case]) for case, _person in some],
        "person": [reverse("beneficiaries:detail", args=[person]) for _case, person in some],
        "find": [f"{find}?{urlencode({'q': name})}" for name in ("محمد الحربي", "فاطمه المطيري", "عبد الله الشمري")],
    }
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}", pages


@contextlib.contextmanager
def _served(application: str, home: Path) -> Iterator[int]:
    """A gunicorn of its own for one application, as the site is served."""
    port = _free_port()
    surroundings = {**os.environ, "WASL_HOME": str(home), "WASL_PORT": str(port), "WASL_SERVING": "1"}
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
        yield port
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
            raise environment.Trouble("The web server of the bench did not start; run `wasl doctor`.")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise environment.Trouble("The web server of the bench did not answer within thirty seconds.")
