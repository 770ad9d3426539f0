from django.urls import path

from wasl.letters import views

app_name = "letters"
urlpatterns = [
    path("", views.register, name="register"),
    path("receive/", views.receive, name="receive"),
    path("<int:pk>/void/", views.void, name="void"),
    path("person/<int:pk>/", views.person_panel, name="person_panel"),
    path("case/<int:pk>/", views.case_panel, name="case_panel"),
]
