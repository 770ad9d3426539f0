from wasl.common.apps import PackageConfig


class CasesConfig(PackageConfig):
    name = "wasl.cases"
    label = "cases"
