"""The words of an answer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from wasl.common.forms import CleanCharField, CleanTextField


class AnswerForm(forms.Form):
    """A question and its answer in Arabic, and in English where there is time for it."""

    question_ar = CleanCharField(label=_("Question in Arabic"), max_length=300)
    answer_ar = CleanTextField(label=_("Answer in Arabic"), max_length=4000)
    question_en = CleanCharField(label=_("Question in English"), max_length=300, required=False)
    answer_en = CleanTextField(label=_("Answer in English"), max_length=4000, required=False)
