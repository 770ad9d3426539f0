from django.urls import path

from wasl.beneficiaries import views

app_name = "beneficiaries"
urlpatterns = [
    path("register/", views.register, name="register"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/correct/", views.correct, name="correct"),
    path("<int:pk>/documents/add/", views.add_document, name="add_document"),
    path("<int:pk>/household/add/", views.add_to_household, name="add_to_household"),
    path("<int:pk>/representatives/add/", views.add_representative, name="add_representative"),
    path("<int:pk>/unmask/<slug:field>/", views.unmask, name="unmask"),
    path("<int:pk>/consents/", views.consents, name="consents"),
    path("<int:pk>/consents/give/", views.give_consent, name="give_consent"),
    path("<int:pk>/consents/withdraw/", views.withdraw_consent, name="withdraw_consent"),
    path("files/<uuid:key>/", views.attachment, name="attachment"),
]
