"""The public site's own data: published figures, and stories that people agreed to."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from wasl.accounts.models import User
from wasl.accounts.permissions import Permission
from wasl.beneficiaries.models.consents import Consent, ConsentPurpose
from wasl.beneficiaries.models.person import Person
from wasl.catalogue.models.offered import Service
from wasl.common.bilingual import pick
from wasl.portal.states import StoryStatus

USER = settings.AUTH_USER_MODEL


class PublishedFigures(models.Model):
    """The figures of a finished Hijri quarter, published once (PRA-2).

    They never change: a figure that moved later would reveal the person who moved it.
    """

    # Written as '1448-2'.
    quarter = models.CharField(max_length=6, unique=True)
    figures = models.JSONField()
    published_at = models.DateTimeField()

    # The serving role gets no right to change or delete rows (`common/grants.py`).
    append_only = True

    class Privacy:
        personal = ()
        safe = ("id", "quarter", "figures", "published_at")


class StoryQuerySet(models.QuerySet["Story"]):
    def visible_to(self, user: User) -> "StoryQuerySet":
        return self if user.holds(Permission.STORIES_TELL) else self.none()

    def public(self) -> "StoryQuerySet":
        """Keep the published stories whose consent is in force now.

        A withdrawn consent hides a story before anybody acts.
        """
        standing = Consent.objects.filter(
            person=OuterRef("person"), purpose=ConsentPurpose.STORIES, withdrawn_at=None
        )
        stories = self.filter(
            # Asked at every read, so that the story is hidden before the reaction withdraws it (ADR
            # 37).
            Exists(standing),
            status=StoryStatus.PUBLISHED,
            consent__withdrawn_at=None,
        )
        return stories.exclude(text_ar="")


class Story(models.Model):
    """What the association's work meant to somebody, told with their consent (PRA-2).

    `seen_at` is when the person had seen or heard exactly this text. `edition` rises with every
    change.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="stories")
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey(
        Service, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    told_as = models.CharField(max_length=60)
    title_ar = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120, blank=True)
    text_ar = models.TextField()
    text_en = models.TextField(blank=True)
    status = models.CharField(max_length=10, choices=StoryStatus, default=StoryStatus.DRAFT)
    edition = models.PositiveIntegerField(default=1)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    seen_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(USER, on_delete=models.PROTECT, null=True, related_name="+")
    once = models.UUIDField(null=True, unique=True)

    objects = StoryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="story_published_as_seen",
                condition=~Q(status=StoryStatus.PUBLISHED)
                | Q(seen_at__isnull=False, published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="story_withdrawn_together",
                # Exactly one holds: the story is withdrawn, or it has no moment of withdrawal.
                condition=Q(status=StoryStatus.WITHDRAWN) ^ Q(withdrawn_at=None),
            ),
        ]

    class Privacy:
        personal = ("person", "consent", "told_as", "title_ar", "title_en", "text_ar", "text_en")
        safe = (
            "id", "service", "status", "edition", "written_at", "written_by", "seen_at",
            "published_at", "published_by", "withdrawn_at", "withdrawn_by", "once",
        )  # fmt: skip

    @property
    def title(self) -> str:
        return pick(self.title_ar, self.title_en)

    @property
    def text(self) -> str:
        return pick(self.text_ar, self.text_en)
