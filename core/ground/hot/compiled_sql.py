"""A statement as one kind of driver takes it, with what its types do to values on the way in and out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Dialect, Executable
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ClauseElement
from sqlalchemy.types import TypeEngine

Process = Callable[[Any], Any] | None


@dataclass(frozen=True)
class CompiledSql:
    """SQL and the work on its values."""

    sql: str
    order: Sequence[str] | None  # of the values, for a driver that takes them by place
    fixed: dict[str, Any]  # values that stand in the statement itself
    way_in: tuple[tuple[str, Callable[[Any], Any]], ...]
    way_out: tuple[tuple[int, Callable[[Any], Any]], ...]

    def parameters(self, given: dict[str, Any]) -> Any:
        """What the driver is handed. ``given`` becomes ours."""
        for name, process in self.way_in:
            given[name] = process(given[name])
        if self.order is None:
            return self.fixed | given
        values = self.fixed | given
        return [values[name] for name in self.order]

    def read(self, row: Sequence[Any]) -> Sequence[Any]:
        """A row as Python knows it."""
        if not self.way_out:
            return row
        values = list(row)
        for place, process in self.way_out:
            values[place] = process(values[place])
        return values


def compile_once(statement: Executable, dialect: Dialect) -> CompiledSql:
    """The SQL of ``statement``; the caller keeps it."""
    compiled = cast("SQLCompiler", cast("ClauseElement", statement).compile(dialect=dialect))
    if "POSTCOMPILE" in compiled.string:
        raise ValueError("write IN as alternatives: a list would be put into the SQL at each call")
    if compiled.insert_prefetch:
        raise ValueError("give every column that Python has a default for: nobody asks for it here")
    binds = compiled.binds
    way_in = {name: process for name, bind in binds.items() if (process := _way_in(bind.type, dialect))}
    fixed = {name: bind.value for name, bind in binds.items() if not bind.required}
    columns = getattr(statement, "exported_columns", ())
    way_out = [(place, _way_out(column.type, dialect)) for place, column in enumerate(columns)]
    return CompiledSql(
        sql=compiled.string,
        order=list(compiled.positiontup) if compiled.positiontup is not None else None,
        fixed={name: way_in[name](value) if name in way_in else value for name, value in fixed.items()},
        way_in=tuple((name, process) for name, process in way_in.items() if name not in fixed),
        way_out=tuple((place, process) for place, process in way_out if process is not None),
    )


def _way_in(kind: TypeEngine[Any], dialect: Dialect) -> Process:
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _way_out(kind: TypeEngine[Any], dialect: Dialect) -> Process:
    return kind.dialect_impl(dialect).result_processor(dialect, None)
