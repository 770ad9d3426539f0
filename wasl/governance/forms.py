"""Forms about documents, the board and circulation."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from wasl.accounts.models import User
from wasl.common.dates import short_hijri
from wasl.common.forms import (
    CleanCharField,
    CleanTextField,
    DualDateField,
    NameField,
    OnceField,
    PickField,
    SlugField,
)
from wasl.governance import queries
from wasl.governance.models.board import BoardMeeting, BoardMember, Office
from wasl.governance.models.circulation import ReviewOutcome
from wasl.governance.models.documents import (
    Clause,
    Kind,
    Party,
    PolicyDocument,
    PolicyVersion,
    Settlement,
)
from wasl.governance.proposals import read_proposals
from wasl.governance.scrutiny.files import MOST_BYTES, TOO_LARGE


class DayField(DualDateField):
    """A date written in either calendar; the value is the plain date."""

    def clean(self, value: Any) -> Any:
        written_date = super().clean(value)
        return written_date.day if written_date else None


# Generic in the stubs alone, not when it runs.
class MeetingField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A meeting of the board, the latest first."""

    def __init__(self, **options: Any) -> None:
        meetings = BoardMeeting.objects.order_by("-held_date", "-pk")
        super().__init__(meetings, empty_label=_("Choose…"), **options)

    def label_from_instance(self, meeting: BoardMeeting) -> str:
        return f"{meeting.number} · {meeting.hijri_stated}"


