"""Views of the list of agreements, what is due, a single agreement, and the panel on a person's
page.
"""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from wasl.accounts.permissions import Permission as P
from wasl.accounts.web import permission_required, who
from wasl.agreements import papers, policies, queries
from wasl.agreements.states import LIFECYCLE, RUNNING, Status
from wasl.agreements.views.shared import BREACH_TONES, TONES, agreement_of
from wasl.audit import actions as trail
from wasl.beneficiaries.queries.visible import visible_people
from wasl.common import clock
from wasl.common.web import file_answer, refusals_as_messages

SHOWN: dict[str, tuple[str, ...]] = {
    "running": RUNNING,
    "drafts": (Status.DRAFT,),
    "over": (Status.AMENDED, Status.ENDED, Status.TERMINATED, Status.DISCARDED),
}


@require_GET
@permission_required(P.AGREEMENTS_VIEW)
def agreements(request: HttpRequest) -> HttpResponse:
    """Show agreements in force, drafts, and those that are over (PRE-3)."""
    user, tab = who(request), request.GET.get("show", "running")
    tab = tab if tab in SHOWN else "running"
    rows = queries.agreements(user, statuses=SHOWN[tab])
    page = {
        "rows": [(agreement, TONES[Status(agreement.status)]) for agreement in rows],
        "tabs": _tabs(tab),
        "figures": queries.figures(user, clock.today()),
        "may_draft": policies.can_keep(user),
    }
    return render(request, "agreements/agreements.html", page)


def _tabs(current: str) -> list[dict[str, object]]:
    named = [("running", _("Running")), ("drafts", _("Draft agreements")), ("over", _("Over"))]
    list_url = reverse("agreements:agreements")
    tabs: list[dict[str, object]] = [
        {"label": label, "url": f"{list_url}?show={name}", "current": name == current}
        for name, label in named
    ]
    return [
        *tabs,
        {
            "label": _("What is due"),
            "url": reverse("agreements:obligations"),
            "current": current == "due",
        },
    ]


@require_GET
@permission_required(P.AGREEMENTS_VIEW)
def obligations(request: HttpRequest) -> HttpResponse:
    """Show duties that are late or due within thirty days, of every running agreement (PRE-3)."""
    user = who(request)
    page = {
        "due": queries.due(user, clock.today()),
        "tabs": _tabs("due"),
        "may_record": policies.can_keep(user),
    }
    return render(request, "agreements/obligations.html", page)


@require_GET
@permission_required(P.AGREEMENTS_VIEW)
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an agreement: parties, rights, duties on their days, limits, breaches and disputes
    (PRE-3, PRE-4, PRE-5).
    """
    agreement, user = agreement_of(request, pk), who(request)
    # Opening an agreement reads personal data of its person, so the read is recorded (PRE-6).
    if agreement.person:
        trail.read(subject=agreement.person, by=user, at=clock.now())
    page = queries.page_content(agreement)
    page |= {
        "agreement": agreement,
        "tone": TONES[Status(agreement.status)],
        "obligations": queries.obligations(agreement, clock.today(), page["terms"]),
        "breaches": [(breach, BREACH_TONES[breach.status]) for breach in page["breaches"]],
        # Only a draft can lack something; anything later was complete when it entered into force.
        "lacks": queries.lacks(agreement) if agreement.status == Status.DRAFT else [],
        "content_hash": queries.content_hash(agreement) if agreement.status == Status.DRAFT else "",
        "may": {verb: policies.can(user, verb, agreement) for verb in LIFECYCLE},
        "amendment": queries.amendment_of(agreement),
        "may_amend": policies.can_amend(user, agreement),
        "may_change": policies.can_change(user, agreement),
        "may_record": policies.can_record(user, agreement),
        "may_keep": policies.can_keep(user),
        "may_decide": user.holds(P.AGREEMENTS_DECIDE),
    }
    return render(request, "agreements/detail.html", page)


@never_cache
@require_GET
@permission_required(P.AGREEMENTS_VIEW)
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the agreement on the letterhead: as issued when it entered into force, before that the
    draft to read and sign (PRE-3).
    """
    agreement = agreement_of(request, pk)
    if agreement.person:
        trail.read(subject=agreement.person, by=who(request), at=clock.now())
    with refusals_as_messages(request):
        pdf = papers.content(agreement, clock.today())
        return file_answer(pdf, kind="pdf", name=f"{agreement.reference}.pdf")
    return redirect("agreements:detail", pk=pk)


@never_cache
@require_GET
@permission_required(P.AGREEMENTS_VIEW)
def file(request: HttpRequest, key: UUID) -> HttpResponse:
    """Hand out the signed paper or another file of an agreement."""
    agreement_file = get_object_or_404(queries.visible_files(who(request)), key=key)
    if agreement_file.agreement.person:
        trail.read(subject=agreement_file.agreement.person, by=who(request), at=clock.now())
    with refusals_as_messages(request):
        return file_answer(
            queries.content(agreement_file), kind=agreement_file.kind, name=agreement_file.name
        )
    return redirect("agreements:detail", pk=agreement_file.agreement_id)


@require_GET
@permission_required(P.PEOPLE_FIND)
def person_panel(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a person's agreements on their page, and whether they acknowledged their rights and
    duties (PRE-2).
    """
    user = who(request)
    person = get_object_or_404(visible_people(user), pk=pk)
    text = queries.rights_text()
    page = {
        "person": person,
        "rows": [
            (agreement, TONES[Status(agreement.status)])
            for agreement in queries.of_person(user, person)
        ],
        "text": text,
        "acknowledgement": queries.acknowledgement_of(person, text),
        "may_view": policies.can_view(user),
        "may_draft": policies.can_keep(user),
        "may_acknowledge": policies.can_acknowledge(user),
    }
    return render(request, "agreements/person_panel.html", page)
