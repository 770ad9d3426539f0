"""What runs by the clock, and what hears that a consent was taken back."""

from procrastinate.contrib.django import app

from wasl.audit.models import Event
from wasl.beneficiaries.models import Consent, ConsentPurpose
from wasl.common import clock
from wasl.portal import actions
from wasl.portal.models import Story
from wasl.portal.states import StoryStatus
from wasl.satisfaction import actions as satisfaction


@app.task(name="wasl.portal.tasks.publish_figures")
def publish_figures() -> None:
    """Every night: the figures of a quarter that is over (PRA-2), once all its answers are counted."""
    satisfaction.count_pending(at=clock.now())
    actions.publish_figures(by=None, at=clock.now())


def withdraw_stories(*, event: Event) -> None:
    """Who takes a consent back is in no story any more; the site has hidden it already (PRA-2)."""
    consent = Consent.objects.get(pk=event.subject_id)
    if consent.purpose != ConsentPurpose.STORIES:
        return
    told = Story.objects.filter(consent=consent).exclude(status=StoryStatus.WITHDRAWN)
    for story in told.order_by("pk"):
        actions.withdraw_story(story=story, by=None, at=event.at)
