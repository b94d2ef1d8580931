"""The five queries of docs/export.md print the tables below them, on SQLite and on PostgreSQL.

To update the tables: `python -m tests.export.test_queries`."""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from pipeline import run
from pipeline.config import Config
from tests.export.databases import Database

ROOT = Path(__file__).parents[2]
QUERY = re.compile(r"```sql\n(?P<query>.*?)\n```\n\n(?P<table>(?:\|[^\n]*\n)*)", re.DOTALL)


def queries() -> list[tuple[str, str]]:
    """Return each query of the page, with the table below it."""
    text = (ROOT / "docs" / "export.md").read_text(encoding="utf-8")
    return [(m["query"], m["table"]) for m in QUERY.finditer(text)]


def shown(query: str, rows: Sequence[tuple[Any, ...]]) -> str:
    """Return the result of a query as a Markdown table under the names of its columns."""
    listed = re.match(r"SELECT (.*?)\s+FROM", query.replace("\n", " "))
    assert listed
    columns = [c.split(" AS ")[-1].split(".")[-1] for c in split(listed[1])]
    cells = [["" if v is None else str(v) for v in row] for row in rows]
    lines = [columns, ["---"] * len(columns), *cells]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def split(listed: str) -> list[str]:
    """Return the expressions between the commas outside brackets."""
    return [c.strip() for c in re.split(r",(?![^(]*\))", listed)]


def processed(out: Path) -> Path:
    run.process([ROOT / "data" / "raw"], out, Config())
    return out


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the output of `data/raw`."""
    return processed(tmp_path_factory.mktemp("samples") / "processed")


@pytest.mark.parametrize("target", ["sqlite", "postgresql"])
def test_the_queries_print_what_stands_below_them(
    target: str, samples: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    place = tmp_path / "x" if target == "sqlite" else request.getfixturevalue("empty")
    database = Database(place)
    database.export(samples)
    assert len(queries()) == 5
    for query, table in queries():
        found = database.ask(query)
        assert found and shown(query, found) == table, query


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        database = Database(Path(name) / "x")
        database.export(processed(Path(name) / "processed"))
        page = ROOT / "docs" / "export.md"
        text = page.read_text(encoding="utf-8")
        page.write_text(
            QUERY.sub(
                lambda m: (
                    f"```sql\n{m['query']}\n```\n\n{shown(m['query'], database.ask(m['query']))}"
                    + ("" if m["table"] else "\n")
                ),
                text,
            ),
            encoding="utf-8",
        )


if __name__ == "__main__":
    sys.exit(main())
