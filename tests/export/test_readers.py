"""Other programs read the files: DuckDB, pandas and polars the Parquet, Datasette the SQLite file,
LibreOffice the workbook."""

from __future__ import annotations

import asyncio
import csv
import os
import shutil
import subprocess
import warnings
from pathlib import Path

import duckdb
import pytest

from pipeline.export import parquet, sqlite, tables, xlsx
from tests.export import outputs

ALL = tables.choose(())
BODIES = sorted([outputs.COUNCIL] * 2 + [outputs.COMMITTEE] * 2)


@pytest.fixture
def folder(tmp_path: Path, out: Path) -> Path:
    parquet.export(out, tmp_path / "parquet", ALL)
    return tmp_path / "parquet"


def test_duckdb_reads_the_parquet(folder: Path) -> None:
    found = duckdb.sql(
        f"SELECT m.body, d.text FROM '{folder}/meetings.parquet' m "
        f"JOIN '{folder}/decisions.parquet' d USING (meeting_id) WHERE m.date = DATE '2024-03-20'"
    ).fetchall()
    assert found == [(outputs.COMMITTEE, "إيقاف العمل في الطريق القديم")]


def test_pandas_reads_the_parquet(folder: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a warning of pandas about pyarrow
        import pandas

        meetings = pandas.read_parquet(folder / "meetings.parquet")
    assert sorted(meetings["body"].dropna()) == BODIES
    assert set(meetings["held"]) == {True, False}


def test_polars_reads_the_parquet(folder: Path) -> None:
    import polars

    meetings = polars.read_parquet(folder / "meetings.parquet")
    assert sorted(meetings["body"].drop_nulls()) == BODIES
    assert meetings.schema["date"] == polars.Date
    assert meetings.schema["ordinal"] == polars.Int32


def test_datasette_opens_the_sqlite_file(tmp_path: Path, out: Path) -> None:
    sqlite.export(out, tmp_path / "mahdar.sqlite", ALL)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a warning of Datasette's dependencies
        from datasette.app import Datasette

        async def asked() -> tuple[int, dict[str, object]]:
            served = Datasette([str(tmp_path / "mahdar.sqlite")])
            page = await served.client.get("/mahdar/meetings")
            rows = await served.client.get("/mahdar/decisions.json?_shape=objects")
            return page.status_code, rows.json()

        status, rows = asyncio.run(asked())
    assert status == 200
    assert len(rows["rows"]) == 3  # type: ignore[arg-type]


@pytest.mark.long
def test_libreoffice_opens_the_workbook(tmp_path: Path, out: Path) -> None:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        if os.environ.get("CI_LONG"):
            pytest.fail("LibreOffice is not installed (Debian: libreoffice-calc)")
        pytest.skip("LibreOffice is not installed (Debian: libreoffice-calc)")
    xlsx.export(out, tmp_path / "mahdar.xlsx", ("meetings",))
    form = "csv:Text - txt - csv (StarCalc):44,34,76"
    command = [office, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"]
    command += ["--convert-to", form, "--outdir", str(tmp_path), str(tmp_path / "mahdar.xlsx")]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    with open(tmp_path / "mahdar.csv", encoding="utf-8", newline="") as lines:
        arabic, names, *rows = csv.reader(lines)
    assert arabic[0] == "معرّف الاجتماع"
    at = names.index("body")
    assert sorted(row[at] for row in rows if row[at]) == BODIES
