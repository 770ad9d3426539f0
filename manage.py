"""Django's own command line, for makemigrations and the shell; people use `wasl`."""

import contextlib
import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("WASL_ROLE", "owner")
    from django.core.management import execute_from_command_line

    from wasl.common import installation, postgres

    home = installation.home()
    with postgres.running(home) if installation.is_embedded() else contextlib.nullcontext():
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
