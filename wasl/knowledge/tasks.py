"""What runs by the clock."""

from procrastinate.contrib.django import app

from wasl.common import clock
from wasl.knowledge import actions


@app.task(name="wasl.knowledge.tasks.remind_reviews")
def remind_reviews() -> None:
    """Every morning: whoever writes answers hears, once a week, how many are due to be read again.

    Cost: by published answers, some hundreds, and who writes them.
    """
    actions.remind_reviews(by=None, at=clock.now())
