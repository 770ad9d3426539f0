from wasl.common.apps import PackageConfig


class DeliveryConfig(PackageConfig):
    name = "wasl.delivery"
    label = "delivery"
