"""Recording contacts, answering them, and referring unclear questions."""

import uuid
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from wasl.accounts.models import User
from wasl.accounts.permissions import Permission
from wasl.audit.actions import record
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.models.representing import Representative
from wasl.beneficiaries.queries import reach
from wasl.cases.models.case import Case
from wasl.common.clock import day_of
from wasl.common.text import clean, clean_lines
from wasl.common.verdicts import Refused, Verdict
from wasl.interactions import policies, queries
from wasl.interactions.models import Direction, Interaction, InteractionKind, Referral, Showing
from wasl.knowledge.actions import answers
from wasl.knowledge.models import Article, ArticleVersion, Misconception, Status, Topic
from wasl.messaging import actions as messaging
from wasl.messaging.models import Channel


@transaction.atomic
def record_visit(
    *,
    person: Person | None = None,
    visitor_name: str = "",
    representative: Representative | None = None,
    case: Case | None = None,
    channel: str = Channel.INTERVIEW,
    direction: str = Direction.IN,
    subject: str,
    details: str = "",
    outcome: str,
    by: User,
    at: datetime,
    once: uuid.UUID | None = None,
) -> Interaction:
    """Record who came or was called, by which channel, about what, and how it ended (PRO-2). Raises
    `Refused`.
    """
    policies.can_record(by).require()
    if not clean_lines(outcome):
        raise Refused(_("Write how the contact ended."))
    contact = _contact(
        InteractionKind.VISIT,
        person,
        visitor_name,
        representative,
        case,
        channel,
        subject,
        by,
        at,
        once,
    )
    # Recorded before: a form sent twice carries the same token.
    if contact.pk:
        return contact
    contact.details, contact.outcome, contact.direction = (
        clean_lines(details),
        clean_lines(outcome),
        direction,
    )
    # A visit is recorded when it is over; only enquiries stay open.
    contact.closed_at, contact.closed_by = at, by
    return _save(contact, "interactions.record_visit", by, at)


@transaction.atomic
def record_enquiry(
    *,
    person: Person | None = None,
    visitor_name: str = "",
    representative: Representative | None = None,
    case: Case | None = None,
    channel: str,
    subject: str,
    details: str = "",
    topic: Topic | None = None,
    by: User | None,
    at: datetime,
    once: uuid.UUID | None = None,
) -> Interaction:
    """Record a question; it stays in the inbox until it has an answer. Raises `Refused`."""
    policies.can_ask(by).require()
    kind = InteractionKind.ENQUIRY
    contact = _contact(
        kind, person, visitor_name, representative, case, channel, subject, by, at, once
    )
    if contact.pk:
        return contact
    contact.details, contact.topic = clean_lines(details), topic
    return _save(contact, "interactions.record_enquiry", by, at)


def _contact(
    kind: str,
    person: Person | None,
    visitor_name: str,
    representative: Representative | None,
    case: Case | None,
    channel: str,
    subject: str,
    by: User | None,
    at: datetime,
    once: uuid.UUID | None,
) -> Interaction:
    """Return the contact that this token recorded before, or a new one that is not saved yet."""
    if once and (before := Interaction.objects.filter(once=once).first()):
        return before
    person, name, subject = (
        # A request names its person, so a contact about it never hangs on a name alone.
        person or (case.person if case else None),
        clean(visitor_name),
        clean(subject),
    )
    _about(person, name, representative, case, channel, subject, at).require()
    return Interaction(
        kind=kind, person=person, visitor_name=name, representative=representative, case=case,
        channel=channel, subject=subject, at=at, by=by, once=once,
    )  # fmt: skip


def _about(
    person: Person | None,
    visitor_name: str,
    representative: Representative | None,
    case: Case | None,
    channel: str,
    subject: str,
    at: datetime,
) -> Verdict:
    """Check that it is clear who came, for whom, by which channel and about what."""
    if person is None and not visitor_name:
        return Verdict(_("Say who came: find the person, or write the visitor's name."))
    if case and person and case.person_id != person.pk:
        return Verdict(_("This request belongs to another person."))
    if channel not in Channel.values:
        return Verdict(_("Choose the channel."))
    if not subject:
        return Verdict(_("Write what it was about."))
    return _represents(person, representative, at)


