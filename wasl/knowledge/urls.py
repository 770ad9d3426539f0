from django.urls import path

from wasl.knowledge.views import corrections, keeping, public

app_name = "knowledge"
urlpatterns = [
    path("", public.answers, name="answers"),
    path("topics/<slug:code>/", public.answers, name="topic"),
    path("not-true/", public.corrections, name="corrections"),
    path("<int:pk>/", public.answer, name="answer"),
    path("<int:pk>/feedback/", public.leave_feedback, name="leave_feedback"),
    path("library/", keeping.library, name="library"),
    path("library/new/", keeping.draft, name="draft"),
    path("library/topics/new/", keeping.add_topic, name="add_topic"),
    path("library/<int:pk>/", keeping.article, name="article"),
    path("library/<int:pk>/revise/", keeping.revise, name="revise"),
    path("library/<int:pk>/review/", keeping.review, name="review"),
    path("library/versions/<int:pk>/write/", keeping.write, name="write"),
    path("library/versions/<int:pk>/approve/", keeping.approve, name="approve"),
    path("library/versions/<int:pk>/return/", keeping.return_to_writing, name="return_to_writing"),
    path("library/versions/<int:pk>/publish/", keeping.publish, name="publish"),
    path("library/versions/<int:pk>/withdraw/", keeping.withdraw, name="withdraw"),
    path("misconceptions/", corrections.misconceptions, name="misconceptions"),
    path("misconceptions/new/", corrections.note_misconception, name="note_misconception"),
    path("misconceptions/<int:pk>/", corrections.misconception, name="misconception"),
    path("misconceptions/<int:pk>/write/", corrections.rewrite, name="rewrite"),
    path(
        "misconceptions/<int:pk>/publish/",
        corrections.publish_correction,
        name="publish_correction",
    ),
    path(
        "misconceptions/<int:pk>/withdraw/",
        corrections.withdraw_correction,
        name="withdraw_correction",
    ),
    path("misconceptions/<int:pk>/tell/", corrections.record_telling, name="record_telling"),
]
