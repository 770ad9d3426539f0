"""Forms for answers, corrections, topics and feedback."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.common.forms import (
    CleanCharField,
    CleanTextField,
    DualDateField,
    IntField,
    PickField,
    SlugField,
    YesNoField,
)
from wasl.knowledge import queries
from wasl.knowledge.models import SHORT, Article, ArticleVersion, Topic
from wasl.messaging import queries as messaging
from wasl.messaging.models import Channel

MOST_PARTS = 2  # text messages that one answer may take
WORDS = ("question_ar", "answer_ar", "short_ar", "question_en", "answer_en", "short_en")


# Generic in the stubs alone, not when it runs.
class TopicChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A choice of topic, or none yet."""

    def __init__(self, **options: Any) -> None:
        defaults = {
            "label": _("Topic"),
            "required": False,
            "empty_label": _("Not sorted yet"),
            **options,
        }
        super().__init__(queryset=Topic.objects.none(), **defaults)

    def offer(self) -> None:
        """Offer the present topics."""
        self.queryset = queries.topics()


class AnswerForm(forms.Form):
    """A text for all channels in both languages, its short form, and where it is sorted."""

    question_ar = CleanCharField(label=_("Question in Arabic"), max_length=300)
    answer_ar = CleanTextField(label=_("Answer in Arabic"), max_length=4000, rows=6)
    short_ar = CleanTextField(
        label=_("Short form in Arabic"), max_length=SHORT, required=False, rows=2,
        help_text=_("For text messages: two at most, with the association's name at the end."),
    )  # fmt: skip
    question_en = CleanCharField(label=_("Question in English"), max_length=300, required=False)
    answer_en = CleanTextField(
        label=_("Answer in English"), max_length=4000, required=False, rows=6
    )
    short_en = CleanTextField(
        label=_("Short form in English"), max_length=SHORT, required=False, rows=2
    )
    topic = TopicChoice()
    is_public = forms.BooleanField(
        label=_("On the public site"),
        required=False,
        help_text=_("Without it the answer is for the staff alone."),
    )
    review_months = IntField(
        label=_("Read again every so many months"), min_value=1, max_value=60, initial=12
    )

    def __init__(self, *args: Any, version: ArticleVersion | None = None, **options: Any) -> None:
        if version:
            initial = {name: getattr(version, name) for name in WORDS}
            options["initial"] = initial | _shelf(version.article)
        super().__init__(*args, **options)
        self.fields["topic"].offer()  # type: ignore[attr-defined]

    def clean_short_ar(self) -> str:
        return self._fitting("short_ar", "ar")

    def clean_short_en(self) -> str:
        return self._fitting("short_en", "en")

    def _fitting(self, name: str, language: str) -> str:
        """Return the short form.

        Raises `ValidationError` where the whole message takes more parts than allowed.
        """
        short = str(self.cleaned_data[name])
        # Letters alone do not tell: the template adds the association's name, and an Arabic message
        # holds fewer letters in a part.
        parts = (
            messaging.preview("library_answer", {"answer": short}, language=language).parts
            if short
            else 0
        )
        if parts > MOST_PARTS:
            reason = _(
                "With the association's name it takes %(parts)s text messages; shorten it to fit "
                "into %(most)s."
            )
            raise forms.ValidationError(reason, params={"parts": parts, "most": MOST_PARTS})
        return short

    @property
    def words(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in WORDS}

    @property
    def shelf(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("topic", "is_public", "review_months")}


def _shelf(article: Article) -> dict[str, Any]:
    return {
        "topic": article.topic_id,
        "is_public": article.is_public,
        "review_months": article.review_months,
    }


class TopicForm(forms.Form):
    """A topic in both languages; its code is part of its page's address."""

    name_ar = CleanCharField(label=_("Name in Arabic"), max_length=80)
    name_en = CleanCharField(label=_("Name in English"), max_length=80, required=False)
    code = SlugField(
        label=_("Code"), max_length=40, help_text=_("Latin letters, for the address of its page."),
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )  # fmt: skip


class ReasonForm(forms.Form):
    """The reason for a withdrawal."""

    reason = CleanTextField(label=_("Reason"), max_length=300, rows=3)


class CorrectionForm(forms.Form):
    """What people believe, and what is true instead."""

    belief_ar = CleanCharField(label=_("What people believe, in Arabic"), max_length=300)
    truth_ar = CleanTextField(label=_("What is true, in Arabic"), max_length=2000)
    belief_en = CleanCharField(
        label=_("What people believe, in English"), max_length=300, required=False
    )
    truth_en = CleanTextField(label=_("What is true, in English"), max_length=2000, required=False)
    topic = TopicChoice()
    article = forms.ModelChoiceField(
        label=_("The answer that says it at length"), queryset=Article.objects.none(),
        required=False, empty_label=_("None"),
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["topic"].offer()  # type: ignore[attr-defined]
        standing = {version.article_id: version.question for version in queries.published()[:200]}
        field = self.fields["article"]
        field.queryset = Article.objects.filter(pk__in=standing)  # type: ignore[attr-defined]
        field.label_from_instance = lambda article: standing[article.pk]  # type: ignore[attr-defined]


class TellingForm(forms.Form):
    """Where and when a correction was told."""

    channel = PickField(label=_("Channel"), choices=Channel.choices)
    told_date = DualDateField(label=_("Told on"))
    place = CleanCharField(
        label=_("Where exactly"),
        required=False,
        help_text=_("For example: the account on X, the Friday gathering."),
    )

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["told_date"].latest = today  # type: ignore[attr-defined]

    @property
    def details(self) -> dict[str, Any]:
        return {**self.cleaned_data, "told_date": self.cleaned_data["told_date"].day}


class FeedbackForm(forms.Form):
    """Whether the answer helped, and why not, in words that name nobody."""

    helped = YesNoField(label=_("Did this answer help you?"))
    words = CleanTextField(
        label=_("What was missing?"), required=False, max_length=300, rows=2,
        help_text=_("If you like. Please write no name and no number: nobody will call you back."),
    )  # fmt: skip
