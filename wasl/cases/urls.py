from django.urls import path

from wasl.cases import views

app_name = "cases"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("narrow/", views.narrow, name="narrow"),
    path("filters/", views.filters, name="filters"),
    path("filters/begin/", views.begin_with_filter, name="begin_with_filter"),
    path("filters/<int:pk>/delete/", views.delete_filter, name="delete_filter"),
    path("share-out/", views.share_out, name="share_out"),
    path("share-out/<uuid:key>/back/", views.take_back, name="take_back"),
    path("start/<int:person_pk>/", views.start, name="start"),
    path("form/<slug:code>/", views.print_blank, name="print_blank"),
    path("<int:pk>/", views.detail, name="detail"),
    path("person/<int:pk>/", views.person_panel, name="person_panel"),
    path("<int:pk>/timeline/", views.timeline, name="timeline"),
    path("<int:pk>/fill/<slug:section>/", views.fill, name="fill"),
    path("<int:pk>/documents/", views.documents, name="documents"),
    path("<int:pk>/sign/", views.sign, name="sign"),
    path("<int:pk>/sign/code/", views.send_sign_code, name="send_sign_code"),
    path("<int:pk>/submit/", views.submit, name="submit"),
    path("<int:pk>/return/", views.return_for_completion, name="return_for_completion"),
    path("<int:pk>/match/", views.match, name="match"),
    path("<int:pk>/verify/", views.verify, name="verify"),
    path("<int:pk>/study/start/", views.start_study, name="start_study"),
    path("<int:pk>/study/", views.study, name="study"),
    path("<int:pk>/refer/", views.refer_to_committee, name="refer_to_committee"),
    path("<int:pk>/register/", views.register, name="register"),
    path("<int:pk>/close/", views.close, name="close"),
    path("<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("<int:pk>/lapse/", views.lapse, name="lapse"),
    path("<int:pk>/hand-over/", views.hand_over, name="hand_over"),
    path("<int:pk>/urgent/", views.mark_urgent, name="mark_urgent"),
    path("<int:pk>/urgent/clear/", views.clear_urgent, name="clear_urgent"),
    path("<int:pk>/print/", views.print_filled, name="print_filled"),
]
