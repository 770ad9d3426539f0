"""The form of the check page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.common.forms import CleanCharField
from wasl.papers.codes import read_code


class CheckForm(forms.Form):
    """The code at the foot of a paper, in any digits and case, with or without its hyphen."""

    code = CleanCharField(
        label=_("Code at the foot of the paper"),
        help_text=_("Ten letters and digits, beside the square code."),
        max_length=20,
        widget=forms.TextInput(
            attrs={"dir": "ltr", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": _("Enter the code.")},
    )

    def clean_code(self) -> str:
        code = read_code(self.cleaned_data["code"])
        if not code:
            raise forms.ValidationError(
                _("The code has ten letters and digits, for example K3F79-QX2PD.")
            )
        return code
