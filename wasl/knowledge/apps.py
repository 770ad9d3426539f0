from wasl.common.apps import PackageConfig


class KnowledgeConfig(PackageConfig):
    name = "wasl.knowledge"
    label = "knowledge"
