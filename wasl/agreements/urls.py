from django.urls import path

from wasl.agreements.views import breaching, drafting, reading, rights

app_name = "agreements"
urlpatterns = [
    path("", reading.agreements, name="agreements"),
    path("obligations/", reading.obligations, name="obligations"),
    path("draft/", drafting.draft, name="draft"),
    path("<int:pk>/", reading.detail, name="detail"),
    path("<int:pk>/paper/", reading.paper, name="paper"),
    path("<int:pk>/edit/", drafting.edit, name="edit"),
    path("<int:pk>/terms/add/", drafting.add_term, name="add_term"),
    path("terms/<int:pk>/remove/", drafting.remove_term, name="remove_term"),
    path("terms/<int:pk>/perform/", drafting.perform, name="perform"),
    path("terms/<int:pk>/event/", drafting.record_event, name="record_event"),
    path("events/<int:pk>/withdraw/", drafting.withdraw_event, name="withdraw_event"),
    path("parties/<int:pk>/sign/", drafting.sign_party, name="sign_party"),
    path("<int:pk>/files/add/", drafting.add_file, name="add_file"),
    path("files/<uuid:key>/", reading.file, name="file"),
    path("<int:pk>/activate/", drafting.activate, name="activate"),
    path("<int:pk>/discard/", drafting.discard, name="discard"),
    path("<int:pk>/amend/", drafting.amend, name="amend"),
    path("<int:pk>/end/", drafting.end_agreement, name="end_agreement"),
    path("<int:pk>/breaches/record/", breaching.record_breach, name="record_breach"),
    path("breaches/<int:pk>/decide/", breaching.decide_breach, name="decide_breach"),
    path("breaches/<int:pk>/dismiss/", breaching.dismiss_breach, name="dismiss_breach"),
    path("breaches/<int:pk>/cure/", breaching.cure_breach, name="cure_breach"),
    path("<int:pk>/disputes/raise/", breaching.raise_dispute, name="raise_dispute"),
    path("disputes/<int:pk>/settle/", breaching.settle_dispute, name="settle_dispute"),
    path("people/<int:pk>/panel/", reading.person_panel, name="person_panel"),
    path("people/<int:pk>/rights/", rights.acknowledge_rights, name="acknowledge_rights"),
]
