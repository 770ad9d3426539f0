"""Forms of a service's draft: terms, a question, a document, a criterion, the approval."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, cast

from django import forms
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from wasl.accounts.models import Department
from wasl.catalogue.actions.drafting import TERMS
from wasl.catalogue.answer_types import BOUNDED_KINDS, CHOICE_KINDS, WHOLE_KINDS
from wasl.catalogue.forms.conditions import ConditionPart
from wasl.catalogue.forms.guide import DraftPart
from wasl.catalogue.models.offered import (
    Criterion,
    DeliveryKind,
    DocumentRequirement,
    DocumentType,
    Effect,
    FieldKind,
    FieldRequirement,
    Section,
    ServiceVersion,
    TargetGroup,
)
from wasl.catalogue.subjects import PREFILLS, Subject
from wasl.common.forms import (
    CleanCharField,
    CleanTextField,
    DualDateField,
    IntField,
    MoneyField,
    PickField,
    with_blank,
)
from wasl.governance.models.documents import Clause, Kind
from wasl.governance.states import State

PAGES = ("scoring", "drafts")  # of the catalogue itself, where a service's address would be
SPARE_ANSWERS, MOST_ANSWERS, MOST_STEPS = 2, 20, 15


# Django's fields of choice are generic only in the stubs, so a subclass cannot name its model.
class ChapterField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A clause of a research guide, listed by its code and heading."""

    def label_from_instance(self, obj: Clause) -> str:
        return f"{obj.code} · {obj.heading or obj.part}"


class DocumentTypeField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A document type, listed by its name."""

    def label_from_instance(self, obj: DocumentType) -> str:
        return obj.name


class BeginForm(forms.Form):
    """A new service: its names and its department."""

    name_ar = CleanCharField(label=_("Name in Arabic"), max_length=120)
    name_en = CleanCharField(label=_("Name in English"), max_length=120)
    department = forms.ModelChoiceField(
        Department.objects.order_by("code"), label=_("Department"), empty_label=_("Choose…")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["department"].label_from_instance = lambda department: department.name  # type: ignore[attr-defined]

    def clean_name_en(self) -> str:
        name = str(self.cleaned_data["name_en"])
        if not slugify(name):
            raise forms.ValidationError(
                _("Write the English name in Latin letters; the address is made from it.")
            )
        return name

    def code(self) -> str:
        """Return the short name used in addresses."""
        code = str(slugify(self.cleaned_data["name_en"]))[:32].strip("-")
        # A service called "scoring" would have the address of the guide's page.
        return f"{code}-service" if code in PAGES else code


class ServiceTermsForm(DraftPart):
    """The terms of a service's draft."""

    name_ar = CleanCharField(label=_("Name in Arabic"), max_length=120)
    name_en = CleanCharField(label=_("Name in English"), max_length=120)
    purpose_ar = CleanTextField(
        label=_("What it is, in Arabic"), rows=2, max_length=600, required=False
    )
    purpose_en = CleanTextField(
        label=_("What it is, in English"), rows=2, max_length=600, required=False
    )
    who_ar = CleanTextField(
        label=_("Who it is for, in Arabic"), rows=2, max_length=600, required=False
    )
    who_en = CleanTextField(
        label=_("Who it is for, in English"), rows=2, max_length=600, required=False
    )
    target_groups = forms.MultipleChoiceField(
        label=_("Target groups"),
        choices=TargetGroup.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple(),
    )
    members_only = forms.BooleanField(
        label=_("For members of the general assembly only"), required=False
    )
    delivery_kind = PickField(label=_("How it is delivered"), choices=DeliveryKind.choices)
    unit_ar = CleanCharField(
        label=_("Unit, in Arabic"), max_length=40, required=False, help_text=_("riyal, basket…")
    )
    unit_en = CleanCharField(label=_("Unit, in English"), max_length=40, required=False)
    most_amount = MoneyField(label=_("Amount at most"), required=False)
    most_quantity = IntField(label=_("Quantity at most"), required=False, max_value=10_000)
    visits_needed = IntField(
        label=_("Visits the applicant has to make"),
        max_value=20,
        help_text=_("0 where all can be done from home."),
    )
    period_months = IntField(label=_("May be asked for again after, in months"), max_value=240)
    offered_until = DualDateField(
        label=_("Offered until"),
        required=False,
        help_text=_("For a season only; leave it empty otherwise."),
    )
    steps_ar = CleanTextField(
        label=_("Steps of the study, in Arabic"),
        required=False,
        rows=4,
        help_text=_("One step a line."),
    )
    steps_en = CleanTextField(
        label=_("Steps of the study, in English"),
        required=False,
        rows=4,
        help_text=_("The same steps, line for line."),
    )
    note_ar = CleanCharField(
        label=_("What this version changes, in Arabic"), max_length=300, required=False
    )
    note_en = CleanCharField(
        label=_("What this version changes, in English"), max_length=300, required=False
    )

    guide_clause = ChapterField(
        Clause.objects.none(),
        label=_("Chapter of the research guide"),
        required=False,
        empty_label=_("None"),
    )

    def __init__(self, *args: Any, version: ServiceVersion, **options: Any) -> None:
        initial = {name: getattr(version, name) for name in (*TERMS, "edition")}
        for language in ("ar", "en"):
            initial[f"steps_{language}"] = "\n".join(
                step.get(language, "") for step in version.study_steps
            )
        super().__init__(*args, **{"initial": initial, **options})
        guide = Q(version__state=State.IN_FORCE, version__document__kind=Kind.GUIDE)
        # The clause chosen earlier stays in the list even when its guide was superseded.
        chapters = Clause.objects.filter(guide | Q(pk=version.guide_clause_id)).order_by(
            "version__document", "order"
        )
        cast(ChapterField, self.fields["guide_clause"]).queryset = chapters

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        arabic, english = _lines(data.get("steps_ar")), _lines(data.get("steps_en"))
        # Steps are stored as pairs by their place.
        if len(arabic) != len(english):
            counts = {"arabic": len(arabic), "english": len(english)}
            message = _now(
                "%(arabic)s steps in Arabic and %(english)s in English: write the same steps, "
                "line for line."
            )
            self.add_error("steps_en", message % counts)
        if len(arabic) > MOST_STEPS:
            self.add_error(
                "steps_ar", _now("A study has %(most)s steps at most.") % {"most": MOST_STEPS}
            )
        return data

    def values(self) -> dict[str, Any]:
        """Return what `actions.keep_service_terms` takes."""
        data = dict(self.cleaned_data)
        pairs = zip(_lines(data["steps_ar"]), _lines(data["steps_en"]), strict=True)
        until = data["offered_until"]
        own = {name: data[name] for name in TERMS if name in data}
        steps = [{"ar": arabic, "en": english} for arabic, english in pairs]
        return own | {"study_steps": steps, "offered_until": until.day if until else None}


