"""How the network counts a text message (3GPP TS 23.038).

By its own alphabet where that suffices, else by UTF-16.
"""

from wasl.common.text import clean_lines

_BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ ÆæßÉ "
    "!\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
# Each sign of the extension table needs an escape before it.
_COSTS = dict.fromkeys(_BASIC, 1) | dict.fromkeys("\f^{}\\[~]|€", 2)
# A text of several parts gives up room in each part for the header that joins them. Each pair holds
# the sizes of a text alone and of a part.
_ALONE, _IN_A_PART = (160, 153), (70, 67)


def written(text: str) -> str:
    """Return a text as the network gets it: without invisible signs, which cost parts."""
    return clean_lines(text)


def parts(text: str) -> int:
    """Return how many parts a text is sent and paid as.

    160 or 153 letters of the network's alphabet, 70 or 67 of any other.
    """
    costs = [_COSTS.get(sign, 0) for sign in text]
    alone, share = _ALONE
    if not all(costs):
        costs = [len(sign.encode("utf-16-le", "surrogatepass")) // 2 for sign in text]
        alone, share = _IN_A_PART
    return 1 if sum(costs) <= alone else _shared_out(costs, share)


def _shared_out(costs: list[int], share: int) -> int:
    """Count the parts that these signs fill; a sign of two places is never split."""
    count, filled = 1, 0
    for cost in costs:
        if filled + cost > share:
            count, filled = count + 1, 0
        filled += cost
    return count
