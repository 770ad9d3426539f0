"""The words of names as a small vocabulary: a rare spelling stands for the common one it is a slip
of.

Spelling is corrected here once a word, not in millions of pairs. Names that are close but both real
(حسن and حسين, often brothers) are never taken for slips of each other.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from wasl.common.spelling.distance import apart
from wasl.common.spelling.latin import romanized, skeletons
from wasl.common.spelling.words import is_latin

# Real names within one letter of another real name.
REAL = frozenset(
    (
        "محمد محمود احمد حمد حامد حميد حماد حمود حمدان حمدي محمدي حسن حسين محسن حسان حسنه حسني "
        "سعد سعيد سعود اسعد مسعد مسعود "
        "ساعد سعاد سعده سعديه سالم سليم سلمان سليمان سلامه سالمه سلمه سلمي سلام مسلم صالح صلاح "
        "صالحه مصلح فالح فلاح "
        "خالد خليد خالده خلود خلف خليف خليفه خليل عمر عمرو عمار عامر عمير معمر علي عالي عليا "
        "علياء علا عايد عيد عواد عوض عايض "
        "عياد عيسي عيسا فهد فهيد فهده فهاد نوره نور نوري نوف نوير نايف نواف ناصر نصر نصار منصور "
        "نصير منيره منير منار منال منال مني "
        "امل امال امنه امينه امين ايمن ايمان ياسر يسر ياسين سمير سميره سمر سمره ساره سراء اسراء "
        "راشد رشيد رشود رشدي مرشد رشا "
        "جابر جبر جبير جبار جابره ماجد مجيد مجد مجدي ماجده هند هدي هدا هادي مهدي هديل هيا هيله "
        "هيام سهام وسام حسام سام ريم رام رامي "
        "ريما ريان رويان روان راون بدر بدور بندر بادر بدريه فيصل فصيل سلطان سلطانه عبدالله "
        "عبدالاله عبدالرحمن عبدالرحيم عبدالكريم "
        "عبدالعزيز عبدالحميد عبدالمجيد عبدالسلام عبدالسميع عبدالهادي عبدالملك عبدالمالك مالك "
        "ملاك ملك وليد خويلد ولاء وفاء صفاء صفيه "
        "عبير عبيد عبيده عبده لطيفه لطيف موضي رضي رضا راضي مرضي مشعل مشاعل مشعان شعلان سعدون "
        "سعيده جميل جميله جمال جمعه كمال كامل "
        "سامي سامر سمير تميم تيم زيد زياد يزيد زايد زيدان زينب زين زينه زهره زهراء زهير ابراهيم "
        "براهيم هاني هنا هناء هانيه دلال بلال "
        "طلال جلال هلال طارق طراد مراد مريم مرام ادم اكرم كرم كريم كرام باسم بسام بسمه باسمه "
        "وائل نائل فواز فايز فوزي فوزيه فاز عزيز "
        "عزيزه عزه عزام عصام علاء سناء ثناء هشام قاسم بقاسم جاسم نجلاء نجله نجود جود جواد مها "
        "مهي مهند رنا رنيم ريناد رند رهف عهد عهود "
        "فاطمه فطيمه عائشه عايشه حصه حفصه خديجه جواهر جوهره شيخه شيماء اسماء سماء غاده غيداء "
        "ليلي ليان لين لينا لمي لميس نهي نهله "
        "سيف يوسف صيف ضيف ضيفالله نجم نجيب مجيب حبيب طيب شاكر شكر شكري شريف شرف اشرف مشرف صقر "
        "صقير اصيل اصاله وضحه ضحي "
        "يحيي يحي حيي سويد سويلم مسيلم مبارك بركه بركات تركي تركيه غانم غنيم غنام سند مسند سنيد "
        "مطلق مطيع مطر ماهر مهره مهاره"
    ).split()
)
# A word of fewer letters is never taken for a slip.
NEVER_ALONE = 3
CHEAP = 0.5
# Up to each cost, how many times as frequent the other word must be: (cost, times).
OFTEN = ((CHEAP, 2), (0.75, 5), (0.95, 12), (1.05, 40))


class Vocabulary:
    """The words of a register with their frequency, and for each word the one it stands for."""

    def __init__(self, words: Iterable[str] | Mapping[str, int]) -> None:
        self.counts = Counter(words)
        self.total = sum(self.counts.values())
        self._by_deletion: dict[str, list[str]] = defaultdict(list)
        self._by_skeleton: dict[str, list[str]] = defaultdict(list)
        for word in self.counts:
            if not is_latin(word):
                for key in _deletions(word):
                    self._by_deletion[key].append(word)
                for key in skeletons(word):
                    self._by_skeleton[key].append(word)
        self.stands_for = {word: self._stands_for(word) for word in self.counts}

    def is_real(self, word: str) -> bool:
        """Whether this spelling is a name of its own: on the list, or more frequent than
        any slip.
        """
        return word in REAL or self.counts[word] >= max(12, self.total / 20_000)

    def _stands_for(self, word: str) -> str:
        if is_latin(word):
            return self._heard(word)
        if len(word) < NEVER_ALONE or self.is_real(word):
            return word
        # Two words one slip apart share a deletion, so only those few are compared.
        near = {
            candidate for key in _deletions(word) for candidate in self._by_deletion.get(key, ())
        } - {word}
        common = [
            (candidate, cost)
            for candidate in near
            if self._is_slip(word, candidate, cost := apart(word, candidate))
        ]
        priced = [(cost, -self.counts[candidate], candidate) for candidate, cost in common]
        return min(priced)[2] if priced else word

    def _is_slip(self, word: str, candidate: str, cost: float) -> bool:
        """Whether a word is a slip of a candidate: a costlier slip needs a more frequent candidate.

        A word is never a slip of a rarer one.
        """
        rarer = self.counts[candidate] / self.counts[word]
        # Two spellings equally frequent: only a cheap slip counts, and always the same way round.
        if rarer == 1:
            return cost <= CHEAP and len(word) > NEVER_ALONE + 1 and candidate < word
        return rarer >= next((often for price, often in OFTEN if cost <= price), math.inf)

    def _heard(self, latin: str) -> str:
        """Return the Arabic word this Latin spelling most likely is, else the spelling itself."""
        fits = {
            candidate for key in skeletons(latin) for candidate in self._by_skeleton.get(key, ())
        }
        priced = [
            # Of two words that fit, a frequent one wins unless it fits clearly worse.
            (romanized(latin, candidate) - 0.04 * math.log1p(self.counts[candidate]), candidate)
            for candidate in fits
        ]
        best = min(priced, default=None)
        return best[1] if best and romanized(latin, best[1]) <= 0.7 else latin


def _deletions(word: str) -> Iterator[str]:
    """Yield the word and the word without each of its letters.

    Two words one slip apart share one of these.
    """
    yield word
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]
