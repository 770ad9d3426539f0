from wasl.common.apps import PackageConfig


class CatalogueConfig(PackageConfig):
    name = "wasl.catalogue"
    label = "catalogue"
