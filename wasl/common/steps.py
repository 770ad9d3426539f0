"""The state of a stage among the stages of a process, for `components/steps.html`."""


def step_state(place: int, current: int | None) -> str:
    """Return `done` for a stage that is past, `current` for the present one, else nothing.

    Before the first stage (`current` is None) no stage is past.
    """
    if current is None or place > current:
        return ""
    return "done" if place < current else "current"
