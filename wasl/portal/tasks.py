"""What runs by the clock, and what hears that a consent was taken back."""

import contextlib

from django.core.files.storage import default_storage
from procrastinate.contrib.django import app

from wasl.audit.models import Event
from wasl.beneficiaries import queries as people
from wasl.beneficiaries.models import Consent, ConsentPurpose
from wasl.common import clock
from wasl.common.jobs import Patient
from wasl.common.verdicts import Refused
from wasl.portal import actions
from wasl.portal.models import Story
from wasl.portal.states import StoryStatus
from wasl.satisfaction import actions as satisfaction

SLICE = 500


@app.task(name="wasl.portal.tasks.publish_figures")
def publish_figures() -> None:
    """Every night: the figures of a quarter that is over (PRA-2), once all its answers are counted.

    Cost: one row a night; once a quarter by the cases of it and the counts of its ratings.
    """
    satisfaction.count_pending(at=clock.now())
    actions.publish_figures(by=None, at=clock.now())


@app.task(name="wasl.portal.tasks.lapse_claims")
def lapse_claims() -> None:
    """Every night: claims unproven after sixty days are closed and erased (ADR 42).

    Cost: by what it ends; indexes hold the open claims by age and the lapsed ones that are not
    erased, and nothing else is read.
    """
    at = clock.now()
    for claim in people.lapsing(at, SLICE):
        with contextlib.suppress(Refused):  # proven a moment ago
            actions.lapse_claim(claim=claim, by=None, at=at)
    for claim in people.to_erase(SLICE):
        actions.erase_claim(claim=claim, by=None, at=at)


@app.task(name=actions.DELETE_FILES, retry=Patient())
def delete_files(*, names: list[str]) -> None:
    """The files of what was erased; one that is gone already is gone."""
    for name in names:
        default_storage.delete(name)


def withdraw_stories(*, event: Event) -> None:
    """Who takes a consent back is in no story any more; the site has hidden it already (PRA-2)."""
    consent = Consent.objects.get(pk=event.subject_id)
    if consent.purpose != ConsentPurpose.STORIES:
        return
    stories = Story.objects.filter(consent=consent).exclude(status=StoryStatus.WITHDRAWN)
    for story in stories.order_by("pk"):
        actions.withdraw_story(story=story, by=None, at=event.at)
