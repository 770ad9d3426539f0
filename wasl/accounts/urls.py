from django.urls import path

from wasl.accounts import views

app_name = "accounts"
urlpatterns = [
    path("session/", views.extend_session, name="extend_session"),
    path("found/", views.found, name="found"),
    path("manage/", views.manage, name="manage"),
    path("manage/roles/", views.roles, name="roles"),
    path("manage/staff/add/", views.add_staff, name="add_staff"),
    path("manage/staff/<int:pk>/", views.staff, name="staff"),
    path("manage/staff/<int:pk>/role/", views.grant_role, name="grant_role"),
    path("manage/staff/<int:pk>/leave/", views.leave, name="leave"),
    path("manage/staff/<int:pk>/close/", views.deactivate, name="deactivate"),
    path("manage/staff/<int:pk>/open/", views.reactivate, name="reactivate"),
    path("manage/staff/<int:pk>/password/", views.set_password, name="set_password"),
    path("manage/roles/<int:pk>/end/", views.end_role, name="end_role"),
    path("manage/departments/add/", views.add_department, name="add_department"),
    path("manage/departments/<int:pk>/lead/", views.name_lead, name="name_lead"),
    path("manage/identity/", views.change_identity, name="change_identity"),
    path("manage/letterhead/", views.keep_letterhead, name="keep_letterhead"),
    path("manage/clock/", views.move_clock, name="move_clock"),
]
