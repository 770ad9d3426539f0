from django.apps import AppConfig


class SatisfactionConfig(AppConfig):
    name = "wasl.satisfaction"
    label = "satisfaction"
