from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "wasl.governance"
    label = "governance"
