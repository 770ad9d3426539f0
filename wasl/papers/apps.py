from django.utils.module_loading import autodiscover_modules

from wasl.common.apps import PackageConfig


class PapersConfig(PackageConfig):
    name = "wasl.papers"
    label = "papers"

    def ready(self) -> None:
        """Load every package's `paper_content.py`: what its papers hold (`registry.register`)."""
        autodiscover_modules("paper_content")
