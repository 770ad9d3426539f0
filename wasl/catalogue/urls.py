from django.urls import path

from wasl.catalogue import views

app_name = "catalogue"
urlpatterns = [
    path("", views.services, name="services"),
    path("<slug:code>/", views.service, name="service"),
]
