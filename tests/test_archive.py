"""20,000 newspaper articles through one process, shards, Ray with a node that dies, and Spark: the
same bytes. It takes hours, and the articles may not be published here:

    MAHDAR_CORPORA=DIR python -m pytest -m long tests/test_archive.py -s

DIR holds files `.jsonl.xz`, in folders or not, whose lines have `text`, and may have `outlet`,
`published` and `url` (models/README.md names some). MAHDAR_ARTICLES sets the number of articles;
they are drawn at random, or are the shortest ones with MAHDAR_SHORTEST=1.
Prints the wall clock seconds of each way."""

from __future__ import annotations

import json
import lzma
import os
import random
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from pipeline import run, shards
from pipeline.config import Config
from tests.engines.test_ray import cluster  # noqa: F401
from tests.test_shards import same

ARTICLES = 20_000
A_FILE = 250
SHARDS = 64
JOBS = os.cpu_count() or 1
ROOT = Path(__file__).parents[1]
pytestmark = [pytest.mark.long, pytest.mark.filterwarnings("ignore")]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with `in`, JSON Lines of articles drawn from all corpora, and `one/out`, the
    output of one process for them."""
    given = os.environ.get("MAHDAR_CORPORA")
    if not given:
        pytest.skip("name the folder of the corpora: MAHDAR_CORPORA=DIR")
    files = sorted(Path(given).rglob("*.jsonl.xz"))
    wanted = int(os.environ.get("MAHDAR_ARTICLES", ARTICLES))
    places = {(n, line): size for n, file in enumerate(files) for line, size in lengths(file)}
    assert len(places) >= wanted, f"{given} has {len(places)} articles in .jsonl.xz files"
    if os.environ.get("MAHDAR_SHORTEST"):
        drawn = set(sorted(places, key=lambda at: (places[at], at))[:wanted])
    else:
        drawn = set(random.Random(32).sample(list(places), wanted))
    folder = tmp_path_factory.mktemp("archive")
    (folder / "in").mkdir()
    written = 0
    for n, file in enumerate(files):
        with lzma.open(file, "rt", encoding="utf-8") as lines:
            for line, row in enumerate(lines):
                if (n, line) not in drawn:
                    continue
                name = folder / "in" / f"{written // A_FILE:05}.jsonl"
                with name.open("a", encoding="utf-8", newline="\n") as out:
                    out.write(json.dumps(release(json.loads(row), f"{n}-{line}")) + "\n")
                written += 1
    with clock("one process"):
        summary = run.process([folder / "in"], folder / "one" / "out", Config(), jobs=JOBS)
    assert summary.read == written == wanted and summary.meetings
    return folder


def lengths(file: Path) -> Iterator[tuple[int, int]]:
    """Yield the number of each line, from 0, and its length in bytes."""
    with lzma.open(file, "rb") as lines:
        yield from enumerate(map(len, lines))


def release(article: dict[str, Any], key: str) -> dict[str, Any]:
    kept = {k: article[k] for k in ("outlet", "published", "url") if article.get(k)}
    return {"id": key, "text": article["text"], **kept}


@contextmanager
def clock(way: str) -> Iterator[None]:
    began = time.monotonic()
    yield
    print(f"{way}: {time.monotonic() - began:.0f} s", flush=True)


def planned(archive: Path, way: str) -> shards.Plan:
    return shards.plan([archive / "in"], archive / way / "plan", SHARDS)


def agrees(archive: Path, way: str, work: Callable[[shards.Plan], list[int]]) -> None:
    """Check that the merged output equals that of one process, including the ids of a new
    registry."""
    with clock(way):
        made = planned(archive, way)
        assert work(made) == []
        shards.merge(made, archive / way / "out", Config())
    assert same(archive / "one" / "out", archive / way / "out")


def test_shards(archive: Path) -> None:
    agrees(archive, "shards", lambda made: shards.run_all(made, Config(), JOBS))


def test_ray_with_a_node_that_dies(archive: Path, cluster: Any) -> None:  # noqa: F811
    import ray

    from pipeline.engines import ray as engine

    nodes, second = cluster
    killed = threading.Event()

    def progress(count: int, share: float) -> None:
        if share >= 1 / 3 and not killed.is_set():
            killed.set()
            nodes.remove_node(second)

    ray.init(address=nodes.address, logging_level="error", log_to_driver=False)
    try:
        agrees(archive, "ray", lambda made: engine.run_all(made, Config(), progress=progress))
    finally:
        ray.shutdown()
    assert killed.is_set()


def test_spark(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not shutil.which("java"):
        pytest.skip("Spark needs a JVM: apt-get install default-jre-headless")
    sql = pytest.importorskip("pyspark.sql", reason="Spark is not there: pip install '.[spark]'")

    from pipeline.engines import spark

    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("PYSPARK_PYTHON", str(ROOT / ".venv/bin/python"))
    session = (
        sql.SparkSession.builder.master("local-cluster[2,1,1024]")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.ui.enabled", "false")
        .getOrCreate()
    )
    try:
        agrees(archive, "spark", lambda made: spark.run_all(session, made, Config()))
    finally:
        session.stop()
