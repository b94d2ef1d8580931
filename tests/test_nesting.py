"""Lines that nest deeper than Python can parse are reported like any other bad line, in every file
that people or git may edit."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import evaluate, run, store
from pipeline.config import Config
from pipeline.consolidate import registry
from pipeline.errors import UsageError
from tests import fakes

DEEP = "[" * 100_000


def test_the_registry_passes_over_it() -> None:
    good = '{"id":"mt-000000000001","key":"a","at":"2026-03-01T00:00:00Z"}'
    assert registry.read([DEEP, good]).of("a") == registry.read([good]).of("a") != frozenset()


def test_gold_and_floors_are_wrong_use(tmp_path: Path) -> None:
    gold, floors = tmp_path / "given.jsonl", tmp_path / "floors.toml"
    gold.write_text(DEEP + "\n")
    floors.write_text(f"a = {DEEP}\n")
    config: Config = fakes.config(tmp_path)
    with pytest.raises(UsageError, match="not a gold document"):
        run.process_gold(gold, tmp_path, config, steps=fakes.steps)
    with pytest.raises(UsageError, match="cannot be read as TOML"):
        evaluate.read_floors(floors)


def test_the_list_of_kept_runs_is_a_cache(tmp_path: Path) -> None:
    place = tmp_path / store.FOLDER / store.RUNS / store.LIST
    place.parent.mkdir(parents=True)
    place.write_text(DEEP)
    assert store.runs(tmp_path) == ()
