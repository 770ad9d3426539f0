from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "wasl.desk"
    label = "desk"
