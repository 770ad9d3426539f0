"""Rules about the code itself: what the import contracts and the linter cannot say (style.md
3.7).
"""

import ast
import configparser
import importlib
import importlib.util
import re
import tokenize
from bisect import bisect_left, bisect_right
from functools import cache
from pathlib import Path

from django.apps import apps
from django.utils.module_loading import import_string

from tests.addresses import addresses

ROOT = Path(__file__).resolve().parents[1]
WASL = ROOT / "wasl"
PACKAGES = sorted(path.parent.name for path in WASL.glob("*/__init__.py"))
OWN_ROOMS = {
    "views",
    "forms",
    "api",
    "tasks",
    "admin",
    "urls",
}  # a package's own, closed to the others
ROOMS = OWN_ROOMS | {"actions", "policies", "queries", "models", "states"}
WITHOUT_ROOMS = {"common", "program", "adapters"}

# Who drives the moves of a case from a storey above, so that they need no address of their own in
# `cases`.
DRIVEN = {
    "cases": {
        "committees": {"defer", "approve", "reject", "return_by_vote", "answer"},
        "delivery": {"start_delivery", "complete_delivery", "cancel_delivery", "close"},
        "grievances": {"reopen"},
        "interactions": {"register", "lapse"},
    }
}
# Actions that name no actor, and why.
WITHOUT_ACTOR = {
    "accounts.found": "nobody is on the staff yet",
    "satisfaction.invite": "the closing of a case invites, nobody does",
    "satisfaction.rate": "who rated is not to be known (PRA-3)",
    "satisfaction.seal_anew": "the clock's",
    "satisfaction.count_pending": "the clock's",
    "knowledge.leave_feedback": "who said whether an answer helped is not to be known",
    "messaging.send": "a message follows from somebody's action, which names them",
    "messaging.send_code": "asked for by who is not signed in yet",
    "messaging.check_code": "asked for by who is not signed in yet",
    "messaging.hand_over": "the worker's",
    "messaging.note_delivery": "the gateway's",
    "privacy.keep_plan": "the owner's, when migrating",
}
MACHINERY = {"audit"}  # called inside the transaction of who acts
SHARED_STEP = (
    "moving.py"  # what the verb groups of one folder of actions share, as `_move` in one file
)


def none_of(faults):
    """All the faults at once, a line each."""
    assert not faults, "\n" + "\n".join(faults)


