from django.urls import path

from wasl.desk import views

app_name = "desk"
urlpatterns = [
    path("gallery", views.gallery, name="gallery"),
]
