from django.apps import AppConfig


class InteractionsConfig(AppConfig):
    name = "wasl.interactions"
    label = "interactions"
