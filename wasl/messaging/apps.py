from wasl.common.apps import PackageConfig


class MessagingConfig(PackageConfig):
    name = "wasl.messaging"
    label = "messaging"
