"""Forms for the staff: the shape of what is typed; actions decide.

Pages of questions are built in `questions.py`.
"""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wasl.accounts.models import Department, User
from wasl.beneficiaries.models.imports import ExportReason
from wasl.beneficiaries.models.representing import Representative
from wasl.cases.models.case import Case, MatchVerdict, SigningMethod
from wasl.cases.queries.file import file_of, matching_of, to_match
from wasl.cases.queries.lists import ME, STAGES
from wasl.catalogue.answer_types import answer_type
from wasl.catalogue.models.offered import DocumentRequirement, ServiceVersion
from wasl.common.forms import (
    CleanCharField,
    CleanTextField,
    CodeField,
    DualDateField,
    NameField,
    OnceField,
    PickField,
    SlugField,
    UploadField,
)
from wasl.common.text import whole_number
from wasl.common.uploads import Accepted, BadUpload, drawn
from wasl.messaging.models import Channel

SAME, DIFFERENT = "same", "different"


def _choice_field(form: forms.Form, name: str) -> forms.ChoiceField:
    """Return a field whose choices the form sets."""
    return cast(forms.ChoiceField, form.fields[name])


class StartForm(forms.Form):
    """A service, how the person came, and who acts for them."""

    service = SlugField()
    channel = PickField(
        label=_("How the request came"), choices=Channel.choices, initial=Channel.INTERVIEW
    )
    representative = forms.TypedChoiceField(
        label=_("Who acts for the person"), coerce=int, empty_value=None, required=False
    )
    once = OnceField(required=False)

    def __init__(
        self, *args: Any, representatives: Iterable[Representative], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        choices = [
            (
                representative.pk,
                f"{representative.full_name} ({representative.get_scope_display()})",
            )
            for representative in representatives
        ]
        _choice_field(self, "representative").choices = [("", _("The person")), *choices]
        self.has_representatives = bool(choices)


class RepresentativeForm(forms.Form):
    """The choice of who acts for the person from now on.

    It offers those whose document is valid today, and the person themself.
    """

    representative = forms.TypedChoiceField(
        label=_("Who acts for the person"), coerce=int, empty_value=None, required=False
    )

    def __init__(
        self, *args: Any, representatives: Iterable[Representative], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        choices = [
            (agent.pk, f"{agent.full_name} ({agent.get_scope_display()})")
            for agent in representatives
        ]
        _choice_field(self, "representative").choices = [("", _("The person")), *choices]


class DocumentForm(forms.Form):
    """A document with its number and days.

    It takes a copy where one may be stored, else the statement that the original was seen.
    """

    number = CleanCharField(label=_("Number"), max_length=60, required=False)
    issuer = CleanCharField(label=_("Issued by"), max_length=150, required=False)
    issued = DualDateField(label=_("Issued on"), help_text=_("Hijri or Gregorian"), required=False)
    expires = DualDateField(
        label=_("Valid until"), help_text=_("Hijri or Gregorian"), required=False
    )
    file = UploadField(label=_("Copy"), help_text=_("PDF or photo"), required=False)
    seen = forms.BooleanField(
        label=_("I saw the original, and it is this person's"), required=False
    )
    once = OnceField(required=False)

    def __init__(self, *args: Any, requirement: DocumentRequirement, **options: Any) -> None:
        kind = requirement.document_type
        super().__init__(
            *args, **{"prefix": kind.code, "initial": {"issuer": kind.issuer}, **options}
        )
        # Of some kinds no copy may be stored: seeing the original is enough.
        if not kind.store_copy:
            del self.fields["file"]
        if not kind.has_expiry:
            del self.fields["expires"]
        self.wants_issued = bool(requirement.max_age_days or kind.max_age_days)

    def add_prefix(self, field_name: str) -> str:
        """Leave `once` without prefix: that token is the page's, not the document's."""
        return field_name if field_name == "once" else super().add_prefix(field_name)


ON_PAPER = (SigningMethod.PAPER, SigningMethod.THUMBPRINT)
# What each method of signing needs: field, methods, and the sentence for its absence.
SIGNING_WANTS = (
    (
        "signature",
        (SigningMethod.DRAWN,),
        _("The box is empty. Let the applicant draw the signature in it."),
    ),
    ("code", (SigningMethod.CODE,), _("Write the code that reached the applicant's mobile.")),
    ("scan", ON_PAPER, _("Attach a picture of the signed paper or of the thumbprint.")),
    (
        "witness_name",
        (SigningMethod.THUMBPRINT,),
        _("Write the name of whoever witnessed the thumbprint."),
    ),
    (
        "read_aloud",
        (SigningMethod.THUMBPRINT,),
        _("Read the declaration aloud first, then say that you did."),
    ),
)


class SignForm(forms.Form):
    """The applicant's way of signing, and what proves it."""

    method = PickField(
        label=_("How the applicant signs"),
        choices=SigningMethod.choices,
        initial=SigningMethod.DRAWN,
    )
    signer_name = NameField(label=_("Who signs"))
    signature = forms.CharField(required=False, widget=forms.HiddenInput)
    scan = UploadField(label=_("The signed paper, or the thumbprint"), required=False)
    code = CodeField(label=_("The code that reached the mobile"), required=False)
    witness_name = NameField(label=_("Witness"), required=False)
    read_aloud = forms.BooleanField(
        label=_("The declaration was read aloud to the applicant"), required=False
    )

    def clean_signature(self) -> Accepted | None:
        """Return the drawing as an accepted picture."""
        address = self.cleaned_data["signature"]
        if not address:
            return None
        try:
            return drawn(address)
        except BadUpload as bad:
            raise forms.ValidationError(str(bad.reason)) from bad

    def clean(self) -> dict[str, Any]:
        """List at once all that the chosen method of signing still needs."""
        data = super().clean() or {}
        method = data.get("method")
        for name, methods, message in SIGNING_WANTS:
            if method in methods and not data.get(name) and name not in self.errors:
                self.add_error(None if name == "signature" else name, message)
        return data

    @property
    def image(self) -> Accepted | None:
        """Return the picture that proves the chosen method of signing."""
        drawing = self.cleaned_data.get("method") == SigningMethod.DRAWN
        return self.cleaned_data.get("signature" if drawing else "scan")


class MatchForm(forms.Form):
    """Every answer that has a document: the same there, or what it says instead."""

    def __init__(self, *args: Any, case: Case, **options: Any) -> None:
        super().__init__(*args, **options)
        self.case = case
        self.matched = to_match(case)
        for question in self.matched:
            done = matching_of(case, question)
            verdict = ""
            if done is not None:
                verdict = SAME if done.verdict == MatchVerdict.MATCHED else DIFFERENT
            choices = [
                (SAME, _("The document says the same")),
                (DIFFERENT, _("The document says something else")),
            ]
            self.fields[f"{question.key}-verdict"] = PickField(
                label=_("In the document"), choices=choices, required=False, initial=verdict
            )
            field = answer_type(question.kind).form_field(question)
            field.label, field.help_text = _("What the document says"), ""
            field.initial = (
                answer_type(question.kind).initial(question, done.found)
                if done and verdict == DIFFERENT
                else None
            )
            self.fields[f"{question.key}-found"] = field
            self.fields[f"{question.key}-accept"] = forms.BooleanField(
                label=_("Accept the difference"),
                required=False,
                initial=bool(done and done.verdict == MatchVerdict.ACCEPTED),
            )
            note = CleanTextField(
                label=_("Note"), rows=2, required=False, initial=done.note if done else ""
            )
            self.fields[f"{question.key}-note"] = note

    def rows(self) -> list[dict[str, Any]]:
        """Return a row for each answer, with what was declared and its fields."""
        file = file_of(self.case)
        types = {document.document_type_id: document for document in file.documents.values()}
        return [
            {
                "key": question.key,
                "label": question.label,
                # Always there: `to_match` lists only answers whose document was handed in.
                "document": types[question.matched_with_id or 0].document_type.name,
                "declared": answer_type(question.kind).show(
                    question, file.values[question.key], full=True
                ),
                "tone": _tone(self.case, question),
                "copy": types[question.matched_with_id or 0].document.attachment,
                **{
                    part: self[f"{question.key}-{part}"]
                    for part in ("verdict", "found", "accept", "note")
                },
            }
            for question in self.matched
        ]

    def given(self) -> list[dict[str, Any]]:
        """Return the results of the rows that were filled in, as `actions.match` takes them."""
        file = file_of(self.case)
        results = []
        for question in self.matched:
            verdict = self.cleaned_data.get(f"{question.key}-verdict")
            if not verdict:
                continue
            value = (
                file.values[question.key]
                if verdict == SAME
                else self.cleaned_data.get(f"{question.key}-found") or ""
            )
            accept = verdict == DIFFERENT and self.cleaned_data.get(f"{question.key}-accept", False)
            results.append(
                {
                    "key": question.key,
                    "found": value,
                    "accept": accept,
                    "note": self.cleaned_data[f"{question.key}-note"],
                }
            )
        return results


def _tone(case: Case, question: Any) -> str:
    done = matching_of(case, question)
    if done is None:
        return "wait"
    return "late" if done.verdict == MatchVerdict.DIFFERENT else "go"


class AssignForm(forms.Form):
    """The researcher who studies the case."""

    researcher = forms.TypedChoiceField(label=_("Researcher"), coerce=int)

    def __init__(self, *args: Any, researchers: Iterable[User], **options: Any) -> None:
        super().__init__(*args, **options)
        _choice_field(self, "researcher").choices = [
            (researcher.pk, researcher.name) for researcher in researchers
        ]


class NarrowForm(forms.Form):
    """What the queue is narrowed to.

    Sent by GET; what makes no sense is left out when it is read.
    """

    show = forms.CharField(required=False, widget=forms.HiddenInput)
    stage = forms.ChoiceField(label=_("Stage"), required=False)
    service = forms.ChoiceField(label=_("Service"), required=False)
    owner = forms.ChoiceField(label=_("Owner"), required=False)
    urgent = forms.BooleanField(label=_("Urgent only"), required=False)

    def __init__(
        self, *args: Any, services: Iterable[ServiceVersion], owners: Iterable[User], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        anything = ("", _("All"))
        offered: dict[str, list[tuple[int | str, str | Promise]]] = {
            "stage": [(code, label) for code, (label, _held) in STAGES.items()],
            "service": [(service.service_id, service.name) for service in services],
            "owner": [(ME, _("Me")), *((owner.pk, owner.name) for owner in owners)],
        }
        for name, choices in offered.items():
            _choice_field(self, name).choices = [anything, *choices]


# Django's field is generic only in the stubs, so a subclass cannot name its model.
class DepartmentField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A department, listed by its name."""

    def label_from_instance(self, obj: Department) -> str:
        return obj.name


class SaveFilterForm(forms.Form):
    """A name for what the queue shows, for the user or for a department."""

    # As many characters as `Wanted.at` reads.
    wanted = forms.CharField(widget=forms.HiddenInput, required=False, max_length=300)
    name = CleanCharField(label=_("Name"), max_length=60)
    department = DepartmentField(
        label=_("For whom"),
        queryset=Department.objects.none(),
        required=False,
        empty_label=_("For me alone"),
    )
    first = forms.BooleanField(label=_("Open my queue with it"), required=False)

    def __init__(self, *args: Any, departments: Iterable[Department], **options: Any) -> None:
        super().__init__(*args, **options)
        cast(DepartmentField, self.fields["department"]).queryset = Department.objects.filter(
            pk__in=[department.pk for department in departments]
        )


class ExportQueueForm(forms.Form):
    """The purpose of a list that leaves the system."""

    reason = PickField(label=_("What is the list for?"), choices=ExportReason.choices)


class ShareForm(forms.Form):
    """The new owner of the chosen cases, and why."""

    to = forms.TypedChoiceField(label=_("To whom"), coerce=int)
    reason = CleanCharField(label=_("Why"), max_length=200)
    once = OnceField()

    def __init__(
        self, *args: Any, owners: Iterable[User], chosen: list[str], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.owners = {owner.pk: owner for owner in owners}
        self.chosen = chosen
        choices = [(pk, owner.name) for pk, owner in self.owners.items()]
        _choice_field(self, "to").choices = [("", _("Choose…")), *choices]

    def clean_to(self) -> User:
        return self.owners[self.cleaned_data["to"]]

    def cases(self) -> list[tuple[int, int]]:
        """Return the chosen cases, each with the version that was looked at."""
        # `pk:version`, as `queries.rows.row` writes it into `key`.
        halves = [chosen.partition(":") for chosen in self.chosen]
        pairs = [(whole_number(pk), whole_number(version)) for pk, _mark, version in halves]
        return [(pk, version) for pk, version in pairs if pk is not None and version is not None]


class HandOverForm(forms.Form):
    """The new owner, and why."""

    to = forms.TypedChoiceField(label=_("New owner"), coerce=int)
    reason = CleanCharField(label=_("Why"))

    def __init__(self, *args: Any, owners: Iterable[User], **options: Any) -> None:
        super().__init__(*args, **options)
        _choice_field(self, "to").choices = [(owner.pk, owner.name) for owner in owners]


class ReasonForm(forms.Form):
    """A reason, in words for whoever reads it later."""

    reason = CleanTextField(label=_("Why"), rows=3, max_length=1000)


class ReturnForm(forms.Form):
    """What is needed of the applicant, in plain words."""

    reason = CleanTextField(
        label=_("What we still need, in plain words"),
        help_text=_("The applicant reads this as it stands."),
        rows=4,
        max_length=1000,
    )
