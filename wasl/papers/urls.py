from django.urls import path

from wasl.papers import views

app_name = "papers"
urlpatterns = [
    path("check/", views.check, name="check"),
    path("check/<slug:code>/", views.check_paper, name="check_paper"),
    path("papers/<uuid:pk>/pdf", views.pdf, name="pdf"),
]
