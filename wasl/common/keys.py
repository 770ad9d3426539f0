"""Whether the keys file beside the database is the one that sealed its values."""

from wasl.common import crypto
from wasl.common.models import SealingKey

_answered: dict[tuple[object, ...], bool] = {}


def missing() -> list[SealingKey]:
    """Return the keys that the database knows and the file lacks.

    A database that knows no key yet lacks none.
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
    """Return whether keys are missing.

    The database is asked once for each reading of the file, and again each time while the answer is
    yes.
    """
    try:
        stamp: tuple[object, ...] = crypto.keyring().stamp
    except crypto.LostKey:
        return True
    if _answered.get(stamp, True):
        # Only the latest reading of the file is remembered, so that the dictionary does not grow.
        _answered.clear()
        _answered[stamp] = bool(missing())
    return _answered[stamp]
