from wasl.common.apps import PackageConfig


class AgreementsConfig(PackageConfig):
    name = "wasl.agreements"
    label = "agreements"
