from wasl.common.apps import PackageConfig


class ProgramConfig(PackageConfig):
    name = "wasl.program"
    label = "program"
