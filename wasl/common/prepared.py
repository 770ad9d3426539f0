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

    def __init__(
        self, shape: Callable[..., "QuerySet[Any, Row]"], *placeholders: int | date
    ) -> None:
        self._shape = shape
        self._stands = placeholders or (KEY,)

    def rows(self, *arguments: int | date, **relations: Any) -> list[Row]:
        """All that the query finds; `known` are relations of each row whose object is at hand
        already.
        """
        query_set = self._query_set._chain()  # type: ignore[attr-defined]
        compiler = self._compiler_for(arguments)
        query_set.query.get_compiler = lambda *_args, **_options: compiler
        rows = list(query_set)
        for row in rows if relations else ():
            for name, value in relations.items():
                setattr(row, name, value)
        return cast(list[Row], rows)

    def first(self, *arguments: int | date, **relations: Any) -> Row | None:
        """The first of them, where there is one."""
        return next(iter(self.rows(*arguments, **relations)), None)

    def _compiler_for(self, arguments: tuple[int | date, ...]) -> SQLCompiler:
        compiler, sql, params = self._worked_out
        own_compiler = cast(Any, copy.copy(compiler))
        bound_params = tuple(
            arguments[param.place] if isinstance(param, _Given) else param for param in params
        )
        own_compiler.connection = connections[self._query_set.db]  # each thread has its own
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
            raise ValueError("this query does not depend on all that it is asked by")
        return compiler, sql, template_params


@dataclass(frozen=True)
class _Given:
    """The place among what is given of a parameter of the SQL."""

    place: int
