from django.urls import path

from wasl.governance import views

app_name = "governance"
urlpatterns = [
    path("policy/", views.policy, name="policy"),
    path("policy/<int:number>/", views.policy, name="policy_version"),
    path("library/", views.library, name="library"),
    path("library/<slug:code>/", views.document, name="document"),
]
