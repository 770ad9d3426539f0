"""Pages of the record of processing and of the quarterly review of reads."""

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wasl.accounts.permissions import Permission as P
from wasl.accounts.web import permission_required, who
from wasl.common import clock
from wasl.common.spreadsheets import download
from wasl.common.text import whole_number
from wasl.common.web import refusals_as_messages
from wasl.privacy import policies
from wasl.privacy.actions import processing as processing_actions
from wasl.privacy.actions import reviewing
from wasl.privacy.forms import processing as processing_forms
from wasl.privacy.models.processing import AccessReview, ProcessingActivity
from wasl.privacy.queries import processing as processing_queries
from wasl.privacy.queries import reviewing as reviewing_queries
from wasl.privacy.views.shared import sections


@require_GET
@permission_required(P.PRIVACY_HANDLE)
def processing(request: HttpRequest) -> HttpResponse:
    """Show all activities that process personal data."""
    page = {
        "activities": processing_queries.processing(only_active=False),
        "tabs": sections("processing"),
    }
    return render(request, "privacy/processing.html", page)


@require_http_methods(["GET", "POST"])
@permission_required(P.PRIVACY_HANDLE)
def add_activity(request: HttpRequest) -> HttpResponse:
    """Add an activity outside the software."""
    form = processing_forms.ActivityForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(request, done=_("Added to the record.")):
            processing_actions.add_activity(data=form.cleaned_data, by=who(request), at=clock.now())
            return redirect("privacy:processing")
    return render(
        request, "privacy/describe_activity.html", {"form": form, "title": _("Add an activity")}
    )


@require_http_methods(["GET", "POST"])
@permission_required(P.PRIVACY_HANDLE)
def describe_activity(request: HttpRequest, pk: int) -> HttpResponse:
    """Edit the written part of an activity."""
    activity = get_object_or_404(ProcessingActivity, pk=pk)
    form = processing_forms.ActivityForm(request.POST or None, activity=activity)
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(request, done=_("Saved.")):
            processing_actions.describe_activity(
                activity=activity, changes=form.cleaned_data, by=who(request), at=clock.now()
            )
            return redirect("privacy:processing")
    return render(request, "privacy/describe_activity.html", {"form": form, "title": activity.name})


@require_POST
@permission_required(P.PRIVACY_HANDLE)
def export_processing(request: HttpRequest) -> FileResponse:
    """Download the record as an Excel file."""
    return download(
        _("Record of processing"),
        processing_actions.export_processing(by=who(request), at=clock.now()),
    )


@require_POST
@permission_required(P.PRIVACY_HANDLE)
def print_processing(request: HttpRequest) -> HttpResponse:
    """Return the record as a PDF under the letterhead."""
    with refusals_as_messages(request):
        pdf = processing_actions.print_processing(by=who(request), at=clock.now())
        answer = HttpResponse(pdf, content_type="application/pdf")
        answer.headers["Content-Disposition"] = 'inline; filename="processing.pdf"'
        return answer
    return redirect("privacy:processing")


@require_GET
@permission_required(P.PRIVACY_HANDLE)
def reviews(request: HttpRequest) -> HttpResponse:
    """Show every counted quarter, newest first."""
    rows = [
        (review, reviewing_queries.quarter_number(review))
        for review in reviewing_queries.reviews(who(request))
    ]
    return render(request, "privacy/reviews.html", {"reviews": rows, "tabs": sections("reviews")})


@require_GET
@permission_required(P.PRIVACY_HANDLE)
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Show reads by reader and the unexplained ones, to examine and sign off."""
    return _review(request, _of(request, pk), processing_forms.SignReviewForm())


@require_POST
@permission_required(P.PRIVACY_HANDLE)
def count_reads(request: HttpRequest) -> HttpResponse:
    """Count the current quarter up to now, or recount a past quarter that was counted too early."""
    review_id = whole_number(request.POST.get("review", ""))
    day = _of(request, review_id).from_date if review_id is not None else clock.today()
    with refusals_as_messages(request, done=_("Counted up to now.")):
        counted = reviewing.count_reads(day=day, by=who(request), at=clock.now())
        return redirect("privacy:review", pk=counted.pk)
    return redirect("privacy:reviews")


@require_POST
@permission_required(P.PRIVACY_HANDLE)
def sign_review(request: HttpRequest, pk: int) -> HttpResponse:
    review, form = _of(request, pk), processing_forms.SignReviewForm(request.POST)
    if not form.is_valid():
        return _review(request, review, form)
    with refusals_as_messages(request, done=_("Signed off.")):
        reviewing.sign_review(
            review=review, note=form.cleaned_data["note"], by=who(request), at=clock.now()
        )
    return redirect("privacy:review", pk=pk)


def _review(
    request: HttpRequest, review: AccessReview, form: processing_forms.SignReviewForm
) -> HttpResponse:
    page = {
        "review": review,
        "number": reviewing_queries.quarter_number(review),
        "readers": reviewing_queries.reader_lines(review),
        "outliers": reviewing_queries.listed_outliers(review),
        "may_sign": policies.can_sign_review(who(request), review, clock.today()),
        "is_early": review.counted_at < reviewing_queries.ended_at(review.from_date) <= clock.now(),
        "form": form,
    }
    return render(request, "privacy/review.html", page)


def _of(request: HttpRequest, pk: int) -> AccessReview:
    return get_object_or_404(reviewing_queries.visible_reviews(who(request)), pk=pk)
