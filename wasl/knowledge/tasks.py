"""Scheduled jobs."""

from procrastinate.contrib.django import app

from wasl.common import clock
from wasl.knowledge.actions import answers


@app.task(name="wasl.knowledge.tasks.remind_reviews")
def remind_reviews() -> None:
    """Remind editors once a week of the answers due for review. Runs every morning.

    Cost: by published answers, some hundreds, and who writes them.
    """
    answers.remind_reviews(by=None, at=clock.now())
