"""Cost of an archive by stage, for the whole way in shards: `python -m benchmarks.scale [--releases
N…] [--words N] [--save FILE]`.

The archive consists of composed releases (models/training/annotation), repeated with other keys,
dates and numbers, in JSON Lines files of ten. With `--words` each is cut at the end of the sentence
with that word, so that larger archives can be measured. For each size, the plan, all shards and the
merge each run in a process of their own on one core: processor seconds, peak memory, bytes left on
disk. The merge has three parts: taking the shards into the store, consolidation with the register,
and writing.

Prints a table; `--save` keeps the figures for `python -m benchmarks.simulation`."""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from unittest import mock

ROOT = Path(__file__).resolve().parents[1]
TEXTS = ROOT / "models" / "training" / "annotation"
A_FILE, A_SHARD = 10, 50  # releases
FIRST = date(2000, 1, 1)
SENTENCE = re.compile(r"[^.؟!\n]*[.؟!\n]+\s*")
DAYS = 90  # releases with different texts; after these the texts repeat
STAGES = ("plan", "run", "merge")
Json = dict[str, Any]


def texts() -> list[str]:
    return [
        json.loads(line)["text"]
        for file in sorted(TEXTS.glob("composed*.jsonl"))
        for line in file.read_text(encoding="utf-8").splitlines()
    ]


def cut(text: str, least: int) -> str:
    """Return the sentences from the beginning that together have at least so many words."""
    words = 0
    for end in SENTENCE.finditer(text):
        words += len(end.group().split())
        if words >= least:
            return text[: end.end()].rstrip()
    return text


def write(folder: Path, releases: int, least: int | None = None) -> tuple[int, int]:
    """Write an archive, of whole releases or of so many words of each; return its words and
    bytes."""
    given = [text if least is None else cut(text, least) for text in texts()]
    words = 0
    folder.mkdir()
    for first in range(0, releases, A_FILE):
        with (folder / f"{first:07}.jsonl").open("w", encoding="utf-8", newline="\n") as file:
            for n in range(first, min(first + A_FILE, releases)):
                again, place = divmod(n, len(given))
                text = f"{given[place]}\nرقم الخبر: {n}"
                day = FIRST + timedelta(days=again * DAYS + place % DAYS)
                row = {"id": f"{n}", "published": day.isoformat(), "text": text}
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
                words += len(text.split())
    return words, held(folder.iterdir())


