from django.apps import AppConfig


class OutreachConfig(AppConfig):
    name = "wasl.outreach"
    label = "outreach"
