"""The sample's agreements and acknowledged rights, each by whose work it is."""

from datetime import date, datetime, timedelta
from typing import Any

from wasl.accounts.models import User
from wasl.agreements import queries
from wasl.agreements.actions import breaching, drafting, performing, rights
from wasl.agreements.models.agreement import Agreement, Term
from wasl.common.clock import RIYADH, day_of
from wasl.common.dates import WrittenDate
from wasl.program import people
from wasl.program.reference import read


def load(now: datetime) -> int:
    """Answers how many there are; where there are agreements already, nothing is done."""
    if Agreement.objects.exists():
        return 0
    data = read("agreements")
    for entry in data["agreements"]:
        _agree(entry, now)
    text = queries.rights_text()
    for entry in data["acknowledged"] if text else ():
        by, at = _staff(entry["by"]), _at(entry["days_ago"], now)
        person = people.load_person(entry["person"], by=by, at=at)
        assert text  # noqa: S101 - the loop asks for it
        rights.acknowledge_rights(person=person, how=entry["how"], sha256=text.sha256, by=by, at=at)
    return sum(map(len, data.values()))


def _agree(entry: dict[str, Any], now: datetime) -> None:
    by, at, sides = (
        _staff(entry["drafted"]["by"]),
        _at(entry["drafted"]["days_ago"], now),
        entry["with"],
    )
    agreement_data = {
        name: entry.get(name, "")
        for name in ("kind", "title", "subject", "liability", "consequences", "disputes")
    }
    agreement_data |= {
        name: _written(entry[name], now) if name in entry else None for name in ("starts", "ends")
    }
    person = people.load_person(sides["person"], by=by, at=at) if "person" in sides else None
    body = {name: sides.get(name, "") for name in ("body", "spokesman", "email")}
    agreement = drafting.draft(data=agreement_data, person=person, **body, by=by, at=at)
    parties = queries.parties(agreement)
    for term in entry["terms"]:
        term_data = {
            "kind": term["kind"],
            "text": term["text"],
            "how": term.get("how", ""),
            "due_event": term.get("event", ""),
            "event_days": term.get("within", 0),
        }
        term_data |= {
            "due": _written(term["due"], now) if "due" in term else None,
            "every_months": term.get("every", 0),
        }
        drafting.add_term(
            agreement=agreement, party=parties[term["party"]], data=term_data, by=by, at=at
        )
    for party, how in zip(parties, entry.get("signed", ()), strict=False):
        drafting.sign_party(
            party=party, how=how["how"], witness=how.get("witness", ""), by=by, at=at
        )
    if "activated" in entry:
        moment = _at(entry["activated"]["days_ago"], now)
        drafting.activate(agreement=agreement, by=_staff(entry["activated"]["by"]), at=moment)
        _go_on(agreement, entry, now)


def _go_on(agreement: Agreement, entry: dict[str, Any], now: datetime) -> None:
    terms = {term.order: term for term in queries.terms(agreement)}
    for performance in entry.get("performed", ()):
        due, done = (
            _due(terms[performance["term"]], performance["due"], now),
            day_of(now) + timedelta(days=performance["done"]),
        )
        performing.perform(
            term=terms[performance["term"]],
            due=due,
            done_date=done,
            by=_staff(performance["by"]),
            at=now,
        )
    if breach_entry := entry.get("breach"):
        happened, at = (
            day_of(now) + timedelta(days=breach_entry["happened"]),
            _at(breach_entry["days_ago"], now),
        )
        details = {
            "happened_date": happened,
            "facts": breach_entry["facts"],
            "clause": queries.clauses_to_cite().filter(code="PRE-4").first(),
        }
        breach = breaching.record_breach(
            term=terms[breach_entry["term"]], **details, by=_staff(breach_entry["by"]), at=at
        )
        decision, moment = breach_entry["decided"], _at(breach_entry["decided"]["days_ago"], now)
        cure_by = day_of(moment) + timedelta(days=decision["within"])
        judged = {
            "consequence": decision["consequence"],
            "reasons": decision["reasons"],
            "cure_by": cure_by,
        }
        breaching.decide_breach(breach=breach, **judged, by=_staff(decision["by"]), at=moment)


def _due(term: Term, place: int, now: datetime) -> date | None:
    return queries.days_of(term, day_of(now))[place]


def _written(days: int, now: datetime) -> WrittenDate:
    day = day_of(now) + timedelta(days=days)
    return WrittenDate(day=day, text=day.isoformat(), calendar="gregorian")


def _staff(username: str) -> User:
    return User.objects.get(username=username)


def _at(days_ago: int, now: datetime) -> datetime:
    day = now.astimezone(RIYADH) - timedelta(days=days_ago)
    return min(day.replace(hour=10, minute=20, second=0, microsecond=0), now)
