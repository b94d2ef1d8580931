"""SQLite and PostgreSQL: how an export updates existing tables."""

from __future__ import annotations

import dataclasses
import json
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Column, Text, event
from sqlalchemy.engine import Engine

from pipeline.errors import MahdarError, UsageError
from pipeline.export import database, tables
from pipeline.export.database import Tally
from tests.export import outputs
from tests.export.databases import Database

REPORTS = outputs.REPORTS


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    if request.param == "sqlite":
        yield Database(tmp_path / "mahdar.sqlite")
    else:
        yield Database(request.getfixturevalue("empty"))


def only_unchanged(tallies: dict[str, Tally]) -> bool:
    return all(t == Tally(unchanged=t.unchanged) for t in tallies.values())


def test_what_the_reports_say_is_in_the_tables(target: Database, out: Path) -> None:
    tallies = target.export(out)
    assert (tallies["meetings"].new, tallies["reports"].new, tallies["people"].new) == (5, 6, 3)
    sessions = "SELECT ordinal, until, seen FROM sessions JOIN bodies USING (body_id)"
    order = f"WHERE name = '{outputs.COMMITTEE}' ORDER BY sessions.position"
    assert target.ask(f"{sessions} {order}") == [(3, 3, True), (4, 6, False), (7, 7, True)]
    assert target.ask(
        "SELECT value, reports FROM conflicts WHERE field = 'ordinal' ORDER BY position"
    ) == [("7", 1), ("8", 1)]
    assert target.ask(
        f"SELECT role FROM posts JOIN people USING (person_id) WHERE name = '{outputs.HUDA}' "
        "ORDER BY posts.first_seen"
    ) == [("وكيلة وزارة الزراعة",), ("وزيرة النقل",)]
    assert target.ask("SELECT held FROM meetings WHERE body IS NOT NULL AND reports = 0") == [
        (False,)
    ]
    assert target.ask("SELECT name_ar, name_en FROM countries WHERE code = 'SA'") == [
        ("المملكة العربية السعودية", "Saudi Arabia")
    ]


def test_both_databases_hold_the_same(tmp_path: Path, empty: str, out: Path) -> None:
    one, other = Database(tmp_path / "x.sqlite"), Database(empty)
    one.export(out)
    other.export(out)
    assert one.state(digests=False) == other.state(digests=False)


def test_twice_the_same_changes_nothing(target: Database, out: Path) -> None:
    target.export(out)
    before = target.state()
    file = target.place.read_bytes() if isinstance(target.place, Path) else None
    assert only_unchanged(target.export(out))
    assert target.state() == before
    assert file is None or Path(target.place).read_bytes() == file


def test_what_changed_is_replaced_and_what_left_goes(target: Database, out: Path) -> None:
    target.export(out)
    changed = [dataclasses.replace(REPORTS[0], decisions=("اعتماد خطة أخرى",)), *REPORTS[2:5]]
    outputs.write(out, changed)
    tallies = target.export(out)
    assert tallies["reports"] == Tally(replaced=1, removed=2, unchanged=3)
    assert tallies["meetings"].removed == 1
    assert target.ask("SELECT text FROM decisions WHERE position = 1 ORDER BY text") == [
        ("إيقاف العمل في الطريق القديم",),
        ("اعتماد خطة أخرى",),
    ]
    assert target.ask("SELECT count(*) FROM conflicts") == [(0,)]


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sets(st.sampled_from(range(len(REPORTS))), min_size=1), min_size=2, max_size=4))
def test_after_any_exports_the_tables_are_those_of_the_last(
    tmp_path_factory: pytest.TempPathFactory, history: Sequence[set[int]]
) -> None:
    folder = tmp_path_factory.mktemp("history")
    grown, fresh = Database(folder / "grown.sqlite"), Database(folder / "fresh.sqlite")
    for kept in history:
        out = outputs.write(folder / "out", [REPORTS[i] for i in sorted(kept)])
        grown.export(out)
    fresh.export(out)
    assert grown.state() == fresh.state()


def test_comments_are_in_both_languages(target: Database, out: Path) -> None:
    target.export(out)
    if isinstance(target.place, Path):
        ((text,),) = target.ask("SELECT sql FROM sqlite_master WHERE name = 'decisions'")
    else:
        ((text,),) = target.ask("SELECT col_description('decisions'::regclass, 3)")
    assert "العبارة كما وردت · The fullest of its clauses." in text


