from django.apps import AppConfig


class CommitteesConfig(AppConfig):
    name = "wasl.committees"
    label = "committees"
