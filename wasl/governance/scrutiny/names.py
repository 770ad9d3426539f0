"""The association's name and licence as a text writes them: always alike, and its own (LET-4)."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from wasl.common.text import ascii_digits, clean
from wasl.governance.scrutiny.lexicon import plain
from wasl.governance.scrutiny.lines import Flow

_MENTION = re.compile(r"(?<![\u0621-\u064a])(?:و|ف|ب|ل|ك)?(?:لل|ال)?جمعي[ةه](?![\u0621-\u064a])")
_TOKEN = re.compile(r"[\u0621-\u0652\u0640]+|[^\s\u0621-\u0652]")
_REGIONS = ("مركز", "مراكز", "محافظه", "منطقه", "مدينه", "قريه", "قري", "هجره", "بلده", "وادي")
_PLACE = re.compile(rf"^ب(?:ال|{'|'.join(_REGIONS)}|[\u0621-\u064a]{{3,}})")
# Words that belong to the name of an association: its kind, purpose and field, folded.
_QUALITIES = frozenset(
    "تعاونيه التعاونيه خيريه الخيريه اهليه الاهليه متعدده المتعدده الاغراض اغراض استهلاكيه "
    "الاستهلاكيه زراعيه الزراعيه نسائيه "
    "النسائيه البر بر للخدمات الاجتماعيه للتنميه التنميه الاسريه الاسكانيه الاسكان لتنميه لرعايه "
    "الايتام ايتام لتحفيظ "
    "تحفيظ القران الكريم الدعوه والارشاد لحفظ النعمه المسنين ذوي الاعاقه الصحيه التعليميه "
    "الوقفيه السمكيه لصيادي الاسماك مربي "
    "الماشيه النحالين المهنيه التخصصيه العامه".split()
)
# «الجمعية العمومية» is the general assembly, not the association.
_ORGANS = frozenset({"العموميه", "عموميه", "التاسيسيه"})
# After «جمعية» without the article comes a proper name, unless it is one of these words.
_NO_NAME = frozenset(
    (
        "اخري او ان من في علي الي عن التي ذات كل اي هي لا ما مع قد لها بها غير هذه تلك "
        "واحده محليه مشابهه"
    ).split()
)
# A word for licence or registration, perhaps its authority, then a number of two to eight digits
# that is no date.
_LICENCE = re.compile(
    r"(?:ال)?(?:ترخيص|رخصه|مرخصه|مرخص|مسجله|تسجيل)\s*(?:(?:من|لدي|لدى|في|بـ?)\s[\u0621-\u064a\s]{3,70}?)?"
    r"(?:الوزاره|الجمعيه|المركز)?\s*(?:بال)?(?:ترخيص|ب?رخصه)?\s*(?:ب?رقم|برقم)?\s*[:\s(\[«/\-]*?(\d{2,8})(?![\d/])"
)


@dataclass(frozen=True)
class Mention:
    """A full mention of the association's name: offsets, folded words, spelling and place."""

    start: int
    end: int
    words: tuple[str, ...]
    spelled: str
    place: str


def drift(flow: Flow, name: str = "") -> Iterator[tuple[int, int, str]]:
    """Yield start, end and message for each full name that is not the association's usual one.

    `name` is the right one; without it the name used most counts as right.
    """
    mentions = list(_mentions(flow.text))
    own = next(_mentions(clean(name)), None) if name else _usual(mentions)
    if own is None:
        return
    reported_keys: set[tuple[str, ...]] = set()
    for mention in mentions:
        key = (mention.spelled,)
        # Each wrong spelling is reported once, however often it occurs.
        if mention.spelled == own.spelled or key in reported_keys or _short_form(mention, own):
            continue
        reported_keys.add(key)
        if mention.words == own.words:
            message = _("spelled otherwise than “%(name)s”")
        elif (
            mention.place
            and own.place
            and mention.place != own.place
            and mention.words[:3] == own.words[:3]
        ):
            message = _("another place than in “%(name)s”")
        else:
            message = _("another name than “%(name)s”")
        yield mention.start, mention.end, message % {"name": own.spelled}
    yield from _other_places(flow, own)


def own_words(flow: Flow) -> frozenset[str]:
    """Return the words of the association's usual name, which no dictionary need know."""
    own = _usual(list(_mentions(flow.text)))
    return frozenset(own.words) if own else frozenset()


