"""Files and folders: their content, that the same output gives the same bytes, and that files of
others are never deleted."""

from __future__ import annotations

import csv as csv_
import dataclasses
import errno
import gc
import io
import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb as ducks
import icalendar
import pytest
from pyld import jsonld as processor

from pipeline.errors import MahdarError, UsageError
from pipeline.export import csv, duckdb, ics, jsonld, parquet, places, tables, xlsx
from tests.export import outputs
from tests.export.databases import plain

ALL = tables.choose(())
Export = Callable[[Path, Path], Any]
TARGETS: dict[str, Export] = {
    "csv": lambda out, place: csv.export(out, place, ALL),
    "parquet": lambda out, place: parquet.export(out, place, ALL),
    "duckdb": lambda out, place: duckdb.export(out, place, ALL),
    "xlsx": lambda out, place: xlsx.export(out, place, ALL),
    "jsonld": jsonld.export,
    "ics": ics.export,
}
EVIL = (
    '=HYPERLINK("http://x.example")',
    "+1",
    "-1",
    "@SUM(A1)",
    "\tنص",
    "</script><script>alert(1)</script>",
)


def content(place: Path) -> dict[str, tuple[bytes, int]]:
    paths = sorted(place.iterdir()) if place.is_dir() else [place]
    return {p.name: (p.read_bytes(), p.stat().st_mtime_ns) for p in paths}


def cells(file: Path) -> list[dict[str, str]]:
    with open(file, encoding="utf-8-sig", newline="") as lines:
        return list(csv_.DictReader(lines))


