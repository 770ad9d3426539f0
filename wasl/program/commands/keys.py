"""The keys of what is encrypted: `wasl keys status`, `wasl keys rotate` (under load, may be cut
short), `wasl keys forget`.
"""

import argparse
import json
import sys

from wasl.common import installation
from wasl.program import environment


def arguments(parser: argparse.ArgumentParser) -> None:
    """`status`, `rotate` or `forget`; each takes `--json`."""
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    status = verbs.add_parser(
        "status", help="which keys there are, and whether the file is this database's own"
    )
    status.add_argument(
        "--count", action="store_true", help="go through all values and count by key"
    )
    verbs.add_parser(
        "rotate",
        help=(
            "put a new key in the place of the old one, under load; run it again if it "
            "was cut short"
        ),
    )
    forget = verbs.add_parser(
        "forget", help="take retired keys out of the file; older backups cannot be read any more"
    )
    forget.add_argument("--yes", action="store_true", help="do it")
    for verb in verbs.choices.values():
        verb.add_argument("--json", action="store_true", help="print the answer as JSON")


def run(options: argparse.Namespace) -> int:
    """1 when keys are missing."""
    with environment.site(owner=True):
        from wasl.common import clock
        from wasl.program import keys

        home = installation.home()
        if options.verb == "status":
            return _status(options)
        with keys.alone(home):
            if options.verb == "forget":
                if not options.yes:
                    raise environment.Trouble(
                        "Backups from before the last renewal could not be read any "
                        "more. Add --yes."
                    )
                return _answer(
                    options,
                    {"forgotten": keys.forget(home)},
                    "{forgotten} retired keys are gone for good.",
                )
            keys.make_known(clock.now())
            _refuse_lost()
            keys.begin(home, clock.now())
            keys.wait_for_elders(_tell)
            sealed = keys.reseal(_tell)
            retired = keys.retire(home, clock.now(), sealed)
        return _answer(
            options,
            {"sealed": sealed, "retired": retired},
            "{sealed} values sealed anew, {retired} keys retired.",
        )


def _refuse_lost() -> None:
    from wasl.common import keys as common

    if missing := common.missing():
        named = ", ".join(key.fingerprint for key in missing)
        raise environment.Trouble(
            f"The keys file lacks keys of this database ({named}). Restore it first; "
            "nothing was changed."
        )


def _status(options: argparse.Namespace) -> int:
    from wasl.common import crypto
    from wasl.common import keys as common
    from wasl.common.models import SealingKey
    from wasl.program import keys

    ring = crypto.keyring()
    missing = {key.fingerprint for key in common.missing()}
    roles = {crypto.fingerprint(key): "opens" for key in ring.field_keys} | {
        crypto.fingerprint(ring.field_keys[0]): "seals"
    }
    roles |= {crypto.fingerprint(key): "retired" for key in ring.retired_keys}
    roles |= {crypto.fingerprint(ring.blind_key): "blind index"}
    since_times = {key.fingerprint: key.since for key in SealingKey.objects.order_by("since")}
    counts = keys.counted() if options.count else {}
    lines = [
        {
            "key": name,
            "role": roles.get(
                name, "missing from the file" if name in missing else "retired and forgotten"
            ),
            "since": since_times[name].isoformat(timespec="minutes") if name in since_times else "",
            **({"values": counts.get(name, 0)} if counts else {}),
        }
        for name in dict.fromkeys([*since_times, *roles])
    ]
    answer = {"ok": not missing, "keys": lines, **({"unreadable": counts[""]} if counts else {})}
    if options.json:
        print(json.dumps(answer))
    else:
        for line in lines:
            print("  ".join(f"{value!s:<26}" for value in line.values()).rstrip())
        if counts:
            print(f"{counts['']} values that no key opens.")
        print(
            "Restore the keys file: keys are missing."
            if missing
            else "The keys file is this database's own."
        )
    return 1 if missing or (counts and counts[""]) else 0


def _answer(options: argparse.Namespace, answer: dict[str, int], words: str) -> int:
    print(json.dumps(answer) if options.json else words.format(**answer))
    return 0


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
