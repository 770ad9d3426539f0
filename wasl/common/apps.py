"""How a package is known to Django."""

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from django.apps import AppConfig


class PackageConfig(AppConfig):
    """A package of Wasl; its models stand in `models.py`, or one module a subject in `models/`."""

    # Every `apps.py` imports this class beside defining its own, and Django takes neither of two
    # unless it is told which: never this one, always the package's.
    default = False

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        cls.default = True

    def import_models(self) -> None:
        """Load every module of `models/`: the package itself re-exports nothing."""
        super().import_models()
        for module in iter_modules(getattr(self.models_module, "__path__", [])):
            import_module(f"{self.name}.models.{module.name}")


class CommonConfig(PackageConfig):
    name = "wasl.common"
    label = "common"
