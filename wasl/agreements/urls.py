from django.urls import path

from wasl.agreements import views

app_name = "agreements"
urlpatterns = [
    path("", views.agreements, name="agreements"),
    path("obligations/", views.obligations, name="obligations"),
    path("draft/", views.draft, name="draft"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/paper/", views.paper, name="paper"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/terms/add/", views.add_term, name="add_term"),
    path("terms/<int:pk>/remove/", views.remove_term, name="remove_term"),
    path("terms/<int:pk>/perform/", views.perform, name="perform"),
    path("terms/<int:pk>/event/", views.record_event, name="record_event"),
    path("events/<int:pk>/withdraw/", views.withdraw_event, name="withdraw_event"),
    path("parties/<int:pk>/sign/", views.sign_party, name="sign_party"),
    path("<int:pk>/files/add/", views.add_file, name="add_file"),
    path("files/<uuid:key>/", views.file, name="file"),
    path("<int:pk>/activate/", views.activate, name="activate"),
    path("<int:pk>/discard/", views.discard, name="discard"),
    path("<int:pk>/amend/", views.amend, name="amend"),
    path("<int:pk>/end/", views.end_agreement, name="end_agreement"),
    path("<int:pk>/breaches/record/", views.record_breach, name="record_breach"),
    path("breaches/<int:pk>/decide/", views.decide_breach, name="decide_breach"),
    path("breaches/<int:pk>/dismiss/", views.dismiss_breach, name="dismiss_breach"),
    path("breaches/<int:pk>/cure/", views.cure_breach, name="cure_breach"),
    path("<int:pk>/disputes/raise/", views.raise_dispute, name="raise_dispute"),
    path("disputes/<int:pk>/settle/", views.settle_dispute, name="settle_dispute"),
    path("people/<int:pk>/panel/", views.person_panel, name="person_panel"),
    path("people/<int:pk>/rights/", views.acknowledge_rights, name="acknowledge_rights"),
]
