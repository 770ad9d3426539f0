"""Who acts for a person."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wasl.accounts.permissions import Permission
from wasl.accounts.web import permission_required, who
from wasl.beneficiaries.actions import representing
from wasl.beneficiaries.forms import representing as representing_forms
from wasl.beneficiaries.queries import roles
from wasl.beneficiaries.views.shared import ask, person_of, posted
from wasl.common import clock


@require_http_methods(["GET", "POST"])
@permission_required(Permission.PEOPLE_EDIT)
def add_representative(request: HttpRequest, pk: int) -> HttpResponse:
    """Record who may act for the person, by which document."""
    person = person_of(request, pk)
    form = representing_forms.RepresentativeForm(posted(request), request.FILES or None)
    return ask(
        request, person, form,
        lambda data: representing.add_representative(person=person, **data, by=who(request), at=clock.now()),
        title=_("Who may act for this person"), text=_("Record the representative"),
        done=_("Recorded who acts for this person."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@permission_required(Permission.PEOPLE_EDIT)
def end_representation(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that somebody no longer acts for a person."""
    representative = get_object_or_404(roles.visible_representatives(who(request)), pk=pk)
    form = representing_forms.EndRepresentationForm(posted(request), today=clock.today())

    def act(data: dict[str, Any]) -> object:
        day = data["day"].day
        return representing.end_representation(
            representative=representative,
            cause=data["cause"],
            day=day,
            by=who(request),
            at=clock.now(),
        )

    return ask(
        request, representative.person, form, act,
        title=_("%(name)s no longer acts for them") % {"name": representative.full_name}, text=_("End it"),
        done=_("Ended. What they did before stands."), kind="danger",
    )  # fmt: skip
