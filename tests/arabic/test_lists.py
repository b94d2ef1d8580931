"""Word lists in data files: what counts as an entry."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.arabic import lists


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    folder = tmp_path / "listed" / "data"
    folder.mkdir(parents=True)
    (folder.parent / "__init__.py").touch()
    (folder / "list.tsv").write_text(
        "# where it is from\n\nساقية\tn\n\tواحة\n \nبئر # عميقة\n", encoding="utf-8"
    )
    monkeypatch.syspath_prepend(tmp_path)
    return "listed"


def test_blank_lines_and_comments_are_no_entries(package: str) -> None:
    assert lists.lines(package, "list.tsv") == ["ساقية\tn", "\tواحة", "بئر # عميقة"]


def test_rows_keep_their_empty_cells(package: str) -> None:
    assert lists.rows(package, "list.tsv") == [["ساقية", "n"], ["", "واحة"], ["بئر # عميقة"]]
