"""Spark, for archives that have it: `mapPartitions` over the numbers of shards.

    spark-submit --py-files … pipeline/engines/spark.py PLAN [CONFIG.toml]

Executors see the plan's folder and the inputs under the same paths, and mahdar is installed where
they run. Spark repeats what a lost executor had; a shard's output is renamed into its place whole,
so nothing stands twice."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pipeline import shards
from pipeline.config import Config
from pipeline.shards import Plan


def run_all(session: Any, made: Plan, config: Config) -> list[int]:
    """Work on all shards that are not done, with a SparkSession; return those that are not done
    then."""
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
