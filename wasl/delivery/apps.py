from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "wasl.delivery"
    label = "delivery"
