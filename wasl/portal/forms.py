"""Forms of the public pages."""

from typing import Any

from django import forms
from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wasl.accounts.models import Gender
from wasl.catalogue.answer_types import subject_type
from wasl.catalogue.models.offered import DocumentType, Service
from wasl.catalogue.queries.offered import offered
from wasl.catalogue.subjects import Subject
from wasl.common.forms import (
    CleanCharField,
    CleanTextField,
    CodeField,
    DualDateField,
    IntField,
    MobileField,
    MoneyField,
    NameField,
    NationalIdField,
    OnceField,
    ReferenceField,
    UploadField,
)
from wasl.messaging.models import Channel
from wasl.portal.actions import WORDS
from wasl.portal.guide import ASKED, NONE
from wasl.portal.models import Story
from wasl.privacy.models.requests import Right


class IdentifyForm(forms.Form):
    id_number = NationalIdField(label=_("National ID or iqama number"))
    mobile = MobileField(label=_("Your mobile"), help_text=_("We send a code to it."))


class TrackForm(forms.Form):
    reference = ReferenceField(
        label=_("Request number"), help_text=_("As on your receipt, like 1448-000117.")
    )
    mobile = MobileField(label=_("Your mobile"), help_text=_("The one you gave us."))


class CodeForm(forms.Form):
    code = CodeField(label=_("The six digits we sent"))


class AboutYouForm(forms.Form):
    full_name = NameField(label=_("Full name, as on the ID"))
    gender = forms.ChoiceField(label=_("You are"), choices=Gender.choices, widget=forms.RadioSelect)
    birth = DualDateField(
        label=_("Date of birth"), help_text=_("Day first, Hijri or Gregorian, as on the ID.")
    )
    once = OnceField(required=False)


class ChangeMobileForm(forms.Form):
    mobile = MobileField(label=_("The new mobile"), help_text=_("We send a code to it now."))


class About(TextChoices):
    """What somebody writes about; an offer of help is a channel of its own (CHA-6)."""

    QUESTION = "question", _("A question")
    SUGGESTION = "suggestion", _("A suggestion")
    VOLUNTEERING = "volunteering", _("I would like to volunteer")


SUBJECTS = {
    About.QUESTION: _("Question from the website"),
    About.SUGGESTION: _("Suggestion from the website"),
    About.VOLUNTEERING: _("Wants to volunteer"),
}


class AskForm(forms.Form):
    about = forms.ChoiceField(
        label=_("What is it?"), choices=About.choices, widget=forms.RadioSelect
    )
    name = NameField(label=_("Your name"))
    mobile = MobileField(label=_("Your mobile"), help_text=_("We answer on it."))
    question = CleanTextField(label=_("In your words"))
    once = OnceField(required=False)

    @property
    def subject(self) -> str:
        """The subject under which the inbox lists the message."""
        return str(SUBJECTS[About(self.cleaned_data["about"])])

    @property
    def channel(self) -> str:
        """The channel under which the message is counted."""
        volunteers = self.cleaned_data["about"] == About.VOLUNTEERING
        return Channel.VOLUNTEERING if volunteers else Channel.WEBSITE


class GuideForm(forms.Form):
    """The questions of «what may I ask for?», taken from the services; each may be left out."""

    def __init__(
        self,
        *args: Any,
        groups: list[tuple[str, str | Promise]],
        questions: list[Subject],
        **options: Any,
    ) -> None:
        super().__init__(*args, **{"auto_id": "ask_%s", **options})
        if groups:
            self.fields["groups"] = forms.MultipleChoiceField(
                label=_("Which of these are you, or somebody in your home?"),
                help_text=_("Choose all that fit."),
                choices=[*groups, (NONE, _("None of these"))],
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )
        for question in questions:
            self.fields[question.key] = _question(question)

    @property
    def groups(self) -> set[str]:
        """The ticked groups; an empty set means no answer."""
        return set(self.cleaned_data.get("groups") or ())

    @property
    def answers(self) -> dict[str, str]:
        """The other answers by key, those left out omitted."""
        pairs = ((key, value) for key, value in self.cleaned_data.items() if key != "groups")
        return {key: str(value) for key, value in pairs if value not in (None, "")}


