"""Views of circulars for staff, and the page behind a person's own link (PRE-8)."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wasl.accounts.models import User
from wasl.accounts.permissions import Permission
from wasl.accounts.web import permission_required, who
from wasl.audit import actions as trail
from wasl.beneficiaries.queries.visible import visible_people
from wasl.common import clock
from wasl.common.text import whole_number
from wasl.common.verdicts import Refused, Verdict
from wasl.common.web import refusals_as_messages
from wasl.outreach import actions, policies, queries
from wasl.outreach.forms import CircularForm, ToldForm
from wasl.outreach.models import Circular, How, Reach, Recipient
from wasl.outreach.states import LIFECYCLE

writes = permission_required(Permission.CIRCULARS_WRITE)
OPENS = permission_required(Permission.CIRCULARS_WRITE, Permission.CIRCULARS_APPROVE)


@require_GET
@OPENS
def circulars(request: HttpRequest) -> HttpResponse:
    """Show every circular, newest first."""
    day = clock.today()
    rows = [(circular, queries.audience_name(circular, day)) for circular in queries.circulars()]
    return render(request, "outreach/circulars.html", {"rows": rows})


@require_GET
@OPENS
def circular(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a circular as people will read it, how many it goes to and how, and its progress
    (PRE-8).
    """
    circular = get_object_or_404(queries.circulars_with_writers(), pk=pk)
    user, begun = who(request), circular.started_at is not None
    progress = queries.progress(circular) if begun else None
    page = {
        "circular": circular,
        "audience": queries.audience_name(circular, clock.today()),
        "counts": [(Reach(reach).label, n) for reach, n in sorted(circular.counts.items(), key=lambda item: -item[1])],
        "total": sum(circular.counts.values()),
        "progress": progress,
        "share": progress.share(circular) if progress else 0,
        "previews": queries.previews(circular),
        "may": _may(user, circular),
        "may_write": policies.can_change(user, circular),
        "may_remind": policies.can_remind(user, circular),
        "today": clock.today(),
    }  # fmt: skip
    # While it is being sent, the page fetches this part again and again.
    part = "#progress" if request.headers.get("HX-Request") else ""
    return render(request, f"outreach/circular.html{part}", page)


def _may(user: User, circular: Circular) -> dict[str, Verdict]:
    """Return whether this user may take each of the next steps."""
    steps = {
        verb
        for verb, move in LIFECYCLE.items()
        # A move without a permission is the worker's own and has no button.
        if circular.status in move.since and move.permission
    }
    return {verb: policies.can(user, verb, circular) for verb in steps}


def _form(request: HttpRequest, form: CircularForm, *, title: str, back: str) -> HttpResponse:
    return render(
        request,
        "outreach/form.html",
        {"form": form, "title": title, "text": _("Keep as a draft"), "back": back},
    )


@require_http_methods(["GET", "POST"])
@writes
def draft(request: HttpRequest) -> HttpResponse:
    """Write a new circular, starting from the change note of the newest version in force."""
    form = CircularForm(request.POST or None, today=clock.today(), initial=_start(request))
    if request.method == "POST" and form.is_valid():
        try:
            circular = actions.draft(words=form.words, by=who(request), at=clock.now())
            return redirect("outreach:circular", pk=circular.pk)
        except Refused as refused:
            form.add_error(None, str(refused))
    return _form(request, form, title=_("A new circular"), back=reverse("outreach:circulars"))


def _start(request: HttpRequest) -> dict[str, Any]:
    key = request.GET.get("version", "")
    version = queries.policies_in_force().filter(pk=whole_number(key) or 0).first()
    if version is None:
        return {}
    return {
        "version": version.pk,
        "title_ar": version.document.title_ar[:60],
        "body_ar": version.change_note,
        "reduces_ar": version.reduces_note,
    }


@require_http_methods(["GET", "POST"])
@writes
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the words and the audience of a draft."""
    circular = get_object_or_404(Circular, pk=pk)
    form = CircularForm(request.POST or None, circular=circular, today=clock.today())
    if request.method == "POST" and form.is_valid():
        try:
            actions.write(circular=circular, words=form.words, by=who(request), at=clock.now())
            return redirect("outreach:circular", pk=pk)
        except Refused as refused:
            form.add_error(None, str(refused))
    return _form(
        request, form, title=_("Write the circular"), back=reverse("outreach:circular", args=[pk])
    )


def _step(request: HttpRequest, pk: int, act: Callable[..., Any], done: str) -> HttpResponse:
    circular = get_object_or_404(Circular, pk=pk)
    with refusals_as_messages(request, done=done):
        act(circular=circular, by=who(request), at=clock.now())
    return redirect("outreach:circular", pk=pk)


@require_POST
@permission_required(Permission.CIRCULARS_APPROVE)
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve a circular that somebody else wrote."""
    return _step(request, pk, actions.approve, _("Approved. It can be sent."))


