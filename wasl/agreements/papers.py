"""The printed agreement on the letterhead; once in force, it is issued with a number and check code
(PRE-3).
"""

from datetime import date, datetime

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wasl.accounts.models import User
from wasl.agreements import queries
from wasl.agreements.models.agreement import Agreement, Kind, Party, SignedHow, Term, TermKind
from wasl.agreements.paper_content import AgreementData, AgreementDuty, AgreementSide
from wasl.common.clock import day_of
from wasl.common.numbers import format_number
from wasl.papers import actions as papers
from wasl.papers import queries as paper_queries
from wasl.papers.kinds import Kind as PaperKind
from wasl.papers.models import Paper
from wasl.papers.states import Status as PaperStatus


def print_agreement(agreement: Agreement, *, by: User | None, at: datetime) -> Paper:
    """Print an agreement that entered into force and register the paper, once. Raises `Refused`."""
    if before := queries.paper_of(agreement):
        return before
    # Papers are in Arabic. A background task or an English session would translate the labels.
    with translation.override("ar"):
        paper = papers.issue(
            kind=PaperKind.AGREEMENT, number=agreement.reference, title=agreement.title,
            subject=agreement, data=_data(agreement), person_id=agreement.person_id, by=by, at=at,
        )  # fmt: skip
    earlier = queries.paper_of(agreement.amends) if agreement.amends else None
    # A paper that was voided meanwhile stays void; only an issued one has a successor.
    if earlier and earlier.status == PaperStatus.ISSUED:
        papers.supersede(paper=earlier, successor=paper, by=by, at=at)
    return paper


def content(agreement: Agreement, day: date) -> bytes:
    """Return the paper as it was issued; before that, the current draft without number or check
    code. Raises `Refused`.
    """
    if issued := queries.paper_of(agreement):
        return paper_queries.content(issued)
    with translation.override("ar"):
        return paper_queries.printable(
            PaperKind.AGREEMENT, title=agreement.title, data=_data(agreement), day=day
        )


def _data(agreement: Agreement) -> AgreementData:
    terms = queries.terms(agreement)
    data = AgreementData(
        reference=agreement.reference,
        kind=str(Kind(agreement.kind).label),
        subject=agreement.subject,
        starts=agreement.starts_date,
        ends=agreement.ends_date,
        sides=[
            _side(place, party, terms) for place, party in enumerate(queries.parties(agreement))
        ],
        liability=agreement.liability,
        consequences=agreement.consequences,
        disputes=agreement.disputes,
        sha256=queries.content_hash(agreement),
    )
    if agreement.amends:
        data["amends"], data["amends_reason"] = agreement.amends.reference, agreement.amends_reason
    if agreement.activated_at:
        data["activated_date"] = day_of(agreement.activated_at)
    return data


def _side(place: int, party: Party, terms: list[Term]) -> AgreementSide:
    own = [term for term in terms if term.party_id == party.pk]
    side = AgreementSide(
        place=_place(place),
        name=party.name,
        spokesman=party.spokesman,
        rights=[term.text for term in own if term.kind == TermKind.RIGHT],
        duties=[_duty(term) for term in own if term.kind == TermKind.DUTY],
    )
    if party.signed_at:
        side["signed"] = str(SignedHow(party.signed_how).label)
        side["signed_date"], side["witness"] = day_of(party.signed_at), party.witness
    return side


def _place(place: int) -> str:
    named = (_("First party"), _("Second party"), _("Third party"), _("Fourth party"))
    return (
        named[place]
        if place < len(named)
        else _("Party %(number)s") % {"number": format_number(place + 1)}
    )


def _duty(term: Term) -> AgreementDuty:
    duty = AgreementDuty(text=term.text, how=term.how, due=term.due_date, event=_event(term))
    if months := term.every_months:
        text = ngettext("every month", "every %(months)s months", months)
        duty["every"] = text % {"months": format_number(months)}
    return duty


def _event(term: Term) -> str:
    if not term.event_days:
        return term.due_event
    text = ngettext(
        "within a day of: %(event)s", "within %(days)s days of: %(event)s", term.event_days
    )
    return text % {"days": format_number(term.event_days), "event": term.due_event}
