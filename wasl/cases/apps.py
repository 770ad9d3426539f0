from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "wasl.cases"
    label = "cases"
