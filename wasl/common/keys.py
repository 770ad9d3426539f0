"""Whether the keys file beside the database is the one its values were sealed with."""

from wasl.common import crypto
from wasl.common.models import SealingKey

_answered: dict[tuple[object, ...], bool] = {}


def missing() -> list[SealingKey]:
    """The keys that the database knows and the file lacks. A database that knows none yet lacks
    none.
    """
    sealing_keys = list(SealingKey.objects.order_by("kind", "since", "fingerprint"))
    try:
        ring = crypto.keyring()
    except crypto.LostKey:
        return sealing_keys
    fingerprints = {
        crypto.fingerprint(key) for key in (*ring.field_keys, *ring.retired_keys, ring.blind_key)
    }
    return [
        sealing_key
        for sealing_key in sealing_keys
        if sealing_key.retired_at is None and sealing_key.fingerprint not in fingerprints
    ]


def is_lost() -> bool:
    """The same as yes or no; asked of the database once for each reading of the file, and always
    again while it is yes.
    """
    try:
        stamp: tuple[object, ...] = crypto.keyring().stamp
    except crypto.LostKey:
        return True
    if _answered.get(stamp, True):
        _answered.clear()
        _answered[stamp] = bool(missing())
    return _answered[stamp]
