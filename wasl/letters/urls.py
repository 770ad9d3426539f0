from django.urls import path

from wasl.letters import views

app_name = "letters"
urlpatterns = [
    path("", views.register, name="register"),
    path("write/", views.write, name="write"),
    path("write/preview/", views.preview, name="preview"),
    path("<int:pk>/", views.detail, name="detail"),
    path("files/<uuid:key>/", views.file, name="file"),
    path("receive/", views.receive, name="receive"),
    path("<int:pk>/void/", views.void, name="void"),
    path("person/<int:pk>/", views.person_panel, name="person_panel"),
    path("case/<int:pk>/", views.case_panel, name="case_panel"),
]
