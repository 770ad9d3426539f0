"""The page that shows a person their rights and duties and records the acknowledgement (PRE-2)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wasl.accounts.permissions import Permission as P
from wasl.accounts.web import permission_required, who
from wasl.agreements import forms, policies, queries
from wasl.agreements.actions import rights
from wasl.agreements.views.shared import posted
from wasl.beneficiaries.queries.visible import visible_people
from wasl.common import clock
from wasl.common.web import refusals_as_messages


@require_http_methods(["GET", "POST"])
@permission_required(P.PEOPLE_FIND)
def acknowledge_rights(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the policy in force for reading to a person, and record that they know it."""
    user = who(request)
    person = get_object_or_404(visible_people(user), pk=pk)
    text = queries.rights_text()
    # The hidden hash ties the acknowledgement to the words on this page.
    form = forms.AcknowledgeForm(posted(request), initial={"sha256": text.sha256 if text else ""})
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(
            request, done=_("Recorded that they know their rights and duties.")
        ):
            rights.acknowledge_rights(person=person, **form.cleaned_data, by=user, at=clock.now())
            return redirect("beneficiaries:detail", pk=pk)
    page = {
        "person": person,
        "text": text,
        "acknowledgements": queries.acknowledgements(person),
        "acknowledgement": queries.acknowledgement_of(person, text),
        "form": form,
        "may": policies.can_acknowledge(user),
    }
    return render(request, "agreements/acknowledge_rights.html", page)
