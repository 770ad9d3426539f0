from django.urls import path

from wasl.interactions import views

app_name = "interactions"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("visit/", views.record_visit, name="record_visit"),
    path("call/", views.log_call, name="log_call"),
    path("enquiry/", views.record_enquiry, name="record_enquiry"),
    path("suggestions/", views.suggestions, name="suggestions"),
    path("topics/", views.topics, name="topics"),
    path("topics/unsorted/", views.topic, name="unsorted"),
    path("topics/<slug:code>/", views.topic, name="topic"),
    path("misconceptions/<int:pk>/", views.misconception_panel, name="misconception_panel"),
    path("enquiries/<int:pk>/sort/", views.sort_enquiry, name="sort_enquiry"),
    path("enquiries/<int:pk>/answer/", views.answer_enquiry, name="answer_enquiry"),
    path("refer/", views.refer, name="refer"),
    path("referrals/", views.referrals, name="referrals"),
    path("referrals/<int:pk>/", views.answer_referral, name="answer_referral"),
    path("referrals/<int:pk>/tell/", views.tell_person, name="tell_person"),
    path("referrals/<int:pk>/draft/", views.draft_article, name="draft_article"),
    path("person/<int:pk>/", views.person_panel, name="person_panel"),
    path("case/<int:pk>/", views.case_panel, name="case_panel"),
]
