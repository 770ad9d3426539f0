"""The association, its letterhead and departments, and its staff."""

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from wasl.accounts.permissions import Permission
from wasl.accounts.roles import ROLE_CHOICES, ROLES


def in_language(arabic: str, english: str) -> str:
    """Return the text in the reader's language; Arabic when there is no English."""
    return english if get_language() == "en" and english else arabic


class Gender(models.TextChoices):
    FEMALE = "female", _("Female")
    MALE = "male", _("Male")


class Association(models.Model):
    """The association whose database this is (the only row)."""

    name_ar = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    short_name_ar = models.CharField(max_length=100)
    short_name_en = models.CharField(max_length=100, blank=True)
    place_ar = models.CharField(max_length=200, blank=True)
    place_en = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)
    address_ar = models.CharField(max_length=300, blank=True)
    address_en = models.CharField(max_length=300, blank=True)
    hours_ar = models.TextField(blank=True)
    hours_en = models.TextField(blank=True)
    social_links = models.TextField(blank=True)
    is_sample = models.BooleanField(default=False)
    clock_ahead_days = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(name="association_only_one", condition=Q(id=1)),
            models.CheckConstraint(
                name="association_clock_sample_only",
                condition=Q(is_sample=True) | Q(clock_ahead_days=0),
            ),
        ]

    class Privacy:
        personal = ()
        safe = (
            "id",
            "name_ar",
            "name_en",
            "short_name_ar",
            "short_name_en",
            "place_ar",
            "place_en",
            "phone",
            "email",
            "address_ar",
            "address_en",
            "hours_ar",
            "hours_en",
            "social_links",
            "is_sample",
            "clock_ahead_days",
        )

    @property
    def name(self) -> str:
        return in_language(self.name_ar, self.name_en)

    @property
    def short_name(self) -> str:
        return in_language(self.short_name_ar, self.short_name_en)

    @property
    def place(self) -> str:
        return in_language(self.place_ar, self.place_en)

    @property
    def address(self) -> str:
        """Return where people find the office, and where letters reach it."""
        return in_language(self.address_ar, self.address_en)

    @property
    def hours(self) -> str:
        """Return the opening hours, a line each."""
        return in_language(self.hours_ar, self.hours_en)

    @property
    def social(self) -> list[tuple[str, str]]:
        """Return its pages on social media (CHA-3): the name of each, and its address."""
        links = self.social_links.split()
        return [
            (link.removeprefix("https://").removeprefix("www.").rstrip("/"), link) for link in links
        ]

    @cached_property
    def licence_number(self) -> str:
        """Return the licence number on the newest letterhead (LET-4)."""
        newest = LetterheadVersion.objects.order_by("-version").values_list(
            "licence_number", flat=True
        )
        return newest.first() or ""


class LetterheadVersion(models.Model):
    """The identity block of every paper (LET-4).

    It is data with the date from which it is used, never code.
    """

    version = models.PositiveIntegerField(unique=True)
    supervising_body = models.CharField(max_length=200)
    association_name = models.CharField(max_length=200)
    licence_label = models.CharField(max_length=100)
    licence_number = models.CharField(max_length=50)
    address = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)
    valid_from = models.DateField()

    class Privacy:
        personal = ()
        safe = (
            "id",
            "version",
            "supervising_body",
            "association_name",
            "licence_label",
            "licence_number",
            "address",
            "phone",
            "email",
            "valid_from",
        )


class Department(models.Model):
    """A part of the association; its lead owns what arrives without a named owner."""

    code = models.SlugField(unique=True)
    name_ar = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="leads",
    )

    class Privacy:
        personal = ()
        safe = ("id", "code", "name_ar", "name_en", "lead")

    @property
    def name(self) -> str:
        return in_language(self.name_ar, self.name_en)


class UserManager(BaseUserManager["User"]):
    """The manager that Django's sign-in needs."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=username)


# Without Django's PermissionsMixin: permissions come from roles, and policies give reasons (ADR 2).
class User(AbstractBaseUser):
    """A staff member. Beneficiaries are people in the register and never users."""

    username = models.CharField(max_length=60, unique=True)
    email = models.EmailField(blank=True)
    name_ar = models.CharField(max_length=150)
    name_en = models.CharField(max_length=150, blank=True)
    gender = models.CharField(max_length=6, choices=Gender.choices)
    is_active = models.BooleanField(default=True)

    objects = UserManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"

    class Privacy:
        personal = ("username", "email", "name_ar", "name_en", "gender", "password")
        nobody = "members of the staff, kept with what they did"
        safe = ("id", "is_active", "last_login")

    @property
    def name(self) -> str:
        return in_language(self.name_ar, self.name_en)

    @cached_property
    def roles(self) -> frozenset[str]:
        """Return the codes of the roles held today, in any department."""
        return frozenset(
            Membership.objects.current().filter(user=self).values_list("role", flat=True)
        )

    @cached_property
    def permissions(self) -> frozenset[Permission]:
        return frozenset().union(*(ROLES[code].permissions for code in self.roles if code in ROLES))

    def holds(self, permission: str) -> bool:
        """Return whether any of this user's roles includes the permission."""
        return self.is_active and permission in self.permissions


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self) -> "MembershipQuerySet":
        return self.filter(ended_date=None)


class Membership(models.Model):
    """A role that a user holds in a department, and since when."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=40, choices=ROLE_CHOICES)
    since_date = models.DateField()
    ended_date = models.DateField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="membership_once",
                fields=["user", "department", "role"],
                # A role that has ended may be granted again.
                condition=Q(ended_date=None),
            ),
        ]

    class Privacy:
        personal = ()
        safe = ("id", "user", "department", "role", "since_date", "ended_date")