def test_foreign_keys_hold(target: Database, out: Path) -> None:
    target.export(out)
    lines = (out / "releases.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    (out / "releases.jsonl").write_text("".join(lines[1:]), encoding="utf-8")
    before = target.state()
    with pytest.raises(MahdarError, match="do not fit together, so nothing was changed: run"):
        target.export(out)
    assert target.state() == before


def test_foreign_keys_hold_in_the_first_export_too(target: Database, out: Path) -> None:
    lines = (out / "releases.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    (out / "releases.jsonl").write_text("".join(lines[1:]), encoding="utf-8")
    with pytest.raises(MahdarError, match="do not fit together, so nothing was changed: run"):
        target.export(out)
    assert not isinstance(target.place, Path) or not target.place.exists()


def test_the_first_export_costs_sqlite_a_step_a_row(tmp_path: Path) -> None:
    """Each session is a row that waits for a meeting of a later table."""
    steps: list[int] = []

    def counted(connection: sqlite3.Connection, _: object) -> None:
        connection.set_progress_handler(lambda: steps.append(1) and None, 1000)

    event.listen(Engine, "connect", counted)
    try:
        for number in (150, 600):
            reports = [
                outputs.Report(f"{n}", f"a/{n}", f"لجنة المياه {n}", 3, "2024-02-06")
                for n in range(number)
            ]
            before = len(steps)
            Database(tmp_path / f"{number}.sqlite").export(outputs.write(tmp_path, reports))
            steps[before:] = [len(steps) - before]
    finally:
        event.remove(Engine, "connect", counted)
    assert steps[1] < 5 * steps[0]


def test_a_newer_schema_adds_columns(
    target: Database, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = tables.definitions

    def older(names: Sequence[str]) -> list[tables.Table]:
        found = real(names)
        for table in found:
            if table.name == "meetings":
                table._columns.remove(table.c.venue)
        return found

    monkeypatch.setattr(tables, "definitions", older)
    target.export(out)
    assert "venue" not in " ".join(map(str, columns(target)))
    monkeypatch.setattr(tables, "definitions", real)
    lines = (out / "meetings.jsonl").read_text(encoding="utf-8")
    hall = json.dumps({"value": "قاعة النخيل", "rule": "only_report", "values": []})
    (out / "meetings.jsonl").write_text(
        lines.replace('"venue":null', f'"venue":{hall}'), encoding="utf-8"
    )
    tallies = target.export(out)
    assert tallies["meetings"] == Tally(replaced=5)  # all of them, because each has one more column
    assert target.ask("SELECT DISTINCT venue FROM meetings") == [("قاعة النخيل",)]
    assert only_unchanged(target.export(out))


def columns(target: Database) -> list[tuple[object, ...]]:
    if isinstance(target.place, Path):
        return target.ask("SELECT name FROM pragma_table_info('meetings')")
    return target.ask(
        "SELECT column_name FROM information_schema.columns WHERE table_name = 'meetings'"
    )


@pytest.mark.parametrize(
    "theirs",
    [
        "CREATE TABLE people (name TEXT)",
        "CREATE TABLE people (person_id TEXT PRIMARY KEY, digest TEXT)",
        "CREATE VIEW people AS SELECT 1 AS name",
    ],
)
def test_a_table_of_someone_else_is_never_touched(target: Database, out: Path, theirs: str) -> None:
    target.run(theirs)
    with pytest.raises(UsageError, match="table people was not made by mahdar"):
        target.export(out)
    assert target.ask("SELECT count(*) FROM people") == [(int("VIEW" in theirs),)]
    with pytest.raises(Exception, match="meetings"):
        target.ask("SELECT * FROM meetings")
    target.export(out, ["decisions"])  # which does not need people
    assert target.ask("SELECT count(*) FROM decisions") == [(3,)]


def test_other_tables_and_views_stay(target: Database, out: Path) -> None:
    target.run("CREATE TABLE notes (meeting_id TEXT, words TEXT)")
    target.run("INSERT INTO notes VALUES ('mt-0', 'ملاحظة')")
    target.export(out)
    target.run("CREATE VIEW chairs AS SELECT chair FROM meetings")
    outputs.write(out, REPORTS[1:])
    target.export(out)
    assert target.ask("SELECT words FROM notes") == [("ملاحظة",)]
    assert (outputs.HUDA,) in target.ask("SELECT chair FROM chairs")


def test_some_tables_first_and_more_later(target: Database, out: Path) -> None:
    assert set(target.export(out, ["decisions"])) == {"meetings"}
    assert set(target.state()) == {"meetings", "decisions"}
    target.export(out, ["topics"])
    assert target.ask("SELECT count(*) FROM topics") == [(3,)]
    outputs.write(out, REPORTS[2:3])
    target.export(out, ["people"])
    assert target.ask("SELECT count(*) FROM topics") == [(0,)]  # none becomes outdated


def test_u_0000_is_stored_where_it_can_be(target: Database, tmp_path: Path) -> None:
    strange = dataclasses.replace(REPORTS[2], title="عنوان\0 و \\u0000", text="نص\0")
    target.export(outputs.write(tmp_path / "out", [strange]))
    kept = "\0" if isinstance(target.place, Path) else "\ufffd"
    assert target.ask("SELECT title FROM releases") == [(f"عنوان{kept} و \\u0000",)]
    assert only_unchanged(target.export(tmp_path / "out"))


def test_the_same_key_twice_is_named(target: Database, out: Path) -> None:
    lines = (out / "records.jsonl").read_text(encoding="utf-8")
    (out / "records.jsonl").write_text(lines + lines.splitlines(keepends=True)[0], encoding="utf-8")
    with pytest.raises(MahdarError, match="do not fit together"):
        target.export(out)


def test_a_column_is_added_with_its_comment(empty: str, out: Path) -> None:
    target = Database(empty)
    target.export(out)
    target.run("ALTER TABLE decisions DROP COLUMN action")
    target.export(out)
    ((text,),) = target.ask(
        "SELECT col_description('decisions'::regclass, attnum) FROM pg_attribute "
        "WHERE attrelid = 'decisions'::regclass AND attname = 'action'"
    )
    assert text.startswith("ما جرى بشأنها · What was done with it.")


def test_a_layout_counts_columns_and_parts() -> None:
    (head,) = tables.definitions(["meetings"])
    _, part = both = tables.definitions(["meetings", "decisions"])
    assert tables.layout(head, [head]) != tables.layout(both[0], both)
    before = tables.layout(both[0], both)
    part.append_column(Column("more", Text()))
    assert tables.layout(both[0], both) != before
    assert database.BATCH > 1