def _question(subject: Subject) -> forms.Field:
    label = str(ASKED.get(subject.key, subject.label))
    if subject.options:
        choices = [*subject.options, ("", _("I leave it out"))]
        return forms.ChoiceField(
            label=label, choices=choices, widget=forms.RadioSelect, required=False
        )
    if subject_type(subject.kind).is_whole:
        return IntField(label=label, required=False, min_value=0, max_value=1_000_000)
    return MoneyField(label=label, required=False, help_text=_("In riyals; about is enough."))


class StoryForm(forms.Form):
    """The text of a story; English is optional."""

    told_as = CleanCharField(
        label=_("The name in the story"),
        max_length=60,
        help_text=_("The one they chose; it need not be their own."),
    )
    service: "forms.ModelChoiceField[Service]" = forms.ModelChoiceField(
        label=_("Of which service"),
        queryset=None,
        required=False,
        empty_label=_("none in particular"),
    )
    title_ar = CleanCharField(label=_("Title in Arabic"), max_length=120)
    text_ar = CleanTextField(label=_("Text in Arabic"), rows=8)
    title_en = CleanCharField(label=_("Title in English"), max_length=120, required=False)
    text_en = CleanTextField(label=_("Text in English"), rows=6, required=False)
    # A new story has no edition yet.
    edition = forms.IntegerField(required=False, widget=forms.HiddenInput)
    once = OnceField(required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        names = {version.service_id: version.name for version in offered()}
        field = self.fields["service"]
        field.queryset = Service.objects.filter(pk__in=names)  # type: ignore[attr-defined]
        field.label_from_instance = lambda service: names.get(service.pk, service.code)  # type: ignore[attr-defined]

    @property
    def told(self) -> dict[str, Any]:
        """The arguments of an action: the text and the service."""
        words = {name: self.cleaned_data[name] for name in WORDS}
        return {"words": words, "service": self.cleaned_data["service"]}

    @staticmethod
    def words_of(story: Story) -> dict[str, Any]:
        """Return a story as initial values of the form."""
        texts = {name: getattr(story, name) for name in WORDS}
        return {**texts, "service": story.service_id, "edition": story.edition}


class PublishStoryForm(forms.Form):
    is_seen = forms.BooleanField(
        label=_("They have seen or heard exactly these words, and agree that they are published."),
        required=False,
    )
    edition = forms.IntegerField(widget=forms.HiddenInput)


class ObjectForm(forms.Form):
    grounds = CleanTextField(
        label=_("What do you object to, and why?"),
        help_text=_("In your own words; a few sentences are enough."),
    )


class DataRequestForm(forms.Form):
    right = forms.ChoiceField(
        label=_("What would you like?"), choices=Right.choices, widget=forms.RadioSelect
    )
    details = CleanTextField(
        label=_("In your words"),
        required=False,
        help_text=_("What should be different, or which data you mean."),
    )


class WithdrawForm(forms.Form):
    reason = CleanCharField(label=_("Why do you withdraw it?"), max_length=300)


class DocumentForm(forms.Form):
    number = CleanCharField(label=_("Its number"), max_length=60, required=False)
    issued = DualDateField(
        label=_("Issued on"), required=False, help_text=_("Day first, Hijri or Gregorian.")
    )
    expires = DualDateField(label=_("Valid until"), required=False)
    file = UploadField(
        label=_("Picture or PDF"),
        required=False,
        help_text=_("A clear photo from your phone is enough. 40 MB at most."),
    )

    def __init__(self, *args: Any, document_type: DocumentType, **kwargs: Any) -> None:
        # The page shows one such form for each document, so each needs names of its own.
        super().__init__(*args, **{"prefix": document_type.code, **kwargs})
        if document_type.store_copy:
            self.fields["file"].required = True
        else:
            del self.fields["file"]
            # Without a copy the number is all that identifies the document.
            self.fields["number"].required = True
        if document_type.has_expiry:
            self.fields["expires"].required = True
        else:
            del self.fields["expires"]


class SignForm(forms.Form):
    agree = forms.BooleanField(label=_("I have read this and it is right."))
    code = CodeField(label=_("The six digits we sent"))
