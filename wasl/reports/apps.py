from wasl.common.apps import PackageConfig


class ReportsConfig(PackageConfig):
    name = "wasl.reports"
