"""The social study: one page for all of it, a form page for each part, signatures, paper.

The form shows what the study is worth while it is filled.
"""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wasl.accounts.models import Gender
from wasl.audit import actions as trail
from wasl.beneficiaries import presenters
from wasl.beneficiaries.queries import entering
from wasl.cases import policies, study_form, study_paper
from wasl.cases.actions import study as study_actions
from wasl.cases.forms.study import (
    AnswersForm,
    FamilyForm,
    OpinionForm,
    StudySignForm,
    TakeOverForm,
    VisitForm,
)
from wasl.cases.models.case import Case
from wasl.cases.models.study import Study
from wasl.cases.queries import file as file_queries
from wasl.cases.queries import loading, study_page
from wasl.cases.queries import study as study_queries
from wasl.cases.queries.study import StudyFile
from wasl.cases.study_form import BY_CODE, PARTS, Part
from wasl.cases.views.intake import pdf
from wasl.cases.views.shared import act, opens_files, user_of, visible
from wasl.common import clock
from wasl.common.verdicts import Refused, Verdict
from wasl.common.web import refusals_as_messages

# Places in a household that say the gender; for any other the officer chooses it.
GENDERS = {"son": Gender.MALE, "daughter": Gender.FEMALE}


def _opened(request: HttpRequest, pk: int) -> tuple[Case, Study]:
    case = visible(request, pk)
    study = file_queries.study_of(case)
    if study is None:
        raise Http404
    return case, study


def _require(verdict: Verdict) -> None:
    if not verdict:
        raise PermissionDenied(str(verdict.reason))


