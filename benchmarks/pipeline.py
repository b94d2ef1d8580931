"""Words per second through each stage, on the golden releases: `python -m benchmarks.pipeline
[--rounds N]`.

Prints each stage's share, and its ratio to the tagger, the baseline of the same run: everything
else should cost less than the model. Loading the model is timed separately."""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from pipeline.arabic.folding import clean
from pipeline.assemble import assemble
from pipeline.config import Config
from pipeline.dedupe import dedupe
from pipeline.extract.nlp import build_nlp
from pipeline.extract.stage import extract
from pipeline.normalize import normalize
from pipeline.types import Release

TEXTS = Path(__file__).resolve().parents[1] / "tests" / "golden"


Stage = Callable[[Iterable[Release], Config], Iterable[Release]]


def lifted(step: Callable[[Release, Config], Release]) -> Stage:
    return lambda releases, config: [step(r, config) for r in releases]


def timed(stage: Stage, releases: Iterable[Release], config: Config) -> tuple[list[Release], float]:
    started = time.perf_counter()
    return list(stage(releases, config)), time.perf_counter() - started


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--rounds", type=int, default=5, help="how often the golden releases are gone through"
    )
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    config = Config()
    texts = [p.read_text(encoding="utf-8") for p in sorted(TEXTS.glob("*.txt"))] * args.rounds
    releases = [Release(id=f"r-{i}", source=f"{i}", text=t) for i, t in enumerate(texts)]
    words = sum(len(t.split()) for t in texts)

    started = time.perf_counter()
    nlp = build_nlp(config, args.threads)
    nlp("اجتمعت اللجنة.")
    print(f"loading                 {time.perf_counter() - started:6.2f} s")
    tagger = nlp.get_pipe("mahdar_tagger")
    docs = [nlp.make_doc(clean(t)) for t in texts]
    started = time.perf_counter()
    for _ in tagger.pipe(docs):
        pass
    base = time.perf_counter() - started
    print(f"the tagger alone        {words / base:6,.0f} words/s  1.00")

    total = 0.0
    stages: dict[str, Stage] = {
        "normalize": lifted(normalize),
        "dedupe": lifted(dedupe),
        "extract": partial(extract, threads=args.threads),
        "assemble": lifted(assemble),
    }
    for name, stage in stages.items():
        releases, seconds = timed(stage, releases, config)
        total += seconds
        print(f"{name:<22}  {words / seconds:6,.0f} words/s  {seconds / base:.2f}")
    print(
        f"all stages              {words / total:6,.0f} words/s  {total / base:.2f}  ({words} "
        f"words, {args.threads} threads)"
    )
    print(
        f"peak memory             {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB"
    )


if __name__ == "__main__":
    main()
