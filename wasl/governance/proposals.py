"""The terms that a text seems to set, each with its clause and its words.

They are proposed to a person and never set by themselves.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from wasl.common.text import ascii_digits
from wasl.governance import amounts
from wasl.governance.models.documents import Clause
from wasl.governance.scrutiny.dates import plain_same_length

# Vowel marks, the superscript alef and the tatweel: they change no word.
_MARKS = re.compile("[\u064b-\u0652\u0670\u0640]")
_SENTENCE = re.compile(r"[^.؛\n!؟]+")
_PRE = r"(?<!\w)(?:وال|فال|بال|لل|ال|[وفبل])?"
# All patterns match folded text (`plain_same_length`): one alef, ta marbuta as ha, no vowel marks.
# `_PRE` takes the joined heads (and, so, by, the), and `[يت]` the third person of both genders.
_OBJECTION = re.compile(_PRE + r"(?:[يت]?عترض\w*|اعتراض\w*|[يت]?تظلم\w*|تظلمات)")
_FILING = re.compile(
    _PRE + r"(?:[يت]عترض\w*|[يت]تظلم\w*|تقديم\w*|[يت]قدم\w*|[يت]تقدم\w*|يحق|حق|[يت]?رفع\w*)"
)
_REVIEWING = re.compile(
    _PRE
    + r"(?:[يت]بت|بت|[يت]نظر|نظر|[يت]رد|رد|[يت]فصل|فصل|[يت]جيب|[يت]جاب|[يت]درس|دراسه|معالج\w*|[يت]عالج)(?!\w)"
)
_ANSWER = re.compile(
    _PRE
    + r"(?:رد|ردها|رده|[يت]رد|جواب\w*|[يت]جاب|[يت]جيب|اجاب\w*|[يت]بت|بت|اشعار\w*|[يت]شعر|[يت]بلغ|ابلاغ\w*|قبول\w*|رفض\w*|"
    r"قرار\w*|نتيجه|دراسه|[يت]درس)(?!\w)"
)
_REQUEST = re.compile(_PRE + r"(?:طلب\w*|مستفيد\w*|متقدم\w*|معامل\w*|قبول\w*|رفض\w*)")
# Complaints, enquiries, contracts and memberships have answer periods of their own.
_NOT_A_REQUEST = re.compile(_PRE + r"(?:شكو\w*|شكاو\w*|استفسار\w*|عقد|عقود|عضوي\w*|استقال\w*)")
# «Not less than», «after … has passed», right before
# a number: the floor of the answer window (PRO-7).
_LEAST = re.compile(
    r"(?:لا\s+[يت]قل(?:ان)?\s+عن|(?:قبل|بعد)\s+(?:مضي|مرور|انقضاء|انتهاء))\s*(?:مده\s+)?[(\[]?\s*$"
)
_MEETING = re.compile(_PRE + r"(?:نصاب\w*|حضور\w*|[يت]حضر\w*|حضره?|انعقاد\w*|[يت]نعقد|اجتماع\w*)")
_COMMITTEE = re.compile(r"لجن[هت]")
_MEMBERS = re.compile(
    rf"(?<!\w)(?P<number>{amounts.NUMBER})(?!\w)\s*(?:[(\[]\s*\d+\s*[)\]]\s*)?(?:من\s+)?(?:ال)?(?:اعضا\w*|عضو\w*)"
)
_TWO_REVIEWERS = re.compile(r"(?<!\w)(?:عضوان|عضوين|شخصان|شخصين|مراجعان|مراجعين|اثنان|اثنين)(?!\w)")
_ONE_REVIEWER = re.compile(r"(?:عضو|شخص|مراجع)\s+واحد(?!\w)")
_RATING = re.compile(_PRE + r"(?:تقييم\w*|استبان\w*|رضا)(?!\w)")
_RATINGS = re.compile(
    rf"(?:اقل\s+من|عن)\s+(?P<number>{amounts.NUMBER})(?!\w)\s*(?:[(\[]\s*\d+\s*[)\]]\s*)?(?:تقييم|استبان|مشارك|رد|مستفيد|راي|اراء)"
)
_REVIEW = re.compile(_PRE + r"(?:[يت]راجع|مراجع\w*|[يت]حدث|تحديث\w*)(?!\w)")
_THIS_TEXT = re.compile(r"(?:سياس|لايح|وثيق|نص|دليل)\w*")
_YEARLY = re.compile(r"(?<!\w)(?:سنويا|سنوي|سنويه)(?!\w)")
_PAPER = re.compile(_PRE + r"(?:مستند\w*|وثيق\w*|وثايق\w*|تعريف\w*|مشهد|كشف|شهاد\w*|صك|ورق\w*)")
_AGE = re.compile(r"(?:اصدار\w*|صدور\w*|حديث\w*|[يت]مض\w*|عمر\w*|تاريخها|تاريخه)")


@dataclass(frozen=True)
class Proposal:
    """A value for a term as a clause seems to set it.

    `quote` holds the clause's own words, `note` what a person should check.
    """

    name: str
    value: int
    clause: Clause
    quote: str
    note: str = ""


@dataclass(frozen=True)
class _Sentence:
    """A sentence of a clause, as written and folded; `topic` holds the folded headings above it."""

    clause: Clause
    words: str
    plain: str
    topic: str

    def propose(self, name: str, value: int, note: str = "") -> Proposal:
        return Proposal(name, value, self.clause, " ".join(self.words.split())[:300], note)


def read_proposals(clauses: list[Clause]) -> dict[str, list[Proposal]]:
    """Return for each term the values that the clauses seem to set, in the order of the text.

    At most three for each term.
    """
    proposals: dict[str, list[Proposal]] = {}
    for clause in clauses:
        for sentence in _sentences(clause):
            for proposal in _read(sentence):
                values = proposals.setdefault(proposal.name, [])
                if len(values) < 3:
                    values.append(proposal)
    return proposals


def _sentences(clause: Clause) -> Iterator[_Sentence]:
    topic = _folded(f"{clause.part} {clause.heading}")
    for match in _SENTENCE.finditer(clause.text_ar):
        yield _Sentence(clause, match.group(), _folded(match.group()), topic)


def _folded(text: str) -> str:
    return plain_same_length(ascii_digits(_MARKS.sub("", text)))


def _read(sentence: _Sentence) -> Iterator[Proposal]:
    for read in (_objection, _answer, _quorum, _rating_floor, _review, _document_age):
        yield from read(sentence)


def _is_about(pattern: re.Pattern[str], sentence: _Sentence) -> bool:
    """Return whether the sentence or a heading above it matches the pattern."""
    return bool(pattern.search(sentence.plain) or pattern.search(sentence.topic))


def _objection(sentence: _Sentence) -> Iterator[Proposal]:
    """Propose the days for filing an objection (not for deciding it) and the reviewers."""
    text = sentence.plain
    if not _is_about(_OBJECTION, sentence):
        return
    for period in amounts.periods(text):
        before = text[: period.start]
        # One sentence often has both periods. The verb
        # nearest before a period says which one it is.
        if _last(_FILING, before) >= _last(_REVIEWING, before):
            yield sentence.propose("objection_days", period.days, _reckoned(period))
    if _REVIEWING.search(text) and _TWO_REVIEWERS.search(text):
        yield sentence.propose("objection_reviewers", 2)
    elif _REVIEWING.search(text) and _ONE_REVIEWER.search(text):
        yield sentence.propose("objection_reviewers", 1)


def _answer(sentence: _Sentence) -> Iterator[Proposal]:
    """Propose the first and the last day of an answer.

    Where the text names only one of them, the board decides the other.
    """
    text = sentence.plain
    if _is_about(_OBJECTION, sentence) or _is_about(_NOT_A_REQUEST, sentence):
        return
    if not _ANSWER.search(text) or not _is_about(_REQUEST, sentence):
        return
    periods = [
        period
        for period in amounts.periods(text)
        # The form takes at most 365 days for an answer; a longer period is about something else.
        if period.days <= 365 and not _is_age(text, period)
    ]
    least = [period for period in periods if _LEAST.search(text[: period.start])]
    most = [period for period in periods if period not in least]
    for period in least:
        note = (
            ""
            if most
            else _(
                "The text names no last day: the board sets one, and writes how it "
                "reads the clause."
            )
        )
        yield sentence.propose("answer_not_before_days", period.days, note or _reckoned(period))
    if most and not least:
        yield sentence.propose(
            "answer_not_before_days",
            0,
            _("The text names no first day: 0 is from the day of filing."),
        )
    # Of several ceilings the last one is taken as the due day; the form shows its words.
    for period in most[-1:]:
        yield sentence.propose("answer_due_days", period.days, _reckoned(period))


def _is_age(text: str, period: amounts.Period) -> bool:
    """Return whether a period is somebody's age or a retention time."""
    return bool(
        re.search(r"(?:عمر\w*|سن|حفظ\w*|[يت]حفظ|احتفاظ\w*)\s[^،]{0,30}$", text[: period.start])
    )


