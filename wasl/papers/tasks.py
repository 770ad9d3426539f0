"""The papers' work in the background."""

from procrastinate.contrib.django import app

from wasl.common import clock, stored


@app.task(name="wasl.papers.tasks.clear_strays")
def clear_strays() -> None:
    """Every night: files that were written for something that did not come to pass."""
    stored.clear(clock.real_now())
