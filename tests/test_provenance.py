"""The fingerprint of the code changes with everything that affects records, and with nothing
else."""

from __future__ import annotations

import shutil
from importlib import metadata
from pathlib import Path

import pytest

from pipeline import provenance
from pipeline.errors import MahdarError


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the package, fingerprinted in its place."""
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
    "file", ["dedupe.py", "extract/data/organisations.tsv", "assemble/where.py", "schema.py"]
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


def test_without_torch_the_other_recognizer_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def version(name: str) -> str:
        if name == "torch":
            raise metadata.PackageNotFoundError(name)
        return "1"

    monkeypatch.setattr(metadata, "version", version)
    with pytest.raises(MahdarError, match="pip install camel-tools torch transformers"):
        provenance._camel.__wrapped__(tmp_path)


def test_the_model_inside_an_installed_package_is_no_code(copy: Path) -> None:
    before = provenance.code.__wrapped__()
    shutil.copytree(provenance.PACKAGE.parents[0] / "pipeline" / "arabic", copy / "models")
    assert before == provenance.code.__wrapped__()
