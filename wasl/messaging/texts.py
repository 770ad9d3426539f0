"""How the network counts a text message: by letters of its own alphabet where they do, by UTF-16
otherwise (3GPP TS 23.038).
"""

from wasl.common.text import clean_lines

_BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ ÆæßÉ "
    "!\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_COSTS = dict.fromkeys(_BASIC, 1) | dict.fromkeys(
    "\f^{}\\[~]|€", 2
)  # the extension table needs an escape before each
_ALONE, _IN_A_PART = (160, 153), (70, 67)


def written(text: str) -> str:
    """A text as it is handed to the network: without direction marks and whatever else cannot be
    seen, which cost parts.
    """
    return clean_lines(text)


def parts(text: str) -> int:
    """How many parts the whole text is sent and paid as: 160 or 153 letters of the alphabet, 70 or
    67 of any other.
    """
    costs = [_COSTS.get(sign, 0) for sign in text]
    alone, share = _ALONE
    if not all(costs):
        costs = [len(sign.encode("utf-16-le", "surrogatepass")) // 2 for sign in text]
        alone, share = _IN_A_PART
    return 1 if sum(costs) <= alone else _shared_out(costs, share)


def _shared_out(costs: list[int], share: int) -> int:
    """The parts that these signs fill; a sign of two places is never cut in two."""
    count, filled = 1, 0
    for cost in costs:
        if filled + cost > share:
            count, filled = count + 1, 0
        filled += cost
    return count
