"""Queries that pages ask all day: their SQL is worked out once, only the keys differ from one
asking to the next.

Django works the SQL of a query out anew whenever it is asked, which takes longer than PostgreSQL
takes to answer (ADR 25). What is given is an ordinary query set; what comes back are its ordinary
rows.
"""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Generic, TypeVar, cast

from django.db import connections
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row")
# What stands for a key, a small number or a day while the SQL is worked out: nothing in a table is
# like it.
KEY, NUMBER, DAY = 8_765_432_109_876, 31_417, date(4321, 2, 3)


class Prepared(Generic[Row]):
    """One query by one key: `FILE = Prepared(lambda key: File.objects.filter(pk=key))`, asked as
    `FILE.rows(7)`.

    By more than a key where it is told what stands for the others: `Prepared(lambda key, day: …,
    KEY, DAY)`.
    """

    def __init__(self, shape: Callable[..., "QuerySet[Any, Row]"], *stands: int | date) -> None:
        self._shape = shape
        self._stands = stands or (KEY,)

    def rows(self, *given: int | date, **known: Any) -> list[Row]:
        """All that the query finds; `known` are relations of each row whose object is at hand
        already.
        """
        asked = self._query_set._chain()  # type: ignore[attr-defined]
        compiler = self._compiler_for(given)
        asked.query.get_compiler = lambda *_args, **_options: compiler
        found = list(asked)
        for row in found if known else ():
            for name, value in known.items():
                setattr(row, name, value)
        return cast(list[Row], found)

    def first(self, *given: int | date, **known: Any) -> Row | None:
        """The first of them, where there is one."""
        return next(iter(self.rows(*given, **known)), None)

    def _compiler_for(self, given: tuple[int | date, ...]) -> SQLCompiler:
        compiler, sql, params = self._worked_out
        mine = cast(Any, copy.copy(compiler))
        told = tuple(given[one.place] if isinstance(one, _Given) else one for one in params)
        mine.connection = connections[self._query_set.db]  # each thread has its own
        mine.as_sql = lambda *_args, **_options: (sql, told)
        return cast(SQLCompiler, mine)

    @cached_property
    def _query_set(self) -> "QuerySet[Any, Row]":
        return self._shape(*self._stands)

    @cached_property
    def _worked_out(self) -> tuple[SQLCompiler, str, tuple[Any, ...]]:
        compiler = self._query_set._chain().query.get_compiler(self._query_set.db)  # type: ignore[attr-defined]
        sql, params = compiler.as_sql()
        told = tuple(
            _Given(self._stands.index(one)) if one in self._stands else one for one in params
        )
        if {one.place for one in told if isinstance(one, _Given)} != set(range(len(self._stands))):
            raise ValueError("this query does not depend on all that it is asked by")
        return compiler, sql, told


@dataclass(frozen=True)
class _Given:
    """The place among what is given of a parameter of the SQL."""

    place: int
