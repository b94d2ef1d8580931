"""Parquet: a folder with one file a table, written by DuckDB; JSON columns are text of that
type."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from pipeline.export import package, places
from pipeline.export.duckdb import opened, source, staged_rows
from pipeline.export.trouble import explained


def export(out: Path, folder: Path, names: Collection[str]) -> dict[str, int]:
    """Write the tables of `names` into `folder`; return the number of rows of each."""
    counts: dict[str, int] = {}
    files: dict[str, Path] = {}
    with (
        staged_rows(out, names) as (staging, chosen),
        explained(str(folder)),
        places.folder(folder) as place,
        opened(":memory:", staging, folder) as duck,
    ):
        duck.execute("SET threads = 1")  # the same rows in the same groups, so the same bytes
        for table in chosen:
            files[table.name] = place / f"{table.name}.parquet"
            written = duck.execute(
                f"COPY (SELECT * FROM {source(staging, table)}) "
                f"TO '{str(files[table.name]).replace(chr(39), chr(39) * 2)}' "
                "(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 20480)"
            ).fetchone()
            counts[table.name] = int(written[0]) if written else 0
        package.write(place, files)
    return counts
