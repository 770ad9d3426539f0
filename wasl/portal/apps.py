from wasl.common.apps import PackageConfig


class PortalConfig(PackageConfig):
    name = "wasl.portal"
    label = "portal"
