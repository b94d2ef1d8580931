"""`python -m pipeline.export.dictionary > docs/tables.md`: describe each table and column, in
Arabic and English, from the definitions."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from sqlalchemy import Column, Table
from sqlalchemy.dialects import postgresql, sqlite

from pipeline.export import tables

_TOP = """# The tables

<!-- Made by `python -m pipeline.export.dictionary > docs/tables.md`; a test compares. -->

What `mahdar export` writes, from `pipeline/export/tables.py`. On PostgreSQL and DuckDB the same
words are the comments of tables and columns, on SQLite they stand in the schema (`.schema`). A
table has a row a line of the output, found again by its key and replaced where the line has changed
(its `digest`), or rows that belong to a row of such a table and are replaced with it. The key of a
report is made from that of its release and the number of the meeting in it, so the reports of a
release are replaced together and go when it goes. Spans are half-open and count characters of
`releases.text`, from 0: `substr(text, start + 1, end - start)`.

Types are those of PostgreSQL / SQLite. DuckDB and Parquet have dates and JSON too; in CSV and XLSX
JSON is text. DuckDB has keys but no links.
"""


_DIALECTS = (postgresql.dialect(), sqlite.dialect())  # type: ignore[no-untyped-call]


def lines() -> Iterator[str]:
    """Yield the lines of the page."""
    yield from _TOP.splitlines()
    for table in tables.TABLES:
        key = ", ".join(f"`{c.name}`" for c in table.primary_key)
        owner = tables.head_of(table.name)
        with_ = "" if owner == table.name else f" Rows are replaced with their row of `{owner}`."
        yield from ("", f"## {table.name}", "", f'<p dir="rtl">{table.info["ar"]}</p>', "")
        yield from (f"{table.info['en']} Key: {key}.{with_}", "")
        yield from ("| column | type | | |", "|---|---|---|---|")
        yield from (_line(table, column) for column in table.columns)


def _line(table: Table, column: Column[object]) -> str:
    types = [str(column.type.compile(d)) for d in _DIALECTS]
    type_ = " / ".join(dict.fromkeys(types)) + ("" if column.nullable else ", not null")
    links = [f" → `{link.target_fullname}`" for link in column.foreign_keys]
    english = str(column.info["en"]).replace("|", "\\|")
    arabic = f'<span dir="rtl">{column.info["ar"]}</span>'
    return f"| `{column.name}` | {type_}{''.join(links)} | {english} | {arabic} |"


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    print("\n".join(lines()))
