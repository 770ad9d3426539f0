from wasl.common.apps import PackageConfig


class CommitteesConfig(PackageConfig):
    name = "wasl.committees"
    label = "committees"
