"""Run mutants through the pipeline and report the outcome of each."""

from __future__ import annotations

import json
import os
import random
import resource
import shutil
import sys
import tempfile
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np

from pipeline import readers, run
from pipeline.config import Config
from pipeline.extract.tagger import runtime as tagger
from pipeline.extract.tagger.heads import HEADS, SKIPS
from pipeline.readers.discovery import shown
from pipeline.schema import REJECTS, RELEASES
from pipeline.types import Release
from pipeline.work import Step, Steps, Together
from pipeline.work import steps as real_steps
from tests.fuzz.files import file
from tests.fuzz.texts import text

SLOWEST = 5  # maximum number of listed inputs


@dataclass
class Tally:
    """The outcomes of inputs. `internal` and `lost`: labels, from which a mutant can be made again;
    `slowest`: seconds and labels."""

    tried: int = 0
    accepted: int = 0
    meetings: int = 0
    rejected: Counter[str] = field(default_factory=Counter)
    internal: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    slowest: list[tuple[float, str]] = field(default_factory=list)

    def took(self, seconds: float, label: str) -> None:
        self.slowest = sorted([*self.slowest, (seconds, label)], reverse=True)[:SLOWEST]

    def __str__(self) -> str:
        kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        peak = max(resource.getrusage(kind).ru_maxrss for kind in kinds) // 1024
        reasons = ", ".join(f"{reason} {n}" for reason, n in self.rejected.most_common())
        slow = ", ".join(f"{label} {seconds:.1f} s" for seconds, label in self.slowest)
        return (
            f"tried {self.tried:,}; accepted {self.accepted:,} with {self.meetings:,} meetings; "
            f"rejected {self.rejected.total():,}: {reasons or 'none'}\n"
            f"lost {len(self.lost)}{': ' * bool(self.lost)}{', '.join(self.lost[:20])}\n"
            f"internal {len(self.internal)}{': ' * bool(self.internal)}"
            f"{', '.join(self.internal[:20])}\n"
            f"slowest {slow}\npeak memory {peak} MB"
        )


def rng_of(kind: str, seed: int, number: int) -> random.Random:
    return random.Random(f"{kind}/{seed}/{number}")


def write(kind: str, seed: int, numbers: Iterable[int], folder: Path) -> dict[str, str]:
    """Write the mutants with these numbers into a folder; return the source of each, as in the
    output, with its label."""
    labels: dict[str, str] = {}
    if kind == "files":
        for n in numbers:
            name, data = file(rng_of(kind, seed, n), n)
            path = Path(os.fsdecode(os.path.join(os.fsencode(folder), name)))
            path.write_bytes(data)
            labels[shown(path)] = f"files/{seed}/{n}{path.suffix}"
        return labels
    path = folder / "texts.jsonl"
    with open(path, "w", encoding="utf-8") as out:
        for line, n in enumerate(numbers, 1):
            out.write(json.dumps({"text": text(rng_of(kind, seed, n))}) + "\n")
            labels[f"{shown(path)}:{line}"] = f"texts/{seed}/{n}"
    return labels


def guess(session: Any, window: Any) -> Any:
    """Replace `tagger.run`: random logits, the same for the same window, so that the rules meet
    every possible result."""
    rng = np.random.default_rng(zlib.crc32(repr(window.ids).encode()))
    outputs = 3 * len(HEADS) + SKIPS + 2
    logits = rng.normal(0.0, 2.0, (len(window.ids), outputs)).astype(np.float32)
    logits[:, 0 : 3 * len(HEADS) : 3] += rng.choice((3.0, 5.0, 6.0, 7.0))  # outside
    logits[:, -1] += 3.0  # a meeting is reported
    return logits


@contextmanager
def timed(seconds: Counter[str]) -> Iterator[Steps]:
    """Return the steps of a run, recording the seconds of each release by its source, reading
    included."""

    def watched(step: Step) -> Step:
        def work(release: Release, config: Config) -> Release:
            began = time.monotonic()
            try:
                return step(release, config)
            finally:
                seconds[release.source] += time.monotonic() - began

        return work

    def together(step: Together) -> Together:
        def work(releases: Iterable[Release], config: Config) -> Iterator[Release]:
            began = time.monotonic()
            for release in step.run(releases, config):
                seconds[release.source] += time.monotonic() - began
                yield release
                began = time.monotonic()

        return Together(work)

    def steps(threads: int) -> tuple[tuple[str, Step | Together], ...]:
        return tuple(
            (name, together(step) if isinstance(step, Together) else watched(step))
            for name, step in real_steps(threads)
        )

    real: Callable[..., Any] = readers.read

    def read(*args: Any, **kw: Any) -> Iterator[Any]:
        began = time.monotonic()
        for item in real(*args, **kw):
            seconds[item.source] += time.monotonic() - began
            yield item
            began = time.monotonic()

    with mock.patch.object(readers, "read", read):
        yield steps


def batch(
    kind: str, seed: int, numbers: Sequence[int], tally: Tally, keep: Path | None = None
) -> None:
    """Put mutants through one run of the pipeline and count the outcomes. `keep`: a folder for
    those that caused a defect or were lost."""
    work = Path(tempfile.mkdtemp(prefix="mahdar-fuzz-"))
    given = work / "in"
    given.mkdir()
    try:
        labels = write(kind, seed, numbers, given)
        seconds: Counter[str] = Counter()
        with timed(seconds) as steps:
            run.process([given], work / "out", Config(), steps=steps)
        before = len(tally.internal) + len(tally.lost)
        _count(work / "out", labels, tally)
        for source, s in seconds.items():
            if label := _label(source, labels):
                tally.took(s, label)
        if keep is not None and len(tally.internal) + len(tally.lost) > before:
            shutil.copytree(given, keep / f"{kind}-{seed}-{numbers[0]}", dirs_exist_ok=True)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _rows(path: Path) -> list[str]:
    return path.read_text("utf-8").split("\n")[:-1]  # a text may contain other line ends


def _count(out: Path, labels: dict[str, str], tally: Tally) -> None:
    seen: set[str] = set()
    for line in _rows(out / RELEASES):
        row = json.loads(line)
        for source in (row["source"], *row["also_at"]):
            if label := _label(source, labels):
                seen.add(label)
        tally.accepted += 1
        tally.meetings += len(row["meetings"])
    for line in _rows(out / REJECTS):
        row = json.loads(line)
        tally.rejected[row["reason"]] += 1
        if label := _label(row["source"], labels):
            seen.add(label)
        if row["reason"] == "internal":
            tally.internal.append(f"{label} ({row['stage']}: {row['detail'][:80]})")
    tally.tried += len(labels)
    tally.lost += sorted(set(labels.values()) - seen)


def _label(source: str, labels: dict[str, str]) -> str | None:
    """Return the label of the input of a source: the source itself, or a part of it."""
    if source in labels:
        return labels[source]
    return labels.get(source[: max(source.rfind(":"), source.rfind("#"))])


def campaign(kind: str, seed: int, numbers: Sequence[int], size: int, guessing: bool) -> Tally:
    """Run many mutants, `size` a run."""
    tally = Tally()
    with mock.patch.object(tagger, "run", guess if guessing else tagger.run):
        for at in range(0, len(numbers), size):
            batch(kind, seed, numbers[at : at + size], tally)
            if sys.stderr.isatty():
                print(f"\r{kind} {tally.tried:,}", end="", file=sys.stderr, flush=True)
    return tally
