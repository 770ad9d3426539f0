"""Views of the registers, and the letters of a case or person."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wasl.accounts.permissions import Permission
from wasl.accounts.web import permission_required, who
from wasl.audit import actions as trail
from wasl.beneficiaries.queries.visible import visible_people
from wasl.cases.queries import loading
from wasl.common import clock
from wasl.common.text import whole_number
from wasl.common.web import file_answer, refusals_as_messages
from wasl.letters import actions, policies, queries
from wasl.letters.forms import ReceiveForm, VoidForm, WriteForm
from wasl.letters.models import Letter, Register
from wasl.papers import queries as papers
from wasl.papers.kinds import Kind


@require_GET
@permission_required(Permission.LETTERS_VIEW)
def register(request: HttpRequest) -> HttpResponse:
    which = request.GET.get("register", Register.OUTGOING)
    which = which if which in Register.values else Register.OUTGOING
    before = request.GET.get("before", "")
    letters = queries.register(who(request), which, before=whole_number(before))
    page = {
        "letters": letters[: queries.PAGE],
        "which": which,
        "registers": Register.choices,
        "next": letters[queries.PAGE - 1].pk if len(letters) > queries.PAGE else None,
        "may_receive": policies.can_receive(who(request)),
    }
    return render(request, "letters/register.html", page)


@require_GET
@permission_required(Permission.LETTERS_VIEW)
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a letter with its files."""
    letter = _letter(request, pk)
    if letter.person:
        # The letter holds what was written to the person, so the read is recorded (PRE-6).
        trail.read(subject=letter.person, by=who(request), at=clock.now())
    page = {
        "letter": letter,
        "files": queries.files_of(letter),
        "may_void": policies.can_void(who(request), letter),
    }
    return render(request, "letters/detail.html", page)


@never_cache
@require_GET
@permission_required(Permission.LETTERS_VIEW)
def file(request: HttpRequest, key: UUID) -> HttpResponse:
    """Hand out a file of a letter, as it was enclosed."""
    letter_file = get_object_or_404(queries.letter_files(), key=key)
    if letter_file.letter.person:
        trail.read(subject=letter_file.letter.person, by=who(request), at=clock.now())
    with refusals_as_messages(request):
        return file_answer(
            queries.content(letter_file), kind=letter_file.kind, name=letter_file.name
        )
    return redirect("letters:detail", pk=letter_file.letter_id)


@require_http_methods(["GET", "POST"])
@permission_required(Permission.LETTERS_ISSUE)
def write(request: HttpRequest) -> HttpResponse:
    """Write an outgoing letter: preview it on the letterhead, then number and print it."""
    form = WriteForm(request.POST or None, request.FILES or None, initial=queries.signatory())
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with refusals_as_messages(
            request, done=_("The letter has its number. Print it and have it signed.")
        ):
            letter = actions.issue(
                kind=Kind.LETTER,
                party=data["party"],
                subject=data["subject"],
                data=form.letter(),
                files=data["files"],
                once=data["once"],
                by=who(request),
                at=clock.now(),
            )
            return redirect("letters:detail", pk=letter.pk)
    return render(request, "letters/write.html", {"form": form})


@require_POST
@permission_required(Permission.LETTERS_ISSUE)
def preview(request: HttpRequest) -> HttpResponse:
    """Show the letter on the letterhead as it would be, without a number."""
    form = WriteForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "letters/write.html", {"form": form})
    with refusals_as_messages(request):
        # Only counted: a preview stores nothing and takes no number.
        count = len(form.cleaned_data["files"])
        title = form.cleaned_data["subject"]
        pdf = papers.printable(
            Kind.LETTER, title=title, data=form.letter(), day=clock.today(), attachments=count
        )
        return file_answer(pdf, kind="pdf", name="preview.pdf")
    return render(request, "letters/write.html", {"form": form})


@require_http_methods(["GET", "POST"])
@permission_required(Permission.LETTERS_ISSUE)
def receive(request: HttpRequest) -> HttpResponse:
    form = ReceiveForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(request, done=_("The letter was entered in the register.")):
            actions.receive(**form.cleaned_data, by=who(request), at=clock.now())
            return redirect(f"{reverse('letters:register')}?register=incoming")
    return render(request, "letters/receive.html", {"form": form})


@require_http_methods(["GET", "POST"])
@permission_required(Permission.LETTERS_ISSUE)
def void(request: HttpRequest, pk: int) -> HttpResponse:
    letter = _letter(request, pk)
    form = VoidForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(request, done=_("The letter is void; its number stays taken.")):
            actions.void(letter=letter, by=who(request), at=clock.now(), **form.cleaned_data)
        return redirect("letters:register")
    may = policies.can_void(who(request), letter)
    return render(request, "letters/void.html", {"letter": letter, "form": form, "may": may})


@require_GET
@permission_required(Permission.CASES_VIEW)
def case_panel(request: HttpRequest, pk: int) -> HttpResponse:
    # Whoever may open the case may see the letters about it.
    case = get_object_or_404(loading.visible_cases(who(request)), pk=pk)
    return render(
        request,
        "letters/case_panel.html",
        {"letters": queries.of_case(who(request), case), "case": case},
    )


@require_GET
@permission_required(Permission.LETTERS_VIEW)
def person_panel(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the letters to a person, on their page."""
    person = get_object_or_404(visible_people(who(request)), pk=pk)
    return render(
        request, "letters/case_panel.html", {"letters": queries.of_person(who(request), person)}
    )


def _letter(request: HttpRequest, pk: int) -> Letter:
    return get_object_or_404(queries.visible_letters(who(request)), pk=pk)
