"""Basic properties of the simulation, whatever was measured, and that the page shows its
results."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.simulation import (
    FIGURES,
    MARKED,
    Archive,
    Costs,
    Line,
    costs,
    makespan,
    seconds_of_shards,
    table,
    through,
)

SECONDS = st.lists(st.floats(0, 1e6), min_size=1, max_size=40)
WORKERS = st.integers(1, 60)
SHARE = st.floats(0, 0.9)
COST = Costs(
    word=0.001,
    input_word=11,
    loading=3,
    line_of_plan=1e-5,
    spread=0.4,
    plan=Line(0, 1e-4),
    merge={"taking": Line(0, 0.01)},
    worker_memory=4e8,
    merge_memory=Line(1e8, 2e3),
    stored={"output": 2e4},
)
SMALL = Archive(articles=100_000, shards=60)


@given(SECONDS, WORKERS)
def test_workers_share_the_work_and_never_do_wonders(took: list[float], workers: int) -> None:
    done = makespan(took, workers)
    assert makespan(took, 1) == pytest.approx(sum(took))
    assert done >= max(took) * 0.999 and done >= sum(took) / workers * 0.999
    assert done <= (sum(took) / workers + max(took)) * 1.001 + 1e-9  # Graham's bound
    assert makespan(took, workers + 1) <= done


@given(st.integers(0, 99), SHARE, SHARE, WORKERS)
def test_more_failures_and_stragglers_are_never_faster(
    seed: int, share: float, other: float, workers: int
) -> None:
    few, many = sorted((share, other))
    for what in ("failures", "stragglers"):
        one = makespan(seconds_of_shards(COST, replace(SMALL, seed=seed, **{what: few})), workers)
        two = makespan(seconds_of_shards(COST, replace(SMALL, seed=seed, **{what: many})), workers)
        assert one <= two


def test_the_drawn_shards_have_the_measured_work() -> None:
    calm = replace(SMALL, shards=4000, articles=4_000_000, failures=0, stragglers=0)
    took = seconds_of_shards(COST, calm)
    work = COST.word * calm.words * calm.articles
    start = calm.shards * (COST.loading + COST.line_of_plan * 3081)  # parts of 4 MB
    assert sum(took) == pytest.approx(work + start, rel=0.02)
    half = sum(seconds_of_shards(COST, replace(calm, failures=0.5)))
    assert half == pytest.approx(1.5 * sum(took), rel=0.05)  # one failure on average, halfway
    assert seconds_of_shards(COST, calm) == took


def test_a_line_goes_through_what_was_measured() -> None:
    rows = [{"releases": n, "merge": {"seconds": 2 + n / 100}} for n in (100, 200, 1000)]
    line = through(rows, "merge", "seconds")
    assert (line.fixed, line.each) == pytest.approx((2, 0.01))
    assert through(rows[-1:], "merge", "seconds") == Line(0.0, 0.012)


def test_the_serial_part_bounds_the_whole() -> None:
    figures = json.loads(FIGURES.read_text(encoding="utf-8"))
    cost = costs(figures)
    serial = cost.plan.at(SMALL.articles) + sum(x.at(SMALL.articles) for x in cost.merge.values())
    total = sum(seconds_of_shards(cost, SMALL))
    for line in table(figures, SMALL, (1, 7, 1000)).splitlines():
        match line.split():
            case [workers, _, "h", _, "h", _, "h", whole, "h", _]:
                least = serial + total / int(workers.replace(",", ""))
                assert float(whole.replace(",", "")) >= least / 3600 - 0.06


def test_the_page_shows_what_the_figures_give() -> None:
    """To update it: `python -m benchmarks.simulation --page docs/scale.md`."""
    page = FIGURES.with_suffix(".md").read_text(encoding="utf-8")
    shown = MARKED.search(page)
    figures = json.loads(FIGURES.read_text(encoding="utf-8"))
    told = table(figures, Archive(), (1, 10, 100, 1000))
    assert shown and shown[0] == f"{shown[1]}{told}```"