def load_tool(name):
    spec = importlib.util.spec_from_file_location(f"tool_{name}", ROOT / "tools" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def sources(*folders):
    """Python files of these folders, without migrations."""
    found = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    return [path for path in found if not {"migrations", "var", "__pycache__"} & set(path.parts)]


@cache
def tree(path):
    return ast.parse(path.read_text())


def here(path):
    return str(path.relative_to(ROOT))


def templates():
    return sorted(
        path for path in WASL.rglob("templates/**/*") if path.suffix in {".html", ".txt", ".typ"}
    )


def functions(path):
    return [
        node
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def imports(path):
    """Every dotted thing a file imports: `from wasl.cases import actions` is wasl.cases.actions."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (item.name for item in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{item.name}" for item in node.names)


# The storeys


def test_no_package_enters_anothers_own_rooms():
    faults = []
    for path in sources("wasl"):
        own = path.relative_to(WASL).parts[0]
        for name in imports(path):
            parts = name.split(".")
            if parts[0] != "wasl" or len(parts) < 3 or parts[1] in {own, "common"}:
                continue
            if parts[2] in OWN_ROOMS and (own, parts[2]) != (
                "program",
                "tasks",
            ):  # the worker runs the tasks
                faults.append(f"{here(path)} imports {name}")
    none_of(faults)


def test_every_package_stands_in_every_contract():
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / ".importlinter")
    storeys = set(re.findall(r"\w+", contracts["importlinter:contract:storeys"]["layers"]))
    rooms = set(contracts["importlinter:contract:rooms"]["containers"].split())
    assert storeys == set(PACKAGES)
    assert rooms == {f"wasl.{name}" for name in PACKAGES if name not in WITHOUT_ROOMS}
    assert "exhaustive = True" in (ROOT / ".importlinter").read_text()


def test_a_package_introduces_itself_and_exports_nothing():
    for name in PACKAGES:
        body = tree(WASL / name / "__init__.py").body
        assert len(body) == 1 and ast.get_docstring(tree(WASL / name / "__init__.py")), name
        assert len((WASL / name / "__init__.py").read_text().splitlines()) <= 15, name


# Actions, lifecycles, policies


def action_files(package):
    folder = WASL / package
    return [
        path
        for path in [folder / "actions.py", *sorted((folder / "actions").glob("*.py"))]
        if path.exists()
    ]


def actions():
    for package in sorted(set(PACKAGES) - MACHINERY):
        for path in action_files(package):
            for node in tree(path).body if path.name != SHARED_STEP else ():
                if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                    yield f"{package}.{node.name}", node


WRITES = re.compile(
    r"\.(?:save|create|bulk_create|bulk_update|update|delete|get_or_create|update_or_create)\(|\brecord\("
)


def test_actions_say_who_and_leave_nothing_half_done():
    faults = []
    for name, node in actions():
        source = ast.unparse(node)
        if node.args.args or node.args.posonlyargs:
            faults.append(f"{name}: arguments by position")
        if name not in WITHOUT_ACTOR and "by" not in {
            argument.arg for argument in node.args.kwonlyargs
        }:
            faults.append(f"{name}: no `by`")
        if WRITES.search(source) and "transaction.atomic" not in source:
            faults.append(f"{name}: not atomic")
        if "request" in {argument.arg for argument in node.args.kwonlyargs}:
            faults.append(f"{name}: takes a request")
    none_of(faults)


def test_every_verb_of_a_lifecycle_has_an_action_an_address_and_a_test():
    faults = []
    named = {pattern.name for _route, pattern in addresses()}
    tests = "\n".join(path.read_text() for path in sources("tests"))
    for package, _name, table in load_tool("states").lifecycles():
        defined = {
            name.split(".")[1] for name, _node in actions() if name.startswith(f"{package}.")
        }
        for verb, step in table.items():
            driver = next(
                (above for above, verbs in DRIVEN.get(package, {}).items() if verb in verbs), None
            )
            if not step.permission:
                continue  # a consequence of another verb
            if defined and verb not in defined:
                faults.append(f"{package}.{verb}: no action")
            if not driver and defined and verb not in named:
                faults.append(f"{package}.{verb}: no address")
            if defined and not re.search(rf"\b{verb}\(|test_{verb}\b|:{verb}\b", tests):
                faults.append(f"{package}.{verb}: no test")
    none_of(faults)


def test_the_drawings_of_the_lifecycles_are_fresh():
    assert load_tool("states").stale() == []


def test_moves_ask_for_permissions_that_exist():
    from wasl.accounts.permissions import Permission

    known = {*Permission, ""}
    tables = load_tool("states").lifecycles()
    assert not [
        f"{package}.{verb}"
        for package, _name, table in tables
        for verb, step in table.items()
        if step.permission not in known
    ]


# What rises, and what runs by the clock


def test_every_reaction_and_every_scheduled_task_can_be_called():
    from config.reactions import REACTIONS
    from config.schedule import SCHEDULE

    for verb, handlers in REACTIONS.items():
        assert verb.split(".")[0] in PACKAGES
        assert all(callable(import_string(handler)) for handler in handlers)
    for cron, task in SCHEDULE:
        assert len(cron.split()) == 5 and callable(import_string(task))


def test_every_scheduled_task_says_what_it_costs():
    """By which rows: what runs by itself must not grow with everything there ever was, unseen."""
    from config.schedule import SCHEDULE

    none_of(
        [
            task
            for _cron, task in SCHEDULE
            if "\n    Cost: " not in (import_string(task).func.__doc__ or "")
        ]
    )


def test_every_model_says_how_its_table_grows():
    """Once each, in `config/growth.py`; history grows with what it follows."""
    import pghistory

    from config.growth import EXPIRED, GROWTH, PROOF

    named = [label for labels in GROWTH.values() for label in labels]
    tables = {
        model._meta.label
        for model in apps.get_models()
        if not issubclass(model, pghistory.models.Event)
    } - {
        "pghistory.Events",
        "pghistory.MiddlewareEvents",
    }
    none_of([f"{label}: not in config/growth.py" for label in sorted(tables - set(named))])
    none_of(
        [
            f"{label}: named twice, or no model"
            for label in named
            if named.count(label) > 1 or label not in tables
        ]
    )
    proofs = {
        model._meta.label for model in apps.get_models() if getattr(model, "append_only", False)
    }
    assert proofs == set(GROWTH[PROOF])
    assert all(
        apps.get_model(label)._meta.get_field(column) for label, (column, _days) in EXPIRED.items()
    )


# Personal data


def own_models():
    import pghistory

    return [
        m
        for m in apps.get_models()
        if m.__module__.startswith("wasl.") and not issubclass(m, pghistory.models.Event)
    ]


def test_every_field_is_classified_once():
    faults = []
    for model in own_models():
        lists = getattr(model, "Privacy", None)
        if lists is None:
            faults.append(f"{model.__name__}: no Privacy")
            continue
        personal, safe = list(lists.personal), list(lists.safe)
        fields = [field.name for field in model._meta.concrete_fields]
        if sorted(personal + safe) != sorted(fields):
            odd = sorted(set(personal + safe) ^ set(fields)) or "one listed twice"
            faults.append(f"{model.__name__}: {odd}")
    none_of(faults)


def test_every_personal_field_is_exported_and_destroyed():
    from tests.privacy.test_classification import faults

    none_of(faults())


# Size, and what is never here


def too_long(path, limit):
    lines = len(path.read_text().splitlines())
    return [f"{here(path)}: {lines} lines"] if lines > limit else []


# A function is judged by what it holds, not by its lines: tokens as Python's tokenizer sees them.
# The heaviest nine tenths stay under the one limit, and none goes over the other.
MOST_TOKENS = {"nine tenths": 180, "each": 500}
COUNTED = (tokenize.NAME, tokenize.OP, tokenize.NUMBER, tokenize.STRING)


def tokens_of_functions(path):
    """(tokens, name) of every function of a file, nested ones included."""
    with tokenize.open(path) as source:
        rows = [
            one.start[0] for one in tokenize.generate_tokens(source.readline) if one.type in COUNTED
        ]
    for node in functions(path):
        count = bisect_right(rows, node.end_lineno) - bisect_left(rows, node.lineno)
        yield count, f"{here(path)}: {node.name} holds {count} tokens"


def test_files_stay_small():
    faults = [
        fault
        for path in sources("wasl", "config", "tools", "tests")
        for fault in too_long(path, 600)
    ]
    faults += [fault for path in templates() for fault in too_long(path, 400)]
    none_of(faults)


def test_functions_hold_little():
    held = sorted(
        pair for path in sources("wasl", "config", "tools") for pair in tokens_of_functions(path)
    )
    none_of([what for count, what in held if count > MOST_TOKENS["each"]])
    assert held[int(len(held) * 0.9)][0] <= MOST_TOKENS["nine tenths"]


# Who may read a clock that is not `clock.now()`, and why.
OWN_CLOCKS = {
    "common/clock.py": "it is the clock",
    "accounts/middleware.py": "how long a sign-in lasts: the browser's cookie counts by the machine's clock",
    "portal/identity.py": "how long a visit lasts, likewise",
    "audit/models.py": "when the database wrote a row of the trail, beside the moment that was given",
    "audit/queries.py": "how long the trail's own rows and the workers' heartbeats wait",
    "program/health.py": "whether machine and database agree, and heartbeats",
    "privacy/scrubbing.py": "one of two sources of chance",
}
CLOCKS = re.compile(
    r"timezone\.now\(|datetime\.now\(|date\.today\(|utcnow\(|\btime\.time\(|localdate\(|localtime\(|import "
    r"Now\b|"
    r"(?<![\w.])now\(\)|current_date|current_timestamp|clock_timestamp|localtimestamp|\{%-?\s*now\b|Date\.now\(|new "
    r"Date\(\)",
    re.IGNORECASE,
)


def test_there_is_one_clock():
    """Pages, jobs and commands read `clock.now()`; SQL, templates and script none at all (ADR
    48).
    """
    read = [*sources("wasl", "config"), *templates(), *sorted((WASL / "static").rglob("*.js"))]
    faults = [
        f"{here(path)}: reads a clock of its own: {clock.group()}"
        for path in read
        if str(path.relative_to(WASL) if path.is_relative_to(WASL) else path) not in OWN_CLOCKS
        for clock in [CLOCKS.search(path.read_text())]
        if clock
    ]
    none_of(faults)
    assert all(CLOCKS.search((WASL / path).read_text()) for path in OWN_CLOCKS)


# Only here a signal is handled; what runs at a moment that nobody chose neither locks nor raises.
HANDLERS = re.compile(
    r"signal\.signal\(|set_wakeup_fd|add_signal_handler|\batexit\b|def __del__|weakref\.finalize"
)


def test_signals_are_handled_in_one_place():
    faults = [here(path) for path in sources("wasl", "config") if HANDLERS.search(path.read_text())]
    assert faults == ["wasl/program/stopping.py"]


def test_what_is_never_here():
    faults = [
        here(path)
        for path in sources("wasl")
        if path.name in {"utils.py", "services.py", "exceptions.py", "signals.py"}
    ]
    for path in sources("wasl", "config"):
        faults += [
            f"{here(path)}: signals"
            for name in imports(path)
            if re.search(r"django\..*\b(dispatch|signals)\b", name)
        ]
        text = path.read_text()
        if re.search(r"\b(TODO|FIXME|XXX|HACK)\b", text):
            faults.append(f"{here(path)}: a promise to do it later")
        if path.name == "views.py" and ".objects.all()" in text:
            faults.append(f"{here(path)}: shows all rows to anybody")
        if path.name == "models.py" and re.search(r"^\s+ordering\s*=", text, re.MULTILINE):
            faults.append(f"{here(path)}: an order for every query")
    none_of(faults)


def test_the_day_of_a_moment_is_asked_of_the_clock():
    """`moment.date()` is a day in UTC: half an hour after midnight in Riyadh it is still
    yesterday.
    """
    faults = [
        f"{here(path)}:{node.lineno}: `.date()`, where `clock.day_of` gives the day in Riyadh"
        for path in sources("wasl", "config", "tools")
        if path != WASL / "common" / "clock.py"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if node.func.attr == "date" and not node.args and not node.keywords
    ]
    none_of(faults)


def test_views_are_functions():
    faults = [
        f"{here(path)}: {node.name}"
        for path in sources("wasl")
        if path.name == "views.py" or path.parent.name == "views"
        for node in tree(path).body
        if isinstance(node, ast.ClassDef)
    ]
    none_of(faults)


# Pages


def style_sheets():
    return sorted((WASL / "static" / "wasl").glob("*.css"))


PHYSICAL = re.compile(
    r"(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)|[{;\s](?:left|right)\s*:|"
    r"text-align\s*:\s*(?:left|right)|float\s*:\s*(?:left|right)|(?:top|bottom)-(?:left|right)-radius"
)


def test_nothing_compresses_beside_the_middleware():
    """Whoever reads or changes the body of an answer must find text (`CompressionMiddleware`)."""
    named = re.compile(r"gzip_page|GZipMiddleware|ConditionalGet|gzip\.compress")
    assert [here(path) for path in sources("wasl", "config") if named.search(path.read_text())] == [
        "wasl/common/middleware.py"
    ]


def test_style_sheets_know_no_left_and_right():
    assert not [
        f"{here(path)}: {hit.group().strip()}"
        for path in style_sheets()
        for hit in PHYSICAL.finditer(path.read_text())
    ]


INLINE = re.compile(
    r"<style\b|\sstyle\s*=|<script(?![^>]*\bsrc=)[^>]*>|\son[a-z]+\s*=\s*[\"']|javascript:",
    re.IGNORECASE,
)


def test_templates_hold_no_style_and_no_script():
    pages = [path for path in templates() if path.suffix == ".html"]
    assert not [
        f"{here(path)}: {hit.group().strip()}"
        for path in pages
        for hit in INLINE.finditer(path.read_text())
    ]


# Found by Django or allauth under their own names.
CALLED_BY_NAME = re.compile(
    r"^(\d{3}(_csrf)?\.html|account/|allauth/|mfa/|usersessions/|django/|socialaccount/)"
)


def test_every_template_is_used():
    text = "\n".join(path.read_text() for path in [*sources("wasl", "config"), *templates()])
    names = [(path, str(path).split("/templates/", 1)[1]) for path in templates()]
    assert not [
        here(path) for path, name in names if name not in text and not CALLED_BY_NAME.match(name)
    ]


def test_every_template_that_is_named_is_there():
    there = {str(path).split("/templates/", 1)[1] for path in templates()}
    named = [
        (here(page), name)
        for page in templates()
        for name in re.findall(r'{%\s*(?:include|extends)\s+"([^"#]+)', page.read_text())
    ]
    none_of(
        [
            f"{page}: {name}"
            for page, name in named
            if name not in there and not name.startswith("django/")
        ]
    )


def test_every_message_has_its_arabic():
    tool = load_tool("messages")
    assert not tool.ARABIC.exists() or tool.check() == []
