"""Time for an archive on many workers: `python -m benchmarks.simulation [FIGURES] [--articles N]
[--words N] [--shards N] [--workers N…] [--stragglers SHARE] [--slow TIMES] [--failures SHARE]
[--seed N] [--page FILE]`.

FIGURES is the file from `python -m benchmarks.scale --save`. The work of a shard is drawn from a
gamma distribution with the mean and spread of the measured shards. A straggler takes `--slow` times
as long. An attempt can fail at any moment; then the shard starts again. Each attempt loads the
model and reads the plan. Idle workers take the next shard (list scheduling, Graham 1969). Plan and
merge are serial. Their cost for each further release, in seconds and memory, is the slope of the
line through the measured sizes.

Prints a table, and writes it into `--page` between its marks."""

from __future__ import annotations

import argparse
import heapq
import json
import random
import re
import statistics
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.readers.parts import SIZE

FIGURES = Path(__file__).resolve().parents[1] / "docs" / "scale.json"
SERIAL = ("taking", "consolidating", "writing")  # parts of the merge
MARKED = re.compile(r"(<!-- simulation -->\n```text\n).*?(```)", re.DOTALL)
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """The cost of a number of releases: `fixed`, and `each` for every release."""

    fixed: float
    each: float

    def at(self, releases: int) -> float:
        return self.fixed + self.each * releases


@dataclass(frozen=True, slots=True)
class Costs:
    """Measured figures: seconds of one core, and bytes. `spread` is the standard deviation of the
    seconds of shards divided by their mean; `stored` is bytes a release by kind of file."""

    word: float
    input_word: float
    loading: float
    line_of_plan: float
    spread: float
    plan: Line
    merge: dict[str, Line]
    worker_memory: float
    merge_memory: Line
    stored: dict[str, float]


@dataclass(frozen=True, slots=True)
class Archive:
    """What is simulated. `stragglers` is the share of shards that take `slow` times as long,
    `failures` that of attempts that fail."""

    articles: int = 100_000_000
    words: int = 280
    shards: int = 20_000
    stragglers: float = 0.01
    slow: float = 5.0
    failures: float = 0.01
    seed: int = 1


def costs(figures: Json) -> Costs:
    """Return the costs that `benchmarks.scale` measured, for shards those at the largest size."""
    rows = figures["sizes"]
    last = rows[-1]
    shards = last["run"]["shards"]
    return Costs(
        word=sum(shards) / last["words"],
        input_word=last["bytes"]["inputs"] / last["words"],
        loading=last["run"]["loading"],
        line_of_plan=last["run"]["line_of_plan"],
        spread=statistics.stdev(shards) / statistics.fmean(shards),
        plan=through(rows, "plan", "seconds"),
        merge={part: through(rows, "merge", part) for part in SERIAL},
        worker_memory=last["run"]["memory"],
        merge_memory=through(rows, "merge", "memory"),
        stored={k: v / last["releases"] for k, v in last["bytes"].items() if k != "inputs"},
    )


def through(rows: Sequence[Json], stage: str, figure: str) -> Line:
    """Return the least-squares line through a figure at all sizes; a line through zero if only one
    size was measured or if noise makes it fall."""
    found = [(row["releases"], row[stage][figure]) for row in rows]
    releases, last = found[-1]
    if len(found) > 1:
        each, fixed = statistics.linear_regression(*zip(*found, strict=True))
        if each > 0:
            return Line(max(0.0, fixed), each)
    return Line(0.0, last / releases)


def seconds_of_shards(cost: Costs, archive: Archive) -> list[float]:
    """Draw how long each shard occupies a worker. The same seed draws the same shards, whatever the
    shares of stragglers and failures: higher shares only make some shards longer."""
    mean = cost.word * archive.words * archive.articles / archive.shards
    start = cost.loading + cost.line_of_plan * parts(cost, archive)
    found = []
    for shard in range(archive.shards):
        draw = random.Random(f"{archive.seed} {shard}")
        work = mean
        if cost.spread:
            shape = cost.spread**-2
            work = draw.gammavariate(shape, mean / shape)
        if draw.random() < archive.stragglers:
            work *= archive.slow
        whole = start + work
        took = whole
        while draw.random() < archive.failures:
            took += draw.random() * whole
        found.append(took)
    return found


