"""A guide in words a non-engineer reads: rules, values, what is lacking, and what one line said of
one family.
"""

from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wasl.catalogue import scoring
from wasl.catalogue.facts import FACTS, PIECES, Fact, Kind
from wasl.catalogue.scoring import Line, Operator
from wasl.common.numbers import format_money, format_number


def points(count: int) -> str:
    """«12 نقطة»، «ناقص 5 نقاط»."""
    said = ngettext("%(count)s point", "%(count)s points", abs(count)) % {
        "count": format_number(abs(count))
    }
    return said if count >= 0 else _("minus %(points)s") % {"points": said}


def value(source: str, text: str) -> str:
    """A value as people read it; the bare text where the fact is gone."""
    fact = FACTS.get(source)
    if fact is None or not text:
        return text
    if fact.kind == Kind.MONEY:
        return format_money(Decimal(text))
    if fact.kind == Kind.NUMBER:
        return format_number(Decimal(text))
    return _answer(fact, text)


def _answer(fact: Fact, text: str) -> str:
    if fact.kind == Kind.YES_NO:
        return _("Yes") if text == "yes" else _("No")
    return str(dict(fact.choices).get(text, text))


def pieces(keys: Iterable[str]) -> list[str]:
    """Pieces of a study by their names, each once."""
    return [str(PIECES[key].label) if key in PIECES else key for key in dict.fromkeys(keys)]


def lacks(keys: Iterable[str]) -> str:
    """What an unknown line lacks: «ينقصنا: الإيجار الشهري»."""
    return _("Lacks: %(pieces)s") % {"pieces": _(", ").join(pieces(keys))}


def rule(line: Line) -> str:
    """The whole rule of a line in one sentence."""
    return " · ".join(_parts(line))


def _parts(line: Line) -> list[str]:
    told = line.rule
    if line.operator == Operator.BANDS:
        bands = [(_limit(line, limit), given) for limit, given in told["below"]]
        said = [
            _("less than %(limit)s: %(points)s") % {"limit": limit, "points": points(n)}
            for limit, n in bands
        ]
        return [*said, _("the rest: %(points)s") % {"points": points(told["rest"])}]
    if line.operator == Operator.PER_COUNT:
        by_head = _("%(points)s for each, %(most)s at most")
        return [by_head % {"points": points(told["each"]), "most": points(told["most"])}]
    if line.operator == Operator.YES_NO:
        pairs = [(_("Yes"), told["yes"]), (_("No"), told["no"])]
    else:
        order = (
            [one for one, _label in FACTS[line.source].choices]
            if line.source in FACTS
            else list(told["points"])
        )
        pairs = [
            (value(line.source, one), told["points"][one]) for one in order if one in told["points"]
        ]
    return [
        _("%(answer)s: %(points)s") % {"answer": one, "points": points(given)}
        for one, given in pairs
    ]


def _limit(line: Line, limit: str) -> str:
    return value(line.source, limit) if line.source in FACTS else format_number(Decimal(limit))


def applied(line: Line, text: str) -> str:
    """The part of the rule that one value met: «من 500 ريال وأقل من 1,000 ريال»."""
    if line.operator == Operator.BANDS:
        return _band(line, Decimal(text))
    if line.operator == Operator.PER_COUNT:
        return rule(line)
    given = scoring.points(line, text)
    return _("%(answer)s: %(points)s") % {
        "answer": value(line.source, text),
        "points": points(given),
    }


def _band(line: Line, number: Decimal) -> str:
    limits = [Decimal(limit) for limit, _given in line.rule["below"]]
    above = [limit for limit in limits if number < limit]
    below = [limit for limit in limits if number >= limit]
    first = _limit(line, format(max(below), "f")) if below else ""
    last = _limit(line, format(min(above), "f")) if above else ""
    if first and last:
        return _("from %(first)s to less than %(last)s") % {"first": first, "last": last}
    if last:
        return _("less than %(last)s") % {"last": last}
    return _("%(first)s or more") % {"first": first} if first else _("whatever it is")
