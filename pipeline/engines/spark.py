"""Spark: `mapPartitions` over the numbers of shards.

    spark-submit --py-files … pipeline/engines/spark.py PLAN [CONFIG.toml]

Executors must see the plan's folder and the inputs under the same paths, with mahdar installed.
Spark repeats the tasks of a lost executor. A shard's output is renamed into place when it is
complete, so nothing is duplicated."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pipeline import shards
from pipeline.config import Config
from pipeline.shards import Plan


def run_all(session: Any, made: Plan, config: Config) -> list[int]:
    """Process all shards that are not done with a SparkSession; return those that failed."""
    left = shards.missing(made, config)
    if left:

        def work(part: Iterable[int]) -> Iterator[int]:
            for shard in part:
                shards.run_shard(made, shard, config)
                yield shard

        numbers = session.sparkContext.parallelize(left, len(left))
        numbers.mapPartitions(work).collect()
    return shards.missing(made, config)


def main() -> None:
    from pyspark.sql import SparkSession

    made = shards.opened(Path(sys.argv[1]))
    config = Config.load(Path(sys.argv[2]) if len(sys.argv) > 2 else None)
    session = SparkSession.builder.appName("mahdar").getOrCreate()
    try:
        left = run_all(session, made, config)
    finally:
        session.stop()
    if left:
        raise SystemExit(f"not done: {left}")


if __name__ == "__main__":
    main()
