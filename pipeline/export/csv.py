"""CSV: a folder with one file a table, in UTF-8 with a byte order mark, because Excel misreads
Arabic without it. A value that a spreadsheet would take for a formula gets an apostrophe."""

from __future__ import annotations

import csv
from collections.abc import Collection
from pathlib import Path
from typing import Any

from sqlalchemy import Boolean

from pipeline.export import package, places, tables
from pipeline.export.sqlite import rows_of, staged
from pipeline.export.trouble import explained

_FORMULA = frozenset("=+-@\t\r＝＋－＠")


def export(out: Path, folder: Path, names: Collection[str]) -> dict[str, int]:
    """Write the tables of `names` into `folder`; return the number of rows of each."""
    counts: dict[str, int] = {}
    files: dict[str, Path] = {}
    with staged(out) as staging, explained(str(folder)), places.folder(folder) as place:
        for table in tables.definitions(names):
            files[table.name] = place / f"{table.name}.csv"
            yes_no = [isinstance(c.type, Boolean) for c in table.columns]
            with open(files[table.name], "w", encoding="utf-8-sig", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(c.name for c in table.columns)
                counts[table.name] = 0
                for row in rows_of(staging, table):
                    writer.writerow(map(_cell, row, yes_no))
                    counts[table.name] += 1
        package.write(place, files)
    return counts


def _cell(value: Any, yes_no: bool) -> Any:
    if yes_no and value is not None:
        return "true" if value else "false"
    if isinstance(value, str) and value[:1] in _FORMULA:
        return "'" + value
    return value
