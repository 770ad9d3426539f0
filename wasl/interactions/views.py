"""Views of contacts: the inbox, recording, answering, referring; and the panels of a person and a
case.
"""

from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wasl.accounts.models import User
from wasl.accounts.permissions import Permission
from wasl.accounts.web import permission_required, who
from wasl.audit import actions as trail
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.queries import file
from wasl.beneficiaries.queries.visible import visible_people
from wasl.cases.models.case import Case
from wasl.cases.queries import loading
from wasl.common import clock
from wasl.common.text import whole_number
from wasl.common.verdicts import Refused
from wasl.common.web import done, refusals_as_messages
from wasl.interactions import actions, policies, queries
from wasl.interactions.forms import (
    AnswerForm,
    CallForm,
    Ending,
    EnquiryAnswerForm,
    EnquiryForm,
    FromLibrary,
    ReferralForm,
    SortForm,
    TellForm,
    VisitForm,
)
from wasl.interactions.models import Direction, Interaction, InteractionKind
from wasl.knowledge import queries as library
from wasl.knowledge.models import ArticleVersion, Misconception, Topic
from wasl.messaging.models import Channel

REFERRING = (Permission.VISITS_RECORD, Permission.CASES_STUDY)


Row = TypeVar("Row", bound=Model)


def _row_in_address(request: HttpRequest, name: str, rows: QuerySet[Row]) -> Row | None:
    """Return the row that the address names, among those this user may see; None when it names
    none.
    """
    key = whole_number(request.GET.get(name, ""))
    return get_object_or_404(rows, pk=key) if key is not None else None


def _case(request: HttpRequest) -> Case | None:
    rows = loading.visible_cases(who(request)).select_related("person", "service_version")
    return _row_in_address(request, "case", rows)


def _person(request: HttpRequest, case: Case | None) -> Person | None:
    if case:
        return case.person
    return _row_in_address(request, "person", visible_people(who(request)))


def _back(request: HttpRequest, person: Person | None, case: Case | None) -> str:
    next_url = request.POST.get("next") or request.GET.get("next", "")
    # Only addresses of this site: `next` comes from the browser and could lead anywhere.
    if url_has_allowed_host_and_scheme(next_url, allowed_hosts=None):
        return next_url
    if case:
        return reverse("cases:detail", args=[case.pk])
    return (
        reverse("beneficiaries:detail", args=[person.pk])
        if person
        else reverse("interactions:inbox")
    )


@require_GET
@permission_required(Permission.VISITS_RECORD)
def inbox(request: HttpRequest) -> HttpResponse:
    """Show enquiries that wait for an answer, answers that came, and the latest contacts."""
    before = request.GET.get("before", "")
    contacts = queries.recent(who(request), whole_number(before), limit=20)
    page = {
        "waiting": queries.waiting_enquiries(who(request)),
        "to_tell": queries.to_tell(who(request)),
        "contacts": contacts[:20],
        "next": contacts[19].pk if len(contacts) > 20 else None,
        "now": clock.now(),
    }
    return render(request, "interactions/inbox.html", page)


def _contact_form(request: HttpRequest, form_class: Any, person: Person | None) -> Any:
    representatives = file.acting_for(person, clock.today()) if person else None
    chosen = request.GET.get("channel", Channel.INTERVIEW)
    started = {"channel": chosen, "visitor_name": request.GET.get("visitor", "")}
    # A search in the library must not show the errors of a half-filled form.
    sent = None if _looks(request) else request.POST or None
    return form_class(
        sent, initial={**started, **_from_library(request)}, representatives=representatives
    )


def _looks(request: HttpRequest) -> bool:
    """Tell whether a form was sent only to search the library or to take an answer from it; then
    nothing is recorded.
    """
    return request.method == "POST" and bool({"look", "use"} & set(request.POST))


