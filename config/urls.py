"""Addresses: a line per package."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", include("wasl.accounts.sign_in_urls")),
    path("account/", include("wasl.accounts.urls")),
    path("outbox/", include("wasl.messaging.urls")),
    path("trail/", include("wasl.audit.urls")),
    path("", include("wasl.papers.urls")),
    path("", include("wasl.governance.urls")),
    path("catalogue/", include("wasl.catalogue.urls")),
    path("answers/", include("wasl.knowledge.urls")),
    path("people/", include("wasl.beneficiaries.urls")),
    path("cases/", include("wasl.cases.urls")),
    path("contacts/", include("wasl.interactions.urls")),
    path("letters/", include("wasl.letters.urls")),
    path("committee/", include("wasl.committees.urls")),
    path("circulars/", include("wasl.outreach.urls")),
    path("delivery/", include("wasl.delivery.urls")),
    path("agreements/", include("wasl.agreements.urls")),
    path("", include("wasl.satisfaction.urls")),
    path("objections/", include("wasl.grievances.urls")),
    path("data-protection/", include("wasl.privacy.urls")),
    path("", include("wasl.portal.urls")),
    path("desk/", include("wasl.desk.urls")),
    path("reports/", include("wasl.reports.urls")),
]

handler400 = "wasl.common.refusals.bad_request"
handler403 = "wasl.common.refusals.forbidden"
handler404 = "wasl.common.refusals.not_found"
handler500 = "wasl.common.web.broken"
