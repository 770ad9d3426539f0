from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    name = "wasl.knowledge"
    label = "knowledge"
