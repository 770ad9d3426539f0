from wasl.common.apps import PackageConfig


class PrivacyConfig(PackageConfig):
    name = "wasl.privacy"
    label = "privacy"
