from django.urls import path

from wasl.knowledge import views

app_name = "knowledge"
urlpatterns = [
    path("", views.answers, name="answers"),
    path("topics/<slug:code>/", views.answers, name="topic"),
    path("not-true/", views.corrections, name="corrections"),
    path("<int:pk>/", views.answer, name="answer"),
    path("<int:pk>/feedback/", views.leave_feedback, name="leave_feedback"),
    path("library/", views.library, name="library"),
    path("library/new/", views.draft, name="draft"),
    path("library/topics/new/", views.add_topic, name="add_topic"),
    path("library/<int:pk>/", views.article, name="article"),
    path("library/<int:pk>/revise/", views.revise, name="revise"),
    path("library/<int:pk>/review/", views.review, name="review"),
    path("library/versions/<int:pk>/write/", views.write, name="write"),
    path("library/versions/<int:pk>/approve/", views.approve, name="approve"),
    path("library/versions/<int:pk>/return/", views.return_to_writing, name="return_to_writing"),
    path("library/versions/<int:pk>/publish/", views.publish, name="publish"),
    path("library/versions/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("misconceptions/", views.misconceptions, name="misconceptions"),
    path("misconceptions/new/", views.note_misconception, name="note_misconception"),
    path("misconceptions/<int:pk>/", views.misconception, name="misconception"),
    path("misconceptions/<int:pk>/write/", views.rewrite, name="rewrite"),
    path("misconceptions/<int:pk>/publish/", views.publish_correction, name="publish_correction"),
    path(
        "misconceptions/<int:pk>/withdraw/", views.withdraw_correction, name="withdraw_correction"
    ),
    path("misconceptions/<int:pk>/tell/", views.record_telling, name="record_telling"),
]