def parts(cost: Costs, archive: Archive) -> int:
    """Return the number of parts in a plan over JSON Lines."""
    return int(cost.input_word * archive.words * archive.articles / SIZE) + 1


def makespan(took: Sequence[float], workers: int) -> float:
    """Return when the last shard is done, if each goes to the first idle worker."""
    idle = [0.0] * workers
    for seconds in took:
        heapq.heapreplace(idle, idle[0] + seconds)
    return max(idle)


def table(figures: Json, archive: Archive, workers: Sequence[int]) -> str:
    cost = costs(figures)
    n = archive.articles
    took = seconds_of_shards(cost, archive)
    plan = cost.plan.at(n)
    merge = {part: line.at(n) for part, line in cost.merge.items()}
    merged = sum(merge.values())
    sizes = ", ".join(f"{row['releases']:,}" for row in figures["sizes"])
    lines = [
        f"measured {figures['day']} on {figures['machine']}, at {sizes} releases",
        f"{n:,} articles of {archive.words} words in {archive.shards:,} shards; "
        f"{archive.stragglers:.1%} take {archive.slow:g} times as long, {archive.failures:.1%} of "
        "attempts fail",
        "",
        f"{'workers':>8}{'plan':>11}{'shards':>12}{'merge':>11}{'in all':>12}{'serial':>9}",
    ]
    for count in workers:
        run = makespan(took, count)
        whole = plan + run + merged
        told = "".join(
            f"{hours(x):>{w}}" for x, w in ((plan, 11), (run, 12), (merged, 11), (whole, 12))
        )
        lines.append(f"{count:>8,}{told}{(plan + merged) / whole:>9.0%}")
    kept = {
        "inputs": cost.input_word * archive.words,
        **cost.stored,
    }
    lines += [
        "",
        f"core hours: shards {sum(took) / 3600:,.0f}, plan {plan / 3600:,.0f}, merge "
        f"{merged / 3600:,.0f} ("
        + ", ".join(f"{part} {s / 3600:,.0f}" for part, s in merge.items())
        + ")",
        f"memory: a worker {cost.worker_memory / 1e9:.1f} GB, merge "
        f"{cost.merge_memory.at(n) / 1e9:,.1f} GB ({cost.merge_memory.fixed / 1e6:,.0f} MB and "
        f"{cost.merge_memory.each / 1e3:,.2f} KB a release)",
        "storage: " + ", ".join(f"{k} {v * n / 1e9:,.0f} GB" for k, v in kept.items()),
    ]
    return "\n".join(lines) + "\n"


def hours(seconds: float) -> str:
    return f"{seconds / 3600:,.1f} h"


def main() -> int:
    ap = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    usual = Archive()
    ap.add_argument("figures", type=Path, nargs="?", default=FIGURES)
    ap.add_argument("--articles", type=int, default=usual.articles)
    ap.add_argument("--words", type=int, default=usual.words, help="of an article")
    ap.add_argument("--shards", type=int, default=usual.shards)
    ap.add_argument("--workers", type=int, nargs="+", default=[1, 10, 100, 1000])
    ap.add_argument("--stragglers", type=float, default=usual.stragglers, help="share of shards")
    ap.add_argument("--slow", type=float, default=usual.slow, help="times as long")
    ap.add_argument("--failures", type=float, default=usual.failures, help="share of attempts")
    ap.add_argument("--seed", type=int, default=usual.seed)
    ap.add_argument("--page", type=Path, help="write the table into this page, too")
    a = ap.parse_args()
    if not 0 <= a.failures < 1:
        ap.error("--failures is from 0 to below 1")
    figures = json.loads(a.figures.read_text(encoding="utf-8"))
    archive = Archive(a.articles, a.words, a.shards, a.stragglers, a.slow, a.failures, a.seed)
    told = table(figures, archive, a.workers)
    if a.page:
        page = a.page.read_text(encoding="utf-8")
        a.page.write_text(MARKED.sub(lambda m: m[1] + told + m[2], page), "utf-8", newline="\n")
    print(told, end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
