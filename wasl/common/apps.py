"""How a package is known to Django."""

from importlib import import_module
from pkgutil import iter_modules

from django.apps import AppConfig


class PackageConfig(AppConfig):
    """A package of Wasl; its models stand in `models.py`, or one module a subject in `models/`."""

    def import_models(self) -> None:
        """Load every module of `models/`: the package itself re-exports nothing."""
        super().import_models()
        for module in iter_modules(getattr(self.models_module, "__path__", [])):
            import_module(f"{self.name}.models.{module.name}")


class CommonConfig(PackageConfig):
    name = "wasl.common"
    label = "common"