def _represents(
    person: Person | None, representative: Representative | None, at: datetime
) -> Verdict:
    if representative is None:
        return Verdict()
    if person is None or representative.person_id != person.pk:
        return Verdict(_("This representative acts for another person."))
    day = day_of(at)
    # A power of attorney that has ended gives no right to answers about the person.
    if not representative.covers(day):
        return Verdict(_("The document by which this representative acts is not valid today."))
    return Verdict()


def _save(contact: Interaction, verb: str, by: User | None, at: datetime) -> Interaction:
    try:
        with transaction.atomic():
            contact.save()
    except IntegrityError:
        # The second of two clicks came while the first was still being written.
        return Interaction.objects.get(once=contact.once)
    data = {"channel": contact.channel, "by_representative": contact.representative_id is not None}
    record(verb=verb, subject=contact, by=by, at=at, root=contact.case or contact.person, data=data)
    return contact


@transaction.atomic
def answer_enquiry(
    *,
    enquiry: Interaction,
    answer: str,
    version: ArticleVersion | None = None,
    topic: Topic | None = None,
    misconception: Misconception | None = None,
    send_short: bool = False,
    by: User,
    at: datetime,
) -> Interaction:
    """Answer an enquiry and close it; without an answer it stays open (PRO-2). Raises `Refused`.

    `version` is the text of the library it was answered by (OBJ-3), which is stored with it.
    `send_short` also sends its short form to the person's mobile. `misconception` is what the
    question showed (PRA-1).
    """
    # Two officers may answer the same question; the second meets a closed one.
    enquiry = Interaction.objects.select_for_update(of=("self",)).get(pk=enquiry.pk)
    policies.can_answer_enquiry(by, enquiry).require()
    if not clean_lines(answer):
        raise Refused(_("An enquiry is closed only with an answer. Write what was answered."))
    # The page may be older than the library: a version withdrawn meanwhile is not handed out again.
    if (
        version
        and not ArticleVersion.objects.filter(pk=version.pk, status=Status.PUBLISHED).exists()
    ):
        raise Refused(
            _("This answer is not published any more. Look for the one that took its place.")
        )
    of_version = version.article.topic if version else None
    enquiry.answer_version, enquiry.topic = version, topic or enquiry.topic or of_version
    # Before the message: if the short form is refused, the answer is undone with it.
    _close(enquiry, clean_lines(answer), by, at)
    if misconception:
        show_misconception(enquiry=enquiry, misconception=misconception, by=by, at=at)
    if version and send_short:
        _send_short(enquiry, version, at)
    return enquiry


def _send_short(enquiry: Interaction, version: ArticleVersion, at: datetime) -> None:
    policies.can_send_short(enquiry, version).require()
    person = enquiry.person
    assert person  # noqa: S101 - the policy asks for it
    # The short form fits two parts of a text message; the whole answer does not (ADR 38).
    short = version.short_en if person.language == "en" and version.short_en else version.short_ar
    messaging.send(
        key="library_answer", to=person.mobile, language=person.language, params={"answer": short},
        person_id=person.pk, about=enquiry, once_key=f"library_answer:{enquiry.pk}", at=at,
    )  # fmt: skip


@transaction.atomic
def show_misconception(
    *, enquiry: Interaction, misconception: Misconception, by: User, at: datetime
) -> Showing:
    """Record that a question came from a misconception, once (PRA-1). Raises `Refused`."""
    policies.can_record(by).require()
    if enquiry.kind != InteractionKind.ENQUIRY:
        raise Refused(_("Only an enquiry shows what people believe."))
    showing, is_new = Showing.objects.get_or_create(
        misconception=misconception,
        interaction=enquiry,
        defaults={"recorded_at": at, "recorded_by": by},
    )
    # A misconception is counted once for each question that shows it.
    if is_new:
        record(
            verb="interactions.show_misconception",
            subject=showing,
            by=by,
            at=at,
            root=misconception,
        )
    return showing