def _lines(text: Any) -> list[str]:
    return [line.strip() for line in str(text or "").splitlines() if line.strip()]


class QuestionForm(ConditionPart):
    """A question of the form, its answers where it is a choice, and when it is asked."""

    label_ar = CleanCharField(label=_("The question in Arabic"), max_length=160)
    label_en = CleanCharField(label=_("The question in English"), max_length=160)
    help_ar = CleanCharField(label=_("A word of help, in Arabic"), max_length=300, required=False)
    help_en = CleanCharField(label=_("A word of help, in English"), max_length=300, required=False)
    section = PickField(label=_("Part of the form"), choices=Section.choices)
    kind = PickField(label=_("Kind of answer"), choices=FieldKind.choices)
    several = forms.BooleanField(label=_("Several answers may apply"), required=False)
    least = MoneyField(label=_("The least it may be"), required=False)
    most = MoneyField(label=_("The most it may be"), required=False)
    step = MoneyField(
        label=_("It rises in steps of"), required=False, help_text=_("Empty: any number between.")
    )
    required = forms.BooleanField(label=_("It has to be answered"), required=False, initial=True)
    sensitive = forms.BooleanField(
        label=_("Sensitive: shown only to those whose work needs it"), required=False
    )
    prefill = forms.ChoiceField(label=_("Filled from the person's file"), required=False)
    matched_with = DocumentTypeField(
        DocumentType.objects.none(),
        label=_("Matched with the document"),
        required=False,
        empty_label=_("None"),
    )
    # Kinds under which the page shows the answers, and the bounds (`data-when`).
    choice_kinds, bounded_kinds = "|".join(CHOICE_KINDS), "|".join(BOUNDED_KINDS)
    # Columns that pass unchanged between the row and the form.
    plain = (
        "label_ar", "label_en", "help_ar", "help_en", "section", "kind", "several", "least", "most",
        "step", "required", "sensitive", "prefill",
    )  # fmt: skip

    def __init__(
        self, *args: Any, question: FieldRequirement | None, edition: int, types: Any, about: Mapping[str, Subject],
        **options: Any,
    ) -> None:  # fmt: skip
        initial: dict[str, Any] = {"edition": edition}
        if question:
            initial |= {name: getattr(question, name) for name in self.plain} | {
                "matched_with": question.matched_with_id
            }
        condition = question.condition if question else None
        super().__init__(*args, **{"initial": initial, **options}, about=about, condition=condition)
        self.answers_before = list(question.choices) if question else []
        self.fields["prefill"].choices = with_blank(PREFILLS.items(), _("Not filled"))  # type: ignore[attr-defined]
        cast(DocumentTypeField, self.fields["matched_with"]).queryset = types
        for place in range(self._answers()):
            own = self.answers_before[place] if place < len(self.answers_before) else {}
            for language, label in (("ar", _("Answer in Arabic")), ("en", _("Answer in English"))):
                self.fields[f"answer{place}_{language}"] = CleanCharField(
                    label=label, max_length=120, required=False, initial=own.get(language, "")
                )

    def _answers(self) -> int:
        if self.is_bound:
            return min(
                sum(name.startswith("answer") and name.endswith("_ar") for name in self.data),
                MOST_ANSWERS,
            )
        return min(max(len(self.answers_before), 1) + SPARE_ANSWERS, MOST_ANSWERS)

    def answer_rows(self) -> list[dict[str, Any]]:
        """Return the answers of a choice, ready to draw."""
        places = range(self._answers())
        return [
            {language: self[f"answer{place}_{language}"] for language in ("ar", "en")}
            for place in places
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("kind") in CHOICE_KINDS:
            for place in range(self._answers()):
                pair = {name: data.get(name) for name in (f"answer{place}_ar", f"answer{place}_en")}
                if any(pair.values()) and not all(pair.values()):
                    empty = next(name for name, value in pair.items() if not value)
                    self.add_error(empty, _("An answer is written in both languages."))
            if len(self.choices()) < 2:
                self.add_error("kind", _("A choice needs two answers at least."))
        self._clean_bounds(data)
        return data

    def _clean_bounds(self, data: dict[str, Any]) -> None:
        """Clear what belongs to another kind of answer, and check the bounds."""
        # Cleared, not refused: the hidden fields keep old values when the kind is changed.
        if data.get("kind") not in CHOICE_KINDS:
            data["several"] = False
        if data.get("kind") not in BOUNDED_KINDS:
            data |= {"least": None, "most": None, "step": None}
        least, most, step = data.get("least"), data.get("most"), data.get("step")
        if least is not None and most is not None and least > most:
            self.add_error("most", _("The most is not less than the least."))
        if step is not None and step <= 0:
            self.add_error("step", _("A step is more than nought."))
        if data.get("kind") in WHOLE_KINDS:
            for name in ("least", "most", "step"):
                if (number := data.get(name)) is not None and number % 1:
                    self.add_error(name, _("Enter a whole number, without a fraction."))

    def choices(self) -> list[dict[str, str]]:
        """Return the answers as they are stored.

        An existing answer keeps its value, so that earlier answers stay readable.
        """
        if self.cleaned_data.get("kind") not in CHOICE_KINDS:
            return []
        answers: list[dict[str, str]] = []
        for place in range(self._answers()):
            arabic, english = (
                self.cleaned_data.get(f"answer{place}_{language}") for language in ("ar", "en")
            )
            if arabic and english:
                before = (
                    self.answers_before[place]["value"] if place < len(self.answers_before) else ""
                )
                # Also the values of answers just removed: an old case may hold them.
                existing_values = [answer["value"] for answer in (*self.answers_before, *answers)]
                answers.append(
                    {
                        "value": before or _new_value(english, existing_values),
                        "ar": arabic,
                        "en": english,
                    }
                )
        return answers

    def values(self) -> dict[str, Any]:
        """Return what `actions.keep_question` takes."""
        own = {name: self.cleaned_data[name] for name in (*self.plain, "matched_with")}
        return own | {"choices": self.choices(), "condition": self.condition()}


def _new_value(words: str, existing_values: Iterable[str]) -> str:
    base = slugify(words).replace("-", "_")[:30] or "answer"
    used = set(existing_values)
    return next(
        value for value in (base, *(f"{base}_{n}" for n in range(2, 100))) if value not in used
    )


class DocumentForm(ConditionPart):
    """A document that a draft asks for: when, and what must hold for it."""

    required = forms.BooleanField(label=_("It has to be handed in"), required=False, initial=True)
    must_be_valid = forms.BooleanField(
        label=_("It must be valid on the day of submission"), required=False, initial=True
    )
    max_age_days = IntField(
        label=_("Not older than, in days"), required=False, max_value=3650,
        help_text=_("Counted on the day of submission; empty: as for every service."),
    )  # fmt: skip
    note_ar = CleanCharField(label=_("A word on it, in Arabic"), max_length=300, required=False)
    note_en = CleanCharField(label=_("A word on it, in English"), max_length=300, required=False)
    plain = ("required", "must_be_valid", "max_age_days", "note_ar", "note_en")

    def __init__(
        self, *args: Any, document: DocumentRequirement | None, edition: int, about: Mapping[str, Subject],
        types: Any = None, **options: Any,
    ) -> None:  # fmt: skip
        initial: dict[str, Any] = {"edition": edition}
        if document:
            initial |= {name: getattr(document, name) for name in self.plain}
        condition = document.condition if document else None
        super().__init__(*args, **{"initial": initial, **options}, about=about, condition=condition)
        # The type of an existing requirement is fixed: it is the key by which it is saved.
        if document is None:
            self.fields["document_type"] = DocumentTypeField(
                types, label=_("Document"), empty_label=_("Choose…")
            )

    def values(self) -> dict[str, Any]:
        """Return what `actions.keep_document` takes, beside the document type."""
        return {name: self.cleaned_data[name] for name in self.plain} | {
            "condition": self.condition()
        }


class DocumentTypeForm(forms.Form):
    """A new document type."""

    name_ar = CleanCharField(label=_("Name in Arabic"), max_length=120)
    name_en = CleanCharField(label=_("Name in English"), max_length=120)
    issuer_ar = CleanCharField(label=_("Who issues it, in Arabic"), max_length=120, required=False)
    issuer_en = CleanCharField(label=_("Who issues it, in English"), max_length=120, required=False)
    has_expiry = forms.BooleanField(label=_("It has a last day of validity"), required=False)
    store_copy = forms.BooleanField(
        label=_("A copy is kept"),
        required=False,
        help_text=_("Otherwise it is seen and matched, and given back."),
    )
    max_age_days = IntField(label=_("Not older than, in days"), required=False, max_value=3650)

    def clean_name_en(self) -> str:
        name = str(self.cleaned_data["name_en"])
        if not slugify(name):
            raise forms.ValidationError(
                _("Write the English name in Latin letters; the address is made from it.")
            )
        if DocumentType.objects.filter(code=slugify(name)[:40]).exists():
            raise forms.ValidationError(_("A document of this name is there already."))
        return name


class CriterionForm(ConditionPart):
    """A criterion: its wording, what it looks at, and what follows when it is not met."""

    condition_required = True
    label_ar = CleanCharField(label=_("The criterion in Arabic"), max_length=160)
    label_en = CleanCharField(label=_("The criterion in English"), max_length=160)
    effect = PickField(
        label=_("What follows where it is not met"), choices=Effect.choices, initial=Effect.ADVICE
    )
    reason_ar = CleanCharField(
        label=_("What is told to one who does not meet it, in Arabic"),
        max_length=300,
        required=False,
    )
    reason_en = CleanCharField(
        label=_("What is told to one who does not meet it, in English"),
        max_length=300,
        required=False,
    )
    plain = ("label_ar", "label_en", "effect", "reason_ar", "reason_en")

    def __init__(
        self,
        *args: Any,
        criterion: Criterion | None,
        edition: int,
        about: Mapping[str, Subject],
        **options: Any,
    ) -> None:
        initial: dict[str, Any] = {"edition": edition}
        if criterion:
            initial |= {name: getattr(criterion, name) for name in self.plain}
        condition = criterion.condition if criterion else None
        super().__init__(*args, **{"initial": initial, **options}, about=about, condition=condition)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        # A person whose request is stopped must be told why; advice needs no reason.
        if data.get("effect") == Effect.STOPS and not (
            data.get("reason_ar") and data.get("reason_en")
        ):
            self.add_error("reason_ar", _("Who is stopped is told why, in both languages."))
        return data

    def values(self) -> dict[str, Any]:
        """Return what `actions.keep_criterion` takes."""
        return {name: self.cleaned_data[name] for name in self.plain} | {
            "condition": self.condition()
        }


class ApproveForm(DraftPart):
    """The first day of a version."""

    from_date = DualDateField(
        label=_("In force from"), help_text=_("Hijri or Gregorian; today or later")
    )

    def first_day(self) -> date:
        day: date = self.cleaned_data["from_date"].day
        return day
