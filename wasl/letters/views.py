"""The registers of letters, and the letters of a case."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from wasl.accounts.permissions import Permission
from wasl.accounts.web import permission_required
from wasl.beneficiaries.models import Person
from wasl.cases.models import Case
from wasl.common import clock
from wasl.common.web import refusals_as_messages
from wasl.letters import actions, policies, queries
from wasl.letters.forms import ReceiveForm, VoidForm
from wasl.letters.models import Letter, Register


@require_GET
@permission_required(Permission.LETTERS_VIEW)
def register(request: HttpRequest) -> HttpResponse:
    which = request.GET.get("register", Register.OUTGOING)
    which = which if which in Register.values else Register.OUTGOING
    before = request.GET.get("before", "")
    letters = queries.register(request.user, which, before=int(before) if before.isdecimal() else None)
    page = {"letters": letters[: queries.PAGE], "which": which, "registers": Register.choices}
    page["next"] = letters[queries.PAGE - 1].pk if len(letters) > queries.PAGE else None
    page["may_receive"] = policies.can_receive(request.user)
    return render(request, "letters/register.html", page)


@require_http_methods(["GET", "POST"])
@permission_required(Permission.LETTERS_ISSUE)
def receive(request: HttpRequest) -> HttpResponse:
    form = ReceiveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(request, done=_("The letter was entered in the register.")):
            actions.receive(**form.cleaned_data, by=request.user, at=clock.now())
        return redirect(f"{request.path.removesuffix('receive/')}?register=incoming")
    return render(request, "letters/receive.html", {"form": form})


@require_http_methods(["GET", "POST"])
@permission_required(Permission.LETTERS_ISSUE)
def void(request: HttpRequest, pk: int) -> HttpResponse:
    letter = get_object_or_404(Letter.objects.visible_to(request.user), pk=pk)
    form = VoidForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(request, done=_("The letter is void; its number stays taken.")):
            actions.void(letter=letter, by=request.user, at=clock.now(), **form.cleaned_data)
        return redirect("letters:register")
    may = policies.can_void(request.user, letter)
    return render(request, "letters/void.html", {"letter": letter, "form": form, "may": may})


@require_GET
@permission_required(Permission.CASES_VIEW)
def case_panel(request: HttpRequest, pk: int) -> HttpResponse:
    case = get_object_or_404(Case.objects.visible_to(request.user), pk=pk)
    return render(request, "letters/case_panel.html", {"letters": queries.of_case(request.user, case), "case": case})


@require_GET
@permission_required(Permission.LETTERS_VIEW)
def person_panel(request: HttpRequest, pk: int) -> HttpResponse:
    """The letters to one person, for the person page."""
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=pk)
    return render(request, "letters/case_panel.html", {"letters": queries.of_person(request.user, person)})