@require_POST
@writes
def return_to_writing(request: HttpRequest, pk: int) -> HttpResponse:
    """Open an approved circular for changes; it needs a new approval."""
    return _step(
        request, pk, actions.return_to_writing, _("It can be changed again, and is approved anew.")
    )


@require_POST
@writes
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Start sending in the background."""
    return _step(request, pk, actions.send, _("It is being sent. You may leave this page."))


@require_POST
@writes
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop the sending."""
    return _step(request, pk, actions.stop, _("Stopped. What was sent is not called back."))


@require_POST
@permission_required(Permission.CIRCULARS_APPROVE)
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Continue a stopped sending."""
    return _step(request, pk, actions.resume, _("It goes on where it stopped."))


@require_POST
@writes
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Remind those who have not acknowledged."""
    return _step(
        request, pk, actions.remind, _("Those who had not been reminded today are reminded.")
    )


@require_GET
@permission_required(Permission.VISITS_RECORD)
def to_tell(request: HttpRequest, pk: int) -> HttpResponse:
    """Show people whom no message reached, to be called, visited or handed the paper; printable
    (AIM-1).
    """
    circular = get_object_or_404(queries.circulars_with_documents(), pk=pk)
    after = request.GET.get("after", "")
    rows = queries.to_tell(circular, whole_number(after) or 0)
    # The list names people and their numbers, so the read is recorded (PRE-6).
    trail.read(subject=circular, by=who(request), at=clock.now())
    page = {
        "circular": circular,
        "rows": rows[: queries.PAGE],
        "next": rows[queries.PAGE - 1].pk if len(rows) > queries.PAGE else None,
    }
    return render(request, "outreach/to_tell.html", page)


@require_http_methods(["GET", "POST"])
@permission_required(Permission.VISITS_RECORD)
def record_told(request: HttpRequest, pk: int) -> HttpResponse:
    """Record how a person was informed."""
    recipient = get_object_or_404(queries.recipients_with_people(), pk=pk)
    by_phone = {Reach.CALL: How.CALL, Reach.DESK: How.DESK}
    form = ToldForm(
        request.POST or None, initial={"how": by_phone.get(Reach(recipient.reach), How.PAPER)}
    )
    back = reverse("outreach:to_tell", args=[recipient.circular_id])
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(request, done=_("Recorded that the person was told.")):
            actions.record_told(
                recipient=recipient, **form.cleaned_data, by=who(request), at=clock.now()
            )
        return redirect(back)
    return render(
        request, "outreach/record_told.html", {"form": form, "recipient": recipient, "back": back}
    )


@require_POST
@permission_required(Permission.VISITS_RECORD)
def acknowledge_at_desk(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that a person at the desk says they know it."""
    recipient = get_object_or_404(Recipient, pk=pk)
    with refusals_as_messages(request, done=_("Noted that they know it.")):
        actions.acknowledge(recipient=recipient, how=How.DESK, by=who(request), at=clock.now())
    return redirect("beneficiaries:detail", pk=recipient.person_id)


@require_GET
@permission_required(Permission.PEOPLE_FIND)
def person_panel(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the latest circulars to a person, and whether they acknowledged them, on their page."""
    person = get_object_or_404(visible_people(who(request)), pk=pk)
    trail.read(subject=person, by=who(request), at=clock.now())
    page = {
        "rows": queries.of_person(person),
        "may_note": who(request).holds(Permission.VISITS_RECORD),
    }
    return render(request, "outreach/person_panel.html", page)


@login_not_required
@never_cache
@require_GET
def read(request: HttpRequest, token: str) -> HttpResponse:
    """Show the circular behind a person's own link; it names nobody and needs no sign-in
    (PRE-8).
    """
    return _read(request, token)


def _read(request: HttpRequest, token: str, message: str = "") -> HttpResponse:
    recipient = queries.by_token(token)
    if recipient is None:
        # A wrong link and a link of nobody look the same.
        return render(request, "outreach/read.html", {"gone": True}, status=404)
    page = {
        "circular": recipient.circular,
        "recipient": recipient,
        "token": token,
        "may": policies.can_acknowledge(None, recipient, How.LINK),
        "said": message,
    }
    answer = render(request, "outreach/read.html", page)
    # The token is in the address; a link on the page would hand it to another site.
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


# Exempt from CSRF: no session is used here, the token in the address is the proof.
@login_not_required
@csrf_exempt
@never_cache
@require_POST
def acknowledge(request: HttpRequest, token: str) -> HttpResponse:
    """Record «I have read it» once; a second time shows when it was."""
    recipient = queries.by_token(token)
    if recipient is not None:
        try:
            actions.acknowledge(recipient=recipient, how=How.LINK, by=None, at=clock.now())
        except Refused as refused:
            return _read(request, token, str(refused))
    return redirect("outreach:read", token=token)
