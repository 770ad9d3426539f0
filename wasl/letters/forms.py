"""Forms for writing, receiving and voiding a letter."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.common.forms import CleanCharField, CleanTextField, NameField, OnceField, UploadsField


class WriteForm(forms.Form):
    party = CleanCharField(
        label=_("To"),
        max_length=300,
        help_text=_("A body or a person, as the letter addresses it."),
    )
    subject = CleanCharField(label=_("Subject"), max_length=300)
    text = CleanTextField(
        label=_("Text"), rows=10, help_text=_("In Arabic; an empty line begins a new paragraph.")
    )
    title = CleanCharField(label=_("Who signs: title"), max_length=100)
    name = NameField(label=_("Who signs: name"), max_length=150)
    copies = CleanTextField(label=_("Copies to, one a line"), rows=2, required=False)
    # Django takes the field off the class, so `form.files` stays what was uploaded.
    files = UploadsField(  # type: ignore[assignment]
        label=_("Attachments"),
        required=False,
        help_text=_("Each is counted on the letter and named there with its fingerprint."),
    )
    once = OnceField(required=False)

    def letter(self) -> dict[str, Any]:
        """Return the `LetterData` of what was written."""
        data = self.cleaned_data
        return {
            "addressee": data["party"],
            "subject": data["subject"],
            # Several empty lines in a row make no empty paragraph.
            "paragraphs": [part.strip() for part in data["text"].split("\n\n") if part.strip()],
            "signatory": {"title": data["title"], "name": data["name"]},
            "copies": [line.strip() for line in data["copies"].splitlines() if line.strip()],
        }


class ReceiveForm(forms.Form):
    party = CleanCharField(label=_("From"), max_length=300)
    subject = CleanCharField(label=_("Subject"), max_length=300)
    their_number = CleanCharField(label=_("Their number"), max_length=60, required=False)
    # Django takes the field off the class, so `form.files` stays what was uploaded.
    files = UploadsField(  # type: ignore[assignment]
        label=_("The letter and what came with it"),
        required=False,
        help_text=_("Scans or photographs, ten at most."),
    )
    once = OnceField(required=False)


class VoidForm(forms.Form):
    reason = CleanCharField(label=_("Why is it void?"), max_length=300)
