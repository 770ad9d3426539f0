"""Documents and their files."""

from datetime import date

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from wasl.accounts.permissions import Permission
from wasl.accounts.web import permission_required, who
from wasl.audit import actions as trail
from wasl.beneficiaries.actions import documents as documents_actions
from wasl.beneficiaries.forms import documents as documents_forms
from wasl.beneficiaries.models.documents import Document
from wasl.beneficiaries.queries import expiring, file
from wasl.beneficiaries.views.shared import next_of, person_of
from wasl.catalogue.queries.offered import document_types
from wasl.common import clock
from wasl.common.text import whole_number
from wasl.common.uploads import MEDIA_TYPES
from wasl.common.verdicts import Refused
from wasl.common.web import done, in_dialog

# A stored file came from outside: no script in it may run.
FILE_POLICY = "default-src 'none'; img-src 'self'; object-src 'self'; frame-ancestors 'none'"


@require_http_methods(["GET", "POST"])
@permission_required(Permission.PEOPLE_EDIT)
def add_document(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a document handed in or seen, with dates in either calendar.

    The type to renew first is preselected.
    """
    person, today = person_of(request, pk), clock.today()
    documents = file.documents(person)
    form = documents_forms.DocumentForm(
        request.POST or None,
        request.FILES or None,
        initial={"document_type": _wanted_type(request.GET.get("type", ""), documents, today)},
        types=document_types(),
        today=today,
        existing=documents,
    )
    back = next_of(request, reverse("beneficiaries:detail", args=[pk]))
    if request.method == "POST" and form.is_valid():
        try:
            documents_actions.hand_in(
                person=person, data=form.cleaned_data, by=who(request), at=clock.now()
            )
            return done(request, _("The document was added."), back)
        except Refused as refused:
            form.add_error(None, str(refused))
    page = {"form": form, "person": person, "back": back}
    name = "beneficiaries/add_document.html"
    return render(request, f"{name}#quick" if in_dialog(request) else name, page)


def _wanted_type(requested_type: str, documents: list[Document], day: date) -> str:
    """Return the requested type, else that of the document that expired or expires first."""
    if (pk := whole_number(requested_type)) is not None:
        return str(pk)
    first = expiring.first_to_renew(documents, day)
    return str(first.document_type_id) if first else ""


@never_cache
@require_GET
@permission_required(Permission.PEOPLE_FIND, Permission.CASES_VIEW)
def attachment(request: HttpRequest, key: str) -> FileResponse:
    """Return a stored file to show or download; every opening is recorded (PRE-6)."""
    stored_file = file.attachment(who(request), key)
    if stored_file is None or not stored_file.file:
        raise Http404
    trail.read(subject=stored_file.person, by=who(request), at=clock.now())
    trail.read(subject=stored_file, by=who(request), at=clock.now())
    try:
        content = stored_file.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    # XML (an electronic invoice) is for programs, so it is only downloaded.
    downloaded = "download" in request.GET or stored_file.kind == "xml"
    kind = MEDIA_TYPES[stored_file.kind]
    response = FileResponse(
        content, content_type=kind, as_attachment=downloaded, filename=stored_file.name
    )
    response.headers["Content-Security-Policy"] = FILE_POLICY
    # Without it a browser may guess another type from the content.
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
