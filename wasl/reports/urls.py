from django.urls import path

from wasl.reports import views

app_name = "reports"
urlpatterns = [
    path("clauses/", views.clauses, name="clauses"),
    path("help/", views.page_help, name="page_help"),
]
