"""The fingerprint of the code changes with what makes a record, and with nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline import provenance


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the package that is fingerprinted instead of it."""
    package = tmp_path / "pipeline"
    shutil.copytree(provenance.PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(provenance, "PACKAGE", package)
    return package


def changed(copy: Path, file: str) -> bool:
    before = provenance.code.__wrapped__()
    path = copy / file
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    return before != provenance.code.__wrapped__()


@pytest.mark.parametrize(
    "file", ["dedupe.py", "extract/data/standing.tsv", "assemble/who.py", "schema.py"]
)
def test_what_makes_records_counts(copy: Path, file: str) -> None:
    assert changed(copy, file)


@pytest.mark.parametrize(
    "file", ["cli/diff.py", "review/server.py", "diff/compare.py", "evaluate.py"]
)
def test_what_only_reads_records_does_not(copy: Path, file: str) -> None:
    assert not changed(copy, file)


def test_every_reader_of_records_is_there() -> None:
    assert all((provenance.PACKAGE / name).exists() for name in provenance.READERS_OF_RECORDS)
