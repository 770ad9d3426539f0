from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "wasl.common"
    label = "common"
