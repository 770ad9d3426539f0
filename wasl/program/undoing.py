"""Taking a file of people out of the register again from the command line: batch by batch, the last
one first.
"""

import argparse
import hashlib
from pathlib import Path
from typing import Any

from wasl.accounts.models import Association
from wasl.beneficiaries.actions import import_running
from wasl.beneficiaries.models.imports import ImportBatch, PeopleImport
from wasl.beneficiaries.queries import imports
from wasl.beneficiaries.states import BatchStatus
from wasl.common import clock
from wasl.common.verdicts import Refused
from wasl.program.bringing import ask, member
from wasl.program.environment import Trouble


def undo(options: argparse.Namespace) -> dict[str, Any]:
    """Undo what is in the register of a file, or look at who would leave; the outcome for people or
    programs.
    """
    association = Association.objects.first()
    with clock.ahead(association.clock_ahead_days if association else 0):
        by = member(options.user)
        source = _source(options.what)
        chosen = _chosen(source, options.batch)
        if not options.dry_run:
            people = sum(batch.created for batch in chosen)
            question = (
                f"Take {people:,} people of {len(chosen):,} batches of «{source.name}» out of "
                "the register?"
            )
            ask(options, question, "Nobody was taken out.")
        results = [_looked_at(batch) if options.dry_run else _undone(batch, by) for batch in chosen]
    return {
        "import": source.pk,
        "name": source.name,
        "dry_run": options.dry_run,
        "batches": results,
        "taken_out": sum(result["taken_out"] for result in results),
        "stayed": sum(result["stayed"] for result in results),
        "complete": not any(result["problem"] for result in results),
    }


def _source(what: str) -> PeopleImport:
    """The import by its number, or by the file itself."""
    source: PeopleImport | None
    if what.isdecimal():
        source = PeopleImport.objects.filter(pk=int(what)).first()
    elif (file := Path(what)).is_file():
        mark = hashlib.sha256(file.read_bytes()).hexdigest()
        source = PeopleImport.objects.filter(sha256=mark).order_by("-pk").first()
    else:
        raise Trouble(f"«{what}» is neither the number of an import nor a file.")
    if source is None:
        last = PeopleImport.objects.order_by("-pk")[:5]
        recent_imports = (
            "; ".join(f"{people_import.pk} {people_import.name}" for people_import in last)
            or "none"
        )
        raise Trouble(f"No import is «{what}». The last ones: {recent_imports}.")
    return source


def _chosen(source: PeopleImport, numbers: list[int]) -> list[ImportBatch]:
    done_batches = [batch for batch in imports.batches(source) if batch.status == BatchStatus.DONE]
    chosen = [batch for batch in done_batches if not numbers or batch.number in numbers]
    if not chosen:
        batch_numbers = ", ".join(str(batch.number) for batch in done_batches)
        raise Trouble(
            f"In the register are the batches {batch_numbers}."
            if batch_numbers
            else "Nothing of this file is in the register."
        )
    return sorted(chosen, key=lambda batch: -batch.number)


def _looked_at(batch: ImportBatch) -> dict[str, Any]:
    _people, stays = imports.staying(batch)
    return {
        "number": batch.number,
        "taken_out": batch.created - stays,
        "stayed": stays,
        "problem": "",
    }


def _undone(batch: ImportBatch, by: Any) -> dict[str, Any]:
    try:
        done = import_running.undo_batch(batch=batch, by=by, at=clock.now())
    except Refused as refused:
        return {
            "number": batch.number,
            "taken_out": 0,
            "stayed": batch.created,
            "problem": str(refused),
        }
    return {
        "number": done.number,
        "taken_out": done.created - done.kept,
        "stayed": done.kept,
        "problem": "",
    }