@transaction.atomic
def sort_enquiry(*, enquiry: Interaction, topic: Topic, by: User, at: datetime) -> Interaction:
    """Set the topic of an enquiry. Raises `Refused`."""
    policies.can_record(by).require()
    if enquiry.kind != InteractionKind.ENQUIRY:
        raise Refused(_("Only an enquiry has a topic."))
    enquiry.topic = topic
    enquiry.save(update_fields=["topic"])
    data = {"topic": topic.code}
    record(
        verb="interactions.sort_enquiry",
        subject=enquiry,
        by=by,
        at=at,
        root=enquiry.person,
        data=data,
    )
    return enquiry


def _close(enquiry: Interaction, answer: str, by: User, at: datetime) -> None:
    enquiry.answer, enquiry.closed_at, enquiry.closed_by = answer, at, by
    enquiry.save(update_fields=["answer", "answer_version", "topic", "closed_at", "closed_by"])
    # The event hangs on the case, or else the person, so that it shows in their history.
    root, data = enquiry.case or enquiry.person, {"answer_version": enquiry.answer_version_id}
    record(verb="interactions.answer_enquiry", subject=enquiry, by=by, at=at, root=root, data=data)


@transaction.atomic
def refer(
    *,
    question: str,
    executive: User,
    due_at: datetime | None = None,
    person: Person | None = None,
    case: Case | None = None,
    interaction: Interaction | None = None,
    by: User,
    at: datetime,
    once: uuid.UUID | None = None,
) -> Referral:
    """Refer an unclear question to an executive, due by the end of the next working day or at
    `due_at` (PRO-5). Raises `Refused`.
    """
    policies.can_refer(by).require()
    # The form lists executives only, but a role may have ended since it was opened.
    policies.can_be_asked(executive).require()
    if once and (before := Referral.objects.filter(once=once).first()):
        return before
    due_at = due_at or queries.next_working_day(at)
    _refuse_question(question, executive, due_at, by, at)
    person = (
        person or (case.person if case else None) or (interaction.person if interaction else None)
    )
    referral = Referral(
        question=clean_lines(question), executive=executive, due_at=due_at, person=person,
        interaction=interaction, case=case or (interaction.case if interaction else None),
        asked_at=at, asked_by=by, once=once,
    )  # fmt: skip
    try:
        with transaction.atomic():
            referral.save()
    except IntegrityError:
        # Two clicks at once, as in `_save`.
        return Referral.objects.get(once=once)
    data = {"executive": executive.pk, "due_at": due_at.isoformat()}
    record(
        verb="interactions.refer", subject=referral, by=by, at=at, root=_root(referral), data=data
    )
    return referral


def _refuse_question(
    question: str, executive: User, due_at: datetime, by: User, at: datetime
) -> None:
    if not clean_lines(question):
        raise Refused(_("Write the question."))
    # An executive may refer a question too, but not to themselves.
    if executive.pk == by.pk:
        raise Refused(_("Refer the question to somebody else."))
    if due_at <= at:
        raise Refused(_("The answer cannot be due in the past."))


def _root(referral: Referral) -> Any:
    return referral.case or referral.person or referral


@transaction.atomic
def answer_referral(*, referral: Referral, answer: str, by: User, at: datetime) -> Referral:
    """Answer a referred question. The officer finds the answer on the desk; a message tells the
    person that it has come. Raises `Refused`.
    """
    referral = Referral.objects.select_for_update(of=("self",)).get(pk=referral.pk)
    policies.can_answer_referral(by, referral).require()
    if not clean_lines(answer):
        raise Refused(_("Write the answer."))
    referral.answer, referral.answered_at, referral.answered_by = clean_lines(answer), at, by
    referral.save(update_fields=["answer", "answered_at", "answered_by"])
    record(
        verb="interactions.answer_referral", subject=referral, by=by, at=at, root=_root(referral)
    )
    person = referral.person
    # The message only says that an answer has come; the officer tells the person what it is.
    if person and person.mobile and reach.reachable(person):
        messaging.send(
            key="referral_answered", to=person.mobile, language=person.language,
            person_id=person.pk, about=referral, once_key=f"referral_answered:{referral.pk}", at=at,
        )  # fmt: skip
    return referral


