"""Run work on batches in this process or in several, in order, a few batches ahead. If a process
dies, only the item that killed it is lost."""

from __future__ import annotations

import gc
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from multiprocessing import connection, get_context, parent_process
from typing import TypeVar

from pipeline.errors import MahdarError

T = TypeVar("T")
R = TypeVar("R")
Work = Callable[[list[T]], list[R]]

# New objects until the garbage collector looks at them, and how many looks lead to one at older
# objects. With Python's own numbers a long text spends a quarter of its time in the collector.
SELDOM = (200_000, 20, 20)
AHEAD = 3  # batches per process that are read but not yet returned


def mapped(
    work: Work[T, R],
    batches: Iterator[list[T]],
    jobs: int,
    died: Callable[[T], R],
    doubtful: Callable[[T], bool] = lambda item: False,
) -> Iterator[list[R]]:
    """Yield `work(batch)` for each batch, in `jobs` processes. `died` gives the outcome of an item
    that killed its process. If `jobs` is 1, this process does the work, except for a batch with a
    `doubtful` item. Raise MahdarError if no process can be started."""
    if jobs == 1:
        for batch in batches:
            yield _alone(work, batch, died) if any(map(doubtful, batch)) else work(batch)
        return
    pool = _pool(jobs)
    ahead: deque[tuple[list[T], Future[list[R]]]] = deque()
    try:
        while True:
            for batch in islice(batches, jobs * AHEAD - len(ahead)):
                ahead.append((batch, _submit(pool, work, batch)))
            if not ahead:
                return
            batch, future = ahead.popleft()
            if not _broken(future):
                yield future.result()
                continue
            # Any batch may have broken the pool: run this one alone, the others in a new pool.
            pool.shutdown(wait=True, cancel_futures=True)
            yield _alone(work, batch, died)
            pool = _pool(jobs)
            ahead = deque((b, _submit(pool, work, b) if _broken(f) else f) for b, f in ahead)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _alone(work: Work[T, R], batch: list[T], died: Callable[[T], R]) -> list[R]:
    """Return `work(batch)` with nothing else running; if its process dies, run each item alone."""
    pool = _pool(1)
    try:
        if _broken(_submit(pool, _nothing, [])):
            raise MahdarError("the processes of --jobs cannot be started: run again without --jobs")
        whole = _submit(pool, work, batch)
        if not _broken(whole):
            return whole.result()
        out: list[R] = []
        for item in batch:
            pool.shutdown(wait=True, cancel_futures=True)
            pool = _pool(1)
            done = _submit(pool, work, [item])
            out.extend([died(item)] if _broken(done) else done.result())
        return out
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _nothing(batch: list[object]) -> list[object]:
    return batch


def _pool(jobs: int) -> ProcessPoolExecutor:
    # never fork: the libraries have threads of their own
    return ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_begin)


def _submit(pool: ProcessPoolExecutor, work: Work[T, R], batch: list[T]) -> Future[list[R]]:
    """Return the future of `work(batch)`; a broken pool gives a future with that error."""
    # the processes start here: they inherit the mask and leave Ctrl-C to this process
    with _interrupts_held():
        try:
            return pool.submit(work, batch)
        except BrokenProcessPool as err:
            broken: Future[list[R]] = Future()
            broken.set_exception(err)
            return broken


def _broken(future: Future[list[R]]) -> bool:
    """Return whether the pool broke before it was done; wait until that is known."""
    return isinstance(future.exception(), BrokenProcessPool)


@contextmanager
def _interrupts_held() -> Iterator[None]:
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def collect_seldom() -> None:
    """Let the garbage collector run less often: for processes that are ours alone."""
    gc.set_threshold(*SELDOM)


def _begin() -> None:
    """Prepare a process of a pool."""
    collect_seldom()
    _end_with_parent()


def _end_with_parent() -> None:
    """End with the parent: a pool's process would wait for work for ever if its parent were
    killed."""
    parent = parent_process()
    if parent is None:
        return

    def watch(sentinel: int) -> None:
        connection.wait([sentinel])
        os._exit(1)

    threading.Thread(target=watch, args=(parent.sentinel,), daemon=True).start()
