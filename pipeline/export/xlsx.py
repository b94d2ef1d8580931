"""XLSX: a workbook with one sheet a table, right to left, with two frozen header lines: the
description of each column in Arabic, and its name."""

from __future__ import annotations

import traceback
from collections.abc import Collection
from contextlib import suppress
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

from sqlalchemy import Column, Table

from pipeline.errors import UsageError
from pipeline.export import package, places, tables
from pipeline.export.sqlite import rows_of, staged
from pipeline.export.trouble import explained

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

HEADS = 2
ROWS, CHARACTERS = 1_048_576 - HEADS, 32_767  # limits of a sheet and a cell
_MORE = "…"
_WIDTHS = {"integer": 10, "number": 10, "boolean": 8, "date": 12, "object": 30, "string": 28}


def export(out: Path, file: Path, names: Collection[str]) -> tuple[dict[str, int], int]:
    """Write the tables of `names` into the workbook `file`; return the number of rows of each, and
    the number of cells that were cut to the limit of a cell."""
    try:
        import xlsxwriter
    except ModuleNotFoundError:
        raise UsageError("XLSX needs a package: python -m pip install 'mahdar[office]'") from None
    counts: dict[str, int] = {}
    cut = 0
    with staged(out) as staging, explained(str(file)), places.file(file) as unfinished:
        chosen = tables.definitions(names)
        for table in chosen:
            _check_size(table, staging.execute(f'SELECT count(*) FROM "{table.name}"').fetchone())
        book = xlsxwriter.Workbook(unfinished, {"constant_memory": True})
        book.set_properties({"title": "mahdar", "created": datetime(2000, 1, 1)})  # equal bytes
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        try:
            for table in chosen:
                sheet = book.add_worksheet(table.name)
                _head(sheet, table, bold)
                write = [_WRITERS[package.kind(c)] for c in table.columns]
                count = 0
                for count, row in enumerate(rows_of(staging, table), 1):
                    for at, value in enumerate(row):
                        if value is not None:
                            cut += write[at](sheet, count + HEADS - 1, at, value, day)
                counts[table.name] = count
        finally:
            _close(book)
    return counts, cut


def _close(book: Workbook) -> None:
    """Close the workbook, which writes it. Raise the OSError of the disk."""
    from xlsxwriter.exceptions import FileCreateError

    try:
        book.close()
    except FileCreateError as err:
        for frame, _ in traceback.walk_tb(err.args[0].__traceback__):
            half = frame.f_locals.get("xlsx_file")
            if isinstance(half, ZipFile) and half.fp:
                # otherwise it tries again when it is collected, and prints a traceback
                with suppress(OSError):
                    half.fp.close()
                half.fp = None
        raise err.args[0] from None


def _check_size(table: Table, found: tuple[int]) -> None:
    if found[0] > ROWS:
        raise UsageError(
            f"table {table.name} has {found[0]} rows, and a sheet holds {ROWS}: leave it out with "
            "--tables, or choose another target"
        )


def _head(sheet: Worksheet, table: Table, bold: Format) -> None:
    columns: list[Column[Any]] = list(islice(table.columns, None))
    sheet.right_to_left()
    sheet.freeze_panes(HEADS, 1)
    for at, column in enumerate(columns):
        sheet.set_column(at, at, _WIDTHS[package.kind(column)])
        sheet.write_string(
            0, at, tables.METADATA.tables[table.name].c[column.name].info["ar"], bold
        )
    for at, column in enumerate(columns):
        sheet.write_string(1, at, column.name, bold)


def _text(sheet: Worksheet, row: int, at: int, value: str, _: Format) -> bool:
    """Write as text whatever the value begins with, so that nothing becomes a formula or a link."""
    too_long = len(value) > CHARACTERS
    sheet.write_string(row, at, value[: CHARACTERS - 1] + _MORE if too_long else value)
    return too_long


def _number(sheet: Worksheet, row: int, at: int, value: float, _: Format) -> bool:
    sheet.write_number(row, at, value)
    return False


def _boolean(sheet: Worksheet, row: int, at: int, value: int, _: Format) -> bool:
    sheet.write_boolean(row, at, bool(value))
    return False


def _day(sheet: Worksheet, row: int, at: int, value: str, day: Format) -> bool:
    when = date.fromisoformat(value)
    if when.year < 1900:  # before the calendar of a spreadsheet
        return _text(sheet, row, at, value, day)
    sheet.write_datetime(row, at, when, day)
    return False


_WRITERS: dict[str, Any] = {
    "integer": _number,
    "number": _number,
    "boolean": _boolean,
    "date": _day,
    "object": _text,
    "string": _text,
}
