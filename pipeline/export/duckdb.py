"""DuckDB: tables in a database file. DuckDB also writes Parquet, see `parquet`.

A table whose rows are the same stays; any other is replaced, all in one transaction. There are no
foreign keys: DuckDB refuses to replace a table that others refer to."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Table

from pipeline.errors import UsageError
from pipeline.export import package, tables
from pipeline.export.sqlite import rows_of, staged
from pipeline.export.trouble import complaint, explained

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection as Duck

_TYPES = {
    "integer": "INTEGER",
    "number": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "object": "JSON",
    "string": "VARCHAR",
}
_SETTINGS = {"memory_limit": "1GB", "threads": "2", "preserve_insertion_order": "true"}


def export(out: Path, file: Path, names: Collection[str]) -> dict[str, int]:
    """Write the tables of `names` into the database `file`; return the number of rows of each."""
    counts: dict[str, int] = {}
    with staged_rows(out, names) as (folder, chosen):
        file.parent.mkdir(parents=True, exist_ok=True)
        with _nothing_half(file), opened(str(file), folder) as duck:
            duck.execute("BEGIN")
            _check_ours(duck, chosen)
            same: set[str] = set()  # heads come before their parts
            for table in chosen:
                if _same(duck, table, folder, same):
                    same.add(table.name)
                else:
                    _replace(duck, table, folder)
                counts[table.name] = _count(duck, table)
            duck.execute("COMMIT")
    return counts


@contextmanager
def _nothing_half(file: Path) -> Iterator[None]:
    """Remove a database that is new if the block raises."""
    new = not file.exists()
    try:
        yield
    except BaseException:
        if new:
            file.unlink(missing_ok=True)
            file.with_name(f"{file.name}.wal").unlink(missing_ok=True)
        raise


@contextmanager
def staged_rows(out: Path, names: Collection[str]) -> Iterator[tuple[Path, list[Table]]]:
    """Open a folder with the rows of each table of `names`, for `source`, and the tables."""
    import tempfile

    chosen = tables.definitions(names)
    with (
        staged(out) as staging,
        tempfile.TemporaryDirectory(prefix="mahdar-") as name,
        explained(name),
    ):
        folder = Path(name)
        for table in chosen:
            columns = table.columns.keys()
            boolean = [c.name for c in table.columns if package.kind(c) == "boolean"]
            with open(_file(folder, table), "w", encoding="utf-8") as file:
                for row in rows_of(staging, table):
                    given = dict(zip(columns, row, strict=True))
                    given |= {n: bool(given[n]) for n in boolean if given[n] is not None}
                    file.write(json.dumps(given, ensure_ascii=False) + "\n")
        yield folder, chosen


@contextmanager
def opened(file: str, spill: Path, target: Path | None = None) -> Iterator[Duck]:
    """Open a database file, or `:memory:`. Data that do not fit into memory go to the folder
    `spill`. Messages name `target`, or `file`. Raise UsageError if DuckDB is not installed."""
    try:
        import duckdb
    except ModuleNotFoundError:
        raise UsageError(
            "DuckDB and Parquet need a package: python -m pip install 'mahdar[duckdb]'"
        ) from None
    try:
        with duckdb.connect(file, config={**_SETTINGS, "temp_directory": str(spill)}) as duck:
            duck.execute("SET enable_progress_bar = false")  # it prints to standard output
            yield duck
    except duckdb.Error as err:
        raise complaint(str(target or file), err) from None


def source(folder: Path, table: Table) -> str:
    """Return the rows of a table of `staged_rows`, as a relation to select from."""
    fields = ", ".join(f"'{c.name}': '{type_of(c)}'" for c in table.columns)
    place = str(_file(folder, table)).replace("'", "''")
    return (
        f"read_json('{place}', format='newline_delimited', columns={{{fields}}}, "
        "maximum_object_size=33554432)"
    )


def _file(folder: Path, table: Table) -> Path:
    return folder / f"{table.name}.jsonl"


def type_of(column: object) -> str:
    return _TYPES[package.kind(column)]  # type: ignore[arg-type]


def _check_ours(duck: Duck, chosen: list[Table]) -> None:
    found = duck.execute(
        "SELECT table_name, comment FROM duckdb_tables() WHERE schema_name = current_schema() "
        "UNION ALL SELECT view_name, NULL FROM duckdb_views() WHERE NOT internal"
    ).fetchall()
    ours = {n for n, comment in found if (comment or "").startswith(f"{tables.MARK}: ")}
    for table in chosen:
        if table.name in {n for n, _ in found} - ours:
            raise UsageError(
                f"table {table.name} was not made by mahdar, so it is not changed: choose "
                "another file, or other tables with --tables"
            )


def _replace(duck: Duck, table: Table, folder: Path) -> None:
    columns = ", ".join(
        f'"{c.name}" {type_of(c)}{"" if c.nullable else " NOT NULL"}' for c in table.columns
    )
    key = ", ".join(f'"{c.name}"' for c in table.primary_key)
    duck.execute(f'CREATE OR REPLACE TABLE "{table.name}" ({columns}, PRIMARY KEY ({key}))')
    duck.execute(f'INSERT INTO "{table.name}" SELECT * FROM {source(folder, table)}')
    duck.execute(f'COMMENT ON TABLE "{table.name}" IS {_quoted(table.comment)}')
    for c in table.columns:
        duck.execute(f'COMMENT ON COLUMN "{table.name}"."{c.name}" IS {_quoted(c.comment)}')


def _count(duck: Duck, table: Table) -> int:
    (count,) = duck.execute(f'SELECT count(*) FROM "{table.name}"').fetchone() or (0,)
    return int(count)


def _same(duck: Duck, table: Table, folder: Path, same: Collection[str]) -> bool:
    """Return whether the rows in the database are those of the output: by key and digest of a head
    table, for a part by those of its head."""
    there = duck.execute(
        "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = ? AND "
        "schema_name = current_schema() ORDER BY column_index",
        [table.name],
    ).fetchall()
    if there != [(c.name, type_of(c)) for c in table.columns]:
        return False
    head = tables.head_of(table.name)
    if head != table.name:
        return head in same
    columns = f'"{tables.key_of(table)}", "{tables.DIGEST}"'
    old = f'SELECT {columns} FROM "{table.name}"'
    new = f"SELECT {columns} FROM {source(folder, table)}"
    return not any(
        duck.execute(f"({one} EXCEPT ALL {other}) LIMIT 1").fetchone()
        for one, other in ((old, new), (new, old))
    )


def _quoted(text: str | None) -> str:
    return "'" + (text or "").replace("'", "''") + "'"
