from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.scale import cut, measured, table, texts, write
from benchmarks.simulation import Archive
from benchmarks.simulation import table as simulated


def test_an_archive_never_says_the_same_twice(tmp_path: Path) -> None:
    count = len(texts()) + 25
    words, size = write(tmp_path / "in", count)
    files = sorted((tmp_path / "in").iterdir())
    rows = [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]
    assert len(rows) == len({r["id"] for r in rows}) == len({r["text"] for r in rows}) == count
    assert words == sum(len(r["text"].split()) for r in rows)
    assert size == sum(file.stat().st_size for file in files)
    first, again = rows[0], rows[len(texts())]
    assert first["text"].splitlines()[:-1] == again["text"].splitlines()[:-1]
    assert first["published"] < again["published"]


@pytest.mark.parametrize(
    ("least", "kept"),
    [
        (2, "عقدت اللجنة اجتماعها."),
        (4, "عقدت اللجنة اجتماعها. وحضره سالم العطار."),
        (99, "عقدت اللجنة اجتماعها. وحضره سالم العطار.\nالرياض"),
    ],
)
def test_a_small_release_ends_with_a_sentence(least: int, kept: str) -> None:
    assert cut("عقدت اللجنة اجتماعها. وحضره سالم العطار.\nالرياض", least) == kept


@pytest.mark.long
def test_every_stage_is_measured(tmp_path: Path) -> None:
    row = measured(12, tmp_path)
    took = row["merge"]
    assert all(seconds > 0 for seconds in row["run"]["shards"]) and len(row["run"]["shards"]) == 4
    parts = [took[p] for p in ("taking", "consolidating", "writing", "rest")]
    assert min(parts) > 0 and sum(parts) <= took["seconds"]
    assert min(row["bytes"].values()) > 0 and took["meetings"]
    assert "12 releases" in table(row)
    figures = {"day": "2025-02-01", "machine": "one, 1 cores", "sizes": [row]}
    assert "12 releases" in simulated(figures, Archive(articles=1000, shards=4), (1, 2))
