from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest

from pipeline import pool
from pipeline.errors import MahdarError


def work(batch: list[int]) -> list[str]:
    """Return the numbers in words; a negative one kills its process."""
    if any(n < 0 for n in batch):
        os.kill(os.getpid(), signal.SIGKILL)
    return [f"done {n}" for n in batch]


def died(n: int) -> str:
    return f"died {n}"


def batches(numbers: list[int], size: int) -> Iterator[list[int]]:
    return (numbers[k : k + size] for k in range(0, len(numbers), size))


@pytest.mark.parametrize("deadly", [[], [0], [7, 8], [3, 19]])
def test_what_kills_its_process_is_named_and_the_order_stays(deadly: list[int]) -> None:
    numbers = [-n - 1 if n in deadly else n for n in range(20)]
    out = [o for done in pool.mapped(work, batches(numbers, 4), 2, died) for o in done]
    assert out == [f"died {n}" if n < 0 else f"done {n}" for n in numbers]


def test_processes_that_cannot_start_are_nobodys_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "_begin", unable)
    with pytest.raises(MahdarError, match="without --jobs"):
        list(pool.mapped(work, batches([1, 2], 1), 2, died))


def unable() -> None:
    os._exit(1)


def thresholds(batch: list[int]) -> list[object]:
    import gc

    return [gc.get_threshold() for _ in batch]


def test_the_garbage_collector_of_a_process_of_the_pool_runs_seldom() -> None:
    (batch,) = pool.mapped(thresholds, iter([[1]]), 2, lambda item: None)
    assert batch == [pool.SELDOM]
