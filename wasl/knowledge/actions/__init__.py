"""Writes to the library: answers through their stages, feedback, misconceptions and corrections."""

from wasl.knowledge.actions.answers import (
    add_topic,
    approve,
    draft,
    draft_from,
    publish,
    remind_reviews,
    return_to_writing,
    review,
    revise,
    withdraw,
    write,
)
from wasl.knowledge.actions.corrections import (
    note_misconception,
    publish_correction,
    record_telling,
    rewrite,
    withdraw_correction,
)
from wasl.knowledge.actions.hearing import leave_feedback

__all__ = [
    "add_topic", "approve", "draft", "draft_from", "leave_feedback", "note_misconception",
    "publish", "publish_correction", "record_telling", "remind_reviews", "return_to_writing",
    "review", "revise", "rewrite", "withdraw", "withdraw_correction", "write",
]  # fmt: skip
