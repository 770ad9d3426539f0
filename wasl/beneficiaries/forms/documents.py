"""The form of a document that is handed in or seen."""

from datetime import date
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from wasl.beneficiaries.models.documents import Document
from wasl.catalogue.models.offered import DocumentType
from wasl.common.forms import (
    CleanCharField,
    DualDateField,
    OnceField,
    UploadField,
)
from wasl.common.templatetags.wasl import masked


# Django's fields of choice are generic only in the stubs, so a subclass cannot name its model.
class DocumentTypeField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A document type, listed by its name."""

    def label_from_instance(self, obj: DocumentType) -> str:
        return obj.name


class DocumentForm(forms.Form):
    """A document: seen, or handed in where its type allows a copy."""

    document_type = DocumentTypeField(
        label=_("Document"), queryset=DocumentType.objects.none(), empty_label=_("Choose…")
    )
    number = CleanCharField(label=_("Number of the document"), max_length=60, required=False)
    issuer = CleanCharField(label=_("Issued by"), max_length=150, required=False)
    issued = DualDateField(label=_("Day of issue"), required=False)
    expires = DualDateField(label=_("Valid until"), required=False)
    seen = forms.BooleanField(label=_("I saw the original and it matches"), required=False)
    file = UploadField(
        label=_("Copy"),
        required=False,
        help_text=_("PDF or photograph. Only where a copy of this document may be kept."),
    )
    once = OnceField(required=False)

    def __init__(
        self, *args: Any, types: Any, today: date, existing: list[Document], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["document_type"].queryset = types  # type: ignore[attr-defined]
        self.fields["issued"].latest = today  # type: ignore[attr-defined]
        # The page shows the fields of the expiry only for these types (`data-when`).
        self.ending = "|".join(
            str(document_type.pk) for document_type in types if document_type.has_expiry
        )
        self.before: dict[int, Document] = {}
        # The documents come newest first, so the first of each type is the one to renew.
        for document in existing:
            self.before.setdefault(document.document_type_id, document)
        self._begin(self.initial.get("document_type") or "")

    def _begin(self, chosen: str) -> None:
        """Set the focus, and for a renewal offer the number of the earlier document.

        The number stays unless another is typed.
        """
        before = self.before.get(int(chosen)) if chosen else None
        if before and before.number:
            # Masked, and not filled in: the page must not hold an identifier in full.
            note = _("Left empty, it stays as before:")
            self.fields["number"].help_text = format_html("{} {}", note, masked(before.number))
        first = "number" if chosen else "document_type"
        if before:
            first = "expires"
        self.fields[first].widget.attrs["autofocus"] = True

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        kind = data.get("document_type")
        if kind and not data.get("number") and kind.pk in self.before:
            data["number"] = self.before[kind.pk].number
        if kind and kind.has_expiry and not data.get("expires") and "expires" not in self.errors:
            self.add_error("expires", _("This document expires; enter until when it is valid."))
        if data.get("file") and kind and not kind.store_copy:
            self.add_error(
                "file",
                _(
                    "A copy of this document is not kept. Look at the original and say "
                    "that you saw it."
                ),
            )
        elif not data.get("file") and not data.get("seen") and "file" not in self.errors:
            self.add_error(
                "seen", _("Hand in a copy of the document, or say that you saw the original.")
            )
        return data
