"""Pages that edit a draft of a service part by part: terms, question, document, criterion."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_POST

from wasl.accounts.web import who
from wasl.catalogue import policies
from wasl.catalogue.actions import drafting, offering
from wasl.catalogue.forms.conditions import ConditionPart
from wasl.catalogue.forms.guide import DraftPart
from wasl.catalogue.forms.service import (
    CriterionForm,
    DocumentForm,
    DocumentTypeForm,
    QuestionForm,
    ServiceTermsForm,
)
from wasl.catalogue.models.offered import ServiceVersion
from wasl.catalogue.queries import offered, versions
from wasl.catalogue.subjects import Subject, form_subjects
from wasl.catalogue.views.drafting import drafts, found
from wasl.catalogue.views.shared import acting, edition_of, say
from wasl.common.text import whole_number
from wasl.common.verdicts import Refused
from wasl.common.web import refusals_as_messages

# Called only after validation, since the form has no values before.
Keep = Callable[[], ServiceVersion]


def _edit(
    request: HttpRequest,
    version: ServiceVersion,
    form: DraftPart,
    keep: Keep,
    template: str,
    part: str,
    **more: Any,
) -> HttpResponse:
    """Show a part of a draft, or save it; on a refusal what was typed stays on the form."""
    stale = False
    if request.method == "POST" and form.is_valid():
        try:
            keep()
            messages.success(request, _("Kept in the draft."))
            return redirect(f"{reverse('catalogue:service_draft', args=[version.pk])}#{part}")
        except Refused as refused:
            stale = say(form, refused, version)
    may = policies.can_change_service(who(request), version)
    return render(
        request, template, {"version": version, "form": form, "stale": stale, "may": may, **more}
    )


def _common(request: HttpRequest, version: ServiceVersion) -> dict[str, Any]:
    return {"version": version, "edition": edition_of(request), **acting(request)}


# The title of the condition builder for each part, and its hint.
BUILDERS: dict[str, tuple[str | Promise, str | Promise]] = {
    "question": (
        _l("When it is asked"),
        _l(
            "Leave it empty where it is always asked. It can look at questions that "
            "stand before it."
        ),
    ),
    "document": (_l("When it is asked for"), _l("Leave it empty where it is always asked for.")),
    "criterion": (
        _l("It is met when"),
        _l(
            "It can look at the form, the study, the class of need and the person. What is not "
            "known counts as unknown, "
            "never against anybody."
        ),
    ),
}


def _builder(pk: int, part: str, key: str) -> dict[str, Any]:
    """Return what the page needs of the condition builder.

    This is the address that redraws a changed row, the title and the hint.
    """
    legend, hint = BUILDERS[part]
    return {
        "url": reverse("catalogue:try_condition", args=[pk, part, key]),
        "legend": legend,
        "hint": hint,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@drafts
def edit_service_terms(request: HttpRequest, pk: int) -> HttpResponse:
    """Edit the texts, target groups, limits, study steps and season."""
    version = found(pk)
    form = ServiceTermsForm(request.POST or None, version=version)

    def keep() -> ServiceVersion:
        return drafting.keep_service_terms(values=form.values(), **_common(request, version))

    return _edit(request, version, form, keep, "catalogue/service_terms.html", "terms")


@require_http_methods(["GET", "HEAD", "POST"])
@drafts
def edit_question(request: HttpRequest, pk: int, key: str = "") -> HttpResponse:
    """Edit a question of the form, or add one."""
    version = found(pk)
    form = _question_form(request, version, key)

    def keep() -> ServiceVersion:
        return drafting.keep_question(key=key, values=form.values(), **_common(request, version))

    more = {"key": key, "builder": _builder(pk, "question", key or "new")}
    return _edit(
        request, version, form, keep, "catalogue/service_question.html", "questions", **more
    )


def _question_form(request: HttpRequest, version: ServiceVersion, key: str) -> QuestionForm:
    fields = offered.form_of(version).fields
    question = next((field for field in fields if field.key == key), None)
    if key and question is None:
        raise Http404
    # A condition may only look at questions before this one; a new question comes last.
    earlier = [field for field in fields if question is None or field.order < question.order]
    return QuestionForm(
        request.POST or None, question=question, edition=version.edition,
        types=offered.document_types(),
        about=form_subjects(sorted(earlier, key=lambda field: field.order)),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@drafts
def edit_document(request: HttpRequest, pk: int, code: str = "") -> HttpResponse:
    """Edit a document that the service asks for, or add one."""
    version = found(pk)
    form = _document_form(request, version, code)
    requirement = next(
        (
            document
            for document in offered.form_of(version).documents
            if document.document_type.code == code
        ),
        None,
    )

    def keep() -> ServiceVersion:
        kind = requirement.document_type if requirement else form.cleaned_data["document_type"]
        return drafting.keep_document(
            document_type=kind, values=form.values(), **_common(request, version)
        )

    more = {"document": requirement, "builder": _builder(pk, "document", code or "new")}
    return _edit(
        request, version, form, keep, "catalogue/service_document.html", "documents", **more
    )


def _document_form(request: HttpRequest, version: ServiceVersion, code: str) -> DocumentForm:
    requirements = offered.form_of(version).documents
    document = next(
        (requirement for requirement in requirements if requirement.document_type.code == code),
        None,
    )
    if code and document is None:
        raise Http404
    # A type is asked for at most once in a version.
    types = offered.document_types().exclude(
        pk__in=[requirement.document_type_id for requirement in requirements]
    )
    about = form_subjects(offered.form_of(version).fields)
    return DocumentForm(
        request.POST or None, document=document, edition=version.edition, types=types, about=about
    )


@require_http_methods(["GET", "HEAD", "POST"])
@drafts
def edit_criterion(request: HttpRequest, pk: int, criterion: int = 0) -> HttpResponse:
    """Edit a criterion, or add one."""
    version = found(pk)
    form = _criterion_form(request, version, criterion)

    def keep() -> ServiceVersion:
        return drafting.keep_criterion(
            criterion=criterion or None, values=form.values(), **_common(request, version)
        )

    more = {"criterion": criterion, "builder": _builder(pk, "criterion", str(criterion or "new"))}
    return _edit(
        request, version, form, keep, "catalogue/service_criterion.html", "criteria", **more
    )


def _criterion_form(request: HttpRequest, version: ServiceVersion, criterion: int) -> CriterionForm:
    existing = next((row for row in versions.criteria_of(version) if row.pk == criterion), None)
    if criterion and existing is None:
        raise Http404
    about: dict[str, Subject] = versions.subjects_of(version)
    return CriterionForm(
        request.POST or None, criterion=existing, edition=version.edition, about=about
    )


@require_POST
@drafts
def try_condition(request: HttpRequest, pk: int, part: str, key: str) -> HttpResponse:
    """Redraw the condition being chosen, and show it as a sentence; nothing is stored."""
    version, named = found(pk), "" if key == "new" else key
    makers: dict[str, Callable[[], ConditionPart]] = {
        "question": lambda: _question_form(request, version, named),
        "document": lambda: _document_form(request, version, named),
        "criterion": lambda: _criterion_form(request, version, whole_number(named) or 0),
    }
    if part not in makers:
        raise Http404
    form = makers[part]()
    # Validated only to fill `cleaned_data`, which the sentence is made from.
    form.is_valid()
    form.errors.clear()  # nobody is told of faults while they still choose
    page = {"form": form, "builder": _builder(pk, part, key)}
    return render(request, "catalogue/condition.html", page)


def _change(
    request: HttpRequest, pk: int, done: str, part: str, act: Callable[..., Any], **values: Any
) -> HttpResponse:
    with refusals_as_messages(request, done=done):
        act(**values, **_common(request, found(pk)))
    return redirect(f"{reverse('catalogue:service_draft', args=[pk])}#{part}")


@require_POST
@drafts
def remove_question(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Remove a question from the draft."""
    return _change(
        request, pk, _("Taken out of the draft."), "questions", drafting.remove_question, key=key
    )


@require_POST
@drafts
def move_question(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Swap a question with its neighbour."""
    up = request.POST.get("to") == "up"
    return _change(request, pk, "", "questions", drafting.move_question, key=key, up=up)


@require_POST
@drafts
def remove_document(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Stop asking for a document."""
    return _change(
        request, pk, _("Taken out of the draft."), "documents", drafting.remove_document, code=code
    )


@require_POST
@drafts
def remove_criterion(request: HttpRequest, pk: int, criterion: int) -> HttpResponse:
    """Remove a criterion from the draft."""
    done = _("Taken out of the draft.")
    return _change(request, pk, done, "criteria", drafting.remove_criterion, criterion=criterion)


@require_http_methods(["GET", "HEAD", "POST"])
@drafts
def add_document_type(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a document type, which can then be chosen in the draft."""
    version, form = found(pk), DocumentTypeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        code = slugify(form.cleaned_data["name_en"])[:40]
        with refusals_as_messages(request, done=_("The kind of document is there now. Choose it.")):
            offering.add_document_type(code=code, values=form.cleaned_data, **acting(request))
            return redirect("catalogue:add_document", pk=version.pk)
    return render(request, "catalogue/document_type.html", {"version": version, "form": form})
