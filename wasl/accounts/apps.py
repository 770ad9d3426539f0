from wasl.common.apps import PackageConfig


class AccountsConfig(PackageConfig):
    name = "wasl.accounts"
    label = "accounts"
