"""Forms of contacts, answers and referrals."""

from datetime import date, datetime, time
from typing import Any, cast

from django import forms
from django.db.models import TextChoices
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wasl.accounts.models import User
from wasl.beneficiaries.models.representing import Representative
from wasl.common.clock import RIYADH
from wasl.common.forms import (
    CleanCharField,
    CleanTextField,
    DualDateField,
    NameField,
    OnceField,
    PickField,
)
from wasl.knowledge import queries as knowledge
from wasl.knowledge.models import ArticleVersion, Misconception, Topic
from wasl.messaging.models import Channel


# Django's field is generic only in the stubs, so a subclass cannot name its model.
class RepresentativeField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A representative, listed by name and scope."""

    def label_from_instance(self, obj: Representative) -> str:
        return f"{obj.full_name} · {obj.get_scope_display()}"


class ExecutiveField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """An executive, listed by name."""

    def label_from_instance(self, obj: User) -> str:
        return obj.name


class _ContactForm(forms.Form):
    """Who came, by which channel and about what. Offers the representatives of the person, if there
    is one.
    """

    representative = RepresentativeField(
        label=_("Who came for them"),
        queryset=Representative.objects.none(),
        required=False,
        empty_label=_("They came themselves"),
    )
    visitor_name = NameField(label=_("Visitor's name"), required=False)
    channel = PickField(label=_("Channel"), choices=Channel.choices, initial=Channel.INTERVIEW)
    subject = CleanCharField(label=_("Subject"), help_text=_("In a few words."))
    details = CleanTextField(label=_("Details"), required=False, rows=3)
    once = OnceField(required=False)

    def __init__(
        self, *args: Any, representatives: list[Representative] | None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        # Nobody was found in the register: a name is all there is.
        if representatives is None:
            del self.fields["representative"]
            self.fields["visitor_name"].required = True
            return
        if not representatives:
            # A person without representatives is asked no empty question.
            del self.fields["representative"]
        else:
            field = cast(RepresentativeField, self.fields["representative"])
            field.queryset = Representative.objects.filter(
                pk__in=[representative.pk for representative in representatives]
            )
        self.fields["visitor_name"].label = _("Somebody else came for them")
        self.fields["visitor_name"].help_text = _(
            "A name, when whoever came is not recorded as acting for them."
        )


class VisitForm(_ContactForm):
    """A visit or call, and how it ended."""

    outcome = CleanTextField(
        label=_("How it ended"), rows=3, help_text=_("What was done, or what was agreed.")
    )


class SortForm(forms.Form):
    """The topic of an enquiry, and the misconception it shows."""

    topic = forms.ModelChoiceField(
        label=_("Topic"),
        queryset=Topic.objects.none(),
        required=False,
        empty_label=_("Not sorted yet"),
    )
    misconception = forms.ModelChoiceField(
        label=_("It shows a misconception"),
        queryset=Misconception.objects.none(),
        required=False,
        empty_label=_("None"),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        topic = cast("forms.ModelChoiceField[Topic]", self.fields["topic"])
        topic.queryset = knowledge.topics()
        misconception = cast("forms.ModelChoiceField[Misconception]", self.fields["misconception"])
        misconception.queryset = knowledge.standing_misconceptions()


class FromLibrary(SortForm):
    """The library version that an answer came from, the topic, and the misconception that a
    question showed.
    """

    version = forms.ModelChoiceField(
        queryset=ArticleVersion.objects.none(), required=False, widget=forms.HiddenInput,
        error_messages={"invalid_choice": _("This answer is not published any more. Look for the one that took its place.")},
    )  # fmt: skip
    send_short = forms.BooleanField(
        label=_("Send the short form to the mobile as well"), required=False
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # A version withdrawn since the page was opened is no valid choice any more.
        version = cast("forms.ModelChoiceField[ArticleVersion]", self.fields["version"])
        version.queryset = knowledge.published(internal=True)

    @staticmethod
    def taken(version: ArticleVersion) -> dict[str, Any]:
        """Return the library's text as the answer, unchanged, with its source."""
        return {
            "answer": version.answer,
            "version": version.pk,
            "topic": version.article.topic_id or "",
        }


