"""Walk the main job on a running sample site, over HTTP, as the people whose work it is; prints
each step.

Codes and links are read from the sample's phone; passwords from WASL_HOME. What it files stays
there to look at.
"""

import argparse
import contextlib
import json
import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

from wasl.common import installation
from wasl.program.environment import Trouble, address
from wasl.program.journey import registry
from wasl.program.journey.library import bring_policy
from wasl.program.journey.registry import STORIES
from wasl.program.journey.world import Step, StepFailed, World


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where the site is, where its phone is, what to walk, and `--json` for a program."""
    parser.add_argument("--url", default=address(), help="the site (default: %(default)s)")
    parser.add_argument(
        "--phone", default="", help="the sample's phone (default: the port after the site's)"
    )
    parser.add_argument(
        "--policy",
        action="append",
        type=Path,
        default=[],
        metavar="FILE",
        help="first bring this text (DOCX, PDF, scan, plain text) into force as a new version of "
        "the relationship policy, "
        "through the pages, then walk the stories under it; may be repeated",
    )
    parser.add_argument(
        "--story",
        action="append",
        choices=sorted(STORIES),
        metavar="NAME",
        help=(
            f"walk this story alone; may be repeated ({', '.join(sorted(STORIES))}; default: main)"
        ),
    )
    parser.add_argument(
        "--json", action="store_true", help="print the steps as JSON, progress on stderr"
    )


def run(options: argparse.Namespace) -> int:
    """0 when every step went well, 1 when one failed or the sample is not there."""
    out = sys.stderr if options.json else sys.stdout

    def tell(step: Step) -> None:
        print(
            f"{'✓' if step.ok else '✗'} {step.clause:<6} {step.what} ({step.ms} ms)",
            file=out,
            flush=True,
        )
        if step.why:
            print(f"         {step.why}", file=out, flush=True)

    for policy in options.policy:
        if not policy.is_file():
            raise Trouble(f"{policy} is no file. Name a policy as DOCX, PDF, a scan or plain text.")
    base = options.url.rstrip("/")
    parts = urlsplit(base)
    phones = options.phone or f"{parts.scheme}://{parts.hostname}:{(parts.port or 80) + 1}"
    world = World(base, phones, _passwords(), tell)
    _walk(world, options.policy, options.story or ["main"])
    report = world.report()
    if options.json:
        print(json.dumps(report, ensure_ascii=False))
    else:
        print(f"\n{report['ok']} steps went well, {report['failed']} failed.")
    return 1 if report["failed"] else 0


def _walk(world: World, policies: list[Path], stories: list[str]) -> None:
    """The stories, under each policy in turn; those of a policy that did not come into force are
    not walked.
    """
    if not policies:
        for story in stories:
            registry.tell(world, story)
    for policy in policies:
        with contextlib.suppress(StepFailed):  # told already, and counted in the report
            bring_policy(world, policy)
            for story in stories:
                registry.tell(world, story)


def _passwords() -> dict[str, str]:
    path = installation.home() / "sample-sign-ins.txt"
    if not path.exists():
        home = os.environ.get("WASL_HOME", "var")
        raise Trouble(
            f"There are no sample sign-ins in {home}. Start `wasl up --sample` there, "
            "or set WASL_HOME."
        )
    lines = path.read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t")[:2] for line in lines if "\t" in line)
