"""Begin requests from the website, end unproven claims, publish figures, and manage impact
stories.
"""

import uuid
from collections.abc import Mapping
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.audit.actions import record
from wasl.beneficiaries.actions import claiming
from wasl.beneficiaries.models.claims import IdentityClaim
from wasl.beneficiaries.models.consents import Consent, ConsentPurpose
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.queries import claims
from wasl.cases.actions import intake, submission
from wasl.cases.models.case import Case
from wasl.cases.states import FINAL, LIFECYCLE
from wasl.catalogue.models.offered import Service
from wasl.common import crypto
from wasl.common.clock import day_of
from wasl.common.jobs import defer_once
from wasl.common.verdicts import Refused
from wasl.messaging import actions as messaging
from wasl.messaging.models import Channel
from wasl.portal import policies, results
from wasl.portal.models import PublishedFigures, Story
from wasl.privacy import scrubbing
from wasl.privacy.models.destruction import DestructionItem, LegalHold
from wasl.privacy.queries import destruction

WORDS = ("told_as", "title_ar", "title_en", "text_ar", "text_en")


DELETE_FILES = "wasl.portal.tasks.delete_files"


@transaction.atomic
def begin(*, person: Person, service: Service, by: None, at: datetime) -> Case:
    """Open a request from the website.

    Send a claimant the request number at once: without it they could not return to the request (ADR
    42).
    """
    case = intake.start(person=person, service=service, channel=Channel.WEBSITE, by=by, at=at)
    # Only an open claim needs this: a claimed ID opens nothing, while a known person finds their
    # requests by their ID and mobile.
    claim = claims.claim_of(person)
    if claim is not None and claim.is_open:
        messaging.send(
            key="claim_begun", to=claim.mobile, language=person.language,
            params={"reference": case.reference}, person_id=person.pk, about=case,
            once_key=f"claim_begun:{case.pk}", at=at,
        )  # fmt: skip
    return case


@transaction.atomic
def lapse_claim(*, claim: IdentityClaim, by: None, at: datetime) -> bool:
    """Close an unproven claim with its requests.

    Return False while one of them is before the committee or has an answer.
    """
    running = (
        # Locked before their status is read, so that no request moves to the committee between the
        # look and the closing.
        Case.objects.select_for_update(of=("self",))
        .filter(person=claim.person)
        .exclude(status__in=FINAL)
    )
    requests = list(running.order_by("pk"))
    if any(case.status not in LIFECYCLE["lapse_unproven"].since for case in requests):
        return False
    for case in requests:
        submission.lapse_unproven(case=case, by=by, at=at)
    claiming.lapse_claim(claim=claim, by=by, at=at)
    return True


@transaction.atomic
def erase_claim(*, claim: IdentityClaim, by: None, at: datetime) -> bool:
    """Erase what a lapsed claim left, by a database function of the owner that erases nothing else.

    Return False while the erasure must wait.
    """
    if (
        # The function scrubs by the plan stored in the database; an old plan might miss a new
        # column.
        not destruction.plan_is_fresh()
        or LegalHold.objects.filter(person=claim.person, lifted_at=None).exists()
    ):
        return False
    # Read before the rows are scrubbed, since the file names are scrubbed with them.
    names = destruction.files_of(
        DestructionItem(subject_type=Person._meta.label_lower, subject_id=claim.person_id)
    )
    # The serving role may not change append-only tables. The function runs with its owner's rights
    # and refuses everything but an unproven claim that lapsed.
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT portal_erase_claim(%s, %s, %s)", [claim.pk, crypto.seal(scrubbing.MARK), at]
        )
    # Files are deleted by a job after the commit: a rollback could not bring them back.
    if names:
        defer_once(DELETE_FILES, f"claim-files:{claim.pk}", names=names)
    record(
        verb="portal.erase_claim",
        subject=claim,
        root=claim.person,
        by=by,
        at=at,
        data={"files": len(names)},
    )
    return True