class DocumentForm(forms.Form):
    """A new document of the library."""

    title_ar = CleanCharField(label=_("Title in Arabic"))
    title_en = CleanCharField(label=_("Title in English"), required=False)
    code = SlugField(
        label=_("Short name"),
        max_length=40,
        help_text=_("Latin letters and hyphens; it stands in the address: complaints-policy."),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    kind = PickField(label=_("Kind"), choices=Kind.choices)
    party = PickField(label=_("Whom it concerns"), choices=Party.choices, initial=Party.ALL)
    review_months = forms.IntegerField(
        label=_("Reviewed every (months)"), min_value=1, max_value=120, initial=12
    )


class TextFileField(forms.FileField):
    """A file with a text; the value is its name and its bytes.

    The reader finds the kind of file by its content.
    """

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        # A hint for the file dialog alone; nothing relies on the ending of a name.
        return {"accept": ".docx,.pdf,.txt,.png,.jpg,.jpeg,.tif,.tiff"}

    def clean(self, data: Any, initial: Any = None) -> tuple[str, bytes]:
        file = super().clean(data, initial)
        # Asked before `read`, so that a huge upload is never held in memory.
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(TOO_LARGE)
        return str(file.name or ""), file.read()


class ImportForm(forms.Form):
    """A file with the text, and the document it is a version of."""

    document = forms.ModelChoiceField(
        PolicyDocument.objects.order_by("kind", "code"),
        label=_("Document"),
        empty_label=_("Choose…"),
    )
    file = TextFileField(
        label=_("File with the text"),
        help_text=_("Word (DOCX), PDF, a scan or plain text, up to 60 MB."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["document"].label_from_instance = lambda document: document.title  # type: ignore[attr-defined]


class ClauseForm(forms.Form):
    """One clause of a draft."""

    code = CleanCharField(label=_("Code"), max_length=20)
    part = CleanTextField(
        label=_("Part"),
        help_text=_("The headings it stands under, a line each, the largest first."),
        max_length=2000,
        rows=2,
        required=False,
    )
    heading = CleanCharField(label=_("Heading"), required=False)
    text_ar = CleanTextField(label=_("Text"), max_length=20_000, rows=8)
    serves = forms.ChoiceField(label=_("Speaks of the clause"), required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput(), required=False)

    def __init__(self, *args: Any, codes: dict[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        serves = cast(forms.ChoiceField, self.fields["serves"])
        choices: list[tuple[str, Any]] = [("", _("None of those the product serves"))]
        serves.choices = choices + [(code, f"{code} · {title}") for code, title in codes.items()]


class SettleForm(forms.Form):
    """How a finding was settled."""

    settlement = PickField(label=_("What became of it"), choices=Settlement.choices)
    reason = CleanCharField(label=_("Why it is accepted"), max_length=300, required=False)


class TermsForm(forms.Form):
    """The settings of a version, each with the clause it comes from."""

    answer_not_before_days = forms.IntegerField(
        label=_("The answer comes no earlier than"),
        min_value=0,
        max_value=365,
        required=False,
        help_text=_("Days."),
    )
    answer_due_days = forms.IntegerField(
        label=_("The answer comes no later than"),
        min_value=1,
        max_value=365,
        required=False,
        help_text=_("Days."),
    )
    objection_days = forms.IntegerField(
        label=_("An objection can be made within"),
        min_value=1,
        max_value=365,
        required=False,
        help_text=_("Days."),
    )
    objection_reviewers = forms.IntegerField(
        label=_("An objection is reviewed by"),
        min_value=1,
        max_value=2,
        required=False,
        help_text=_(
            "People who took no part: one, or an executive who advises and another who decides."
        ),
    )
    quorum = forms.IntegerField(
        label=_("The committee decides with at least"),
        min_value=2,
        max_value=50,
        required=False,
        help_text=_("Members."),
    )
    # Never below five (PRA-3), whatever the policy says.
    rating_floor = forms.IntegerField(
        label=_("No figure is shown for fewer than"),
        min_value=5,
        max_value=100,
        required=False,
        help_text=_("Ratings."),
    )

    review_months = forms.IntegerField(
        label=_("The text is reviewed every"),
        min_value=1,
        max_value=120,
        required=False,
        help_text=_("Months."),
    )
    document_age_days = forms.IntegerField(
        label=_("A paper without a last day is not older than"),
        min_value=1,
        max_value=3650,
        required=False,
        help_text=_("Days, where neither the service nor the kind of paper says otherwise."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput(), required=False)

    def __init__(self, *args: Any, version: PolicyVersion, **options: Any) -> None:
        self.clauses = list(queries.clauses_of(version))
        self.proposals = read_proposals(self.clauses) if version.governs_requests else {}
        self.missing_terms = set(version.missing_terms) if version.governs_requests else set()
        initial = {name: getattr(version, name) for name in (*dict(queries.TERMS), "revision")}
        initial |= {f"{group}_reading": text for group, text in version.readings_of_terms.items()}
        initial |= {
            name: source.code for name in queries.SOURCES if (source := getattr(version, name))
        }
        super().__init__(*args, **{"initial": initial | self._proposed_values(initial), **options})
        self._add_sources()

    def _proposed_values(self, initial: dict[str, Any]) -> dict[str, Any]:
        """Return the proposed values of terms that nobody has set.

        They are shown in the form and saved only when a person sends it (ADR 45).
        """
        proposed: dict[str, Any] = {}
        for name, group in queries.TERMS:
            if initial.get(name) is None and (proposals := self.proposals.get(name)):
                proposed[name] = proposals[0].value
                if not initial.get(f"{group}_clause"):
                    # Two terms may share a group, as both days of the answer do: the first proposal
                    # names the clause.
                    proposed.setdefault(f"{group}_clause", proposals[0].clause.code)
        return proposed

    def _add_sources(self) -> None:
        """Add for each group the clause it comes from and how the board reads it."""
        choices: list[tuple[str, Any]] = [("", _("No clause says it"))]
        choices += [
            (clause.code, f"{clause.code} · {clause.heading or clause.part}")
            for clause in self.clauses
        ]
        for group in queries.TERM_GROUPS:
            self.fields[f"{group}_clause"] = forms.ChoiceField(
                label=_("Clause it comes from"), choices=choices, required=False
            )
            self.fields[f"{group}_reading"] = CleanTextField(
                label=_("How the board reads it, where it may be read in more than one way"),
                required=False,
                rows=2,
                max_length=1000,
            )

    def groups(self) -> list[dict[str, Any]]:
        """Return the settings and proposals grouped by source clause, for the template."""
        return [
            {
                "numbers": [self[name] for name in names],
                "clause": self[f"{group}_clause"],
                "reading": self[f"{group}_reading"],
                "proposals": [
                    {"label": self.fields[name].label, "proposal": proposal}
                    for name in names
                    for proposal in self.proposals.get(name, ())
                ],
                "missing_labels": [
                    self.fields[name].label for name in names if name in self.missing_terms
                ],
            }
            for group in queries.TERM_GROUPS
            if (
                names := [
                    name for name, own in queries.TERMS if own == group and name in self.fields
                ]
            )
        ]

    def terms(self) -> dict[str, int | None]:
        """Return the numbers alone."""
        # `CompleteTermsForm` drops the fields of terms that are set.
        return {
            name: self.cleaned_data[name] for name, _group in queries.TERMS if name in self.fields
        }

    def sources(self) -> dict[str, str]:
        """Return the clause code of each group."""
        return {name: self.cleaned_data[name] for name in queries.SOURCES}

    def readings(self) -> dict[str, str]:
        """Return the board's reading of each group."""
        return {group: self.cleaned_data[f"{group}_reading"] for group in queries.TERM_GROUPS}


class CompleteTermsForm(TermsForm):
    """The terms that an approved version lacks, and the board meeting that set them."""

    def __init__(self, *args: Any, version: PolicyVersion, **options: Any) -> None:
        super().__init__(*args, version=version, **options)
        for name, _group in queries.TERMS:
            if name in self.missing_terms:
                self.fields[name].required = True
            else:
                # A term that is set changes only with a new version.
                del self.fields[name]
        self.fields["meeting"] = MeetingField(label=_("Board meeting that set them"))


class LinksForm(forms.Form):
    """The product's clause that each clause of a page is about; the reader's guess is set first."""

    def __init__(
        self, *args: Any, clauses: list[Clause], codes: dict[str, str], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.clauses = clauses
        choices: list[tuple[str, Any]] = [("", _("None of those the product serves"))]
        choices += [(code, f"{code} · {title}") for code, title in codes.items()]
        for clause in clauses:
            self.fields[f"link-{clause.pk}"] = forms.ChoiceField(
                label=_("Speaks of the clause"),
                choices=choices,
                required=False,
                initial=clause.serves or clause.suggests,
            )

    def rows(self) -> list[dict[str, Any]]:
        """Return each clause with its field, for the template."""
        return [{"clause": clause, "field": self[f"link-{clause.pk}"]} for clause in self.clauses]

    def links(self) -> dict[int, str]:
        """Return the chosen code of each clause, by clause id."""
        return {clause.pk: self.cleaned_data[f"link-{clause.pk}"] for clause in self.clauses}


class ChangeForm(forms.Form):
    """What a version changes."""

    note = CleanTextField(label=_("What this version changes"), required=False, rows=4)
    reduces_rights = forms.BooleanField(
        label=_("It reduces a right that people have today"), required=False
    )
    reduces_note = CleanTextField(
        label=_("Which right, and why"),
        required=False,
        rows=3,
        help_text=_(
            "Everyone who is told of the version reads this. It never reaches a case that is "
            "already filed."
        ),
    )


class ReasonForm(forms.Form):
    """A reason."""

    reason = CleanTextField(label=_("Why"), rows=3, max_length=1000)


class ReadingForm(forms.Form):
    """The board member who has read the text."""

    member = forms.ModelChoiceField(
        BoardMember.objects.none(), label=_("Member of the board"), empty_label=_("Choose…")
    )

    def __init__(self, *args: Any, sitting: QuerySet[BoardMember], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["member"].queryset = sitting  # type: ignore[attr-defined]
        self.fields["member"].label_from_instance = _with_office  # type: ignore[attr-defined]


def _with_office(member: BoardMember) -> str:
    return f"{member.name} · {member.get_office_display()}"


class ApproveForm(forms.Form):
    """The meeting that approved the text."""

    meeting = MeetingField(label=_("Board meeting"))


class DayForm(forms.Form):
    """The day from which a version is in force."""

    from_date = DayField(label=_("In force from"), help_text=_("Today, or a day to come."))


class BoardMemberForm(forms.Form):
    """A seat on the board."""

    name = NameField(label=_("Name"), max_length=120)
    office = PickField(label=_("Office"), choices=Office.choices, initial=Office.MEMBER)
    from_date = DayField(label=_("Term from"))
    user: "forms.ModelChoiceField[User]" = forms.ModelChoiceField(
        None, label=_("Signs in here as"), required=False, empty_label=_("Does not sign in")
    )
    once = OnceField(required=False)

    def __init__(self, *args: Any, users: QuerySet[User], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["user"].queryset = users  # type: ignore[attr-defined]
        self.fields["user"].label_from_instance = lambda user: user.name  # type: ignore[attr-defined]


class EndTermForm(forms.Form):
    """The last day of a term."""

    to_date = DayField(label=_("Term until"))


class BoardMeetingForm(forms.Form):
    """A meeting as its minutes write it, and who attended."""

    number = CleanCharField(
        label=_("Meeting number"),
        max_length=20,
        help_text=_("As the minutes write it: 5, or 5-12."),
    )
    hijri = CleanCharField(
        label=_("Hijri date"), max_length=20, help_text=_("As written: 29/2/1441.")
    )
    gregorian = CleanCharField(
        label=_("Gregorian date"),
        max_length=20,
        help_text=_("As written: 28/10/2019. A conflict is kept and shown."),
    )
    agenda = CleanTextField(label=_("Agenda"), required=False, rows=3)
    present = forms.ModelMultipleChoiceField(
        BoardMember.objects.none(),
        label=_("Who came"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Of those who sat on the board on the day of the meeting."),
    )

    def __init__(self, *args: Any, members: QuerySet[BoardMember], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["present"].queryset = members  # type: ignore[attr-defined]
        self.fields["present"].label_from_instance = _with_term  # type: ignore[attr-defined]

    def attendance(self) -> dict[int, bool]:
        """Return who attended, by member id; the action adds the absent members of that day."""
        return {member.pk: True for member in self.cleaned_data["present"]}


def _with_term(member: BoardMember) -> str:
    """Return a member's name and office, and the last day of a term that is over.

    Minutes of earlier meetings are entered too, so former members are listed.
    """
    name_and_office = _with_office(member)
    if member.to_date is None:
        return name_and_office
    end = pgettext("term of office", "until %(day)s") % {"day": short_hijri(member.to_date)}
    return f"{name_and_office} · {end}"


class ResolutionForm(forms.Form):
    """A resolution of the board."""

    text = CleanTextField(label=_("What was resolved"), rows=3)


class CirculateForm(forms.Form):
    """The last day for acknowledgements, and a note to the staff."""

    due_date = DayField(label=_("Acknowledged until"))
    note = CleanTextField(label=_("A word to the staff"), required=False, rows=3)


class ReviewForm(forms.Form):
    """A review of a document."""

    reviewed_date = DayField(label=_("Reviewed on"))
    outcome = PickField(label=_("What came of it"), choices=ReviewOutcome.choices)
    notes = CleanTextField(label=_("Notes"), rows=4)
