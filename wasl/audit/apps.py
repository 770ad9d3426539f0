from django.utils.module_loading import autodiscover_modules

from wasl.common.apps import PackageConfig


class AuditConfig(PackageConfig):
    name = "wasl.audit"
    label = "audit"

    def ready(self) -> None:
        """Load every package's `sentences.py`: the words of its verbs (`presenters.register`)."""
        autodiscover_modules("sentences")
