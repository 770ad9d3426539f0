"""The texts that applicants sign and are told."""

from django.db import models


class DeclarationText(models.Model):
    """The applicant's declaration (PRO-6), versioned, with a wording for each gender.

    The Arabic binds, the English explains.
    """

    version = models.PositiveSmallIntegerField(unique=True)
    text_male = models.TextField()
    text_female = models.TextField()
    text_en = models.TextField(blank=True)
    in_force_from = models.DateField()

    class Privacy:
        personal = ()
        safe = ("id", "version", "text_male", "text_female", "text_en", "in_force_from")

    def text_for(self, gender: str) -> str:
        """Return the Arabic text for a person; `gender` is «male» or «female»."""
        return self.text_female if gender == "female" else self.text_male


class DisclosureText(models.Model):
    """The text an applicant is told on filing, a step to a line (PRO-7).

    The placeholders {service} {committee} {first_day} {last_day} {objection_days} are filled in for
    each case.
    """

    version = models.PositiveSmallIntegerField(unique=True)
    text = models.TextField()
    text_en = models.TextField(blank=True)
    in_force_from = models.DateField()

    class Privacy:
        personal = ()
        safe = ("id", "version", "text", "text_en", "in_force_from")

    def steps(self, **marks: object) -> list[str]:
        """Return the Arabic lines with their placeholders filled in.

        Raises `ValueError` for a placeholder without a value, since it would be printed.
        """
        if empty := [name for name, value in marks.items() if value is None]:
            raise ValueError(f"Nothing to tell of {', '.join(empty)}")
        return [line.format(**marks) for line in self.text.splitlines() if line.strip()]
