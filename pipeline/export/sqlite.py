"""SQLite: a new file, or tables in an existing one.

A new file is written under another name and renamed when it is complete. An existing one is updated
in one transaction, which SQLite rolls back after a crash. The other file targets read from such a
database in a temporary folder."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, create_engine, event
from sqlalchemy.exc import IntegrityError
from sqlalchemy.pool import NullPool

from pipeline.export import database, tables
from pipeline.export.database import Tally
from pipeline.export.lines import lines
from pipeline.export.trouble import explained


def export(out: Path, file: Path, names: Collection[str]) -> dict[str, Tally]:
    """Write the tables of `names` into the database `file`; return the counts of each head
    table."""
    with explained(str(file)):
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.exists():
            return _write(out, file, names)
        unfinished = file.with_name(f".{file.name}.tmp")
        unfinished.unlink(missing_ok=True)
        try:
            tallies = _write(out, unfinished, names, fresh=True)
            with open(unfinished, "rb") as written:
                os.fsync(written.fileno())
            os.replace(unfinished, file)
        finally:
            unfinished.unlink(missing_ok=True)
        return tallies


@contextmanager
def staged(out: Path) -> Iterator[sqlite3.Connection]:
    """Open all tables of an output in a temporary database, deleted after the block."""
    with tempfile.TemporaryDirectory(prefix="mahdar-") as folder, explained(folder):
        file = Path(folder) / "tables.sqlite"
        _write(out, file, tables.choose(()), fresh=True)
        with closing(sqlite3.connect(file)) as connection:
            yield connection


def rows_of(staging: sqlite3.Connection, table: Table) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a table of a staged output, sorted by its key; dates and JSON as text."""
    columns, key = (
        ", ".join(f'"{c.name}"' for c in some) for some in (table.columns, table.primary_key)
    )
    yield from staging.execute(f'SELECT {columns} FROM "{table.name}" ORDER BY {key}')


def _write(out: Path, file: Path, names: Collection[str], fresh: bool = False) -> dict[str, Tally]:
    engine = create_engine(f"sqlite:///{file.absolute()}", poolclass=NullPool)

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _: object) -> None:
        # Python's sqlite3 would begin a transaction on its own, and too late
        connection.isolation_level = None
        # With links not met yet, SQLite looks at each new row for the rows that wait for it, and
        # before there are indexes that is all of them: quadratic. So the first rows are checked last.
        first = not connection.execute(
            "SELECT 1 FROM sqlite_master WHERE sql LIKE ?", (f"%/* {tables.MARK}: %",)
        ).fetchone()
        connection.execute(f"PRAGMA foreign_keys = {'OFF' if first else 'ON'}")
        connection.execute("PRAGMA cache_size = -65536")  # KiB
        if fresh:  # nobody reads it before it is complete and renamed
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("PRAGMA synchronous = OFF")

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    with engine.begin() as connection:
        tallies = database.bring_up_to_date(connection, lines(out), names, database.insert)
        if not connection.exec_driver_sql("PRAGMA foreign_keys").scalar():
            _check_links(connection, names)
        return tallies


def _check_links(connection: Connection, names: Collection[str]) -> None:
    for name in names:
        broken = connection.exec_driver_sql(f'PRAGMA foreign_key_check("{name}")').first()
        if broken is not None:
            told = f"{name} refers to a row of {broken[2]} that is not there"
            raise IntegrityError(None, None, sqlite3.IntegrityError(told))
