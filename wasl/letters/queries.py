"""Reads of the registers."""

from wasl.accounts.models import User
from wasl.beneficiaries import queries as people
from wasl.beneficiaries.models import Person
from wasl.cases.models import Case
from wasl.letters.models import Letter

PAGE = 50


def register(user: User, register: str, *, before: int | None = None) -> list[Letter]:
    """A page of a register, newest first; `before` is the id the last page ended with."""
    letters = Letter.objects.visible_to(user).filter(register=register).select_related("paper", "case", "issued_by")
    if before:
        letters = letters.filter(id__lt=before)
    return list(letters.order_by("-id")[: PAGE + 1])


def of_case(user: User, case: Case) -> list[Letter]:
    """The letters written about a case."""
    return list(Letter.objects.filter(case=case).select_related("paper").order_by("-id"))


def of_person(user: User, person: Person) -> list[Letter]:
    """The latest letters written to a person."""
    return list(
        Letter.objects.filter(person__in=people.files_of(person.pk)).select_related("paper").order_by("-id")[:20]
    )
