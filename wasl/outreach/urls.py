from django.urls import path

from wasl.outreach import views

app_name = "outreach"
urlpatterns = [
    path("", views.circulars, name="circulars"),
    path("new/", views.draft, name="draft"),
    path("<int:pk>/", views.circular, name="circular"),
    path("<int:pk>/write/", views.write, name="write"),
    path("<int:pk>/approve/", views.approve, name="approve"),
    path("<int:pk>/return/", views.return_to_writing, name="return_to_writing"),
    path("<int:pk>/send/", views.send, name="send"),
    path("<int:pk>/stop/", views.stop, name="stop"),
    path("<int:pk>/resume/", views.resume, name="resume"),
    path("<int:pk>/remind/", views.remind, name="remind"),
    path("<int:pk>/by-hand/", views.to_tell, name="to_tell"),
    path("recipients/<int:pk>/told/", views.record_told, name="record_told"),
    path("recipients/<int:pk>/acknowledge/", views.acknowledge_at_desk, name="acknowledge_at_desk"),
    path("person/<int:pk>/", views.person_panel, name="person_panel"),
    path("read/<str:token>/", views.read, name="read"),
    path("read/<str:token>/acknowledge/", views.acknowledge, name="acknowledge"),
]
