from django.urls import path

from wasl.satisfaction import views

app_name = "satisfaction"
urlpatterns = [
    path("rate/<str:token>/", views.rate, name="rate"),
    path("ratings/", views.figures, name="figures"),
]
