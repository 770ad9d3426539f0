from wasl.common.apps import PackageConfig


class GovernanceConfig(PackageConfig):
    name = "wasl.governance"
    label = "governance"
