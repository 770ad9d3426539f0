from django.urls import path

from wasl.reports import views

app_name = "reports"
urlpatterns = [
    path("clauses/", views.clauses, name="clauses"),
]
