from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "wasl.portal"
    label = "portal"
