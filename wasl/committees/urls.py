from django.urls import path

from wasl.committees import views

app_name = "committees"
urlpatterns = [
    path("", views.meetings, name="meetings"),
    path("plan/", views.plan_meeting, name="plan_meeting"),
    path("<int:pk>/", views.meeting, name="meeting"),
    path("<int:pk>/add/<int:case_pk>/", views.add_item, name="add_item"),
    path("<int:pk>/day/", views.reschedule, name="reschedule"),
    path("<int:pk>/attendance/", views.record_attendance, name="record_attendance"),
    path("<int:pk>/close/", views.close_meeting, name="close_meeting"),
    path("seats/", views.seats, name="seats"),
    path("seats/new/", views.set_up_committee, name="set_up_committee"),
    path("seats/<int:pk>/quorum/", views.change_quorum, name="change_quorum"),
    path("seats/<int:pk>/add/", views.seat_member, name="seat_member"),
    path("seats/<int:pk>/end/", views.end_seat, name="end_seat"),
    path("item/<int:pk>/", views.item, name="item"),
    path("item/<int:pk>/remove/", views.remove_item, name="remove_item"),
    path("item/<int:pk>/vote/", views.vote, name="vote"),
    path("item/<int:pk>/recuse/", views.recuse, name="recuse"),
    path("item/<int:pk>/kinship/", views.declare_kinship, name="declare_kinship"),
    path("item/<int:pk>/hand-chair/", views.hand_chair, name="hand_chair"),
    path("item/<int:pk>/open-voting/", views.open_voting, name="open_voting"),
    path("item/<int:pk>/close-voting/", views.close_voting, name="close_voting"),
    path("item/<int:pk>/decide/", views.decide, name="decide"),
    path("answers/", views.answers, name="answers"),
    path("answers/<int:pk>/", views.release_answer, name="release_answer"),
    path("case/<int:pk>/", views.case_panel, name="case_panel"),
]
