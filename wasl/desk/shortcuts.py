"""Every key of the staff's pages, as the list on `?` shows them; a test checks it against the
pages.

Keys are named by the Latin letter on them. On an Arabic layout the position of the key counts,
whatever it would write.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wasl.accounts.models import User
from wasl.accounts.permissions import Permission as P


@dataclass(frozen=True)
class Shortcut:
    """A key, what it does, and the permission it needs (None: everybody)."""

    keys: tuple[str, ...]
    does: str | Promise
    permission: P | None = None


GROUPS: tuple[tuple[str | Promise, tuple[Shortcut, ...]], ...] = (
    (
        _("On every page"),
        (
            Shortcut(("/",), _("Find a person or a request"), P.CASES_VIEW),
            Shortcut(("N",), _("Receive a visitor"), P.VISITS_RECORD),
            Shortcut(("C",), _("Log a phone call"), P.VISITS_RECORD),
            Shortcut(("R",), _("Refer to an executive"), P.VISITS_RECORD),
            Shortcut(("H",), _("To the desk")),
            Shortcut(("Q",), _("To the requests"), P.CASES_VIEW),
            Shortcut(("I",), _("To the contacts"), P.VISITS_RECORD),
            Shortcut(("?",), _("This list")),
            Shortcut(("Esc",), _("Close what is open")),
        ),
    ),
    (
        _("In a list"),
        (
            Shortcut(("J", "K"), _("To the next row, to the one before; the arrows do too")),
            Shortcut(("Enter",), _("Open it")),
            Shortcut(("X",), _("Choose the row"), P.CASES_VIEW),
        ),
    ),
    (
        _("In the requests"),
        (
            Shortcut(("1", "6"), _("The lists, one after the other"), P.CASES_VIEW),
            Shortcut(("F",), _("Narrow, or save what is shown"), P.CASES_VIEW),
            Shortcut(("A",), _("Hand to a colleague"), P.CASES_VIEW),
            Shortcut(("Z",), _("Undo"), P.CASES_VIEW),
        ),
    ),
    (
        _("On a person's page"),
        (
            Shortcut(("S",), _("Start a request; then the number of the service"), P.CASES_INTAKE),
            Shortcut(("V",), _("Record a visit"), P.VISITS_RECORD),
            Shortcut(("D",), _("A document that was seen"), P.PEOPLE_EDIT),
            Shortcut(("E",), _("Correct what is known"), P.PEOPLE_EDIT),
            Shortcut(("P",), _("Print the file"), P.PEOPLE_FIND),
        ),
    ),
    (
        _("On a request's page"),
        (
            Shortcut(("M",), _("The next step"), P.CASES_VIEW),
            Shortcut(("F",), _("Fill in"), P.CASES_INTAKE),
            Shortcut(("D",), _("A document that was seen"), P.CASES_INTAKE),
        ),
    ),
    (
        _("Between two files"),
        (
            Shortcut(("1", "2"), _("The file that stands"), P.PEOPLE_MERGE),
            Shortcut(("D",), _("They are two people"), P.PEOPLE_MERGE),
            Shortcut(("L",), _("Not sure: later"), P.PEOPLE_MERGE),
        ),
    ),
    (
        _("Where the register may know somebody already"),
        (
            Shortcut(("1", "5"), _("This is the person"), P.PEOPLE_EDIT),
            Shortcut(("D",), _("A different person"), P.PEOPLE_EDIT),
        ),
    ),
    (
        _("In a form"),
        (
            Shortcut(("Ctrl", "Enter"), _("Send it, from any field")),
            Shortcut(("Enter",), _("Take the one that was found, or go into the list")),
        ),
    ),
)


def groups(user: User) -> list[tuple[str | Promise, list[Shortcut]]]:
    """Return the keys that are of use to this user, under their headings."""
    own_groups = [
        (
            title,
            [
                shortcut
                for shortcut in keys
                if shortcut.permission is None or user.holds(shortcut.permission)
            ],
        )
        for title, keys in GROUPS
    ]
    return [(title, keys) for title, keys in own_groups if keys]
