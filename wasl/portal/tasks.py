"""Tasks that run by the clock, and the reaction to a withdrawn consent."""

import contextlib

from django.core.files.storage import default_storage
from procrastinate.contrib.django import app

from wasl.audit.models import Event
from wasl.beneficiaries.models.consents import Consent, ConsentPurpose
from wasl.beneficiaries.queries import claims
from wasl.common import clock
from wasl.common.jobs import Patient
from wasl.common.verdicts import Refused
from wasl.portal import actions
from wasl.portal.models import Story
from wasl.portal.states import StoryStatus
from wasl.satisfaction import actions as satisfaction

# The most claims that each step handles in one night; the rest follows the night after.
SLICE = 500


@app.task(name="wasl.portal.tasks.publish_figures")
def publish_figures() -> None:
    """Publish every night the figures of a quarter that is over (PRA-2), once all its answers are
    counted.

    Cost: one row a night; once a quarter by the cases of it and the counts of its ratings.
    """
    satisfaction.count_pending(at=clock.now())
    actions.publish_figures(by=None, at=clock.now())


@app.task(name="wasl.portal.tasks.lapse_claims")
def lapse_claims() -> None:
    """Close and erase every night the claims unproven after sixty days (ADR 42).

    Cost: by what it ends; indexes hold the open claims by age and the lapsed ones that are not
    erased, and nothing else is read.
    """
    at = clock.now()
    for claim in claims.lapsing(at, SLICE):
        # The claim was proven a moment ago.
        with contextlib.suppress(Refused):
            actions.lapse_claim(claim=claim, by=None, at=at)
    for claim in claims.to_erase(SLICE):
        actions.erase_claim(claim=claim, by=None, at=at)


@app.task(name=actions.DELETE_FILES, retry=Patient())
def delete_files(*, names: list[str]) -> None:
    """Delete the files of what was erased; a file already gone counts as deleted."""
    for name in names:
        default_storage.delete(name)


def withdraw_stories(*, event: Event) -> None:
    """Withdraw the stories of somebody who withdrew their consent; the site has hidden them already
    (PRA-2).
    """
    consent = Consent.objects.get(pk=event.subject_id)
    if consent.purpose != ConsentPurpose.STORIES:
        return
    stories = Story.objects.filter(consent=consent).exclude(status=StoryStatus.WITHDRAWN)
    for story in stories.order_by("pk"):
        actions.withdraw_story(story=story, by=None, at=event.at)
