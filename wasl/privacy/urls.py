from django.urls import path

from wasl.privacy.views import destruction, home, incidents, processing, requests

app_name = "privacy"
urlpatterns = [
    path("", home.home, name="home"),
    path("requests/", requests.requests, name="requests"),
    path("requests/receive/", requests.receive, name="receive"),
    path("requests/<int:pk>/", requests.detail, name="detail"),
    path("requests/<int:pk>/prove-identity/", requests.prove_identity, name="prove_identity"),
    path("requests/<int:pk>/correct/", requests.correct_data, name="correct_data"),
    path("requests/<int:pk>/hand-over/", requests.record_handover, name="record_handover"),
    path("requests/<int:pk>/stop-uses/", requests.stop_uses, name="stop_uses"),
    path("requests/<int:pk>/extend/", requests.extend, name="extend"),
    path("requests/<int:pk>/grant/", requests.grant, name="grant"),
    path("requests/<int:pk>/grant-in-part/", requests.grant_in_part, name="grant_in_part"),
    path("requests/<int:pk>/refuse/", requests.refuse, name="refuse"),
    path("requests/<int:pk>/withdraw/", requests.withdraw, name="withdraw"),
    path("incidents/", incidents.incidents, name="incidents"),
    path("incidents/report/", incidents.report_incident, name="report_incident"),
    path("incidents/<int:pk>/", incidents.incident, name="incident"),
    path("incidents/<int:pk>/assess/", incidents.assess, name="assess"),
    path("incidents/<int:pk>/notice/", incidents.notice, name="notice"),
    path(
        "incidents/<int:pk>/notify-authority/", incidents.notify_authority, name="notify_authority"
    ),
    path("incidents/<int:pk>/people/", incidents.add_affected, name="add_affected"),
    path(
        "incidents/<int:pk>/people/<int:affected_pk>/tell/",
        incidents.tell_affected,
        name="tell_affected",
    ),
    path("incidents/<int:pk>/lessons/", incidents.record_lessons, name="record_lessons"),
    path("incidents/<int:pk>/close/", incidents.close_incident, name="close_incident"),
    path("requests/<int:pk>/data/", requests.hand_out_data, name="hand_out_data"),
    path("destructions/", destruction.destructions, name="destructions"),
    path("destructions/<int:pk>/", destruction.destruction, name="destruction"),
    path(
        "destructions/<int:pk>/approve/",
        destruction.approve_destruction,
        name="approve_destruction",
    ),
    path(
        "destructions/<int:pk>/reject/", destruction.reject_destruction, name="reject_destruction"
    ),
    path("retention/", destruction.retention, name="retention"),
    path("retention/<int:pk>/", destruction.change_rule, name="change_rule"),
    path("retention/<int:pk>/due/", destruction.due, name="due"),
    path("retention/<int:pk>/propose/", destruction.propose_due, name="propose_due"),
    path("processing/", processing.processing, name="processing"),
    path("processing/add/", processing.add_activity, name="add_activity"),
    path("processing/<int:pk>/", processing.describe_activity, name="describe_activity"),
    path("processing/excel/", processing.export_processing, name="export_processing"),
    path("processing/pdf/", processing.print_processing, name="print_processing"),
    path("reviews/", processing.reviews, name="reviews"),
    path("reviews/count/", processing.count_reads, name="count_reads"),
    path("reviews/<int:pk>/", processing.review, name="review"),
    path("reviews/<int:pk>/sign/", processing.sign_review, name="sign_review"),
    path("people/<int:pk>/", destruction.person, name="person"),
    path("people/<int:pk>/panel/", home.person_panel, name="person_panel"),
    path("people/<int:pk>/propose-erasure/", destruction.propose_erasure, name="propose_erasure"),
    path("people/<int:pk>/hold/", destruction.place_hold, name="place_hold"),
    path("holds/<int:pk>/lift/", destruction.lift_hold, name="lift_hold"),
]
