"""What the gallery shows: one sample of each component's parameters."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.common import clock
from wasl.common.forms import (
    CleanCharField,
    CleanTextField,
    DualDateField,
    MobileField,
    PickField,
    UploadField,
    YesNoField,
)
from wasl.common.verdicts import Verdict

COLOURS = ("", "go", "wait", "stop", "note")
PANES = (("ar", "rtl", "light"), ("en", "ltr", "light"), ("ar", "rtl", "dark"), ("en", "ltr", "dark"))
ICONS = (
    "mark search plus minus clock check cross alert info done doc ask upload download phone mobile mail "
    "people person home menu arrow chevron down pen scale box star heart chat printer lock key calendar "
    "eye list shield globe leave gear folder chart book pause wallet truck send undo flag building "
).split()


class GalleryForm(forms.Form):
    """One field of each kind, sent half empty so that its problems show."""

    name = CleanCharField(label=_("Full name"), help_text=_("As it is written in the identity document."))
    mobile = MobileField(label=_("Mobile"))
    born = DualDateField(label=_("Date of birth"), required=False)
    service = forms.ChoiceField(label=_("Service"), choices=[("", _("Choose…")), ("rent", _("Rent"))], required=False)
    channel = PickField(
        label=_("How shall we answer you?"), choices=[("sms", _("A text message")), ("call", _("A call"))]
    )
    owns = YesNoField(label=_("Do you own your home?"), required=False)
    words = CleanTextField(label=_("In your own words"), required=False)
    paper = UploadField(label=_("A paper or a photograph of it"), required=False)
    agrees = forms.BooleanField(label=_("I agree that what I wrote is correct"))


def panes() -> list[dict[str, Any]]:
    """The four ways to see everything: both directions, light and dark."""
    data = {"mobile": "123", "channel": "sms"}
    return [
        {
            "language": language,
            "direction": direction,
            "scheme": scheme,
            "key": f"{language}-{scheme}",
            "form": GalleryForm(data, auto_id=f"{language}-{scheme}-%s"),
        }
        for language, direction, scheme in PANES
    ]


def samples() -> dict[str, Any]:
    """Parameters for the components that take lists."""
    now = clock.now()
    return {
        "colours": COLOURS,
        "icons": ICONS,
        "no": Verdict(_("One paper is still missing.")),
        "steps": [
            {"label": _("Intake"), "state": "done"},
            {"label": _("Matching"), "state": "current"},
            {"label": _("Study"), "state": ""},
            {"label": _("Answer"), "state": ""},
        ],
        "counts": [
            {"count": 7, "label": _("Waiting for me"), "url": "#", "late": False},
            {"count": 2, "label": _("Past their day"), "url": "#", "late": True},
        ],
        "events": [
            {"text": _("The request was submitted"), "when": now, "who": "نورة الحربي", "tone": "", "note": ""},
            {
                "text": _("The request was opened"),
                "when": now - timedelta(days=2),
                "who": "",
                "tone": "quiet",
                "note": "",
            },
        ],
        "facts": [
            {"label": _("Full name"), "value": "مريم بنت عبدالله الحربي", "note": ""},
            {"label": _("Mobile"), "value": "", "note": ""},
        ],
        "tabs": [
            {"label": _("Requests"), "url": "#", "current": True, "count": 3},
            {"label": _("Contacts"), "url": "#", "current": False, "count": 0},
        ],
        "items": [
            {"label": _("National ID"), "have": True, "problem": False, "why": "", "url": "", "action": ""},
            {
                "label": _("Rent contract"),
                "have": False,
                "problem": True,
                "why": _("The amount differs."),
                "url": "#",
                "action": _("Go to it"),
            },
            {
                "label": _("IBAN certificate"),
                "have": False,
                "problem": False,
                "why": "",
                "url": "#",
                "action": _("Add"),
            },
        ],
        "files": [{"name": "contract.pdf", "url": "#", "note": "120 KB", "pill": _("Matched"), "tone": "go"}],
        "crumbs": [{"label": _("Desk"), "url": "#"}, {"label": _("Requests"), "url": "#"}],
        "people": [
            {
                "name": "مريم بنت عبدالله الحربي",
                "reference": "1448-000117",
                "stage": _("Matching"),
                "tone": "wait",
                "late": True,
            },
            {
                "name": "سعود بن فهد المطيري",
                "reference": "1448-000121",
                "stage": _("Answer"),
                "tone": "go",
                "late": False,
            },
        ],
    }
