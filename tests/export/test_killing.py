"""A killed export leaves the old state complete, and the next one repairs what is left."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.export import outputs

ROOT = Path(__file__).parents[2]


def report(tmp_path: Path, url: str, most: int, *names: str) -> dict[str, Any]:
    old = outputs.write(tmp_path / "old", outputs.REPORTS[:4])
    new = outputs.write(tmp_path / "new", outputs.REPORTS[1:])
    (tmp_path / "work").mkdir()
    module = [sys.executable, "-m", "tests.export.killing"]
    done = subprocess.run(
        [*module, old, new, tmp_path / "work", url, str(most), *names],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def check(found: dict[str, Any]) -> None:
    for target, told in found.items():
        assert told["wrong"] == {}, target
        assert told["points"] >= 4 and told["old"] >= 2, target


def test_a_killed_export_leaves_a_database_as_it_was(tmp_path: Path, empty: str) -> None:
    found = report(tmp_path, empty, 3, "sqlite", "postgresql")
    assert len(found) == 2
    check(found)


@pytest.mark.long
def test_a_killed_export_leaves_every_target_as_it_was(tmp_path: Path, empty: str) -> None:
    found = report(tmp_path, empty, 20)
    assert len(found) == 7
    check(found)
