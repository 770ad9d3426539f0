"""Background jobs of the papers."""

from procrastinate.contrib.django import app

from wasl.common import clock, stored


@app.task(name="wasl.papers.tasks.clear_strays")
def clear_strays() -> None:
    """Delete stored files whose row was never committed. Runs every night.

    Cost: by files; the folders are walked whole, the database is asked only about those of the last
    days.
    """
    # The real time, since the age of files does not follow the clock of a sample association.
    stored.clear(clock.real_now())
