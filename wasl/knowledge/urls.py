from django.urls import path

from wasl.knowledge import views

app_name = "knowledge"
urlpatterns = [
    path("", views.answers, name="answers"),
    path("drafts/", views.drafts, name="drafts"),
    path("drafts/<int:pk>/", views.publish, name="publish"),
]