@transaction.atomic
def publish_figures(*, by: User | None, at: datetime) -> list[PublishedFigures]:
    """Publish the figures of finished quarters that were not published yet (PRA-2).

    Published figures never change.
    """
    new_figures = []
    for quarter in results.unpublished_quarters(day_of(at)):
        # The quarter is unique, so a second run at the same time publishes nothing twice.
        figures, is_new = PublishedFigures.objects.get_or_create(
            quarter=quarter, defaults={"figures": results.figures_of(quarter), "published_at": at}
        )
        if is_new:
            record(
                verb="portal.publish_figures",
                subject=figures,
                by=by,
                at=at,
                data={"quarter": quarter},
            )
            new_figures.append(figures)
    return new_figures


@transaction.atomic
def write_story(
    *,
    person: Person,
    words: Mapping[str, str],
    service: Service | None = None,
    by: User | None,
    at: datetime,
    once: uuid.UUID | None = None,
) -> Story:
    """Begin a story about somebody who agreed to it (PRA-2).

    A form sent twice creates one story. Raises `Refused`.
    """
    policies.can_tell(by).require()
    if once and (before := Story.objects.filter(once=once).first()):
        return before
    story = Story.objects.create(
        person=person,
        consent=_consent(person),
        service=service,
        **_words(words),
        written_at=at,
        written_by=by,
        once=once,
    )
    policies.STORY.note("write_story", story, by=by, at=at)
    return story


@transaction.atomic
def edit_story(
    *,
    story: Story,
    edition: int,
    words: Mapping[str, str],
    service: Service | None,
    by: User | None,
    at: datetime,
) -> Story:
    """Change the text of a draft. Raises `Refused` when somebody changed it since the page was
    opened.
    """
    story = policies.STORY.lock(story)
    policies.can_edit(by, story).require()
    if story.edition != edition:
        raise Refused(
            _(
                "Somebody changed this story meanwhile. Open it again; your words are "
                "still on this page."
            )
        )
    for name, value in _words(words).items():
        setattr(story, name, value)
    story.service, story.edition = service, story.edition + 1
    story.save()
    policies.STORY.note("edit_story", story, by=by, at=at)
    return story


@transaction.atomic
def publish_story(
    *, story: Story, edition: int, is_seen: bool, by: User | None, at: datetime
) -> Story:
    """Publish exactly the text the person has seen, while their consent is in force (PRA-2).

    Raises `Refused` otherwise.
    """
    story = policies.STORY.lock(story)
    policies.can(by, "publish_story", story).require()
    if story.edition != edition:
        raise Refused(
            _("Somebody changed this story meanwhile. Read it again before you publish it.")
        )
    if not is_seen:
        raise Refused(_("Publish only what the person has seen or heard, word for word."))
    return policies.STORY.change(
        "publish_story",
        story,
        by=by,
        at=at,
        # The consent may have been withdrawn and given again since the draft was begun.
        consent=_consent(story.person),
        seen_at=at,
        published_at=at,
        published_by=by,
    )


@transaction.atomic
def withdraw_story(*, story: Story, by: User | None, at: datetime) -> Story:
    """Take a story off the site for good; no reason is needed."""
    return policies.STORY.step(
        "withdraw_story", story, by=by, at=at, withdrawn_at=at, withdrawn_by=by
    )


def _consent(person: Person) -> Consent:
    standing = Consent.objects.filter(
        person=person, purpose=ConsentPurpose.STORIES, withdrawn_at=None
    ).first()
    if standing is None:
        raise Refused(_("This person has not agreed to a story, or has taken it back."))
    return standing


def _words(words: Mapping[str, str]) -> dict[str, str]:
    texts = {name: words.get(name, "").strip() for name in WORDS}
    if not all(texts[name] for name in ("told_as", "title_ar", "text_ar")):
        raise Refused(_("Write in Arabic the name in the story, its title and its text."))
    return texts
