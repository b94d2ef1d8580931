"""`python -m tests.killing INPUT WORK SEED POINTS`: kill runs at seeded points and check that
the next run repairs everything.

A point is before or after a call that changes the disk. Each run is a fork of this process,
which has no threads. Prints a JSON object: the number of points, and what went wrong at each one
tried."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from pipeline import provenance, run, store
from pipeline import work as work_module
from tests import fakes

OUTPUT = (
    "records.jsonl",
    "releases.jsonl",
    "rejects.jsonl",
    "meetings.jsonl",
    "entities.jsonl",
    "manifest.json",
)


def install(tick: Callable[[str], None]) -> None:
    """Call `tick` around every step that reaches the disk."""

    def around(owner: Any, name: str) -> None:
        real = getattr(owner, name)

        def wrapped(*args: Any, **kwargs: Any) -> Any:
            tick(f"before {name}")
            value = real(*args, **kwargs)
            tick(f"after {name}")
            return value

        setattr(owner, name, wrapped)

    for owner, name in (
        (os, "replace"),
        (os, "fsync"),
        (store, "_connect"),
        (store, "see_release"),
        (store, "keep"),
        (store, "know_file"),
        (store, "prune"),
        (store, "write"),
    ):
        around(owner, name)

    transaction = store._transaction

    @contextmanager
    def ticking(db: store.Store) -> Iterator[None]:
        inner: AbstractContextManager[None] = transaction(db)
        with inner:
            yield
            tick("before commit")

    store._transaction = ticking  # type: ignore[assignment]
    lines = run._lines

    def ticking_lines(*args: Any) -> Iterator[Any]:
        for line in lines(*args):
            tick("in the middle of a file")
            yield line

    run._lines = ticking_lines


def forked(work: Callable[[], None]) -> int:
    """Return the wait status of a child that runs `work`."""
    pid = os.fork()
    if pid == 0:
        try:
            work()
        except BaseException:
            import traceback

            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    return os.waitpid(pid, 0)[1]


def outcome(out: Path) -> dict[str, str]:
    """Return every file in the output folder except the store, by content."""
    return {
        p.name: p.read_text(encoding="utf-8")
        for p in sorted(out.iterdir())
        if p.name != store.FOLDER
    }


def main(given: Path, work: Path, seed: int, points: int) -> dict[str, Any]:
    config = fakes.config(work)
    work_module.BATCH_RELEASES = 4
    provenance.code()  # only once: somebody may be editing the code

    def process(source: Path, out: Path) -> None:
        run.process([source], out, config, prune=True, steps=fakes.steps)

    def counted() -> None:
        names: list[str] = []
        install(names.append)
        process(given, work / "counted" / "out")
        (work / "names").write_text(json.dumps(names))

    process(given, work / "undisturbed" / "out")  # here, so that each child has imported everything
    assert forked(counted) == 0
    expected = outcome(work / "undisturbed" / "out")
    assert set(expected) == set(OUTPUT) and all(expected.values())
    older = work / "older-input"
    older.mkdir()
    for path in sorted(given.iterdir())[1:]:
        shutil.copy(path, older)
    (older / "gone.txt").write_text("لجنة ذهبت من المدخلات", encoding="utf-8")
    assert forked(lambda: process(older, work / "older" / "out")) == 0

    names = json.loads((work / "names").read_text())
    renames = [i for i, name in enumerate(names) if name.endswith("replace")]
    others = [i for i in range(len(names)) if i not in renames]
    rng = random.Random(seed)
    tried = sorted([*renames, *rng.sample(others, points - len(renames))])
    wrong: dict[str, str] = {}
    for turn, at in enumerate(tried):
        # a first run, and one over the output of an earlier input; both at a rename, else in turn
        for before in (
            (None, work / "older") if at in renames else ((None, work / "older")[turn % 2],)
        ):
            out = work / "turn" / "out"  # the registry is beside it
            shutil.rmtree(out.parent, ignore_errors=True)
            if before:
                shutil.copytree(before / "out", out)

            def killed(at: int = at, out: Path = out) -> None:
                left = at

                def tick(name: str) -> None:
                    nonlocal left
                    if left == 0:
                        os.kill(os.getpid(), signal.SIGKILL)
                    left -= 1

                install(tick)
                process(given, out)

            status = forked(killed)
            if before is None and not (
                os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
            ):
                wrong[f"{at} {names[at]}"] = f"was not killed: {status}"
            if forked(lambda out=out: process(given, out)) != 0:  # type: ignore[misc]
                wrong[f"{at} {names[at]}"] = "the next run failed"
            elif outcome(out) != expected:
                wrong[f"{at} {names[at]}"] = "the next run gave other bytes"
    return {"points": [f"{i} {names[i]}" for i in tried], "of": len(names), "wrong": wrong}


if __name__ == "__main__":
    print(
        json.dumps(main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])))
    )