def _from_library(request: HttpRequest) -> dict[str, Any]:
    """Return what was typed so far, with the answer that was taken."""
    if not _looks(request):
        return {}
    version = _version(request.POST.get("use", ""))
    return {**request.POST.dict(), **(FromLibrary.taken(version) if version else {})}


def _version(key: str) -> ArticleVersion | None:
    return library.published(internal=True).filter(pk=whole_number(key) or 0).first()


@require_http_methods(["GET", "POST"])
@permission_required(Permission.VISITS_RECORD)
def record_visit(request: HttpRequest) -> HttpResponse:
    """Record who came, about what, and how it ended; a request may be started from here."""
    case = _case(request)
    person = _person(request, case)
    form = _contact_form(request, VisitForm, person)
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(request, done=_("The contact was recorded.")):
            actions.record_visit(
                person=person, case=case, **form.cleaned_data, by=who(request), at=clock.now()
            )
            # The second button of the form: the visitor came for a request.
            if person and "start" in request.POST:
                return redirect("cases:start", person_pk=person.pk)
            return redirect(_back(request, person, case))
    page = {"form": form, "person": person, "case": case, "back": _back(request, person, case)}
    return render(request, "interactions/record_visit.html", page)


@require_http_methods(["GET", "POST"])
@permission_required(Permission.VISITS_RECORD)
def log_call(request: HttpRequest) -> HttpResponse:
    """Record a phone call in one line: in a dialog on any page, or on a page of its own."""
    case = _case(request)
    person = _person(request, case)
    form = CallForm(request.POST or None, has_person=person is not None)
    if request.method == "POST" and form.is_valid():
        try:
            message = _log_call(form, who(request), {"person": person, "case": case})
            return done(request, message, _back(request, person, case))
        except Refused as refused:
            form.add_error(None, str(refused))
    page = {"form": form, "person": person, "case": case, "back": _back(request, person, case)}
    part = "#quick" if getattr(request, "htmx", False) else ""
    return render(request, f"interactions/log_call.html{part}", page)


def _log_call(form: CallForm, by: User, about: dict[str, Any]) -> str:
    """Record the call. A call that waits for our answer stays in the inbox until it is answered."""
    data, now = form.cleaned_data, clock.now()
    # The same data for both: a call that waits is an enquiry, any other a visit.
    contact_data = {
        **about,
        **{name: data[name] for name in ("subject", "once")},
        "channel": Channel.TELEPHONE,
    }
    contact_data["visitor_name"] = data.get("visitor_name", "")
    if data["ending"] == Ending.WAITS:
        actions.record_enquiry(**contact_data, details=data["outcome"], by=by, at=now)
        return _("Recorded. It waits in the inbox for its answer.")
    direction = Direction.OUT if data["made"] else Direction.IN
    actions.record_visit(**contact_data, outcome=form.ended, direction=direction, by=by, at=now)
    return _("The call was recorded.")


@require_http_methods(["GET", "POST"])
@permission_required(Permission.VISITS_RECORD)
def record_enquiry(request: HttpRequest) -> HttpResponse:
    """Record a question, with published answers beside it; answered at once, or put into
    the inbox.
    """
    case = _case(request)
    person = _person(request, case)
    form = _contact_form(request, EnquiryForm, person)
    if request.method == "POST" and not _looks(request) and form.is_valid():
        message = (
            _("Recorded and answered.")
            if form.cleaned_data["answer"]
            else _("Recorded. It waits in the inbox for its answer.")
        )
        with refusals_as_messages(request, done=message):
            enquiry = _record_enquiry(
                form.cleaned_data, {"person": person, "case": case}, who(request)
            )
            if "refer" in request.POST and not enquiry.closed_at:
                return redirect(f"{reverse('interactions:refer')}?enquiry={enquiry.pk}")
            return redirect(_back(request, person, case))
    page = {"form": form, "person": person, "case": case, "back": _back(request, person, case)}
    version = _version(request.POST.get("use", "") or request.POST.get("version", ""))
    if "use" in request.POST:
        form.fields["answer"].widget.attrs["autofocus"] = True
    page["may_send"] = bool(version and version.short_ar and person and person.mobile)
    page["versions"] = library.suggestions(_question(request)) if _looks(request) else None
    part = "#answer" if getattr(request, "htmx", False) and _looks(request) else ""
    return render(request, f"interactions/record_enquiry.html{part}", page)


