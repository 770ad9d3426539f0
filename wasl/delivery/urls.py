from django.urls import path

from wasl.delivery import views

app_name = "delivery"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("budgets/", views.budgets, name="budgets"),
    path("budgets/<slug:code>/<int:year>/", views.set_budget, name="set_budget"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/schedule/", views.schedule, name="schedule"),
    path("<int:pk>/pay/", views.pay, name="pay"),
    path("<int:pk>/send-receipt-code/", views.send_receipt_code, name="send_receipt_code"),
    path("<int:pk>/heirs/", views.decide_hold, name="decide_hold"),
    path("<int:pk>/heirs/release/", views.release_to_heir, name="release_to_heir"),
    path("<int:pk>/heirs/cancel/", views.cancel_after_death, name="cancel_after_death"),
    path("<int:pk>/hand-over/", views.hand_over, name="hand_over"),
    path("case/<int:pk>/", views.case_panel, name="case_panel"),
    path("person/<int:pk>/", views.person_panel, name="person_panel"),
]