def plan(folder: Path, releases: int) -> Json:
    from pipeline import shards

    shards.plan([folder / "in"], folder / "plan", max(4, releases // A_SHARD))
    return {}


def run(folder: Path) -> Json:
    """Run all shards one after another: return the time to load the model, the time of each shard,
    and the time to read one line of the plan, which every shard does for all lines."""
    from pipeline import shards, work
    from pipeline.config import Config
    from pipeline.types import Release

    config = Config()
    made = shards.opened(folder / "plan")
    spent = lap()
    shards.missing(made, config)  # fingerprints of code and model
    list(work.through([Release("r-0", "x.txt", texts()[0])], config, work.steps, work.cores()))
    loading = spent()
    each = []
    for shard in range(made.shards):
        shards.run_shard(made, shard, config)
        each.append(spent())
    rounds = 20
    for _ in range(rounds):
        names = shards.releases_of(made, 0)
    lines = sum(1 for _ in (made.folder / shards.PARTS).open("rb"))
    assert names
    return {"loading": loading, "shards": each, "line_of_plan": spent() / rounds / lines}


def merge(folder: Path) -> Json:
    from pipeline import consolidated, run, shards, store
    from pipeline.config import Config

    made = shards.opened(folder / "plan")
    seconds: dict[str, float] = {}
    spent = lap()

    def told(name: str, work: Callable[..., Any], before: str | None = None) -> Callable[..., Any]:
        def timed(*given: Any, **named: Any) -> Any:
            seconds[before or "rest"] = seconds.get(before or "rest", 0.0) + spent()
            done = work(*given, **named)
            seconds[name] = seconds.get(name, 0.0) + spent()
            return done

        return timed

    consolidating = told("consolidating", consolidated.consolidate)
    finish = told("rest", run.finish, before="taking")
    with (
        mock.patch.object(consolidated, "consolidate", consolidating),
        mock.patch.object(store, "write", told("writing", store.write)),
        mock.patch.object(run, "finish", finish),
    ):
        summary = shards.merge(made, folder / "out", Config())
    return {**seconds, "meetings": summary.meetings, "rejected": summary.rejected}


def lap() -> Callable[[], float]:
    """Return the processor seconds since the last call."""
    last = time.process_time()

    def spent() -> float:
        nonlocal last
        before, last = last, time.process_time()
        return last - before

    return spent


def staged(stage: str, folder: Path, releases: int) -> Json:
    """Run one stage in this process, on one core."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    done = (
        plan(folder, releases) if stage == "plan" else {"run": run, "merge": merge}[stage](folder)
    )
    used = resource.getrusage(resource.RUSAGE_SELF)
    return {**done, "seconds": time.process_time(), "memory": used.ru_maxrss * 1024}


def measured(releases: int, folder: Path, least: int | None = None) -> Json:
    """Return all figures of an archive of this size; each stage runs in a process of its own."""
    words, size = write(folder / "in", releases, least)
    row: Json = {"releases": releases, "words": words}
    for stage in STAGES:
        command = [sys.executable, "-m", "benchmarks.scale", "--stage", stage, "--in", folder]
        done = subprocess.run(
            [*command, "--releases", str(releases)], cwd=ROOT, stdout=subprocess.PIPE, check=True
        )
        row[stage] = json.loads(done.stdout)
    out = folder / "out"
    row["bytes"] = {
        "inputs": size,
        "plan": held(p for p in (folder / "plan").iterdir() if p.is_file()),
        "shards": held((folder / "plan" / "done").iterdir()),
        "output": held(p for p in out.iterdir() if p.is_file()),
        "store": held(p for p in (out / ".mahdar").rglob("*") if p.is_file()),
    }
    return row


def held(files: Iterator[Path]) -> int:
    return sum(p.stat().st_size for p in files)


def machine() -> str:
    """Return the kind of the processor and the number of cores, as the system reports them."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        (kind, *_) = [x.partition(":")[2].strip() for x in lines if x.startswith("model name")]
    except (OSError, ValueError):
        kind = platform.processor() or platform.machine()
    return f"{kind}, {os.cpu_count()} cores"


def table(row: Json) -> str:
    n, took, size = row["releases"], row["merge"], row["bytes"]
    per = 1000 / n
    lines = [
        f"{n:,} releases of {row['words'] / n:.0f} words, {took['meetings']:,} meetings, "
        f"{took['rejected']} rejects, {len(row['run']['shards'])} shards",
        f"  {'':<24}{'seconds':>9}{'ms a release':>14}{'memory':>10}",
    ]
    shown = (
        ("plan", row["plan"]["seconds"], row["plan"]["memory"]),
        ("run: loading", row["run"]["loading"], None),
        ("run: shards", sum(row["run"]["shards"]), row["run"]["memory"]),
        ("merge", took["seconds"], took["memory"]),
        ("  taking shards in", took["taking"], None),
        ("  consolidation, register", took["consolidating"], None),
        ("  writing", took["writing"], None),
    )
    for name, seconds, memory in shown:
        told = f"{memory / 1e6:7.0f} MB" if memory else ""
        lines.append(f"  {name:<25}{seconds:8.2f}{seconds * per:14.2f}{told:>10}")
    kept = ", ".join(f"{name} {count / n:,.0f}" for name, count in size.items())
    return "\n".join([*lines, f"  bytes a release: {kept}"])


def main() -> int:
    ap = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ap.add_argument("--releases", type=int, nargs="+", default=[200, 1000])
    ap.add_argument("--words", type=int, help="of each release, to the end of the sentence")
    ap.add_argument("--save", type=Path, metavar="FILE", help="keep the figures, as JSON")
    ap.add_argument("--stage", choices=STAGES, help=argparse.SUPPRESS)
    ap.add_argument("--in", dest="folder", type=Path, help=argparse.SUPPRESS)
    a = ap.parse_args()
    if a.stage:
        print(json.dumps(staged(a.stage, a.folder, a.releases[0])))
        return 0
    rows = []
    for n in sorted(a.releases):
        with tempfile.TemporaryDirectory(prefix="mahdar-") as name:
            rows.append(measured(n, Path(name), a.words))
        print(table(rows[-1]), flush=True)
    if a.save:
        about = {"machine": machine(), "day": date.today().isoformat(), "sizes": rows}
        a.save.write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
