from django.urls import path

from wasl.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("find/", views.find, name="find"),
    path("receive/", views.receive, name="receive"),
    path("people/<int:pk>/timeline/", views.person_timeline, name="person_timeline"),
    path("pick/", views.pick, name="pick"),
    path("first-steps/", views.first_steps, name="first_steps"),
    path("keys/", views.keys, name="keys"),
    path("gallery/", views.gallery, name="gallery"),
]
