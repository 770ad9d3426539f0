"""Pages for misconceptions: note, correct, publish by another, tell on channels (PRA-1)."""

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wasl.accounts.permissions import Permission
from wasl.accounts.web import permission_required, who
from wasl.common import clock
from wasl.common.verdicts import Refused
from wasl.common.web import refusals_as_messages
from wasl.knowledge import policies, queries
from wasl.knowledge.actions import corrections
from wasl.knowledge.forms import CorrectionForm, ReasonForm, TellingForm
from wasl.knowledge.models import Misconception

writes = permission_required(Permission.KNOWLEDGE_EDIT)
WORDS = ("belief_ar", "belief_en", "truth_ar", "truth_en", "topic", "article")


@require_GET
@permission_required(Permission.KNOWLEDGE_READ, Permission.KNOWLEDGE_EDIT)
def misconceptions(request: HttpRequest) -> HttpResponse:
    """List misconceptions and their corrections (PRA-1)."""
    page = {"rows": queries.misconceptions(), "may_write": bool(policies.can_write(who(request)))}
    return render(request, "knowledge/misconceptions.html", page)


@require_GET
@permission_required(Permission.KNOWLEDGE_READ, Permission.KNOWLEDGE_EDIT)
def misconception(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a misconception, its correction and tellings, and whether it is heard less."""
    misconception = get_object_or_404(queries.misconceptions_with_author(), pk=pk)
    user = who(request)
    page = {
        "misconception": misconception,
        "tellings": misconception.tellings.select_related("recorded_by").order_by(
            "-told_date", "-pk"
        ),
        "may_write": bool(policies.can_write(user)),
        "may_rewrite": policies.can_rewrite(user, misconception),
        "may_publish": policies.can_correct(user, "publish_correction", misconception),
        "may_withdraw": policies.can_correct(user, "withdraw_correction", misconception),
    }
    return render(request, "knowledge/misconception.html", page)


def _form(request: HttpRequest, form: Form, *, title: str, text: str, back: str) -> HttpResponse:
    return render(
        request, "knowledge/form.html", {"form": form, "title": title, "text": text, "back": back}
    )


@require_http_methods(["GET", "POST"])
@writes
def note_misconception(request: HttpRequest) -> HttpResponse:
    """Record a misconception."""
    form = CorrectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            misconception = corrections.note_misconception(
                words=form.cleaned_data, by=who(request), at=clock.now()
            )
            return redirect("knowledge:misconception", pk=misconception.pk)
        except Refused as refused:
            # Shown in the form and not as a message after
            # a redirect, so that nothing typed is lost.
            form.add_error(None, str(refused))
    back = reverse("knowledge:misconceptions")
    return _form(
        request, form, title=_("Note a misconception"), text=_("Keep as a draft"), back=back
    )


@require_http_methods(["GET", "POST"])
@writes
def rewrite(request: HttpRequest, pk: int) -> HttpResponse:
    """Edit a correction that is not published."""
    misconception = get_object_or_404(Misconception, pk=pk)
    form = CorrectionForm(
        request.POST or None, initial={name: getattr(misconception, name) for name in WORDS}
    )
    back = reverse("knowledge:misconception", args=[pk])
    if request.method == "POST" and form.is_valid():
        try:
            corrections.rewrite(
                misconception=misconception,
                words=form.cleaned_data,
                by=who(request),
                at=clock.now(),
            )
            return redirect(back)
        except Refused as refused:
            form.add_error(None, str(refused))
    return _form(
        request, form, title=_("Write the correction"), text=_("Keep as a draft"), back=back
    )


@require_POST
@writes
def publish_correction(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish a correction, by somebody other than its author."""
    misconception = get_object_or_404(Misconception, pk=pk)
    with refusals_as_messages(request, done=_("The correction stands on the public page.")):
        corrections.publish_correction(misconception=misconception, by=who(request), at=clock.now())
    return redirect("knowledge:misconception", pk=pk)


@require_http_methods(["GET", "POST"])
@writes
def withdraw_correction(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw a correction from the public page, with a reason."""
    misconception = get_object_or_404(Misconception, pk=pk)
    form, back = ReasonForm(request.POST or None), reverse("knowledge:misconception", args=[pk])
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(request, done=_("The correction was withdrawn.")):
            corrections.withdraw_correction(
                misconception=misconception, **form.cleaned_data, by=who(request), at=clock.now()
            )
        return redirect(back)
    return _form(request, form, title=_("Withdraw the correction"), text=_("Withdraw"), back=back)


@require_http_methods(["GET", "POST"])
@writes
def record_telling(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a channel and a day on which the correction was told."""
    misconception = get_object_or_404(Misconception, pk=pk)
    form = TellingForm(
        request.POST or None, today=clock.today(), initial={"told_date": clock.today()}
    )
    back = reverse("knowledge:misconception", args=[pk])
    if request.method == "POST" and form.is_valid():
        try:
            corrections.record_telling(
                misconception=misconception, **form.details, by=who(request), at=clock.now()
            )
            return redirect(back)
        except Refused as refused:
            form.add_error(None, str(refused))
    return _form(
        request, form, title=_("Where the correction was told"), text=_("Record it"), back=back
    )
