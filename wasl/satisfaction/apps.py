from wasl.common.apps import PackageConfig


class SatisfactionConfig(PackageConfig):
    name = "wasl.satisfaction"
    label = "satisfaction"
