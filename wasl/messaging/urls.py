from django.urls import path

from wasl.messaging import views

app_name = "messaging"
urlpatterns = [
    path("", views.outbox, name="outbox"),
    path("<int:pk>/retry/", views.retry, name="retry"),
    path("report/<str:secret>/", views.delivery_report, name="delivery_report"),
]
