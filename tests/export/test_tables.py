"""The tables and the page that describes them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateTable

from pipeline.errors import UsageError
from pipeline.export import dictionary, rows, tables
from pipeline.export.lines import lines
from pipeline.schema import Record, ReleaseRow
from pipeline.schema_entities import EntityRow
from pipeline.schema_meetings import MeetingRow
from tests.export import outputs

ROOT = Path(__file__).parents[2]


def test_the_page_is_what_the_definitions_give() -> None:
    page = (ROOT / "docs" / "tables.md").read_text(encoding="utf-8")
    assert page == "\n".join(dictionary.lines()) + "\n", (
        "python -m pipeline.export.dictionary > docs/tables.md"
    )


@pytest.mark.parametrize("table", tables.TABLES, ids=lambda t: t.name)
def test_every_column_is_described_in_both_languages(table: tables.Table) -> None:
    assert list(table.primary_key.columns)
    for thing in (table, *table.columns):
        assert any("ء" <= c <= "ي" for c in thing.info["ar"]), thing
        assert thing.info["en"].endswith("."), thing


def test_links_stand_in_the_order_of_their_columns() -> None:
    """The text of a table is in the file of SQLite, and the same output gives the same bytes."""
    for table in tables.definitions({t.name for t in tables.TABLES}):
        made = str(CreateTable(table).compile(dialect=sqlite.dialect()))
        linked = [c.name for c in table.columns if c.foreign_keys]
        assert re.findall(r"FOREIGN KEY\((\w+)\)", made) == linked, table.name


def test_the_invented_output_is_of_the_published_form(out: Path) -> None:
    for line in (out / "meetings.jsonl").read_text(encoding="utf-8").splitlines():
        MeetingRow.model_validate_json(line)
    for line in (out / "entities.jsonl").read_text(encoding="utf-8").splitlines():
        EntityRow.model_validate_json(line)
    for line in (out / "records.jsonl").read_text(encoding="utf-8").splitlines():
        Record.model_validate_json(line)
    for line in (out / "releases.jsonl").read_text(encoding="utf-8").splitlines():
        ReleaseRow.model_validate_json(line)


def test_rows_have_a_value_for_each_column_and_no_other(out: Path) -> None:
    seen = set()
    for line in lines(out):
        for name, found in rows.rows(line.table, json.loads(line.data)).items():
            columns = set(tables.METADATA.tables[name].columns.keys()) - {tables.DIGEST}
            for row in found:
                seen.add(name)
                assert set(row) == columns, name
    assert seen == {t.name for t in tables.TABLES} - {"referenced_meetings"}


def test_every_list_of_a_meeting_has_its_table() -> None:
    lists = {name for name, f in MeetingRow.model_fields.items() if "tuple" in str(f.annotation)}
    told = {field for field, _ in rows._OF_MEETING.values()} | {"conflicts"}
    assert lists - told == {"records", "announcements", "releases", "outlets"}


def test_a_part_brings_its_head() -> None:
    assert tables.choose(["decisions"]) == ("meetings", "decisions")
    assert tables.choose([]) == tuple(t.name for t in tables.TABLES)
    links = {
        element.target_fullname
        for table in tables.definitions(["meetings", "decisions"])
        for link in table.foreign_key_constraints
        for element in link.elements
    }
    assert links == {"meetings.meeting_id"}


def test_a_table_that_there_is_not_is_named() -> None:
    with pytest.raises(UsageError, match="no table meeting: choose among countries, people"):
        tables.choose(["meeting"])


def test_a_line_of_another_form_is_named(tmp_path: Path) -> None:
    out = outputs.write(tmp_path, outputs.REPORTS)
    text = (out / "records.jsonl").read_text(encoding="utf-8")
    (out / "records.jsonl").write_text(text.replace('"1.1"', '"1.0"'), encoding="utf-8")
    with pytest.raises(UsageError, match=r"records.jsonl:1: of schema version 1.0, not 1.1; run"):
        list(lines(out))
    (out / "records.jsonl").write_text("{}\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"records.jsonl:1: no line of mahdar's"):
        list(lines(out))
    (out / "records.jsonl").unlink()
    with pytest.raises(UsageError, match=r"records.jsonl: there is no such file; run mahdar"):
        list(lines(out))
