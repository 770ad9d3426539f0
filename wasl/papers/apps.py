from wasl.common.apps import PackageConfig


class PapersConfig(PackageConfig):
    name = "wasl.papers"
    label = "papers"
