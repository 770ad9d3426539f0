"""The board: members and their terms, meetings, resolutions, and readings of texts."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wasl.governance.models.documents import PolicyVersion


class Office(models.TextChoices):
    CHAIR = "chair", _("Chair of the board")
    VICE = "vice", _("Vice-chair")
    TREASURER = "treasurer", _("Treasurer")
    MEMBER = "member", _("Member")


class BoardMember(models.Model):
    """A seat on the board for a term; `user` is set when the member signs in here."""

    name = models.CharField(max_length=120)
    office = models.CharField(max_length=10, choices=Office, default=Office.MEMBER)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="board_seats",
    )
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True)
    once = models.UUIDField(null=True, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="board_term_in_order",
                condition=Q(to_date=None) | Q(from_date__lte=models.F("to_date")),
            ),
        ]

    class Privacy:
        personal = ("name",)
        nobody = "members of the board, as the minutes name them"
        safe = ("id", "office", "user", "from_date", "to_date", "once")


class BoardMeeting(models.Model):
    """A board meeting: its number as written, its day, and both dates as the minutes state them."""

    number = models.CharField(max_length=20)
    held_date = models.DateField()
    # Both dates stay as written, even where they conflict: a conflict is flagged and never
    # corrected silently (APP-2).
    hijri_stated = models.CharField(max_length=20)
    gregorian_stated = models.CharField(max_length=20)
    date_conflict = models.BooleanField(default=False)
    agenda = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["number", "held_date"], name="one_board_meeting_per_number_and_day"
            ),
        ]

    class Privacy:
        personal = ()
        safe = (
            "id",
            "number",
            "held_date",
            "hijri_stated",
            "gregorian_stated",
            "date_conflict",
            "agenda",
        )


class BoardReading(models.Model):
    """A board member's reading of a version; no approval without readings (APP-1)."""

    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="readings")
    # Readings go by name, since a board member need not have an account: `member` may be null.
    member_name = models.CharField(max_length=120)
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="board_readings",
    )
    read_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "member_name"], name="one_reading_per_member"
            ),
        ]

    class Privacy:
        personal = ("member_name",)
        nobody = "members of the board, as the minutes name them"
        safe = ("id", "version", "member", "read_at")


class Attendance(models.Model):
    """Whether a member of the board came to a meeting, and why not."""

    meeting = models.ForeignKey(BoardMeeting, on_delete=models.CASCADE, related_name="attendance")
    member = models.ForeignKey(BoardMember, on_delete=models.PROTECT, related_name="+")
    present = models.BooleanField()
    excuse = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "member"], name="one_attendance_per_member"),
        ]

    class Privacy:
        personal = ("member", "present", "excuse")
        nobody = "members of the board, as the minutes name them"
        safe = ("id", "meeting")


class Resolution(models.Model):
    """A resolution of the board, numbered within its meeting: the register of authority (APP-3)."""

    meeting = models.ForeignKey(BoardMeeting, on_delete=models.PROTECT, related_name="resolutions")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    version = models.ForeignKey(
        PolicyVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="resolutions"
    )
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="one_resolution_per_number"),
        ]

    class Privacy:
        personal = ()
        safe = ("id", "meeting", "number", "text", "version", "recorded_at", "recorded_by")
