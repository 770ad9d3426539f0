"""Numbers as written in the Kingdom (1,234.50 or ١٬٢٣٤٫٥٠), and sums in Arabic words."""

import re
from contextvars import ContextVar
from decimal import ROUND_HALF_UP, Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from wasl.common.text import arabic_digits, ascii_digits, clean

# A context variable: each request chooses its own digits, and threads of a worker share the module.
_arabic: ContextVar[bool] = ContextVar("arabic digits", default=False)
_CURRENCY = re.compile(
    r"^(sar|sr|ر\.?س\.?|﷼|\u20c1)|(sar|sr|ر\.?س\.?|ريال|ريالا|﷼|\u20c1)$", re.IGNORECASE
)
_PLAIN = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_GROUPED = re.compile(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")


class BadNumber(ValueError):
    """A text that is not a number; `reason` is the sentence to show."""

    def __init__(self, reason: str | Promise) -> None:
        super().__init__(reason)
        self.reason = reason


def parse_decimal(text: str) -> Decimal:
    """Read ١٬٢٣٤٫٥٠, 1,234.50 or «500 ريال».

    Raises `BadNumber`; a comma that might be a decimal point is refused.
    """
    typed = (
        ascii_digits(clean(text))
        .replace("٫", ".")
        .replace("٬", ",")
        .replace("،", ",")
        .replace("−", "-")
        .replace(" ", "")
    )
    typed = _CURRENCY.sub("", typed)
    if not typed:
        raise BadNumber(_("Enter a number."))
    if len(typed) > 24:
        raise BadNumber(_("This number is too long."))
    if _PLAIN.fullmatch(typed):
        return Decimal(typed)
    if _GROUPED.fullmatch(typed):
        return Decimal(typed.replace(",", ""))
    # 12,50 may mean 12.50 or a slip in 1,250: a sum of money is never guessed.
    if re.fullmatch(r"-?[0-9]+,[0-9]+", typed):
        raise BadNumber(_("Write the fraction after a point, for example 12.50."))
    raise BadNumber(_("Write the number in digits, for example 1,250.50."))


def show_arabic_digits(on: bool) -> None:
    """Choose, for this context, whether numbers are shown as ١٢٣.

    References and telephone numbers always stay 123.
    """
    _arabic.set(on)


def format_number(
    value: Decimal | int | float, places: int | None = None, *, arabic: bool | None = None
) -> str:
    """Write 1,234.5, or ١٬٢٣٤٫٥ in Arabic digits.

    A whole number has no decimals unless `places` asks for them.
    """
    # By way of text: Decimal(0.1) would carry the error of the float into the digits shown.
    exact = Decimal(str(value))
    if places is not None:
        exact = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    elif exact == exact.to_integral_value():
        exact = exact.quantize(Decimal(1))
    text = f"{exact:,f}"
    return arabic_digits(text) if (_arabic.get() if arabic is None else arabic) else text


def format_amount(amount: Decimal | int, *, arabic: bool | None = None) -> str:
    """Write a sum without its currency: 12,000, or 1,234.50 when it has halalas."""
    exact = Decimal(amount)
    return format_number(exact, 0 if exact == exact.to_integral_value() else 2, arabic=arabic)


def format_money(amount: Decimal | int, *, arabic: bool | None = None) -> str:
    """Write a sum with its currency: «12,000 ريال»."""
    return _now("%(amount)s riyals") % {"amount": format_amount(amount, arabic=arabic)}


# Sums in words. After 3-10 the counted noun is plural, after 11-99 accusative singular, after
# hundreds genitive singular; 3-10 take the opposite gender of the noun; a dual before its noun
# loses ن.
_ONES = "صفر واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة".split()
_ONES_FEMININE = "صفر واحدة اثنتان ثلاث أربع خمس ست سبع ثماني تسع عشر".split()
_TENS = "_ عشرة عشرون ثلاثون أربعون خمسون ستون سبعون ثمانون تسعون".split()
_HUNDREDS = "_ مائة مائتان ثلاثمائة أربعمائة خمسمائة ستمائة سبعمائة ثمانمائة تسعمائة".split()
_Noun = tuple[str, str, str, str, bool]  # singular, dual, plural, accusative, feminine
_RIYAL: _Noun = ("ريال", "ريالان", "ريالات", "ريالًا", False)
_HALALA: _Noun = ("هللة", "هللتان", "هللات", "هللةً", True)
_SCALES: list[tuple[int, _Noun]] = [
    (10**9, ("مليار", "ملياران", "مليارات", "مليارًا", False)),
    (10**6, ("مليون", "مليونان", "ملايين", "مليونًا", False)),
    (10**3, ("ألف", "ألفان", "آلاف", "ألفًا", False)),
]


def tafqit(amount: Decimal | int) -> str:
    """Write a sum of riyals and halalas in Arabic words, as on a voucher.

    «فقط ألفان وخمسمائة ريال لا غير»

    Raises `BadNumber` below zero and from a thousand milliards on.
    """
    halalas = int((Decimal(amount) * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    if not 0 <= halalas < 10**14:
        raise BadNumber(
            _("Only sums from zero to less than a thousand milliards can be written in words.")
        )
    riyals, remainder = divmod(halalas, 100)
    parts = [_counted(riyals, _RIYAL)] if riyals or not remainder else []
    parts += [_counted(remainder, _HALALA)] if remainder else []
    return f"فقط {' و'.join(parts)} لا غير"


def _counted(number: int, noun: _Noun) -> str:
    """Write a number and its noun in agreement.

    «مائة ريال وريال واحد», never the ambiguous «مائة وريال».
    """
    single, dual, plural, accusative, feminine = noun
    large, small = number - number % 100, number % 100
    if number == 0:
        return f"صفر {single}"
    if small in (1, 2):
        singular = (
            f"{single} {_ONES_FEMININE[1] if feminine else _ONES[1]}"
            if noun in (_RIYAL, _HALALA)
            else single
        )
        tail = dual if small == 2 else singular
        return f"{_counted(large, noun)} و{tail}" if large else tail
    parts = _large(large, last=small == 0)
    if small:
        parts.append(_below_hundred(small, feminine))
    counted = plural if small <= 10 else accusative
    return f"{' و'.join(parts)} {counted if small else single}"


def _below_hundred(number: int, feminine: bool) -> str:
    units = _ONES_FEMININE if feminine else _ONES
    if number <= 10:
        return units[number]
    unit, ten = number % 10, number // 10
    if number < 20:
        heads = {1: "إحدى" if feminine else "أحد", 2: "اثنتا" if feminine else "اثنا"}
        return f"{heads.get(unit, units[unit])} {'عشرة' if feminine else 'عشر'}"
    if not unit:
        return _TENS[ten]
    return f"{'إحدى' if feminine and unit == 1 else units[unit]} و{_TENS[ten]}"


def _large(number: int, *, last: bool) -> list[str]:
    """Return the words of a number of whole hundreds; `last`: the counted noun follows directly."""
    parts: list[str] = []
    for scale, noun in _SCALES:
        times, number = divmod(number, scale)
        if times:
            parts.append(_scaled(times, noun, before_noun=last and not number))
    if number:
        hundred = _HUNDREDS[number // 100]
        parts.append("مائتا" if last and number == 200 else hundred)
    return parts


def _scaled(times: int, noun: _Noun, *, before_noun: bool) -> str:
    if times == 1:
        return noun[0]
    phrase = _counted(times, noun)
    if before_noun and phrase.endswith(noun[1]):
        return phrase[:-1]
    return (
        phrase.removesuffix(noun[3]) + noun[0]
        if before_noun and phrase.endswith(noun[3])
        else phrase
    )
