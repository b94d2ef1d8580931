"""`python -m tests.killing_shards INPUT WORK SEED POINTS`: kill plan, run and merge of shards at
seeded points, and check that repeating the commands gives the result of an undisturbed run.

Points are those of `tests.killing`. Prints a JSON object: what went wrong at each point."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
from pathlib import Path
from typing import Any

from pipeline import provenance, run, shards, work
from tests import fakes
from tests.killing import forked, install, outcome

SHARDS = 3


def main(given: Path, folder: Path, seed: int, points: int) -> dict[str, Any]:
    config = fakes.config(folder)
    work.BATCH_RELEASES = 4
    provenance.code()  # only once: somebody may be editing the code
    one = folder / "one" / "out"
    run.process(
        [given], one, config, steps=fakes.steps
    )  # here, so that each child has imported everything

    def everything(place: Path) -> None:
        made = shards.plan([given], place / "plan", SHARDS)
        for shard in range(SHARDS):
            shards.run_shard(made, shard, config, fakes.steps)
        shards.merge(made, place / "data" / "out", config)

    def counted() -> None:
        names: list[str] = []
        install(names.append)
        everything(folder / "counted")
        (folder / "names").write_text(json.dumps(names))

    assert forked(counted) == 0
    expected = outcome(one)
    assert outcome(folder / "counted" / "data" / "out") == expected
    names = json.loads((folder / "names").read_text())
    tried = sorted(random.Random(seed).sample(range(len(names)), min(points, len(names))))
    wrong: dict[str, str] = {}
    for at in tried:
        place = folder / "turn"
        shutil.rmtree(place, ignore_errors=True)

        def killed(at: int = at, place: Path = place) -> None:
            left = at

            def tick(name: str) -> None:
                nonlocal left
                if left == 0:
                    os.kill(os.getpid(), signal.SIGKILL)
                left -= 1

            install(tick)
            everything(place)

        status = forked(killed)
        if not (os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL):
            wrong[f"{at} {names[at]}"] = f"was not killed: {status}"
        elif forked(lambda place=place: everything(place)) != 0:  # type: ignore[misc]
            wrong[f"{at} {names[at]}"] = "does not go on"
        elif outcome(place / "data" / "out") != expected:
            wrong[f"{at} {names[at]}"] = "other bytes"
    return {"points": len(names), "tried": len(tried), "wrong": wrong}


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), Path(sys.argv[2]), *map(int, sys.argv[3:5]))))
