"""A real Spark cluster of two workers on this machine; a long test, because it needs a JVM."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline import run, shards
from pipeline.config import Config
from tests.engines.test_ray import write_releases
from tests.test_shards import same


@pytest.mark.long
@pytest.mark.filterwarnings("ignore")
def test_two_workers_give_the_bytes_of_one_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert shutil.which("java"), "Spark needs a JVM: apt-get install default-jre-headless"
    from pyspark.sql import SparkSession

    from pipeline.engines import spark

    root = Path(__file__).parents[2]
    monkeypatch.setenv("PYTHONPATH", str(root))
    monkeypatch.setenv("PYSPARK_PYTHON", str(root / ".venv/bin/python"))
    (tmp_path / "in").mkdir()
    write_releases(tmp_path / "in" / "many.jsonl")
    run.process([tmp_path / "in"], tmp_path / "one", Config())
    made = shards.plan([tmp_path / "in"], tmp_path / "plan", 12)
    session = (
        SparkSession.builder.master("local-cluster[2,1,1024]")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.ui.enabled", "false")
        .getOrCreate()
    )
    try:
        assert spark.run_all(session, made, Config()) == []
    finally:
        session.stop()
    shards.merge(made, tmp_path / "merged", Config())
    assert same(tmp_path / "one", tmp_path / "merged")
