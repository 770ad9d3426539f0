from wasl.common.apps import PackageConfig


class BeneficiariesConfig(PackageConfig):
    name = "wasl.beneficiaries"
    label = "beneficiaries"
