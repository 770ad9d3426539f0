"""Queries that pages run all day: compiled once, only the keys differ between calls.

Django compiles a query's SQL each time, which takes longer than PostgreSQL takes to answer (ADR
25). The input is an ordinary query set, and the result its ordinary rows.
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
# Placeholders for a key, a small number and a day while the SQL is compiled: values that no table
# holds.
KEY, NUMBER, DAY = 8_765_432_109_876, 31_417, date(4321, 2, 3)


class Prepared(Generic[Row]):
    """A query by one key, compiled once.

    `FILE = Prepared(lambda key: File.objects.filter(pk=key))`, called as `FILE.rows(7)`.

    For more than a key, name the placeholders: `Prepared(lambda key, day: …, KEY, DAY)`.
    """

    def __init__(
        self, shape: Callable[..., "QuerySet[Any, Row]"], *placeholders: int | date
    ) -> None:
        self._shape = shape
        self._stands = placeholders or (KEY,)

    def rows(self, *arguments: int | date, **relations: Any) -> list[Row]:
        """Return all rows; `relations` are related objects at hand, set on each row."""
        query_set = self._query_set._chain()  # type: ignore[attr-defined]
        compiler = self._compiler_for(arguments)
        # Django asks the query for its compiler when it is iterated; it gets the SQL compiled
        # before.
        query_set.query.get_compiler = lambda *_args, **_options: compiler
        rows = list(query_set)
        for row in rows if relations else ():
            for name, value in relations.items():
                setattr(row, name, value)
        return cast(list[Row], rows)

    def first(self, *arguments: int | date, **relations: Any) -> Row | None:
        """Return the first row, or None."""
        return next(iter(self.rows(*arguments, **relations)), None)

    def _compiler_for(self, arguments: tuple[int | date, ...]) -> SQLCompiler:
        compiler, sql, params = self._worked_out
        # A copy for each call: threads share the prepared query, but not its connection and
        # parameters.
        own_compiler = cast(Any, copy.copy(compiler))
        bound_params = tuple(
            arguments[param.place] if isinstance(param, _Given) else param for param in params
        )
        # Each thread has a connection of its own.
        own_compiler.connection = connections[self._query_set.db]
        own_compiler.as_sql = lambda *_args, **_options: (sql, bound_params)
        return cast(SQLCompiler, own_compiler)

    @cached_property
    def _query_set(self) -> "QuerySet[Any, Row]":
        return self._shape(*self._stands)

    @cached_property
    def _worked_out(self) -> tuple[SQLCompiler, str, tuple[Any, ...]]:
        compiler = self._query_set._chain().query.get_compiler(self._query_set.db)  # type: ignore[attr-defined]
        sql, params = compiler.as_sql()
        template_params = tuple(
            _Given(self._stands.index(param)) if param in self._stands else param
            for param in params
        )
        if {param.place for param in template_params if isinstance(param, _Given)} != set(
            range(len(self._stands))
        ):
            # Otherwise an argument would be dropped silently, and every caller would get the same
            # rows.
            raise ValueError("this query does not depend on all that it is asked by")
        return compiler, sql, template_params


@dataclass(frozen=True)
class _Given:
    """A parameter of the SQL, by its place among the arguments."""

    place: int
