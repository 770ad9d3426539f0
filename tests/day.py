"""The one moment at which every test begins: for the cast, for pages, jobs and commands alike (ADR
48).

Whatever the machine's date is, a test begins at `NOW`, and its clock goes on from there.
"""

import os
import time
from datetime import UTC, datetime

# Thursday 19 November 2026, 9/6/1448, ten in the morning in Riyadh.
USUAL = datetime(2026, 11, 19, 7, 0, tzinfo=UTC)
# Another one for the tests that hold on any day: WASL_TEST_DAY=2028-02-29T20:59:00+00:00
# (`tools/days.py`).
NOW = datetime.fromisoformat(os.environ.get("WASL_TEST_DAY") or USUAL.isoformat())
OFFSET = "WASL_CLOCK_OFFSET"

# What holds on any day: no day or year of a calendar is written in these tests.
ANY_DAY = ("tests/audit/", "test_find", "test_search")


def offset() -> float:
    """Return how many seconds lie between the machine's clock and the moment at which a test
    begins.
    """
    return NOW.timestamp() - time.time()


def begin() -> None:
    """Set the clock of this process and of all that it starts; of several processes of one run the
    first decides.
    """
    os.environ.setdefault(OFFSET, str(offset()))
