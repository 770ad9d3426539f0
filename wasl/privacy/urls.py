from django.urls import path

from wasl.privacy import views

app_name = "privacy"
urlpatterns = [
    path("", views.home, name="home"),
    path("requests/", views.requests, name="requests"),
    path("requests/receive/", views.receive, name="receive"),
    path("requests/<int:pk>/", views.detail, name="detail"),
    path("requests/<int:pk>/prove-identity/", views.prove_identity, name="prove_identity"),
    path("requests/<int:pk>/extend/", views.extend, name="extend"),
    path("requests/<int:pk>/grant/", views.grant, name="grant"),
    path("requests/<int:pk>/grant-in-part/", views.grant_in_part, name="grant_in_part"),
    path("requests/<int:pk>/refuse/", views.refuse, name="refuse"),
    path("requests/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("incidents/", views.incidents, name="incidents"),
    path("incidents/report/", views.report_incident, name="report_incident"),
    path("incidents/<int:pk>/", views.incident, name="incident"),
    path("incidents/<int:pk>/assess/", views.assess, name="assess"),
    path("incidents/<int:pk>/notice/", views.notice, name="notice"),
    path("incidents/<int:pk>/notify-authority/", views.notify_authority, name="notify_authority"),
    path("incidents/<int:pk>/people/", views.add_affected, name="add_affected"),
    path("incidents/<int:pk>/people/<int:affected_pk>/tell/", views.tell_affected, name="tell_affected"),
    path("incidents/<int:pk>/lessons/", views.record_lessons, name="record_lessons"),
    path("incidents/<int:pk>/close/", views.close_incident, name="close_incident"),
    path("person/<int:pk>/", views.person_panel, name="person_panel"),
]
