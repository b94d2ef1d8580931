"""Update the tables of a database to an output, inside one transaction of the caller.

Each head table stores the digest of each line. A line with a known digest costs one dictionary
look-up. A new or different one is parsed, and its rows are replaced as a whole. Rows that are no
longer in the output are deleted. So exporting the same output twice changes nothing.

Memory: a key and a digest for each row of the head tables, and the rows of one batch of lines."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import itemgetter
from typing import Any, TypeVar

from pydantic_core import from_json
from sqlalchemy import Column, Connection, ForeignKeyConstraint, Table, delete, inspect, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.schema import (
    AddConstraint,
    CreateColumn,
    CreateIndex,
    CreateTable,
    SetColumnComment,
    SetTableComment,
)
from xxhash import xxh3_64_hexdigest, xxh3_64_intdigest

from pipeline.errors import UsageError
from pipeline.export import tables
from pipeline.export.lines import Line
from pipeline.export.rows import rows

BATCH = 500  # lines
KEYS = 500  # keys in one statement
FETCHED = 10_000  # rows at a time

T = TypeVar("T")
Values = tuple[Any, ...]
Insert = Callable[[Connection, Table, Sequence[Values]], None]
Storable = Callable[[bytes], bytes]


@dataclass(slots=True)
class Tally:
    """The counts of the rows of a head table."""

    new: int = 0
    replaced: int = 0
    removed: int = 0
    unchanged: int = 0


def bring_up_to_date(
    connection: Connection,
    lines: Iterable[Line],
    names: Collection[str],
    insert: Insert,
    storable: Storable = bytes,
) -> dict[str, Tally]:
    """Bring the tables of `names`, and those of an earlier export, up to date with `lines`; return
    the counts of each head table. `insert` adds many rows to a table; `storable` gives a new or
    changed line the form that the database can store. Raise UsageError, before anything is written,
    if a table with that name was not made by an export."""
    chosen, made = prepare(connection, names)
    heads = {
        t.name: _Head(connection, t, tables.parts_of(t, chosen), insert, storable)
        for t in chosen
        if _is_head(t)
    }
    for line in lines:
        if head := heads.get(line.table):
            head.take(line)
    for head in heads.values():
        head.write()
    for head in reversed(heads.values()):
        head.remove_the_rest()
    for table in made:
        _finish(connection, table)
    return {name: head.tally for name, head in heads.items()}


class _Head:
    """A head table with its parts, the rows in it that no line has claimed yet, and the lines that
    are still to be written."""

    def __init__(
        self,
        connection: Connection,
        table: Table,
        parts: Sequence[Table],
        insert: Insert,
        storable: Storable,
    ) -> None:
        self.connection, self.table, self.parts = connection, table, parts
        self.insert, self.storable = insert, storable
        self.key = table.c[tables.key_of(table)]
        self.seed = xxh3_64_intdigest(tables.layout(table, parts))
        known: Any = connection.execute(select(self.key, table.c[tables.DIGEST])).cursor
        self.known: dict[str, str] = {}
        while some := known.fetchmany(FETCHED):  # from the driver, without an object a row
            self.known.update(some)
        self.changed: list[tuple[Line, str, bool]] = []  # with digest, and whether a row is there
        self.tally = Tally()

    def take(self, line: Line) -> None:
        digest = xxh3_64_hexdigest(line.data, self.seed)
        before = self.known.pop(line.key, None)
        if before == digest:
            self.tally.unchanged += 1
            return
        self.changed.append((line, digest, before is not None))
        if len(self.changed) == BATCH:
            self.write()

    def write(self) -> None:
        """Replace the rows of the lines that have come together."""
        old: list[Values] = []
        new: list[Values] = []
        parts: dict[str, list[Values]] = {part.name: [] for part in self.parts}
        values = {t.name: itemgetter(*t.columns.keys()) for t in (self.table, *self.parts)}
        for line, digest, there in self.changed:
            made = _parsed(line._replace(data=self.storable(line.data)))
            (row,) = made[self.table.name]
            row[tables.DIGEST] = digest
            (old if there else new).append(values[self.table.name](row))
            for name, kept in parts.items():
                kept += map(values[name], made[name])
        if old:
            self._remove(self.parts, [line.key for line, _, there in self.changed if there])
            replace(self.connection, self.table, old)
        for table, found in ((self.table, new), *((p, parts[p.name]) for p in self.parts)):
            if found:
                self.insert(self.connection, table, found)
        self.tally.new += len(new)
        self.tally.replaced += len(old)
        self.changed.clear()

    def remove_the_rest(self) -> None:
        self.tally.removed = len(self.known)
        self._remove((*self.parts, self.table), list(self.known))

    def _remove(self, among: Iterable[Table], keys: Sequence[str]) -> None:
        for table in among:
            for some in _batches(keys, KEYS):
                self.connection.execute(delete(table).where(table.c[self.key.name].in_(some)))


def _parsed(line: Line) -> dict[str, list[dict[str, Any]]]:
    try:
        return rows(line.table, from_json(line.data))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise UsageError(
            f"{line.key}: its line is not of this version's form; run mahdar process again"
        ) from None


def insert(connection: Connection, table: Table, found: Sequence[Values]) -> None:
    """Add rows, in the order of the table's columns."""
    statement = table.insert().compile(dialect=_positional(connection.dialect))
    connection.exec_driver_sql(str(statement), list(found))


