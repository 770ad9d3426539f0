from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "wasl.papers"
    label = "papers"
