from django.apps import AppConfig


class BeneficiariesConfig(AppConfig):
    name = "wasl.beneficiaries"
    label = "beneficiaries"