def replace(connection: Connection, table: Table, found: Sequence[Values]) -> None:
    """Replace the rows with the same keys, to which rows of other tables refer."""
    dialect = connection.dialect
    statement: Any = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}[dialect.name](table)
    key = tables.key_of(table)
    update = statement.on_conflict_do_update(
        index_elements=[key],
        set_={c.name: statement.excluded[c.name] for c in table.columns if c.name != key},
    )
    connection.exec_driver_sql(str(update.compile(dialect=_positional(dialect))), list(found))


def _positional(dialect: Dialect) -> Dialect:
    """Return a dialect that passes values by position and unchanged."""
    if dialect.name == "sqlite":
        return dialect
    from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg

    return PGDialect_psycopg(paramstyle="format")  # type: ignore[no-untyped-call]


def prepare(connection: Connection, names: Collection[str]) -> tuple[list[Table], list[Table]]:
    """Create the missing tables of `names` and add missing columns. Return the tables to write, in
    order (these and those of an earlier export, which would become outdated), and the new ones,
    still without indexes and foreign keys."""
    there = {t.name: _owned(connection, t) for t in tables.TABLES if _exists(connection, t.name)}
    for name in names:
        if not there.get(name, True):
            raise UsageError(
                f"table {name} was not made by mahdar, so it is not changed: choose another "
                "database, or other tables with --tables"
            )
    chosen = tables.definitions({*names, *(n for n, owned in there.items() if owned)})
    made = [table for table in chosen if table.name not in there]
    for table in chosen:
        if table in made:
            _create(connection, table)
        else:
            _add_columns(connection, table)
    return chosen, made


def _is_head(table: Table) -> bool:
    return tables.head_of(table.name) == table.name


def _exists(connection: Connection, name: str) -> bool:
    return inspect(connection).has_table(name)


def _owned(connection: Connection, table: Table) -> bool:
    """Return whether an existing table was made by an export: its comment says so."""
    if connection.dialect.name == "sqlite":
        found = connection.exec_driver_sql(
            "SELECT 1 FROM sqlite_master WHERE type = 'table' AND lower(name) = ? AND sql LIKE ?",
            (table.name, f"%/* {tables.MARK}: %"),
        )
        return found.first() is not None
    if table.name not in inspect(connection).get_table_names():
        return False  # a view
    comment = inspect(connection).get_table_comment(table.name)["text"]
    return (comment or "").startswith(f"{tables.MARK}: ")


def _create(connection: Connection, table: Table) -> None:
    # SQLite takes foreign keys only in CREATE TABLE, also to tables that do not exist yet.
    # Elsewhere two tables that refer to each other must exist first.
    links: list[ForeignKeyConstraint] | None = None if connection.dialect.name == "sqlite" else []
    connection.execute(CreateTable(table, include_foreign_key_constraints=links))
    if connection.dialect.supports_comments:
        connection.execute(SetTableComment(table))
        for column in table.columns:
            connection.execute(SetColumnComment(column))


def _finish(connection: Connection, table: Table) -> None:
    """Add the indexes and foreign keys of a new table: over all rows at once they take a fraction
    of the time that they take row by row."""
    for index in sorted(table.indexes, key=lambda i: str(i.name)):
        connection.execute(CreateIndex(index))
    if connection.dialect.name != "sqlite":
        for link in table.foreign_key_constraints:
            connection.execute(AddConstraint(link))


def _add_columns(connection: Connection, table: Table) -> None:
    there = {c["name"] for c in inspect(connection).get_columns(table.name)}
    for column in table.columns:
        if column.name in there:
            continue
        added = Column(column.name, column.type, comment=column.comment)
        Table(table.name, type(table.metadata)(), added)  # compiling a type requires its table
        text = CreateColumn(added).compile(dialect=connection.dialect)
        name = connection.dialect.identifier_preparer.format_table(table)
        connection.exec_driver_sql(f"ALTER TABLE {name} ADD COLUMN {text}")
        if connection.dialect.supports_comments:
            connection.execute(SetColumnComment(column))
    for index in table.indexes:
        connection.execute(CreateIndex(index, if_not_exists=True))


def _batches(found: Iterable[T], size: int) -> Iterator[list[T]]:
    left = iter(found)
    while batch := list(islice(left, size)):
        yield batch
