from django.urls import path

from wasl.grievances import views

app_name = "grievances"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/assign-reviewer/", views.assign_reviewer, name="assign_reviewer"),
    path("<int:pk>/advise/", views.advise, name="advise"),
    path("<int:pk>/uphold/", views.uphold, name="uphold"),
    path("<int:pk>/dismiss/", views.dismiss, name="dismiss"),
    path("lodge/<int:decision_pk>/", views.lodge, name="lodge"),
    path("case/<int:pk>/", views.case_panel, name="case_panel"),
]
