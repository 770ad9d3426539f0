from wasl.common.apps import PackageConfig


class GrievancesConfig(PackageConfig):
    name = "wasl.grievances"
    label = "grievances"