FROM_LIBRARY = ("version", "misconception", "send_short")


def _record_enquiry(typed: dict[str, Any], about: dict[str, Any], by: User) -> Interaction:
    """Record the question and what it shows, and answer it if there is an answer already."""
    data, now = {**typed}, clock.now()
    answer, library_says = data.pop("answer"), {name: data.pop(name) for name in FROM_LIBRARY}
    # In one transaction: a question whose answer is refused is not recorded, and stays on the page.
    with transaction.atomic():
        enquiry = actions.record_enquiry(**about, **data, by=by, at=now)
        if answer and not enquiry.closed_at:
            actions.answer_enquiry(enquiry=enquiry, answer=answer, **library_says, by=by, at=now)
        elif library_says["misconception"]:
            actions.show_misconception(
                enquiry=enquiry, misconception=library_says["misconception"], by=by, at=now
            )
    return enquiry


def _question(request: HttpRequest) -> str:
    typed = request.POST or request.GET
    return f"{typed.get('subject', '')} {typed.get('details', '')}"


@require_GET
@permission_required(*REFERRING, Permission.REFERRALS_ANSWER)
def suggestions(request: HttpRequest) -> HttpResponse:
    """Show published answers that fit what is being typed."""
    page = {
        "versions": library.suggestions(_question(request)),
        "use": policies.can_record(who(request)),
    }
    return render(request, "interactions/suggestions.html", page)


