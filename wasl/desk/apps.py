from wasl.common.apps import PackageConfig


class DeskConfig(PackageConfig):
    name = "wasl.desk"
    label = "desk"
