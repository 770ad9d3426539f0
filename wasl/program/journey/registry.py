"""The stories that `wasl journey` walks, by name. A new one is a module with a function that takes
the world, and a line here.
"""

from collections.abc import Callable
from dataclasses import dataclass

from wasl.program.journey import stories
from wasl.program.journey.world import FAULTS, StepFailed, World


@dataclass(frozen=True)
class Story:
    """One story: what it tells, the clauses each of which it shows by a step, and the walk itself.

    It meets newcomers each time and leaves nothing open that would stop it the next time.
    """

    what: str
    clauses: tuple[str, ...]
    walk: Callable[[World], None]


STORIES: dict[str, Story] = {
    "main": Story(
        what=(
            "a request at the desk is accepted and delivered, one from afar is "
            "rejected and objected to"
        ),
        clauses=(*(f"PRO-{number}" for number in range(1, 10)), "PRE-5", "PRE-6", "PRA-3"),
        walk=stories.walk,
    ),
}


def tell(world: World, name: str) -> bool:
    """Walk a story to its end, and see that each of its clauses was shown. Whether all of it went
    well.
    """
    story, began = STORIES[name], len(world.steps)
    try:
        story.walk(world)
    except StepFailed:  # told already, and counted in the report
        return False
    except FAULTS as error:
        world.miss(
            story.clauses[0],
            f"Between two steps of the story «{name}»",
            f"{type(error).__name__}: {error}",
        )
        return False
    shown_clauses = {step.clause for step in world.steps[began:] if step.ok}
    for clause in story.clauses:
        if clause not in shown_clauses:
            world.miss(clause, f"Shown by a step of the story «{name}»", "No step shows it.")
    return shown_clauses.issuperset(story.clauses)
