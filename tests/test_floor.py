"""How good the shipped model and rules are, on releases that were never trained on: no figure falls below its floor."""
from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from pipeline.config import Config
from pipeline.evaluate import Result, check_floor, evaluate_files
from pipeline.run import RECORDS, RELEASES, process_gold

GOLDEN = Path(__file__).parent / "golden"
FLOORS: dict[str, float] = tomllib.loads((GOLDEN / "floors.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Result:
    folder = tmp_path_factory.mktemp("floor")
    done = process_gold(GOLDEN / "floor.jsonl", folder, Config())
    assert done.rejected == 0
    return evaluate_files(GOLDEN / "floor.jsonl", done.out / RELEASES, done.out / RECORDS)


def test_every_figure_has_a_floor(result: Result) -> None:
    assert FLOORS.keys() == result.scores().keys()


def test_no_figure_is_below_its_floor(result: Result) -> None:
    assert check_floor(result, FLOORS) == []
