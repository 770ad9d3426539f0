from wasl.common.apps import PackageConfig


class OutreachConfig(PackageConfig):
    name = "wasl.outreach"
    label = "outreach"