@require_http_methods(["GET", "POST"])
@permission_required(Permission.VISITS_RECORD)
def answer_enquiry(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer an enquiry, which closes it; none is closed without an answer."""
    rows = queries.visible_contacts(who(request)).select_related("person", "case", "answer_version")
    enquiry = get_object_or_404(rows, pk=pk, kind=InteractionKind.ENQUIRY)
    version = _version(request.GET.get("version", ""))
    start = {"topic": enquiry.topic_id, **(FromLibrary.taken(version) if version else {})}
    form = EnquiryAnswerForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(request, done=_("The enquiry is answered.")):
            actions.answer_enquiry(
                enquiry=enquiry, **form.cleaned_data, by=who(request), at=clock.now()
            )
            return redirect("interactions:inbox")
    page = {
        "form": form,
        "enquiry": enquiry,
        "may": policies.can_answer_enquiry(who(request), enquiry),
        # Only a text of the library has a short form.
        "may_send": policies.can_send_short(enquiry, version) if version else None,
        "versions": library.suggestions(f"{enquiry.subject} {enquiry.details}"),
        "referrals": enquiry.referrals.select_related("executive").order_by("pk"),
    }
    return render(request, "interactions/answer_enquiry.html", page)


@require_http_methods(["GET", "POST"])
@permission_required(*REFERRING)
def refer(request: HttpRequest) -> HttpResponse:
    """Refer a question about an enquiry, a request or a person to an executive."""
    enquiry = _row_in_address(
        request,
        "enquiry",
        queries.visible_contacts(who(request)).select_related("person", "case"),
    )
    case = enquiry.case if enquiry else _case(request)
    person = enquiry.person if enquiry else _person(request, case)
    now, executives = clock.now(), queries.executives()
    started = {
        "question": f"{enquiry.subject}\n{enquiry.details}".strip() if enquiry else "",
        "due": clock.day_of(queries.next_working_day(now)),
        "executive": executives[0].pk if executives else None,
    }
    form = ReferralForm(
        request.POST or None, initial=started, executives=executives, today=clock.today()
    )
    if request.method == "POST" and form.is_valid():
        # `due` is left out: the form computes the moment from the day.
        data = {name: form.cleaned_data[name] for name in ("question", "executive", "once")}
        try:
            actions.refer(
                **data,
                person=person,
                case=case,
                interaction=enquiry,
                due_at=form.due_at(now),
                by=who(request),
                at=now,
            )
            message = _("The question was referred. The answer will appear on your desk.")
            return done(request, message, _back(request, person, case))
        except Refused as refused:
            form.add_error(None, str(refused))
    page = {
        "form": form,
        "person": person,
        "case": case,
        "enquiry": enquiry,
        "back": _back(request, person, case),
    }
    part = "#quick" if getattr(request, "htmx", False) else ""
    return render(request, f"interactions/refer.html{part}", page)


@require_GET
@permission_required(Permission.REFERRALS_ANSWER, *REFERRING)
def referrals(request: HttpRequest) -> HttpResponse:
    """Show questions that wait for an executive, and the latest answers."""
    page = {
        "waiting": queries.referrals_waiting(who(request)),
        "answered": queries.answered_lately(who(request)),
        "may_answer": who(request).holds(Permission.REFERRALS_ANSWER),
        "now": clock.now(),
    }
    return render(request, "interactions/referrals.html", page)


@require_http_methods(["GET", "POST"])
@permission_required(Permission.REFERRALS_ANSWER, *REFERRING)
def answer_referral(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a referred question: the executive answers it, the officer reads the answer and tells
    the person.
    """
    rows = queries.visible_referrals(who(request))
    about = ("person", "case", "interaction", "asked_by", "executive", "answered_by", "told_by")
    referral = get_object_or_404(rows.select_related(*about), pk=pk)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(
            request, done=_("Answered. The officer and the person will hear of it.")
        ):
            answer = form.cleaned_data["answer"]
            actions.answer_referral(
                referral=referral, answer=answer, by=who(request), at=clock.now()
            )
            return redirect("interactions:answer_referral", pk=pk)
    page = {
        "referral": referral,
        "form": form,
        "tell": TellForm(),
        "may_answer": policies.can_answer_referral(who(request), referral),
        "may_tell": policies.can_tell(who(request), referral),
        "may_draft": policies.can_draft_article(who(request), referral),
        "late": not referral.answered_at and referral.due_at < clock.now(),
    }
    return render(request, "interactions/answer_referral.html", page)


@require_POST
@permission_required(*REFERRING)
def tell_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that the officer passed the answer to the person."""
    referral = get_object_or_404(queries.visible_referrals(who(request)), pk=pk)
    form = TellForm(request.POST)
    with refusals_as_messages(request, done=_("Recorded that the person was told.")):
        # Without a valid channel the action refuses with its own sentence.
        data = form.cleaned_data if form.is_valid() else {"channel": ""}
        actions.tell_person(referral=referral, **data, by=who(request), at=clock.now())
        return redirect("desk:home")
    return redirect("interactions:answer_referral", pk=pk)


@require_POST
@permission_required(Permission.REFERRALS_ANSWER, Permission.KNOWLEDGE_EDIT)
def draft_article(request: HttpRequest, pk: int) -> HttpResponse:
    """Draft an article from this answer."""
    referral = get_object_or_404(queries.visible_referrals(who(request)), pk=pk)
    with refusals_as_messages(
        request, done=_("Kept as a draft. It is read over before it is published.")
    ):
        actions.draft_article(referral=referral, by=who(request), at=clock.now())
    return redirect("interactions:answer_referral", pk=pk)


SEES_TOPICS = (Permission.VISITS_RECORD, Permission.KNOWLEDGE_EDIT, Permission.RATINGS_SEE)


def _quarter(request: HttpRequest) -> str:
    quarters = queries.quarters(clock.today())
    return request.GET["quarter"] if request.GET.get("quarter") in quarters else quarters[0]


@require_GET
@permission_required(*SEES_TOPICS)
def topics(request: HttpRequest) -> HttpResponse:
    """Show what people ask, by topic and quarter, and which topics lack an answer (OBJ-3)."""
    quarter = _quarter(request)
    page = {
        "quarter": quarter,
        "quarters": queries.quarters(clock.today()),
        "rows": queries.asked_by_topic(quarter),
        "may_write": who(request).holds(Permission.KNOWLEDGE_EDIT),
        "may_read": who(request).holds(Permission.VISITS_RECORD),
    }
    return render(request, "interactions/topics.html", page)


@require_GET
@permission_required(Permission.VISITS_RECORD)
def topic(request: HttpRequest, code: str = "") -> HttpResponse:
    """Show the enquiries of a topic in a quarter, or those that nobody sorted."""
    topic = get_object_or_404(Topic, code=code) if code else None
    quarter = _quarter(request)
    rows = queries.enquiries_about(topic, quarter)
    page = {
        "topic": topic,
        "quarter": quarter,
        "rows": rows,
        "may_write": who(request).holds(Permission.KNOWLEDGE_EDIT),
    }
    return render(request, "interactions/topic.html", page)


@require_http_methods(["GET", "POST"])
@permission_required(Permission.VISITS_RECORD)
def sort_enquiry(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the topic of an enquiry, and the misconception it shows (PRA-1)."""
    rows = queries.visible_contacts(who(request))
    enquiry = get_object_or_404(rows, pk=pk, kind=InteractionKind.ENQUIRY)
    form = SortForm(request.POST or None, initial={"topic": enquiry.topic_id})
    if request.method == "POST" and form.is_valid():
        chosen, now = form.cleaned_data, clock.now()
        with refusals_as_messages(request, done=_("Sorted.")):
            if chosen["topic"]:
                actions.sort_enquiry(
                    enquiry=enquiry, topic=chosen["topic"], by=who(request), at=now
                )
            if chosen["misconception"]:
                misconception = chosen["misconception"]
                actions.show_misconception(
                    enquiry=enquiry, misconception=misconception, by=who(request), at=now
                )
        return redirect("interactions:topics")
    return render(request, "interactions/sort_enquiry.html", {"form": form, "enquiry": enquiry})


@require_GET
@permission_required(*SEES_TOPICS)
def misconception_panel(request: HttpRequest, pk: int) -> HttpResponse:
    """Show whether a misconception is heard less since its correction was announced, and the
    questions that show it (PRA-1).
    """
    misconception = get_object_or_404(Misconception, pk=pk)
    may_read = who(request).holds(Permission.VISITS_RECORD)
    showings = (
        misconception.showings.select_related("interaction").order_by("-interaction__at")[:20]
        if may_read
        else []
    )
    page = {
        "heard": queries.is_heard_less(misconception, clock.today()),
        "shown": showings,
        "may_read": may_read,
    }
    return render(request, "interactions/misconception_panel.html", page)


@require_GET
@permission_required(Permission.PEOPLE_FIND)
def person_panel(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a person's latest contacts and referred questions, on their page."""
    person = get_object_or_404(visible_people(who(request)), pk=pk)
    trail.read(subject=person, by=who(request), at=clock.now())
    page = {
        "contacts": queries.of_person(who(request), person),
        "referrals": queries.referrals_about(who(request), person=person),
        "link": f"{reverse('interactions:record_enquiry')}?person={pk}",
        "may_record": policies.can_record(who(request)),
    }
    return render(request, "interactions/panel.html", page)


@require_GET
@permission_required(Permission.CASES_VIEW)
def case_panel(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the contacts about a request and what was referred about it, on the case page."""
    case = get_object_or_404(loading.visible_cases(who(request)), pk=pk)
    page = {
        "contacts": queries.of_case(who(request), case),
        "referrals": queries.referrals_about(who(request), case=case),
        "link": f"{reverse('interactions:refer')}?case={pk}",
        "may_record": policies.can_refer(who(request)),
        "is_case": True,
    }
    return render(request, "interactions/panel.html", page)
