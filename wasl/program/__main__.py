"""The command-line program `wasl`. Each module of `commands` is one command: its docstring,
`arguments`, `run`.
"""

import argparse
import importlib
import pkgutil
import sys
from collections.abc import Sequence

from wasl.common.postgres import PostgresFailed
from wasl.program import commands
from wasl.program.docstrings import first_paragraph
from wasl.program.environment import Trouble


def parser(command: str = "") -> argparse.ArgumentParser:
    """The program's arguments; a new module in `commands` is a new command. Only the wanted one is
    imported, if any.
    """
    root_parser = argparse.ArgumentParser(
        prog="wasl", description="Beneficiary relations and service delivery."
    )
    verbs = root_parser.add_subparsers(metavar="COMMAND", required=True)
    names = [module_info.name for module_info in pkgutil.iter_modules(commands.__path__)]
    for name in [command] if command in names else names:
        module = importlib.import_module(f"{commands.__name__}.{name}")
        help_text = (module.__doc__ or "").strip()
        subparser = verbs.add_parser(name, help=first_paragraph(help_text), description=help_text)
        module.arguments(subparser)
        subparser.set_defaults(run=module.run)
    return root_parser


def main(argv: Sequence[str] | None = None) -> int:
    """0: done; 1: something is wrong, and was said; 2: misused."""
    arguments = sys.argv[1:] if argv is None else list(argv)
    options = parser(arguments[0] if arguments else "").parse_args(arguments)
    try:
        return int(options.run(options) or 0)
    except (Trouble, PostgresFailed) as trouble:
        print(f"wasl: {trouble}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
