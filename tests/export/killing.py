"""`python -m tests.export.killing OLD NEW WORK URL MOST [TARGET…]`: kill exports of NEW over one of
OLD at each step that reaches a database or the disk, and check the remaining state.

Each export is a fork of this process, which has no threads. Prints a JSON object: the number of
steps of each target, and the failures with their steps."""

from __future__ import annotations

import json
import os
import pickle
import shutil
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

from pipeline.export import csv, database, duckdb, parquet, postgresql, sqlite, tables, xlsx
from tests.export.databases import Database

ALL = tables.choose(())


def install(tick: Callable[[], None]) -> None:
    """Call `tick` before each statement and around each step on the disk."""
    event.listen(Engine, "before_cursor_execute", lambda *_: tick())
    event.listen(Engine, "commit", lambda _: tick())

    def around(owner: Any, name: str) -> None:
        real = getattr(owner, name)

        def wrapped(*args: Any, **kwargs: Any) -> Any:
            tick()
            value = real(*args, **kwargs)
            tick()
            return value

        setattr(owner, name, wrapped)

    for owner, name in (
        (os, "replace"),
        (os, "rename"),
        (os, "fsync"),
        (postgresql, "_copy"),
        (duckdb, "_same"),
        (duckdb, "_replace"),
        (database, "_parsed"),
    ):
        around(owner, name)


def forked(work: Callable[[], Any]) -> tuple[int, Any]:
    """Return the wait status of a child that runs `work`, and its result."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            with open(writing, "wb") as pipe:
                pickle.dump(work(), pipe)
            status = 0
        except BaseException:
            import traceback

            traceback.print_exc()
        os._exit(status)
    os.close(writing)
    with open(reading, "rb") as pipe:
        given = pipe.read()
    status = os.waitpid(pid, 0)[1]
    return status, pickle.loads(given) if given else None


def files(place: Path) -> dict[str, bytes]:
    if not place.exists():
        return {}
    return {p.name: p.read_bytes() for p in (place.iterdir() if place.is_dir() else [place])}


def in_duckdb(file: Path) -> dict[str, list[Any]]:
    import duckdb as ducks

    with ducks.connect(str(file)) as duck:
        names = duck.execute("SELECT table_name FROM duckdb_tables()").fetchall()
        return {
            name: sorted(map(repr, duck.execute(f'SELECT * FROM "{name}"').fetchall()))
            for (name,) in names
        }


Target = tuple[Callable[[Path], Any], Callable[[], Any], Callable[[], None]]


def targets(work: Path, url: str) -> dict[str, Target]:
    """Return how to export to each target, read it and empty it."""

    def of_file(name: str, export: Callable[[Path, Path], Any], look: Any = files) -> Target:
        place = work / name

        def empty() -> None:
            for path in work.iterdir():
                shutil.rmtree(path) if path.is_dir() else path.unlink()

        return lambda out: export(out, place), lambda: look(place), empty

    def of_sql(place: Path) -> Any:
        return Database(place).state() if place.exists() else {}

    found = {
        "sqlite": of_file("x.sqlite", lambda o, p: sqlite.export(o, p, ALL), of_sql),
        "csv": of_file("csv", lambda o, p: csv.export(o, p, ALL)),
        "parquet": of_file("parquet", lambda o, p: parquet.export(o, p, ALL)),
        "xlsx": of_file("x.xlsx", lambda o, p: xlsx.export(o, p, ALL)),
        "duckdb": of_file("x.duckdb", lambda o, p: duckdb.export(o, p, ALL), in_duckdb),
    }
    served = Database(url)

    def empty() -> None:
        served.run("DROP SCHEMA public CASCADE")
        served.run("CREATE SCHEMA public")

    found["postgresql"] = (served.export, served.state, empty)
    return found


def main(old: Path, new: Path, work: Path, url: str, chosen: Sequence[str]) -> dict[str, Any]:
    """The first of `chosen` is the number of steps to try for each target; the rest are the
    targets."""
    most, names = int(chosen[0]), chosen[1:]
    report: dict[str, Any] = {}
    for name, (export, look, empty) in targets(work, url).items():
        if names and name not in names:
            continue
        for before in (old, None) if name == "sqlite" and not names else (old,):

            def begun(
                before: Path | None = before, empty: Any = empty, export: Any = export
            ) -> None:
                empty()
                if before:
                    export(before)

            def counted(export: Any = export) -> int:
                ticks: list[int] = []
                install(lambda: ticks.append(1))
                export(new)
                return len(ticks)

            assert forked(begun)[0] == 0
            as_before = forked(look)[1]
            points = forked(counted)[1]
            as_after = forked(look)[1]
            assert as_before != as_after
            wrong = {}
            kept = 0
            for at in sorted({round(i * (points - 1) / most) for i in range(most + 1)}):
                assert forked(begun)[0] == 0

                def killed(at: int = at, export: Any = export) -> None:
                    left = at

                    def tick() -> None:
                        nonlocal left
                        if left == 0:
                            os.kill(os.getpid(), signal.SIGKILL)
                        left -= 1

                    install(tick)
                    export(new)

                status, _ = forked(killed)
                if not (os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL):
                    wrong[at] = f"was not killed: {status}"
                found = forked(look)[1]
                kept += found == as_before
                if found not in (as_before, as_after):
                    wrong[at] = "neither the old state nor the new one"
                if forked(lambda export=export: export(new))[0] != 0:
                    wrong[at] = "the next export failed"
                elif forked(look)[1] != as_after:
                    wrong[at] = "the next export gave another state"
            label = name if before else f"{name}, new"
            report[label] = {"points": points, "old": kept, "wrong": wrong}
    return report


if __name__ == "__main__":
    folders = [Path(p) for p in sys.argv[1:4]]
    print(json.dumps(main(*folders, sys.argv[4], sys.argv[5:])))
