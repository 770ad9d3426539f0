"""The search for people who stand twice, from the command line: the same steps as in the
background, with a bar.
"""

import time
from typing import Any

from wasl.accounts.models import Association
from wasl.beneficiaries.actions import searching
from wasl.beneficiaries.queries import pairs
from wasl.common import clock
from wasl.program.bringing import Bar


def search() -> dict[str, Any]:
    """Search, and say what was found."""
    association = Association.objects.first()
    bars: dict[str, Bar] = {}

    def told(what: str, done: int, total: int) -> None:
        bars.setdefault(what, Bar(what))(done, total)

    begun = time.monotonic()
    with clock.ahead(association.clock_ahead_days if association else 0):
        done = searching.search_duplicates(by=None, at=clock.now(), inline=True)
        done = searching.run_search(search=done, by=None, clock=clock.now, on_progress=told)
    return {
        "people": done.people,
        "pairs": done.found,
        "new": done.fresh,
        "decided": done.decided,
        "waiting": pairs.count_waiting(),
        "seconds": round(time.monotonic() - begun, 2),
    }
