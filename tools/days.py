"""The days on which `make test` tries what holds on any day: one that stays, and another each run,
named for repeating.

A whole run takes place on the day of the cast, whatever the machine's date is. What carries no day
of its own runs on these two as well: whatever is true on one day only is found there.
"""

import os
import random
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hijridate import Hijri

RIYADH = ZoneInfo("Asia/Riyadh")
USUAL = datetime(2026, 11, 19, 7, 0, tzinfo=UTC)
STAYS = USUAL + timedelta(days=400)
FARTHEST = 1500


def odd_moments() -> list[datetime]:
    """A minute before midnight in Riyadh: the eve of two Hijri years, leap day, and the last days
    of a year and a month.
    """
    first_days = [Hijri(year, 1, 1).to_gregorian() for year in (1449, 1450)]
    days = [datetime(day.year, day.month, day.day) - timedelta(days=1) for day in first_days]
    days += [datetime(2028, 2, 29), datetime(2027, 12, 31), datetime(2027, 4, 30)]
    return [datetime.combine(day, time(23, 59), RIYADH).astimezone(UTC) for day in days]


def another() -> datetime:
    """The moment that WASL_TEST_DAY names, else one by chance: every second time an odd one."""
    if named := os.environ.get("WASL_TEST_DAY"):
        return datetime.fromisoformat(named)
    chance = random.SystemRandom()
    plain = USUAL + timedelta(minutes=chance.randrange(24 * 60, FARTHEST * 24 * 60))
    return chance.choice([plain, chance.choice(odd_moments())])
