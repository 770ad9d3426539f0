"""The filters of the audit trail."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.audit import queries
from wasl.audit.presenters import SENTENCES


class TrailForm(forms.Form):
    """The filters of the audit trail.

    Every field may be empty, and a value that makes no sense is ignored, not refused.
    """

    verb = forms.ChoiceField(label=_("What happened"), required=False)
    actor = forms.ChoiceField(label=_("By whom"), required=False)
    file = forms.CharField(required=False, widget=forms.HiddenInput)
    before = forms.IntegerField(
        required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choices = sorted(
            ((verb, str(text)) for verb, text in SENTENCES.items()), key=lambda pair: pair[1]
        )
        self.fields["verb"].choices = [("", _("Everything")), *choices]  # type: ignore[attr-defined]
        self.fields["actor"].choices = [("", _("Everybody")), *queries.actors()]  # type: ignore[attr-defined]

    def asked(self) -> dict[str, Any]:
        """Return the arguments of `queries.trail`."""
        self.is_valid()
        data = self.cleaned_data
        file = data.get("file") or ""
        return {
            "verb": data.get("verb") or "",
            "actor_id": int(data["actor"]) if data.get("actor") else None,
            # The form that `queries.entry` writes: model, colon, key.
            "file": file if re.fullmatch(r"[a-z]+\.[a-z]+:[0-9a-f-]{1,40}", file) else "",
            "before": data.get("before"),
        }
