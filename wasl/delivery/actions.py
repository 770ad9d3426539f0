"""Planning, releasing and handing over, never beyond the decision (PRO-9)."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wasl.accounts.models import User
from wasl.audit.actions import record
from wasl.beneficiaries.actions import documents, registering
from wasl.beneficiaries.models.documents import Attachment
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.queries import pointing, reach
from wasl.cases.actions import outcome as outcome_actions
from wasl.cases.models.case import Case
from wasl.cases.states import Status
from wasl.catalogue.models.offered import Service
from wasl.committees.models import Decision, DecisionOutcome
from wasl.common.clock import day_of
from wasl.common.dates import hijri_year
from wasl.common.text import clean
from wasl.common.uploads import Accepted
from wasl.common.verdicts import Refused
from wasl.delivery import note, policies, queries
from wasl.delivery.models import Budget, Delivery, Handover, Hold, HoldOutcome, Proof
from wasl.messaging import actions as messaging
from wasl.messaging.models import CodePurpose
from wasl.papers import actions as papers
from wasl.papers.kinds import Kind
from wasl.papers.models import Paper


@transaction.atomic
def plan(*, case: Case, by: User | None, at: datetime) -> Delivery:
    """Create the delivery of a registered case from its decision; a second call returns the
    first.
    """
    existing = Delivery.objects.filter(case=case).first()
    if existing:
        return existing
    # A deferred or reopened case has several decisions; the last approval counts.
    decision = Decision.objects.filter(case=case, outcome=DecisionOutcome.APPROVED).latest("id")
    year = hijri_year(day_of(at))
    # A service without a budget for the year gets one of zero, which releases nothing until it is
    # set.
    budget, _made = Budget.objects.get_or_create(
        service_id=case.service_id, hijri_year=year, defaults={"amount": 0}
    )
    measure = "amount" if decision.amount else "quantity"
    delivery = Delivery.objects.create(
        case=case,
        decision=decision,
        budget=budget,
        measure=measure,
        total=decision.amount or decision.quantity or 0,
        planned_at=at,
    )
    record(verb="delivery.plan", subject=delivery, root=case, by=by, at=at)
    # The death may come before the delivery exists; then no reaction holds it.
    if case.person.survivor.has_died:
        _hold(delivery, by, at)
    return delivery


@transaction.atomic
def hold(*, person: Person, by: User | None, at: datetime) -> list[Hold]:
    """Hold the deliveries of a person who died, and return the holds. A delivery held already stays
    held.
    """
    of_person = Delivery.objects.filter(queries.OPEN, case__person__in=pointing.files_of(person.pk))
    return [_hold(_locked(delivery), by, at) for delivery in of_person.order_by("pk")]


def _hold(delivery: Delivery, by: User | None, at: datetime) -> Hold:
    if standing := queries.open_hold(delivery):
        return standing
    hold = Hold.objects.create(delivery=delivery, held_at=at)
    record(verb="delivery.hold", subject=delivery, root=delivery.case, by=by, at=at)
    return hold


@transaction.atomic
def lift_holds(*, person: Person, by: User | None, at: datetime) -> int:
    """Lift the holds of a person who lives after all, and return how many. A decision for an heir
    made meanwhile stays.
    """
    waiting = Hold.objects.filter(
        outcome="", delivery__case__person__in=pointing.files_of(person.pk)
    )
    count = 0
    for standing in waiting.select_related("delivery").order_by("pk"):
        # Read again under the lock: the executives may have decided this hold meanwhile.
        delivery = _locked(standing.delivery)
        if hold := queries.open_hold(delivery):
            _decide_hold(hold, HoldOutcome.LIFTED, by, at)
            record(verb="delivery.lift_holds", subject=delivery, root=delivery.case, by=by, at=at)
            count += 1
    return count


@transaction.atomic
def release_to_heir(
    *,
    delivery: Delivery,
    heir_name: str,
    heir_id_number: str,
    paper: Accepted,
    reason: str,
    by: User,
    at: datetime,
) -> Hold:
    """Release a held delivery to a named heir or their agent, on the paper that proves it. Raises
    `Refused`.
    """
    delivery = _locked(delivery)
    policies.can_decide_hold(by, delivery).require()
    if not clean(heir_name):
        raise Refused(_("Enter the name of the heir, or of who acts for the heirs."))
    hold = queries.open_hold(delivery)
    assert hold is not None  # noqa: S101 (the policy says so)
    hold.heir_name, hold.heir_id_number = clean(heir_name), heir_id_number
    # Kept in the file of the person who died; the database refuses a release without the paper.
    hold.paper = documents.add_attachment(person=delivery.case.person, accepted=paper, by=by, at=at)
    _decide_hold(hold, HoldOutcome.RELEASED, by, at, reason)
    record(verb="delivery.release_to_heir", subject=delivery, root=delivery.case, by=by, at=at)
    return hold


@transaction.atomic
def cancel_after_death(*, delivery: Delivery, reason: str, by: User, at: datetime) -> Hold:
    """End a held delivery: nothing more is handed over, the budget gets the rest back, and the case
    is closed. Raises `Refused`.
    """
    delivery = _locked(delivery)
    policies.can_decide_hold(by, delivery).require()
    if not clean(reason):
        raise Refused(_("Say why nothing is handed to the heirs."))
    hold = queries.open_hold(delivery)
    assert hold is not None  # noqa: S101 (the policy says so)
    _decide_hold(hold, HoldOutcome.CANCELLED, by, at, reason)
    delivery.cancelled_at = at
    delivery.save(update_fields=["cancelled_at"])
    outcome_actions.cancel_delivery(case=delivery.case, reason=clean(reason), by=by, at=at)
    # Only what was released is in `used`, and what was handed over stays spent.
    if delivery.paid_at:
        budget = Budget.objects.select_for_update().get(pk=delivery.budget_id)
        budget.used -= delivery.total - delivery.handed
        budget.save(update_fields=["used"])
    record(verb="delivery.cancel_after_death", subject=delivery, root=delivery.case, by=by, at=at)
    return hold


def _decide_hold(hold: Hold, outcome: str, by: User | None, at: datetime, reason: str = "") -> None:
    hold.outcome, hold.reason, hold.decided_at, hold.decided_by = (
        outcome,
        clean(reason)[:300],
        at,
        by,
    )
    hold.save()


@transaction.atomic
def set_budget(*, service: Service, year: int, amount: Decimal, by: User, at: datetime) -> Budget:
    """Set what a service may give in a Hijri year, in riyals or units. Raises `Refused` below what
    was released already.
    """
    policies.can_set_budget(by).require()
    if year not in queries.budget_years(day_of(at)):
        raise Refused(_("A budget is set for this Hijri year or the next."))
    # Created first, so that there is a row to lock below.
    Budget.objects.get_or_create(service=service, hijri_year=year, defaults={"amount": 0})
    budget = Budget.objects.select_for_update().get(service=service, hijri_year=year)
    # Checked under the lock: a payment at the same moment would raise `used` unseen.
    if amount < budget.used:
        raise Refused(_("More than this was released already. The budget cannot be smaller."))
    before, budget.amount = budget.amount, amount
    budget.save(update_fields=["amount"])
    data = {"year": year, "amount": str(amount), "before": str(before)}
    record(verb="delivery.set_budget", subject=budget, by=by, at=at, data=data)
    return budget


@transaction.atomic
def schedule(
    *, delivery: Delivery, planned_date: date, place: str, by: User, at: datetime
) -> Delivery:
    """Set the day and place, and send the person a message. Raises `Refused`."""
    delivery = _locked(delivery)
    policies.can_schedule(by, delivery).require()
    policies.in_time(planned_date, day_of(at)).require()
    delivery.planned_date, delivery.place = planned_date, place
    delivery.save(update_fields=["planned_date", "place"])
    # A new day for a delivery that was planned before moves the case no further.
    if delivery.case.status == Status.REGISTERED:
        outcome_actions.start_delivery(case=delivery.case, by=by, at=at)
    record(verb="delivery.schedule", subject=delivery, root=delivery.case, by=by, at=at)
    person = delivery.case.person
    if reach.reachable(person):
        messaging.send(
            key="delivery_planned",
            to=person.mobile or person.email,
            carrier="sms" if person.mobile else "email",
            language=person.language,
            params={"reference": delivery.case.reference, "planned_date": planned_date.isoformat()},
            person_id=person.pk,
            about=delivery.case,
            # The day is part of the key: a new day is announced, the same day not twice.
            once_key=f"delivery:{delivery.pk}:{planned_date.isoformat()}",
            at=at,
        )
    return delivery


@transaction.atomic
def pay(*, delivery: Delivery, by: User, at: datetime) -> Delivery:
    """Release the money or goods from the service's budget of the year. Raises `Refused`, also
    beyond the budget.
    """
    delivery = _locked(delivery)
    policies.can_pay(by, delivery).require()
    # The delivery before the budget, as in `cancel_after_death`, so that two steps never wait for
    # each other. Payments of the same service wait here.
    budget = Budget.objects.select_for_update().get(pk=delivery.budget_id)
    if budget.used + delivery.total > budget.amount:
        raise Refused(_("The budget of this service for the year does not cover this."))
    budget.used += delivery.total
    budget.save(update_fields=["used"])
    delivery.paid_at, delivery.paid_by = at, by
    delivery.save(update_fields=["paid_at", "paid_by"])
    record(verb="delivery.pay", subject=delivery, root=delivery.case, by=by, at=at)
    return delivery


@transaction.atomic
def send_receipt_code(*, delivery: Delivery, by: User, at: datetime) -> None:
    """Send the person the code that proves the receipt. Raises `Refused` without a mobile."""
    policies.can_hand_over(by, delivery).require()
    # The file may have been merged since, and the death stands on the one that is left.
    person = delivery.case.person.survivor
    # The mobile may be in anybody's hands after a death.
    if person.has_died:
        raise Refused(_("This person has died; the heir signs for what they receive."))
    if not person.mobile:
        raise Refused(_("No mobile is registered for this person; take a signature instead."))
    messaging.send_code(
        purpose=CodePurpose.RECEIVE,
        subject=queries.code_subject(delivery),
        mobile=person.mobile,
        at=at,
        language=person.language,
        person_id=person.pk,
    )
    record(verb="delivery.send_receipt_code", subject=delivery, root=delivery.case, by=by, at=at)


def hand_over(
    *,
    delivery: Delivery,
    part: Decimal,
    receiver_name: str,
    proof: str,
    by: User,
    at: datetime,
    code: str = "",
    signature: Accepted | None = None,
    note_text: str = "",
    once: UUID | None = None,
) -> Handover:
    """Hand over a part or the whole, with its proof and delivery note. Raises `Refused`.

    A code is checked in a transaction of its own, so that a wrong one is counted.
    """
    # Before the code is checked: a form sent twice would find its code used up.
    if once and (done := Handover.objects.filter(once=once).first()):
        return done
    if proof == Proof.CODE:
        policies.can_hand_over(by, delivery).require()
        # All that can be refused is refused first, so that a good code is not spent for nothing.
        policies.fits(delivery, part).require()
        policies.can_receive(delivery, receiver_name, day_of(at)).require()
        messaging.check_code(
            purpose=CodePurpose.RECEIVE,
            subject=queries.code_subject(delivery),
            mobile=delivery.case.person.mobile,
            code=code,
            at=at,
        )
        # The code came back from the phone, which confirms the mobile for a year (ADR 42).
        registering.confirm_mobile(person=delivery.case.person, by=None, at=at)
    return _keep_handover(delivery, part, receiver_name, proof, by, at, signature, note_text, once)


@transaction.atomic
def _keep_handover(
    delivery: Delivery,
    part: Decimal,
    receiver_name: str,
    proof: str,
    by: User,
    at: datetime,
    signature: Accepted | None,
    note_text: str,
    once: UUID | None,
) -> Handover:
    delivery = _locked(delivery)
    # Again under the lock: two clicks at once both passed the first look.
    if once and (done := Handover.objects.filter(once=once).first()):
        return done
    policies.can_hand_over(by, delivery).require()
    policies.fits(delivery, part).require()
    policies.can_receive(delivery, receiver_name, day_of(at)).require()
    policies.receives(delivery, receiver_name, proof).require()
    handover = Handover.objects.create(
        delivery=delivery,
        part=part,
        receiver_name=receiver_name,
        proof=proof,
        signature=_proven(delivery, proof, signature, by, at),
        note=note_text,
        at=at,
        by=by,
        once=once,
    )
    drawing = signature.content if signature else None
    # The note is issued before `handed` grows, because it prints what was delivered before.
    handover.paper = _note(handover, drawing, by, at)
    handover.save(update_fields=["paper"])
    delivery.handed += part
    delivery.save(update_fields=["handed"])
    record(
        verb="delivery.hand_over",
        subject=handover,
        root=delivery.case,
        by=by,
        at=at,
        data={"proof": proof},
    )
    if delivery.handed == delivery.total:
        _complete(delivery, by, at)
    return handover


def _proven(
    delivery: Delivery, proof: str, signature: Accepted | None, by: User, at: datetime
) -> Attachment | None:
    """Store the signature, unless a code was checked before. Raises `Refused` without either."""
    if proof == Proof.CODE:
        return None
    if signature is None:
        raise Refused(_("The receiver has not signed yet."))
    return documents.add_attachment(person=delivery.case.person, accepted=signature, by=by, at=at)


def _note(handover: Handover, drawing: bytes | None, by: User, at: datetime) -> Paper:
    case = handover.delivery.case
    return papers.issue(
        kind=Kind.DELIVERY_NOTE,
        # The handover counts itself, so the notes of a case end in 1, 2, 3.
        number=f"{case.reference}-{handover.delivery.handovers.count()}",
        title=f"سند تسليم للطلب رقم {case.reference}",
        subject=handover,
        person_id=case.person_id,
        data=note.data(handover, drawing=drawing),
        by=by,
        at=at,
    )


def _complete(delivery: Delivery, by: User, at: datetime) -> None:
    delivery.completed_at = at
    delivery.save(update_fields=["completed_at"])
    outcome_actions.complete_delivery(case=delivery.case, by=by, at=at)


def _locked(delivery: Delivery) -> Delivery:
    # The case first, as everywhere. Completing the delivery moves the case, and would otherwise
    # lock it second.
    Case.objects.select_for_update(of=("self",)).get(pk=delivery.case_id)
    return (
        Delivery.objects.select_for_update(of=("self",))
        .select_related("case__person", "case__service_version", "decision__letter")
        .get(pk=delivery.pk)
    )
