"""The papers' work in the background."""

from procrastinate.contrib.django import app

from wasl.common import clock, stored


@app.task(name="wasl.papers.tasks.clear_strays")
def clear_strays() -> None:
    """Every night: files that were written for something that did not come to pass.

    Cost: by files; the folders are walked whole, the database is asked only about those of the last
    days.
    """
    stored.clear(clock.real_now())
