"""Periods without an end: «within not less than two weeks» binds nobody (PRO-7)."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from wasl.governance.scrutiny.dates import plain_same_length
from wasl.governance.scrutiny.lines import Flow

_UNIT = r"(?:ثوان|دقيق\w*|دقائق|ساع\w*|يوم\w*|ايام|اسبوع\w*|اسابيع|شهر\w*|اشهر|سن\w*|عام\w*|اعوام)"
# «A period of not less than …», and the bare «within not less than …».
_LEAST = re.compile(
    r"(?P<within>(?:خلال|في غضون|في "
    rf"خلال|ضمن|في)\s+)?(?:مده|فتره|مهله|زمن|وقت)\s+(?:زمنيه\s+)?لا\s+تقل\s+عن\s+[^.،؛\n]{{0,40}}?{_UNIT}|"
    rf"(?P<bare>(?:خلال|في غضون)\s+)(?:ما\s+)?لا\s+[يت]قل\s+عن\s+[^.،؛\n]{{0,40}}?{_UNIT}"
)
# An upper bound named in the same sentence closes the period.
_MOST = re.compile(
    r"لا\s+[يت](?:زيد|تجاوز|تعدي)|بحد\s+اقص|كحد\s+اقص|حد\s+اعل|اقصاها|علي\s+الاكثر|الي\s+\d"
)
# What an association owes: there a floor without a ceiling is a fault, elsewhere it may be right.
_ANSWERS = re.compile(r"رد|جواب|اجاب|بت\b|يبلغ|اشعار|اخطار|نظر|قبول|رفض|قرار|معالج|انجاز|صرف|تسليم")
# «In a suitable time», «as soon as possible»: no bound at all.
_VAGUE = re.compile(
    r"(?:خلال|في|بعد|ضمن)\s+(?:ال)?(?:مده|فتره|مهله|وقت|الوقت|المده|الفتره)\s+(?:زمنيه\s+)?(?:ال)?(?:مناسبه?|معقوله?|كافيه?|قصيره?|وجيزه?|لازمه?)"
    r"|في\s+(?:اقرب|اسرع)\s+(?:وقت|فرصه|الاجال)(?:\s+ممكنه?)?|خلال\s+(?:مده|فتره|مهله)(?=\s*[.،؛:]|\s*$)"
    r"|باسرع\s+(?:وقت|ما\s+يمكن)(?:\s+ممكن)?"
)
SENTENCE = re.compile(r"[.؛\n]")


def open_ended(flow: Flow) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and message for each open period.

    Open is a promise without an upper bound, and a period without any bound.
    """
    text = plain_same_length(flow.text)
    for match in _LEAST.finditer(text):
        before, after = _sentence(text, match.start(), match.end())
        if _MOST.search(after):
            continue
        if match["within"] or match["bare"] or _ANSWERS.search(before):
            yield (
                *match.span(),
                _("names the least and not the most: nobody can say when it has passed"),
            )
    for match in _VAGUE.finditer(text):
        before, after = _sentence(text, match.start(), match.end())
        if not re.match(rf"\s*[^.،؛]{{0,25}}?(?:\d+|{_UNIT})", after):
            yield (*match.span(), _("names neither the least nor the most"))


def _sentence(text: str, start: int, end: int) -> tuple[str, str]:
    """Return the words of the sentence before and after a place."""
    before = SENTENCE.split(text[max(0, start - 160) : start])[-1]
    return before, SENTENCE.split(text[end : end + 120])[0]
