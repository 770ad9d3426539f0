"""The catalogue for staff: what is offered, a version, and how two versions differ."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from wasl.accounts.permissions import Permission
from wasl.accounts.web import permission_required, who
from wasl.catalogue import policies
from wasl.catalogue.models.offered import Service, ServiceVersion
from wasl.catalogue.queries import offered, versions
from wasl.catalogue.subjects import stated
from wasl.common import clock
from wasl.common.templatetags.wasl import dual, money, num


@require_GET
@permission_required(Permission.CATALOGUE_READ)
def services(request: HttpRequest) -> HttpResponse:
    """List every service with its version in force, the one that waits, and the draft (TOO-2)."""
    may_draft = policies.can_draft_service(who(request))
    page = {
        "rows": versions.service_rows(clock.today()),
        "may_draft": may_draft,
        "ready": versions.ready_services() if may_draft else [],
    }
    return render(request, "catalogue/services.html", page)


@require_GET
@permission_required(Permission.CATALOGUE_READ)
def service(request: HttpRequest, code: str) -> HttpResponse:
    """Show a service by its version in force, with its other versions (TOO-2).

    The page has the terms, the guide's chapter, criteria, questions and documents.
    """
    service = get_object_or_404(Service, code=code)
    version = offered.in_force(service, clock.today())
    if version is None:
        raise Http404
    return _page(request, versions.versions().get(pk=version.pk))


@require_GET
@permission_required(Permission.CATALOGUE_READ)
def service_version(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show a version of a service. Old ones stay readable for ever."""
    return _page(request, get_object_or_404(versions.versions(), service__code=code, number=number))


def _page(request: HttpRequest, version: ServiceVersion) -> HttpResponse:
    form, user, today = offered.form_of(version), who(request), clock.today()
    standings = versions.service_standings(version.service, today)
    about = versions.subjects_of(version)
    page = {
        "version": version,
        "facts": _facts(version),
        "sections": offered.explained(form),
        "documents": offered.explained_documents(form),
        "criteria": [
            (criterion, stated(criterion.condition, about))
            for criterion in versions.criteria_of(version)
        ],
        "standings": standings,
        "standing": dict(standings)[version],
        "draft": next((draft for draft, _standing in standings if draft.is_draft), None),
        "may_draft": policies.can_draft_service(user),
        "may_withdraw": policies.can_withdraw_service(user, version, today),
        "may_close": policies.can_close_service(user),
    }
    return render(request, "catalogue/service.html", page)


@require_GET
@permission_required(Permission.CATALOGUE_READ)
def compare_versions(request: HttpRequest, code: str, old: int, new: int) -> HttpResponse:
    """Show how two versions of a service differ."""
    old_version = get_object_or_404(versions.versions(), service__code=code, number=old)
    new_version = get_object_or_404(versions.versions(), service__code=code, number=new)
    page = {
        "old": old_version,
        "new": new_version,
        "differences": versions.differences(old_version, new_version),
    }
    return render(request, "catalogue/compare_versions.html", page)


def _facts(version: ServiceVersion) -> list[dict[str, object]]:
    months = version.period_months
    facts: list[dict[str, object]] = [
        {"label": _("Version"), "value": num(version.number)},
        {"label": _("In force from"), "value": dual(version.in_force_from)},
        {"label": _("Kind"), "value": version.get_delivery_kind_display()},
        {"label": _("Unit"), "value": version.unit},
        {
            "label": _("Again after"),
            "value": format_html(ngettext("{} month", "{} months", months), num(months)),
        },
        {"label": _("Visits needed"), "value": num(version.visits_needed)},
        {
            "label": _("For whom"),
            "value": _("Members only") if version.members_only else _("Everyone in the area"),
        },
    ]
    if version.groups:
        facts.append({"label": _("Target groups"), "value": _(", ").join(version.groups)})
    if version.offered_until:
        facts.append({"label": _("Offered until"), "value": dual(version.offered_until)})
    if version.most_amount:
        facts.append({"label": _("At most"), "value": money(version.most_amount)})
    if version.most_quantity:
        facts.append(
            {
                "label": _("At most"),
                "value": format_html("{} {}", num(version.most_quantity), version.unit),
            }
        )
    if version.service.department:
        facts.append({"label": _("Department"), "value": version.service.department.name})
    if version.approved_by:
        facts.append({"label": _("Approved by"), "value": version.approved_by.name})
    return facts
