"""The scoring guide in words for non-engineers: rules, values, what is missing, and results."""

from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wasl.catalogue import scoring
from wasl.catalogue.answer_types import subject_type
from wasl.catalogue.facts import FACTS, PIECES
from wasl.catalogue.scoring import Line, Operator
from wasl.common.numbers import format_number


def points(count: int) -> str:
    """Return points in words: «12 نقطة»، «ناقص 5 نقاط»."""
    text = ngettext("%(count)s point", "%(count)s points", abs(count)) % {
        "count": format_number(abs(count))
    }
    return text if count >= 0 else _("minus %(points)s") % {"points": text}


def value(source: str, text: str) -> str:
    """Return a value as people read it, or the bare text where its fact is gone."""
    fact = FACTS.get(source)
    if fact is None or not text:
        return text
    return subject_type(fact.kind).fact_in_words(fact.choices, text)


def pieces(keys: Iterable[str]) -> list[str]:
    """Return the names of pieces of a study, each once."""
    return [str(PIECES[key].label) if key in PIECES else key for key in dict.fromkeys(keys)]


def lacks(keys: Iterable[str]) -> str:
    """Return what an unknown line lacks: «ينقصنا: الإيجار الشهري»."""
    return _("Lacks: %(pieces)s") % {"pieces": _(", ").join(pieces(keys))}


def rule(line: Line) -> str:
    """Return the whole rule of a line in a sentence."""
    return " · ".join(_parts(line))


def _parts(line: Line) -> list[str]:
    line_rule = line.rule
    if line.operator == Operator.BANDS:
        bands = [(_limit(line, limit), number) for limit, number in line_rule["below"]]
        sentences = [
            _("less than %(limit)s: %(points)s") % {"limit": limit, "points": points(n)}
            for limit, n in bands
        ]
        return [*sentences, _("the rest: %(points)s") % {"points": points(line_rule["rest"])}]
    if line.operator == Operator.PER_COUNT:
        by_head = _("%(points)s for each, %(most)s at most")
        return [by_head % {"points": points(line_rule["each"]), "most": points(line_rule["most"])}]
    if line.operator == Operator.YES_NO:
        pairs = [(_("Yes"), line_rule["yes"]), (_("No"), line_rule["no"])]
    else:
        # In the order of the form, so that people read choices as they were asked; a fact that is
        # gone has only the stored order.
        order = (
            [choice for choice, _label in FACTS[line.source].choices]
            if line.source in FACTS
            else list(line_rule["points"])
        )
        pairs = [
            (value(line.source, choice), line_rule["points"][choice])
            for choice in order
            if choice in line_rule["points"]
        ]
    return [
        _("%(answer)s: %(points)s") % {"answer": answer, "points": points(number)}
        for answer, number in pairs
    ]


def _limit(line: Line, limit: str) -> str:
    return value(line.source, limit) if line.source in FACTS else format_number(Decimal(limit))


def applied(line: Line, text: str) -> str:
    """Return the part of the rule that a value met: «من 500 ريال وأقل من 1,000 ريال»."""
    if line.operator == Operator.BANDS:
        return _band(line, Decimal(text))
    if line.operator == Operator.PER_COUNT:
        return rule(line)
    number = scoring.points(line, text)
    return _("%(answer)s: %(points)s") % {
        "answer": value(line.source, text),
        "points": points(number),
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
