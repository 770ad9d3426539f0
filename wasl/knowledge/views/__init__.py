"""Pages of the library: public answers, their editing, and misconceptions."""

from wasl.knowledge.views.corrections import (
    misconception,
    misconceptions,
    note_misconception,
    publish_correction,
    record_telling,
    rewrite,
    withdraw_correction,
)
from wasl.knowledge.views.keeping import (
    add_topic,
    approve,
    article,
    draft,
    library,
    publish,
    return_to_writing,
    review,
    revise,
    withdraw,
    write,
)
from wasl.knowledge.views.public import answer, answers, corrections, leave_feedback

__all__ = [
    "add_topic", "answer", "answers", "approve", "article", "corrections", "draft",
    "leave_feedback", "library", "misconception", "misconceptions", "note_misconception", "publish",
    "publish_correction", "record_telling", "return_to_writing", "review", "revise", "rewrite",
    "withdraw", "withdraw_correction", "write",
]  # fmt: skip