def _quorum(sentence: _Sentence) -> Iterator[Proposal]:
    """Propose how many committee members must attend, where the text gives a number."""
    if (
        _is_about(_OBJECTION, sentence)
        or not _is_about(_COMMITTEE, sentence)
        or not _MEETING.search(sentence.plain)
    ):
        return
    for match in _MEMBERS.finditer(sentence.plain):
        # The database refuses a quorum below two.
        if (count := amounts.number_of(match["number"])) >= 2:
            yield sentence.propose("quorum", count)


def _rating_floor(sentence: _Sentence) -> Iterator[Proposal]:
    match = _RATINGS.search(sentence.plain) if _RATING.search(sentence.plain) else None
    # The floor is never below five (PRA-3), and a constraint holds it.
    if match and (count := amounts.number_of(match["number"])) >= 5:
        yield sentence.propose("rating_floor", count)


def _review(sentence: _Sentence) -> Iterator[Proposal]:
    if not _REVIEW.search(sentence.plain) or not _is_about(_THIS_TEXT, sentence):
        return
    if _YEARLY.search(sentence.plain):
        yield sentence.propose("review_months", 12)
    for period in amounts.periods(sentence.plain):
        if period.months:
            yield sentence.propose("review_months", period.months)


def _document_age(sentence: _Sentence) -> Iterator[Proposal]:
    if _PAPER.search(sentence.plain) and _AGE.search(sentence.plain):
        for period in amounts.periods(sentence.plain):
            yield sentence.propose("document_age_days", period.days, _reckoned(period))


def _reckoned(period: amounts.Period) -> str:
    if period.is_working:
        return _(
            "The text counts working days; here calendar days are counted, and five "
            "working days are a week."
        )
    return (
        ""
        if period.is_exact
        else _("The text counts months or years; here days are counted, thirty to a month.")
    )


def _last(pattern: re.Pattern[str], text: str) -> int:
    """Return where the last match begins, or -1."""
    return max((match.start() for match in pattern.finditer(text)), default=-1)