@transaction.atomic
def hand_on_questions(*, user: User, to: User | None, reason: str, by: User, at: datetime) -> int:
    """Give the questions that wait for an executive who leaves to another, and return how many.
    Raises `Refused`.
    """
    policies.can_hand_on(by, to, Permission.REFERRALS_ANSWER).require()
    return _hand_on(
        Referral.objects.waiting().filter(executive=user), "executive", to, reason, by, at
    )


@transaction.atomic
def hand_on_answers(*, user: User, to: User | None, reason: str, by: User, at: datetime) -> int:
    """Give what an officer who leaves has asked, or still has to pass to the person, to another
    officer, and return how many. Raises `Refused`.
    """
    policies.can_hand_on(by, to, Permission.VISITS_RECORD).require()
    return _hand_on(
        Referral.objects.filter(told_at=None, asked_by=user), "asked_by", to, reason, by, at
    )


def _hand_on(
    referrals: QuerySet[Referral], field: str, to: User | None, reason: str, by: User, at: datetime
) -> int:
    # Locked in the order of the keys, so that two handovers never wait for each other.
    locked_referrals = list(referrals.select_for_update(of=("self",)).order_by("pk"))
    for referral in locked_referrals:
        setattr(referral, field, to)
        referral.save(update_fields=[field])
        data = {"to": to.pk if to else None, "as": field, "reason": reason}
        record(
            verb="interactions.hand_on",
            subject=referral,
            by=by,
            at=at,
            root=_root(referral),
            data=data,
        )
    return len(locked_referrals)


@transaction.atomic
def tell_person(
    *,
    referral: Referral,
    channel: str = Channel.TELEPHONE,
    by: User,
    at: datetime,
    once: uuid.UUID | None = None,
) -> Referral:
    """Record that the officer passed the executive's answer to the person; an enquiry that waited
    for it is closed with it. Raises `Refused`.
    """
    referral = Referral.objects.select_for_update(of=("self",)).get(pk=referral.pk)
    policies.can_tell(by, referral).require()
    if channel not in Channel.values:
        raise Refused(_("Choose the channel."))
    referral.told_at, referral.told_by = at, by
    referral.save(update_fields=["told_at", "told_by"])
    if referral.person:
        # Telling is a contact of its own, so that it shows in the person's history.
        subject = _("The answer to a referred question")
        Interaction.objects.create(
            kind=InteractionKind.FOLLOW_UP, direction=Direction.OUT, person=referral.person,
            case=referral.case, channel=channel, subject=subject, outcome=referral.answer, at=at,
            by=by, closed_at=at, closed_by=by, once=once,
        )  # fmt: skip
    enquiry = referral.interaction
    # PRO-2: the enquiry is closed only now, when the person has the answer.
    if enquiry and enquiry.kind == InteractionKind.ENQUIRY and not enquiry.closed_at:
        _close(enquiry, referral.answer, by, at)
    record(verb="interactions.tell_person", subject=referral, by=by, at=at, root=_root(referral))
    return referral


@transaction.atomic
def draft_article(*, referral: Referral, by: User, at: datetime) -> Article:
    """Draft an article from the executive's answer; somebody reviews it before it is published
    (PRO-5). Raises `Refused`.
    """
    referral = Referral.objects.select_for_update(of=("self",)).get(pk=referral.pk)
    policies.can_draft_article(by, referral).require()
    article = answers.draft_from(
        question=referral.question, answer=referral.answer, source_type="interactions.referral",
        source_id=str(referral.pk), by=by, at=at,
    )  # fmt: skip
    referral.article_id = article.pk
    referral.save(update_fields=["article_id"])
    record(verb="interactions.draft_article", subject=referral, by=by, at=at, root=_root(referral))
    return article
