from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "wasl.agreements"
    label = "agreements"