class Full(io.FileIO):
    """A file on a full disk."""

    def write(self, data: Any) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_workbook_on_a_full_disk_is_one_line(
    tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = io.open

    def opened(file: Any, mode: str = "r", *args: Any, **kw: Any) -> Any:
        whole = str(file).endswith(".x.xlsx.tmp")
        return Full(file, "w") if whole else real(file, mode, *args, **kw)

    monkeypatch.setattr(zipfile.io, "open", opened)  # type: ignore[attr-defined]
    with pytest.raises(MahdarError, match=r"x\.xlsx: No space left on device; make room, nothing"):
        xlsx.export(out, tmp_path / "x.xlsx", ALL)
    gc.collect()  # the zip file must not try again: what it prints then is an error in these tests
    assert not list(tmp_path.glob("*x.xlsx*"))


def test_what_fails_leaves_no_half_of_a_new_database(
    tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: object) -> int:
        raise ducks.IOException(
            'IO Error: Async write failed for range [1, 2]: {"exception_type":"IO",'
            '"exception_message":"Could not write file \\"x\\": No space left on device","errno":"28"}'
        )

    with monkeypatch.context() as patched:
        patched.setattr(duckdb, "_count", full)
        with pytest.raises(
            MahdarError,
            match=r'x\.duckdb: Could not write file "x": No space left on device; make room on the '
            "disk, nothing was changed$",
        ):
            duckdb.export(out, tmp_path / "x.duckdb", ALL)
        assert not list(tmp_path.glob("x.*"))
    duckdb.export(out, tmp_path / "x.duckdb", ALL)
    before = content(tmp_path / "x.duckdb")
    monkeypatch.setattr(duckdb, "_count", full)
    with pytest.raises(MahdarError):
        duckdb.export(out, tmp_path / "x.duckdb", ALL)
    assert content(tmp_path / "x.duckdb").keys() == before.keys()
    assert (tmp_path / "x.duckdb").exists()


@pytest.mark.parametrize("name", TARGETS)
def test_twice_the_same_leaves_the_very_files(name: str, tmp_path: Path, out: Path) -> None:
    TARGETS[name](out, tmp_path / "x")
    before = content(tmp_path / "x")
    TARGETS[name](out, tmp_path / "x")
    assert content(tmp_path / "x") == before
    if name != "duckdb":  # whose files are not
        TARGETS[name](out, tmp_path / "y")
        again = content(tmp_path / "y")
        assert [v for v, _ in again.values()] == [v for v, _ in before.values()]
    assert sorted(p.name for p in tmp_path.iterdir() if p.name.startswith(".")) == []


@pytest.mark.parametrize("name", TARGETS)
def test_what_left_the_output_leaves_the_files(name: str, tmp_path: Path, out: Path) -> None:
    TARGETS[name](out, tmp_path / "x")
    outputs.write(out, outputs.REPORTS[2:4])
    TARGETS[name](out, tmp_path / "x")
    TARGETS[name](out, tmp_path / "fresh")
    if name == "duckdb":
        assert rows(tmp_path / "x") == rows(tmp_path / "fresh")
    else:
        new, fresh = content(tmp_path / "x"), content(tmp_path / "fresh")
        assert [v for v, _ in new.values()] == [v for v, _ in fresh.values()]


def rows(file: Path) -> dict[str, list[tuple[Any, ...]]]:
    with ducks.connect(str(file), read_only=True) as duck:
        return {
            name: sorted(map(plain, duck.execute(f'SELECT * FROM "{name}"').fetchall()), key=repr)
            for (name,) in duck.execute("SELECT table_name FROM duckdb_tables()").fetchall()
        }


def test_csv_is_for_excel_and_for_programs(tmp_path: Path, out: Path) -> None:
    assert csv.export(out, tmp_path / "csv", ALL)["meetings"] == 5
    assert (tmp_path / "csv" / "meetings.csv").read_bytes().startswith(b"\xef\xbb\xbfmeeting_id,")
    held = {r["body"]: r["held"] for r in cells(tmp_path / "csv" / "meetings.csv")}
    assert held[outputs.COMMITTEE] == "true"
    package = json.loads((tmp_path / "csv" / places.PACKAGE).read_bytes())
    assert [r["path"] for r in package["resources"]] == [f"{name}.csv" for name in ALL]
    decisions = next(r for r in package["resources"] if r["name"] == "decisions")["schema"]
    assert decisions["primaryKey"] == ["meeting_id", "position"]
    assert decisions["foreignKeys"][0]["reference"]["resource"] == "meetings"


def test_nothing_is_a_formula(tmp_path: Path) -> None:
    report = dataclasses.replace(outputs.REPORTS[0], decisions=EVIL)
    out = outputs.write(tmp_path / "out", [report])
    csv.export(out, tmp_path / "csv", ALL)
    found = [row["text"] for row in cells(tmp_path / "csv" / "decisions.csv")]
    assert found == [*("'" + e for e in EVIL[:5]), EVIL[5]]
    xlsx.export(out, tmp_path / "x.xlsx", ("meetings", "decisions"))
    import zipfile

    with zipfile.ZipFile(tmp_path / "x.xlsx") as book:
        sheets = [book.read(n).decode() for n in book.namelist() if "worksheets/" in n]
    assert not any("<f>" in sheet or "hyperlink" in sheet for sheet in sheets)
    assert any("=HYPERLINK" in sheet for sheet in sheets)


def test_no_text_ends_a_script(tmp_path: Path) -> None:
    report = dataclasses.replace(outputs.REPORTS[0], decisions=EVIL, title="<!--\u2028")
    out = outputs.write(tmp_path / "out", [report])
    jsonld.export(out, tmp_path / "x.jsonld")
    text = (tmp_path / "x.jsonld").read_text(encoding="utf-8")
    assert not set("<>&\u2028") & set(text)
    assert EVIL[5] in json.loads(text)["@graph"][0]["description"]


def test_json_ld_is_what_schema_org_calls_events(tmp_path: Path, out: Path) -> None:
    assert jsonld.export(out, tmp_path / "x.jsonld") == 5

    def fetched(*args: object) -> None:
        raise AssertionError("nothing is fetched")

    document = json.loads((tmp_path / "x.jsonld").read_bytes())
    expanded = processor.expand(document, {"documentLoader": fetched})
    (first,) = (e for e in expanded if e["@id"] == f"urn:mahdar:{outputs.ident('mt', 'council-7')}")
    org = "https://schema.org/"
    assert first["@type"] == [f"{org}Event"]
    assert first[f"{org}startDate"] == [{"@type": f"{org}Date", "@value": "2024-03-05"}]
    assert first[f"{org}name"] == [{"@value": f"{outputs.COUNCIL} (7)"}]
    assert first[f"{org}eventAttendanceMode"] == [{"@id": f"{org}OfflineEventAttendanceMode"}]
    chair = first[f"{org}attendee"][0]
    assert chair["@type"] == [f"{org}Role"]
    assert chair[f"{org}attendee"][0][f"{org}name"] == [{"@value": outputs.SALEM}]
    urls = [a.get(f"{org}url") for a in first[f"{org}subjectOf"]]
    assert [{"@id": "https://news.example/1"}] in urls
    quads = processor.to_rdf(document, {"documentLoader": fetched})
    assert len(quads["@default"]) > 50


def test_a_calendar_has_what_was_held_and_what_is_announced(tmp_path: Path, out: Path) -> None:
    undated = dataclasses.replace(outputs.REPORTS[2], meeting="no day", release="x", date=None)
    long = dataclasses.replace(outputs.REPORTS[3], meeting="days", release="y", title="x" * 100)
    outputs.write(out, [*outputs.REPORTS, undated, long])
    assert ics.export(out, tmp_path / "x.ics") == (6, 1)
    calendar = icalendar.Calendar.from_ical((tmp_path / "x.ics").read_bytes())
    found = {str(e["uid"]): e for e in calendar.walk("VEVENT")}
    held = found[f"{outputs.ident('mt', 'council-7')}@mahdar"]
    assert str(held["summary"]) == f"{outputs.COUNCIL} (7)"
    assert str(held["status"]) == "CONFIRMED"
    assert (held.decoded("dtstart").isoformat(), held.decoded("dtend").isoformat()) == (
        "2024-03-05",
        "2024-03-06",
    )
    assert "اعتماد خطة ري النخيل" in str(held["description"])
    assert str(found[f"{outputs.ident('mt', 'council-8')}@mahdar"]["status"]) == "TENTATIVE"
    talks = str(found[f"{outputs.ident('mt', 'talks')}@mahdar"]["summary"])
    assert talks == f"لقاء {outputs.HUDA} و{outputs.KHALED}"
    assert all(len(line) <= 75 for line in (tmp_path / "x.ics").read_bytes().split(b"\r\n"))


def test_a_cell_that_holds_no_more_is_cut_and_counted(tmp_path: Path) -> None:
    report = dataclasses.replace(outputs.REPORTS[0], text="ن" * 40_000)
    out = outputs.write(tmp_path / "out", [report])
    counts, cut = xlsx.export(out, tmp_path / "x.xlsx", ALL)
    assert (counts["releases"], cut) == (1, 1)


def test_more_rows_than_a_sheet_holds(
    tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx, "ROWS", 300)
    xlsx.export(out, tmp_path / "x.xlsx", ALL)
    monkeypatch.setattr(xlsx, "ROWS", 200)
    before = content(tmp_path / "x.xlsx")
    with pytest.raises(UsageError, match="countries has 257 rows, and a sheet holds 200: leave it"):
        xlsx.export(out, tmp_path / "x.xlsx", ALL)
    assert content(tmp_path / "x.xlsx") == before


@pytest.mark.parametrize("name", ["csv", "parquet"])
def test_a_folder_of_someone_else_is_left_alone(name: str, tmp_path: Path, out: Path) -> None:
    place = tmp_path / "x"
    place.mkdir()
    (place / "notes.txt").write_text("ملاحظات", encoding="utf-8")
    with pytest.raises(UsageError, match=r"notes.txt was not made by mahdar"):
        TARGETS[name](out, place)
    assert [p.name for p in place.iterdir()] == ["notes.txt"]
    (place / "notes.txt").unlink()
    TARGETS[name](out, place)
    (place / "notes.txt").write_text("ملاحظات", encoding="utf-8")
    with pytest.raises(UsageError, match=r"notes.txt was not made by mahdar"):
        TARGETS[name](out, place)
    assert (place / "notes.txt").exists()


def test_a_folder_is_swapped_without_the_systems_help_too(
    tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "_renameat2", lambda: None)
    csv.export(out, tmp_path / "x", ALL)
    outputs.write(out, outputs.REPORTS[:1])
    csv.export(out, tmp_path / "x", ALL)
    assert len(cells(tmp_path / "x" / "meetings.csv")) == 1
    assert sorted(p.name for p in tmp_path.iterdir()) == ["processed", "x"]


def test_a_table_of_someone_else_stays_in_duckdb(tmp_path: Path, out: Path) -> None:
    file = tmp_path / "x.duckdb"
    with ducks.connect(str(file)) as duck:
        duck.execute("CREATE TABLE notes (words TEXT)")
        duck.execute("INSERT INTO notes VALUES ('ملاحظة')")
    duckdb.export(out, file, ALL)
    with ducks.connect(str(file)) as duck:
        assert duck.execute("SELECT words FROM notes").fetchall() == [("ملاحظة",)]
        duck.execute("DROP TABLE people")
        duck.execute("CREATE TABLE people (name TEXT)")
    with pytest.raises(UsageError, match="table people was not made by mahdar"):
        duckdb.export(out, file, ALL)


def test_duckdb_knows_what_its_columns_hold(tmp_path: Path, out: Path) -> None:
    duckdb.export(out, tmp_path / "x.duckdb", ALL)
    with ducks.connect(str(tmp_path / "x.duckdb")) as duck:
        assert duck.execute(
            "SELECT comment FROM duckdb_columns() WHERE table_name = 'decisions' AND "
            "column_name = 'text'"
        ).fetchall() == [("العبارة كما وردت · The fullest of its clauses.",)]
        assert duck.execute("SELECT year(date), count(*) FROM meetings GROUP BY 1").fetchall() == [
            (2024, 5)
        ]
        assert duck.execute(
            "SELECT says ->> '$[0].record_id' FROM decisions ORDER BY ALL LIMIT 1"
        ).fetchone()


def test_a_name_with_a_quote_is_no_trouble(tmp_path: Path, out: Path) -> None:
    for name, export in TARGETS.items():
        export(out, tmp_path / "it's here" / name)
        assert os.path.exists(tmp_path / "it's here" / name)
