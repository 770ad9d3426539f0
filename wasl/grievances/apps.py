from django.apps import AppConfig


class GrievancesConfig(AppConfig):
    name = "wasl.grievances"
    label = "grievances"
