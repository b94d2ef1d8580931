"""How much memory a process holds after more and more releases, each of words that no other has:
`python -m tests.growing N…` prints the megabytes after each of these numbers of releases. They go
through all stages; the tagger sees nothing, which is what it does on such words anyway, and saves
its time."""

from __future__ import annotations

import gc
import random
import sys
from collections.abc import Iterator
from itertools import islice
from typing import Any

import numpy as np

from pipeline import provenance
from pipeline.config import Config
from pipeline.extract.tagger import runtime
from pipeline.extract.tagger.encoding import Window
from pipeline.extract.tagger.heads import HEADS, SKIPS
from pipeline.types import Release
from pipeline.work import batches, process_batch, steps

LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
WORDS = 120  # of a release


def made_up(seed: int = 0) -> Iterator[Release]:
    draw = random.Random(seed)
    n = 0
    while True:
        words = ["".join(draw.choices(LETTERS, k=draw.randint(4, 9))) for _ in range(WORDS)]
        yield Release(f"r-{n:016x}", f"{n}", " ".join(words))
        n += 1


def sees_nothing(session: Any, window: Window) -> Any:
    """Scores of the tagger by which all is outside."""
    scores = np.zeros((len(window.ids), 3 * len(HEADS) + SKIPS + 2), np.float32)
    scores[:, : 3 * len(HEADS) : 3] = 9
    return scores


def resident() -> int:
    """Megabytes, Linux only."""
    gc.collect()
    with open("/proc/self/status", encoding="utf-8") as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) // 1024


def main() -> None:
    runtime.run = sees_nothing
    config = Config()
    made_by = provenance.provenance(config)
    releases = made_up()
    done = 0
    for wanted in map(int, sys.argv[1:]):
        for batch in batches(islice(releases, wanted - done)):
            process_batch(batch, config, made_by, steps, 1)
        done = wanted
        print(resident(), flush=True)


if __name__ == "__main__":
    main()
