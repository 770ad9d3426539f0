"""Where a thing stands among the stages of its way, for `components/steps.html`."""


def step_state(place: int, current: int | None) -> str:
    """Return `done` for a stage that is behind, `current` for the one that is on, else nothing.

    Before the first stage (`current` is None) none is behind.
    """
    if current is None or place > current:
        return ""
    return "done" if place < current else "current"
