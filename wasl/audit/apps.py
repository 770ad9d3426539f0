from wasl.common.apps import PackageConfig


class AuditConfig(PackageConfig):
    name = "wasl.audit"
    label = "audit"
