"""Parquet, by pyarrow: one row a release, with the same columns as the keys of JSON objects."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pipeline.errors import InputError, Reason
from pipeline.readers.draft import Draft
from pipeline.readers.json_objects import FIELDS, safely

ROWS = 512  # rows per read


def read_parquet(path: Path) -> Iterator[tuple[str, Draft | Exception]]:
    """Yield the rows of a file, each with `:N`, its number from 1. Columns that a release does not
    have are not read. Raise InputError for a file that is not Parquet."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as err:
        raise InputError(
            Reason.UNREADABLE, "needs pyarrow to be read: pip install 'mahdar[archive]'"
        ) from err
    try:
        with pyarrow.parquet.ParquetFile(path) as file:
            names = [name for name in FIELDS if name in file.schema_arrow.names]
            if not {"text", "html"} & set(names):
                raise InputError(Reason.SHAPE, "has neither a column `text` nor `html`")
            number = 0
            for batch in file.iter_batches(batch_size=ROWS, columns=names):
                for row in batch.to_pylist():
                    number += 1
                    yield f":{number}", safely({k: _plain(v) for k, v in row.items()})
            if not number:
                raise InputError(Reason.EMPTY, "has no rows")
    except pyarrow.ArrowException as err:
        raise InputError(Reason.TRUNCATED, "is no Parquet file, or a damaged one") from err


def _plain(value: Any) -> Any:
    """Return days and times in their JSON form."""
    return value.isoformat() if isinstance(value, date | datetime) else value
