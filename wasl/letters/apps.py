from wasl.common.apps import PackageConfig


class LettersConfig(PackageConfig):
    name = "wasl.letters"
    label = "letters"