def _usual(mentions: list[Mention]) -> Mention | None:
    """Return the full name used most; among equals one with a place, the longer, the first."""
    if not mentions:
        return None
    counts = Counter(mention.spelled for mention in mentions)
    return max(
        mentions,
        key=lambda mention: (
            counts[mention.spelled],
            bool(mention.place),
            len(mention.words),
            -mention.start,
        ),
    )


def _short_form(mention: Mention, own: Mention) -> bool:
    return not mention.place and mention.words == own.words[: len(mention.words)]


def _mentions(text: str) -> Iterator[Mention]:
    """Yield names of at least two words after «الجمعية»: its qualities, then its place."""
    for match in _MENTION.finditer(text):
        tokens = list(_TOKEN.finditer(text, match.end(), min(len(text), match.end() + 120)))
        name_tokens, place = _name(
            tokens, own="ال" not in match.group() and "لل" not in match.group()
        )
        if len(name_tokens) < 2 and not (name_tokens and place):
            continue
        words = tuple(plain(token.group()) for token in name_tokens)
        start = (
            match.end() - len(match.group().lstrip("وفبلك"))
            if not match.group().startswith("لل")
            else match.start()
        )
        spelled = " ".join(["جمعية" if "ال" not in match.group() and "لل" not in match.group() else "الجمعية"] + [
            token.group() for token in name_tokens
        ])  # fmt: skip
        yield Mention(start, name_tokens[-1].end(), words, spelled, place)


def _name(tokens: list[re.Match[str]], *, own: bool) -> tuple[list[re.Match[str]], str]:
    """Return the words of a name and its place.

    `own` means that a proper name may come first (جمعية نماء الأهلية).
    """
    name_tokens: list[re.Match[str]] = []
    for at, token in enumerate(tokens[:10]):
        word = plain(token.group())
        if not name_tokens and word in _ORGANS:
            return [], ""
        if word in _QUALITIES or (
            own and not name_tokens and len(word) > 2 and word not in _NO_NAME
        ):
            name_tokens.append(token)
        elif name_tokens and (
            _PLACE.match(word) or (word == "في" and plain(_word(tokens, at + 1)) in _REGIONS)
        ):
            # «بمركز كذا» is a place of two words, «في مركز كذا» of three, «بالرياض» of one.
            many = 1 if word[1:] in _REGIONS else 0
            if word == "في":
                many = 2
            name_tokens += tokens[at : at + many + 1]
            place = plain(tokens[min(at + many, len(tokens) - 1)].group())
            return name_tokens, place if many else place[1:]
        else:
            break
    return name_tokens, ""


def _word(tokens: list[re.Match[str]], at: int) -> str:
    return tokens[at].group() if at < len(tokens) else ""


def _other_places(flow: Flow, own: Mention) -> Iterator[tuple[int, int, str]]:
    """Yield places «بمركز …» other than the association's own, in a sentence about it."""
    if not own.place:
        return
    for match in re.finditer(
        r"(?<![\u0621-\u064a])ب(?:مركز|مراكز)\s+([\u0621-\u064a]{3,})", flow.text
    ):
        # 260 letters back: only a place said of the association or its beneficiaries counts.
        before = flow.text[max(0, match.start() - 260) : match.start()]
        place = plain(match[1])
        if place.removeprefix("ال") == own.place.removeprefix("ال") or any(
            plain(place) == mention.place for mention in _mentions(flow.text)
        ):
            continue
        if re.search(r"جمعي[ةه]|المستفيدين", before):
            yield (
                match.start(),
                match.end(),
                _("another place than in “%(name)s”") % {"name": own.spelled},
            )


def licences(flow: Flow, number: str = "") -> Iterator[tuple[int, int, str]]:
    """Yield start, end and message for each wrong licence number.

    Wrong is any number other than `number`, or other than the most used one when that is not known.
    A text without a number yields (0, 0, message).
    """
    # Folded one for one, so that the offsets stay those of the text.
    text = flow.text.translate(str.maketrans("ةأإآى", "هاااي"))
    spans = [(match.start(), match.end(), match[1]) for match in _LICENCE.finditer(text)]
    if not spans:
        yield 0, 0, _("the licence number is nowhere in the text")
        return
    counts = Counter(value for _start, _end, value in spans)
    own = ascii_digits(number) or max(
        counts, key=lambda value: (counts[value], -[v for _s, _e, v in spans].index(value))
    )
    reported_values: set[str] = set()
    for start, end, value in spans:
        if value != own and value not in reported_values:
            reported_values.add(value)
            yield start, end, _("another licence number than %(number)s") % {"number": own}