class EnquiryForm(FromLibrary, _ContactForm):
    """A question, with its answer if it was answered at once."""

    answer = CleanTextField(
        label=_("Answer"),
        required=False,
        rows=4,
        help_text=_("Leave it empty when the answer must wait."),
    )
    field_order = ("representative", "visitor_name", "channel", "subject", "details", "answer")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # The pause of 300 ms and `replace` keep a fast typist from sending a request for each
        # letter.
        asks = {
            "hx-get": reverse("interactions:suggestions"), "hx-trigger": "input changed delay:300ms",
            "hx-include": "#id_subject, #id_details", "hx-target": "#suggestions", "hx-sync": "#enquiry:replace",
        }  # fmt: skip
        for name in ("subject", "details"):
            self.fields[name].widget.attrs |= asks
        # Names the list that the arrow keys go into.
        self.fields["subject"].widget.attrs["data-results"] = "suggestions"


class Ending(TextChoices):
    """How most calls end. The last one leaves a question open until it is answered."""

    ANSWERED = "answered", _("Answered on the call")
    TO_COME = "to_come", _("Asked to come in")
    WAITS = "waits", _("Waits for our answer")


class CallForm(forms.Form):
    """A phone call in one line: who, about what, how it ended."""

    visitor_name = NameField(label=_("Who called?"))
    subject = CleanCharField(label=_("About what?"))
    ending = forms.ChoiceField(
        label=_("How it ended"),
        choices=Ending.choices,
        initial=Ending.ANSWERED,
        widget=forms.RadioSelect,
    )
    outcome = CleanTextField(label=_("In more words"), required=False, rows=2)
    made = forms.BooleanField(label=_("We called them"), required=False)
    once = OnceField(required=False)

    def __init__(self, *args: Any, has_person: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if has_person:
            del self.fields["visitor_name"]
        first = "subject" if has_person else "visitor_name"
        self.fields[first].widget.attrs["autofocus"] = True

    @property
    def ended(self) -> str:
        """Return how the call ended, in words."""
        words = (str(Ending(self.cleaned_data["ending"]).label), self.cleaned_data["outcome"])
        return ". ".join(word for word in words if word)


class AnswerForm(forms.Form):
    """The answer to a referred question."""

    answer = CleanTextField(label=_("Answer"), rows=5)


class EnquiryAnswerForm(FromLibrary):
    """The answer that closes an enquiry."""

    answer = CleanTextField(label=_("Answer"), rows=5)
    field_order = ("answer", "topic", "misconception", "send_short")


class ReferralForm(forms.Form):
    """A question for an executive, and when the answer is due."""

    question = CleanTextField(
        label=_("Question"), rows=3, help_text=_("What is unclear, and what has been tried.")
    )
    executive = ExecutiveField(
        label=_("Which executive"), queryset=User.objects.none(), empty_label=None
    )
    due = DualDateField(
        label=_("Answer wanted by"), help_text=_("The next working day unless you choose another.")
    )
    once = OnceField(required=False)

    def __init__(self, *args: Any, executives: list[User], today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        field = cast(ExecutiveField, self.fields["executive"])
        field.queryset = User.objects.filter(pk__in=[executive.pk for executive in executives])
        self.fields["question"].widget.attrs["autofocus"] = True
        cast(DualDateField, self.fields["due"]).earliest = today

    def due_at(self, now: datetime) -> datetime:
        """Return the end of the day's office hours, or of the day itself when those are over."""
        day = self.cleaned_data["due"].day
        # 15:00 is the end of office hours, as in `queries.next_working_day`.
        ends = datetime.combine(day, time(15), RIYADH)
        return ends if ends > now else datetime.combine(day, time(23, 59), RIYADH)


class TellForm(forms.Form):
    """The channel by which the person got the answer."""

    channel = PickField(
        label=_("How were they told?"), choices=Channel.choices, initial=Channel.TELEPHONE
    )
    once = OnceField(required=False)
