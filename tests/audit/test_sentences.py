"""Every verb that is recorded has a sentence, in the file of the package that it names."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from tests.test_house import PACKAGES, WASL, action_files, load_tool, none_of, sources, tree
from wasl.audit.presenters import APPLICANTS, FILES, SENTENCES, register

# The methods of `common.procedures.Procedure` that record their first argument.
STEPS = {"step": 0, "change": 0, "note": 0}
# What `audit.read` is called with, by the name of the row: it records `<package>.view`.
READ_ROWS = {
    "case": "cases",
    "circular": "outreach",
    "paper": "papers",
    "person": "beneficiaries",
    "source": "beneficiaries",
    "stored_file": "beneficiaries",
    "survivor": "beneficiaries",
}
# Moves of a lifecycle that come with another step, whose event is the one recorded.
SILENT = {"beneficiaries.finish_check", "beneficiaries.finish_run", "governance.supersede"}
# Packages below the trail: whoever records an event of their rows registers the label.
BELOW = {"common": "program"}


def texts(node: ast.AST) -> list[str]:
    """Return the texts that an expression may be: itself, or both ends of a condition."""
    if isinstance(node, ast.IfExp):
        return texts(node.body) + texts(node.orelse)
    is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return [node.value] if is_text else []


def recorders(package: str) -> dict[str, int]:
    """Return the package's functions that take a verb to record, with its position."""
    places = dict(STEPS)
    for path in action_files(package):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef):
                names = [argument.arg for argument in node.args.args]
                if "verb" in names:
                    places[node.name] = names.index("verb")
    return places


def verbs_in(path: Path, places: dict[str, int]) -> set[str]:
    """Return the verbs that a file of actions hands to what records them, as they are written."""
    verbs = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
            place = places.get(name or getattr(node.func, "id", ""))
            if place is not None and place < len(node.args):
                verbs.update(texts(node.args[place]))
        elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "verb":
            verbs.update(texts(node.value))
    return verbs


def reads(path: Path) -> set[str]:
    """Return the verbs of the files that a view opens (`trail.read(subject=…)`)."""
    rows = re.findall(r"\bread\(\s*subject=([\w.]+)", path.read_text())
    return {f"{READ_ROWS[row.rpartition('.')[2]]}.view" for row in rows}


@cache
def recorded() -> frozenset[str]:
    """Return every verb that the code records, in full."""
    verbs = set()
    for path in sources("wasl"):
        verbs |= set(re.findall(r'\bverb="([a-z_]+\.[a-z_]+)"', path.read_text())) | reads(path)
    for package in PACKAGES:
        places = recorders(package)
        for path in action_files(package):
            verbs |= {
                verb if "." in verb else f"{package}.{verb}" for verb in verbs_in(path, places)
            }
    for package, _name, table in load_tool("states").lifecycles():
        verbs |= {f"{package}.{verb}" for verb in table} - SILENT
    return frozenset(verbs)


def words(package: str, table: str) -> dict[str, object]:
    """Return a table of a package's `sentences.py`."""
    module = WASL / package / "sentences.py"
    is_there = module.exists() and f"\n{table}" in module.read_text()
    return import_string(f"wasl.{package}.sentences.{table}") if is_there else {}


def test_every_verb_that_is_recorded_has_its_sentence():
    none_of(sorted(recorded() - SENTENCES.keys()))


def test_every_sentence_is_of_a_verb_that_is_recorded():
    none_of(sorted(SENTENCES.keys() - recorded()))


def test_each_verb_stands_in_the_file_of_the_package_that_it_names():
    faults = []
    for package in PACKAGES:
        for table in ("SENTENCES", "FILES", "APPLICANTS"):
            for name in words(package, table):
                owner = name.split(".")[0]
                if BELOW.get(owner, owner) != package:
                    faults.append(f"{package}/sentences.py: {table} has {name}")
    none_of(faults)


def test_every_package_registers_all_its_words():
    for table, all_words in {
        "SENTENCES": SENTENCES,
        "FILES": FILES,
        "APPLICANTS": APPLICANTS,
    }.items():
        assert {name for package in PACKAGES for name in words(package, table)} == set(all_words)
    assert SENTENCES.keys() >= APPLICANTS


def test_a_verb_has_one_sentence():
    with pytest.raises(ImproperlyConfigured, match=r"cases\.submit"):
        register({"cases.submit": "Request handed in"})
    with pytest.raises(ImproperlyConfigured, match=r"cases\.case"):
        register({}, files={"cases.case": "Case"})
