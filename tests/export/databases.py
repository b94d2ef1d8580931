"""The databases that tests export into, with the same interface: export, read, run a statement."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, inspect, text
from sqlalchemy.pool import NullPool

from pipeline.export import postgresql, sqlite, tables
from pipeline.export.database import Tally

State = dict[str, list[tuple[Any, ...]]]


@dataclass(frozen=True)
class Database:
    """A database: a SQLite file, or the URL of one on a PostgreSQL server."""

    place: Path | str

    @property
    def url(self) -> Any:
        if isinstance(self.place, Path):
            return f"sqlite:///{self.place}"
        return postgresql.address(self.place)

    def export(self, out: Path, names: Collection[str] = ()) -> dict[str, Tally]:
        chosen = tables.choose(names)
        if isinstance(self.place, Path):
            return sqlite.export(out, self.place, chosen)
        return postgresql.export(out, self.url, chosen, postgresql.Nul())

    def run(self, statement: str) -> None:
        engine = create_engine(self.url, poolclass=NullPool)
        with engine.begin() as connection:
            connection.execute(text(statement))

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        engine = create_engine(self.url, poolclass=NullPool)
        with engine.begin() as connection:
            return [tuple(row) for row in connection.execute(text(query))]

    def state(self, digests: bool = True) -> State:
        """Return every row of every table, JSON and dates as text."""
        engine = create_engine(self.url, poolclass=NullPool)
        found: State = {}
        with engine.begin() as connection:
            names = inspect(connection).get_table_names()
            for table in tables.TABLES:
                if table.name in names:
                    columns = [
                        c["name"]
                        for c in inspect(connection).get_columns(table.name)
                        if digests or c["name"] != tables.DIGEST
                    ]
                    listed = ", ".join(f'"{c}"' for c in columns)
                    rows = connection.execute(text(f'SELECT {listed} FROM "{table.name}"'))
                    found[table.name] = sorted(map(plain, rows), key=repr)
        return found


def plain(row: Sequence[Any]) -> tuple[Any, ...]:
    """Return a row with values that are equal on all databases: JSON parsed, dates as text."""
    return tuple(map(_plain, row))


def _plain(value: Any) -> Any:
    if isinstance(value, str) and value[:1] in ("[", "{"):
        value = json.loads(value)
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    if value is None or isinstance(value, str | float):
        return value
    return int(value) if isinstance(value, bool | int) else str(value)
