from wasl.common.apps import PackageConfig


class InteractionsConfig(PackageConfig):
    name = "wasl.interactions"
    label = "interactions"
