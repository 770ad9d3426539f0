"""The audit trail: events, reads of personal files, their chain, and finished reactions.

Rows hold ids, codes and field names, never values or votes, so that destroying a person's data
leaves the chain whole.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class EventQuerySet(models.QuerySet["Event"]):
    def about(self, root: models.Model) -> "EventQuerySet":
        """Return the events of a file, the person or case that they belong to, oldest first."""
        return self.filter(root_type=root._meta.label_lower, root_id=str(root.pk)).order_by("id")


class Event(models.Model):
    """Who did what to what, and when.

    `verb` is `package.verb`; `root` is the file the event belongs to.
    """

    append_only = True

    at = models.DateTimeField()
    verb = models.CharField(max_length=80)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    subject_type = models.CharField(max_length=80)
    subject_id = models.CharField(max_length=40)
    root_type = models.CharField(max_length=80)
    root_id = models.CharField(max_length=40)
    data = models.JSONField(default=dict)
    # NULL, not '': PostgreSQL accepts any number of NULLs in a unique column.
    once_key = models.CharField(max_length=160, null=True, unique=True)  # noqa: DJ001 (unique where given)
    # The database's own clock, unlike `at`, which may be moved forward in the sample.
    recorded_at = models.DateTimeField(db_default=Now())

    objects = EventQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["root_type", "root_id", "id"], name="event_root"),
            # For `queries.undone`.
            models.Index(fields=["verb", "recorded_at"], name="event_verb"),
            # For the trail of a single verb, which is paged by id.
            models.Index(fields=["verb", "id"], name="event_verb_page"),
        ]

    class Privacy:
        personal = ()
        safe = (
            "id",
            "at",
            "verb",
            "actor",
            "subject_type",
            "subject_id",
            "root_type",
            "root_id",
            "data",
            "once_key",
            "recorded_at",
        )


class Seal(models.Model):
    """A link of the chain.

    `event_id` is no foreign key: a removed event is detected by the seal it leaves.
    """

    append_only = True

    position = models.BigIntegerField(primary_key=True)
    event_id = models.BigIntegerField(unique=True)
    hash = models.CharField(max_length=64)
    sealed_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.CheckConstraint(name="seal_from_one", condition=Q(position__gte=1))]

    class Privacy:
        personal = ()
        safe = ("position", "event_id", "hash", "sealed_at")


class Done(models.Model):
    """A handler of config/reactions.py has run for an event; written in its own transaction."""

    append_only = True

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="done")
    handler = models.CharField(max_length=120)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "audit_done"
        constraints = [models.UniqueConstraint(name="done_once", fields=["event", "handler"])]

    class Privacy:
        personal = ()
        safe = ("id", "event", "handler", "at")
