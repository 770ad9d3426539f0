"""The catalogue as the staff reads it: what is offered, and what each service asks for."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from wasl.accounts.permissions import Permission
from wasl.accounts.web import permission_required
from wasl.catalogue import queries
from wasl.catalogue.models import ServiceVersion
from wasl.common.templatetags.wasl import dual, money, num


@require_GET
@permission_required(Permission.CATALOGUE_READ)
def services(request: HttpRequest) -> HttpResponse:
    """Every service offered, in the association's order."""
    return render(request, "catalogue/services.html", {"versions": queries.offered()})


@require_GET
@permission_required(Permission.CATALOGUE_READ)
def service(request: HttpRequest, code: str) -> HttpResponse:
    """One service: terms, the guide's chapter, every question with its condition, every document with its rule."""
    try:
        version = queries.current(code)
    except ServiceVersion.DoesNotExist as missing:
        raise Http404 from missing
    form = queries.form_of(version)
    page = {
        "version": version,
        "facts": _facts(version),
        "sections": queries.explained(form),
        "documents": queries.explained_documents(form),
    }
    return render(request, "catalogue/service.html", page)


def _facts(version: ServiceVersion) -> list[dict[str, object]]:
    months = version.period_months
    facts: list[dict[str, object]] = [
        {"label": _("Version"), "value": num(version.number)},
        {"label": _("In force from"), "value": dual(version.in_force_from)},
        {"label": _("Kind"), "value": version.get_delivery_kind_display()},
        {"label": _("Unit"), "value": version.unit},
        {"label": _("Again after"), "value": format_html(ngettext("{} month", "{} months", months), num(months))},
        {"label": _("Visits needed"), "value": num(version.visits_needed)},
        {"label": _("For whom"), "value": _("Members only") if version.members_only else _("Everyone in the area")},
    ]
    if version.most_amount:
        facts.append({"label": _("At most"), "value": money(version.most_amount)})
    if version.most_quantity:
        facts.append({"label": _("At most"), "value": format_html("{} {}", num(version.most_quantity), version.unit)})
    if version.service.department:
        facts.append({"label": _("Department"), "value": version.service.department.name})
    return facts
