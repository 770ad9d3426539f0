from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "wasl.letters"
    label = "letters"
