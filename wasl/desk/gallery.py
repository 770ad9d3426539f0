"""Samples for the gallery: parameters for each component."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.common import clock
from wasl.common.forms import (
    CleanTextField,
    DualDateField,
    MobileField,
    NameField,
    PickField,
    UploadField,
    YesNoField,
)
from wasl.common.verdicts import Verdict

MARYAM = "مريم بنت عبدالله الحربي"
COLOURS = ("", "go", "wait", "stop", "note")
PANES = (
    ("ar", "rtl", "light"),
    ("en", "ltr", "light"),
    ("ar", "rtl", "dark"),
    ("en", "ltr", "dark"),
)
ICONS = (
    "mark search plus minus clock check cross alert info done doc ask upload download phone "
    "mobile mail "
    "people person home menu arrow chevron down pen scale box star heart chat printer "
    "lock key calendar "
    "eye list shield globe leave gear folder chart book pause wallet truck send undo flag building "
).split()


class GalleryForm(forms.Form):
    """A field of each kind, sent half empty so that its errors show."""

    name = NameField(
        label=_("Full name"), help_text=_("As it is written in the identity document.")
    )
    mobile = MobileField(label=_("Mobile"))
    born = DualDateField(label=_("Date of birth"), required=False)
    service = forms.ChoiceField(
        label=_("Service"), choices=[("", _("Choose…")), ("rent", _("Rent"))], required=False
    )
    channel = PickField(
        label=_("How shall we answer you?"),
        choices=[("sms", _("A text message")), ("call", _("A call"))],
    )
    owns = YesNoField(label=_("Do you own your home?"), required=False)
    words = CleanTextField(label=_("In your own words"), required=False)
    paper = UploadField(label=_("A paper or a photograph of it"), required=False)
    agrees = forms.BooleanField(label=_("I agree that what I wrote is correct"))


def panes() -> list[dict[str, Any]]:
    """Return the four views of everything: both directions, light and dark."""
    data = {"mobile": "123", "channel": "sms"}
    return [
        {
            "language": language,
            "direction": direction,
            "scheme": scheme,
            "key": f"{language}-{scheme}",
            # Four forms share the page, so their ids carry the pane's key.
            "form": GalleryForm(data, auto_id=f"{language}-{scheme}-%s"),
        }
        for language, direction, scheme in PANES
    ]


def samples() -> dict[str, Any]:
    """Return parameters for the components that take lists."""
    return {
        "colours": COLOURS,
        "icons": ICONS,
        "no": Verdict(_("One paper is still missing.")),
        "steps": _rows(
            "label state",
            (_("Intake"), "done"),
            (_("Matching"), "current"),
            (_("Study"), ""),
            (_("Answer"), ""),
        ),
        "counts": _rows(
            "count label url late",
            (7, _("Waiting for me"), "#", False),
            (2, _("Past their day"), "#", True),
        ),
        "facts": _rows("label value note", (_("Full name"), MARYAM, ""), (_("Mobile"), "", "")),
        "tabs": _rows(
            "label url current count", (_("Requests"), "#", True, 3), (_("Contacts"), "#", False, 0)
        ),
        "files": _rows(
            "name url note pill tone", ("contract.pdf", "#", "120 KB", _("Matched"), "go")
        ),
        "crumbs": _rows("label url", (_("Desk"), "#"), (_("Requests"), "#")),
        **_longer_lists(),
    }


def _longer_lists() -> dict[str, Any]:
    now = clock.now()
    return {
        "events": _rows(
            "text when who tone note",
            (_("The request was submitted"), now, "نورة الحربي", "", ""),
            (_("The request was opened"), now - timedelta(days=2), "", "quiet", ""),
        ),
        "items": _rows(
            "label have problem why url action",
            (_("National ID"), True, False, "", "", ""),
            (_("Rent contract"), False, True, _("The amount differs."), "#", _("Go to it")),
            (_("IBAN certificate"), False, False, "", "#", _("Add")),
        ),
        "people": _rows(
            "name reference stage tone late",
            (MARYAM, "1448-000117", _("Matching"), "wait", True),
            ("سعود بن فهد المطيري", "1448-000121", _("Answer"), "go", False),
        ),
    }


def _rows(names: str, *rows: tuple[Any, ...]) -> list[dict[str, Any]]:
    """Return a list of parameters from their names and values."""
    return [dict(zip(names.split(), row, strict=True)) for row in rows]