@require_GET
@opens_files
def study(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the whole study.

    The researcher sees what is still open of it, everybody else what was found.
    """
    case, user = visible(request, pk), user_of(request)
    study = file_queries.study_of(case)
    if study is None:
        messages.info(request, _("Nobody has taken up the study yet."))
        return redirect("cases:detail", pk=pk)
    trail.read(subject=case, by=user, at=clock.now())
    file = study_queries.study_file(study)
    may_read = policies.can_read_study(user)
    page = {
        "case": case,
        "study": study,
        "may_record": policies.can(user, "record_study", case),
        "may_read": may_read,
        "may_take_over": policies.can(user, "take_over_member", case),
        "parts": study_queries.study_parts(case, file),
        "sections": study_page.study_sections(file, clock.today()) if may_read else [],
        "signatures": study_page.study_signatures(file),
        "aid": study_queries.own_aid(case),
    }
    return render(request, "cases/study.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@opens_files
def study_part(request: HttpRequest, pk: int, part: str) -> HttpResponse:
    """Fill one part of the form; it is saved at every step, and at every change in between."""
    case, study = _opened(request, pk)
    current_part = _part(part)
    may = policies.can(user_of(request), "record_study", case)
    if not may:
        messages.info(request, str(may.reason))
        return redirect("cases:study", pk=pk)
    file = study_queries.study_file(study)
    form = _form(request, current_part, case, file)
    if request.method == "POST":
        answer = _keep(request, case, current_part, form)
        if answer is not None:
            return answer
    trail.read(subject=case, by=user_of(request), at=clock.now())
    return render(request, "cases/study_part.html", _page(case, file, current_part, form))


def _part(code: str) -> Part:
    if code not in BY_CODE:
        raise Http404
    return BY_CODE[code]


def _form(request: HttpRequest, part: Part, case: Case, file: StudyFile) -> Any:
    data = request.POST if request.method == "POST" else None
    if part.code == "visit":
        return VisitForm(data, study=file.study)
    if part.code == "opinion":
        return OpinionForm(data, case=case, study=file.study)
    if part.code == "family":
        return FamilyForm(file=file, data=data, blank="add" in request.GET)
    return AnswersForm(data, part=part, file=file)


def _page(case: Case, file: StudyFile, part: Part, form: Any) -> dict[str, Any]:
    place = PARTS.index(part)
    return {
        "case": case,
        "study": file.study,
        "part": part,
        "form": form,
        "parts": study_queries.study_parts(case, file, part.code),
        "place": place + 1,
        "of": len(PARTS),
        "before": PARTS[place - 1].code if place else "",
        "aid": study_queries.own_aid(case) if part.code == "aid" else [],
        "totals": study_page.totals(file.answers, part.side) if part.side else None,
    }


def _keep(request: HttpRequest, case: Case, part: Part, form: Any) -> HttpResponse | None:
    """Save what is valid and return where to go on.

    None when the page has to show faults.
    """
    autosave = "autosave" in request.POST
    is_valid = form.is_valid()
    try:
        case = _record(request, case, part, form, autosave)
    except Refused as refused:
        if autosave:
            return HttpResponse(str(refused), status=409)
        messages.error(request, str(refused))
        return None
    if autosave:
        return HttpResponse(status=204, headers={"X-Version": str(case.version)})
    return redirect(_after(request, case, part)) if is_valid else None


def _record(request: HttpRequest, case: Case, part: Part, form: Any, autosave: bool) -> Case:
    who = act(request)
    if part.code == "family":
        # An autosave neither sets nor takes away the tick that these are all the members.
        is_complete = form.is_whole if not autosave else None
        removed = request.POST.get("remove", "")
        study_actions.record_family(
            case=case, members=form.members(), is_complete=is_complete, removed=removed, **who
        )
    else:
        # An autosave of a half-written opinion must not complete the study or be refused for it.
        half = autosave and part.code == "opinion"
        findings = form.half() if half else form.answers()
        study_actions.record_study(case=case, findings=findings, confirmed=not autosave, **who)
    # The actions return the study; the page needs the new version of the case.
    return loading.reload_version(case)


def _after(request: HttpRequest, case: Case, part: Part) -> str:
    """Return the address of the next part, or of this one where a row was added or removed."""
    page_url = reverse("cases:study_part", args=[case.pk, part.code])
    if "add" in request.POST:
        return f"{page_url}?add=1#new"
    if "remove" in request.POST:
        return page_url
    place = PARTS.index(part) + 1
    if place < len(PARTS):
        return reverse("cases:study_part", args=[case.pk, PARTS[place].code])
    return reverse("cases:study", args=[case.pk])


@require_POST
@opens_files
def study_worth(request: HttpRequest, pk: int, part: str) -> HttpResponse:
    """Show the score with what is being typed, and the totals of the part's table.

    Nothing is saved.
    """
    case, study = _opened(request, pk)
    current_part = _part(part)
    _require(policies.can(user_of(request), "record_study", case))
    file = study_queries.study_file(study)
    form = _form(request, current_part, case, file)
    if current_part.code == "family":
        form.is_valid()
        file.members = form.seen()
        file.answers[study_form.TICKS["family"].key] = "yes" if form.is_whole else ""
    elif current_part.fields:
        file.answers = form.typed()
    today = clock.today()
    guide = study_queries.guide_of(study, today)
    page = {
        "case": case,
        "part": current_part,
        "totals": study_page.totals(file.answers, current_part.side) if current_part.side else None,
        "score": study_page.shown_score(file, case.person, guide, today) if guide else None,
    }
    return render(request, "cases/study_part.html#worth", page)


@require_http_methods(["GET", "HEAD", "POST"])
@opens_files
def sign_study(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a signature under the study as it is now.

    It is that of the person who received the visit, or the researcher's own.
    """
    case, study = _opened(request, pk)
    party = request.GET.get("party", "family")
    name = user_of(request).name if party == "researcher" else case.person.full_name
    form = StudySignForm(request.POST or None, initial={"party": party, "name": name})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            study_actions.sign_study(
                case=case,
                party=data["party"],
                name=data["name"],
                image=data["signature"],
                **act(request),
            )
            messages.success(request, _("The signature is kept under the study."))
            return redirect("cases:study", pk=pk)
        except Refused as refused:
            form.add_error(None, str(refused))
    page = {
        "case": case,
        "study": study,
        "form": form,
        "may": policies.can(user_of(request), "sign_study", case),
    }
    return render(request, "cases/study_sign.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@opens_files
def take_over_member(request: HttpRequest, pk: int, member: int) -> HttpResponse:
    """Add a member whom the study found to the household on file."""
    case, study = _opened(request, pk)
    row = get_object_or_404(study.members, pk=member)
    form = TakeOverForm(request.POST or None, initial={"gender": GENDERS.get(row.relation, "")})
    page = {"case": case, "member": row, "form": form}
    if request.method == "POST" and form.is_valid():
        gender, post = form.cleaned_data["gender"], request.POST
        data = study_queries.newcomer(row, gender)
        identity = entering.meant(
            user_of(request), data, post.get("meant", ""), post.get("shown", "")
        )
        # While somebody on file may be the same person, the officer first says who it is.
        if not identity.is_open:
            with refusals_as_messages(request, done=_("They are in the household on file now.")):
                study_actions.take_over_member(
                    case=case, member=row, gender=gender, identity=identity, **act(request)
                )
            return redirect("cases:study", pk=pk)
        page["likely"] = presenters.likely(identity.candidates)
    page["may"] = policies.can(user_of(request), "take_over_member", case)
    return render(request, "cases/take_over.html", page)


@require_GET
@opens_files
def print_study(request: HttpRequest, pk: int) -> HttpResponse:
    """Print the study as it was filled in, with its score."""
    case, study = _opened(request, pk)
    _require(policies.can_read_study(user_of(request)))
    trail.read(subject=case, by=user_of(request), at=clock.now())
    day = clock.today()
    return pdf(
        study_paper.filled(case, study_queries.study_file(study), day), f"study-{case.reference}"
    )


@require_GET
@opens_files
def print_blank_study(request: HttpRequest) -> HttpResponse:
    """Print the form of the study, to be filled in by hand."""
    return pdf(study_paper.blank(clock.today()), "study-form")
