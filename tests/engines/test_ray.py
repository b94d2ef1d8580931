"""A real Ray cluster of two nodes on this machine; one node is killed in the middle."""

from __future__ import annotations

import json
import random
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from pipeline import run, shards
from pipeline.config import Config
from tests.test_shards import SENTENCES, same

RELEASES = 300


@pytest.fixture
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Any:
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from ray.cluster_utils import Cluster

        made = Cluster(
            initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False}
        )
        second = made.add_node(num_cpus=1)
        try:
            yield made, second
        finally:
            made.shutdown()


def write_releases(path: Path) -> None:
    draw = random.Random(300)
    with path.open("w", encoding="utf-8") as file:
        for n in range(RELEASES):
            text = "\n".join([*draw.sample(SENTENCES, 2), f"الخبر {n}"])
            row = {"id": n, "text": text, "published": "2025-02-02"}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


@pytest.mark.filterwarnings("ignore")
def test_a_node_that_dies_costs_no_byte(
    cluster: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import ray

    from pipeline.engines import ray as engine

    (tmp_path / "in").mkdir()
    write_releases(tmp_path / "in" / "many.jsonl")
    config = Config()
    run.process([tmp_path / "in"], tmp_path / "one", config)
    cut = __import__("pipeline.readers.parts", fromlist=["parts"]).parts
    monkeypatch.setattr("pipeline.readers.parts.parts", lambda file: cut(file, 4000))
    made = shards.plan([tmp_path / "in"], tmp_path / "plan", 12)
    nodes, second = cluster
    ray.init(address=nodes.address, logging_level="error", log_to_driver=False)
    done: list[int] = []
    killed = threading.Event()

    def progress(count: int, total: int) -> None:
        done.append(count)
        if count >= 3 and not killed.is_set():
            killed.set()
            nodes.remove_node(second)

    try:
        began = time.monotonic()
        assert engine.run_all(made, config, progress=progress) == []
        assert time.monotonic() - began < 240
    finally:
        ray.shutdown()
    assert killed.is_set() and done[-1] == 12
    shards.merge(made, tmp_path / "merged", config)
    assert same(tmp_path / "one", tmp_path / "merged")
