"""Counts for the lists of the queue, up to a hundred: no page counts a growing table.

Written as SQL, several in one query, because they are on the pages that are opened most.
"""

# The parts of the SQL are constants of this module; values from outside are parameters.
# ruff: noqa: S608

from datetime import date, timedelta

from django.db import connection

from wasl.accounts.models import User
from wasl.accounts.permissions import Permission
from wasl.accounts.queries import roles_with
from wasl.cases.models.case import ENDED, NORMAL, Case
from wasl.cases.queries.lists import FIRST_DAY, SOON
from wasl.cases.states import UNANSWERED

# Every count below stops at one more than this (ADR 25).
MANY = 99
OPEN_CASES = f"FROM cases_case WHERE status NOT IN ({', '.join(repr(status) for status in ENDED)})"
# The limit of `place` lets the index stop where late cases end, as in `lists._overdue`.
LATE = "AND answer_due_date < %(day)s AND place < %(late)s AND status = ANY(%(unanswered)s)"
MINE = "AND owner_id = %(me)s"
COUNTED = {
    "mine": f"{OPEN_CASES} {MINE}",
    # Colleague by colleague, at most a hundred cases of each: the planner does not know in advance
    # which of them have few.
    "department": f"""FROM (
        SELECT DISTINCT us.user_id FROM accounts_membership us JOIN accounts_membership me USING (department_id)
        WHERE me.user_id = %(me)s AND me.ended_date IS NULL AND us.ended_date IS NULL) colleague
        CROSS JOIN LATERAL (SELECT {OPEN_CASES} AND owner_id = colleague.user_id LIMIT {MANY + 1}) one""",
    "overdue": f"{OPEN_CASES} {LATE}",
    "died": "FROM cases_case JOIN beneficiaries_person person ON person.id = person_id AND "
    "person.death_date IS NOT NULL"
    f" WHERE status NOT IN ({', '.join(repr(status) for status in ENDED)})",
    # The condition of `accounts.queries.off_duty`.
    "ownerless": f"""{OPEN_CASES} AND owner_id IN (SELECT id FROM accounts_user off WHERE NOT is_active OR NOT EXISTS (
        SELECT FROM accounts_membership held WHERE held.user_id = off.id AND held.ended_date IS NULL
        AND held.role IN ({", ".join(repr(str(code)) for code in roles_with(Permission.CASES_VIEW))})))""",
    "waiting": "FROM cases_case WHERE status = 'returned'",
    "my_turn": f"{OPEN_CASES} {MINE} AND status <> 'returned'",
    "my_overdue": f"{OPEN_CASES} {MINE} {LATE}",
    "my_died": f"""{OPEN_CASES} {MINE} AND EXISTS (
        SELECT FROM beneficiaries_person WHERE id = person_id AND death_date IS NOT NULL)""",
    "my_waiting": f"{OPEN_CASES} {MINE} AND status = 'returned'",
    # The condition of `queries.ending.ending`.
    "my_expiring": f"""FROM beneficiaries_document ending WHERE expires_date BETWEEN %(day)s AND %(soon)s
        AND person_id IN (SELECT person_id {OPEN_CASES} {MINE}) AND NOT EXISTS (
            SELECT FROM beneficiaries_document newer WHERE newer.person_id = ending.person_id
            AND newer.document_type_id = ending.document_type_id AND newer.added_at > ending.added_at)""",
}


def counts(user: User, day: date, *names: str) -> dict[str, int]:
    """Return how many cases each of these lists has, at most a hundred, in one query."""
    # The SQL below knows no permissions, so a role that opens no case files stops here.
    if Case.objects.visible_to(user).query.is_empty():
        return dict.fromkeys(names, 0)
    parameters: dict[str, int | date | list[str]] = {
        "me": user.pk, "day": day, "soon": day + timedelta(days=SOON),
        "late": NORMAL + (day - FIRST_DAY).days, "unanswered": [str(status) for status in UNANSWERED],
    }  # fmt: skip
    parts = (
        f"(SELECT count(*) FROM (SELECT {COUNTED[name]} LIMIT {MANY + 1}) few)" for name in names
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", parameters)
        return dict(zip(names, cursor.fetchone(), strict=True))


def open_of_service(service_id: int) -> int:
    """Return how many cases of a service are open, at most a hundred."""
    return Case.objects.open().filter(service=service_id)[: MANY + 1].count()


def capped(count: int) -> str:
    """Format a count for people: 99+ beyond 99."""
    return f"{MANY}+" if count > MANY else str(count)
