"""Time and memory of `mahdar export` for large outputs: `python -m benchmarks.export [--records N…]
[--to sqlite postgresql] [--seed N]`.

The output consists of invented reports of realistic size, three for each meeting. Each database
gets the whole output, then the same output again, then one in which one report in a hundred has
changed (with its release and meeting: three lines). Each export runs in a process of its own, with
a PostgreSQL server that is started for it (Debian: postgresql).

Prints wall clock and processor seconds, the seconds for reading the lines only, and peak memory.
Exit status 1 if 100,000 records take more than 90 s or 400 MB, or a thousand changed ones more than
3 s above the time for reading."""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path

from benchmarks import FAMILY, GIVEN
from benchmarks.diff import WORDS, phrase
from tests.export import outputs, server
from tests.export.outputs import Report, Who

SECONDS, CHANGED_SECONDS, BYTES = 90.0, 3.0, 400e6
JUDGED = 100_000  # number of records for these limits
REPORTS, MEETINGS = 3, 30  # reports of a meeting; meetings that share people and bodies
ONE_IN = 100  # share of reports that change
MEASURED = """
import os, resource, sys, time
from pathlib import Path
from pipeline import cli
from pipeline.export.lines import lines
out, target, *where = sys.argv[1:]
began = time.perf_counter()
for line in lines(Path(out)):
    pass
read = time.perf_counter() - began
work = time.process_time()
status = cli.main(["export", out, "--to", target, *where])
took, work = time.perf_counter() - began - read, time.process_time() - work
print(status, read, took, work, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
"""


def chunk(number: int, seed: int, changed: bool) -> list[Report]:
    """Return the reports of some meetings that share people and bodies."""
    rng = random.Random(f"{seed} {number}")
    bodies = [f"لجنة {phrase(rng, 4)} {number}-{n}" for n in range(MEETINGS // 6)]
    people = [
        Who(
            f"{rng.choice(GIVEN)} بن {rng.choice(GIVEN)} {rng.choice(FAMILY)} {number}-{n}",
            f"رئيس {phrase(rng, 4)}",
        )
        for n in range(MEETINGS * 2)
    ]
    return [
        report
        for n in range(MEETINGS)
        for report in meeting(number * MEETINGS + n, rng, bodies, people, changed)
    ]


def meeting(
    number: int, rng: random.Random, bodies: Sequence[str], people: Sequence[Who], changed: bool
) -> Iterator[Report]:
    day = f"20{rng.randint(10, 25)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
    body, ordinal = rng.choice(bodies), rng.randint(1, 60)
    present = rng.sample(people, 4)
    topics = [phrase(rng, rng.randint(8, 20)) for _ in range(4)]
    decisions = [phrase(rng, rng.randint(8, 20)) for _ in range(3)]
    for n in range(REPORTS):
        at = number * REPORTS + n
        text = phrase(rng, 220)
        said = [*decisions[:2], "قرار آخر"] if changed and at % ONE_IN == 0 else decisions
        yield Report(
            f"{number}",
            f"agency/{at}",
            body,
            ordinal,
            day,
            "الرياض",
            present,
            [f"هيئة {rng.choice(WORDS)} {number % 5000}" for _ in range(2)],
            [f"برنامج {rng.choice(WORDS)} {number % 5000}"],
            topics,
            said,
            f"وكالة {n}",
            day,
            phrase(rng, 8),
            text=text if said is decisions else "نص آخر",
        )


def write(out: Path, records: int, seed: int, changed: bool = False) -> int:
    """Write an output with so many records; return its size in bytes."""
    out.mkdir(exist_ok=True)
    made, known = 0, set[str]()
    names = ("records", "releases", "meetings", "entities")
    files = {n: open(out / f"{n}.jsonl", "w", encoding="utf-8") for n in names}  # noqa: SIM115
    number = 0
    while made < records:
        reports = chunk(number, seed, changed)[: records - made]
        number, made = number + 1, made + len(reports)
        for at in range(0, len(reports), REPORTS):
            told = reports[at : at + REPORTS]
            put(files["meetings"], outputs.meeting(told))
            for report in told:
                put(files["records"], outputs.record(report))
                put(files["releases"], outputs.release([report]) | {"mentions": MENTIONS})
        for entity in outputs.entities(reports):
            if entity["entity_id"] not in known:
                known.add(entity["entity_id"])
                put(files["entities"], entity)
    for name, file in files.items():
        file.close()
        if name in ("meetings", "entities"):  # sorted by id, which is at the beginning of a line
            path = str(out / f"{name}.jsonl")
            subprocess.run(["sort", "-o", path, path], check=True, env={"LC_ALL": "C"})
    return sum((out / f"{n}.jsonl").stat().st_size for n in names)


MENTIONS = [
    {
        "start": n,
        "end": n + 10,
        "label": "PER",
        "surface": "سالم العطار",
        "name": "سالم العطار",
        "found_by": "model",
        "confidence": 0.9,
    }
    for n in range(25)
]


def put(file: object, row: object) -> None:
    print(json.dumps(row, ensure_ascii=False, separators=(",", ":")), file=file)  # type: ignore[call-overload]


def measured(out: Path, target: str, where: Sequence[str]) -> list[float]:
    """Return the seconds for reading and for exporting, processor seconds, and bytes."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, out, target, *where],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[1],
    )
    status, *figures = map(float, done.stdout.split()) if done.stdout else (1.0,)
    if status:
        raise SystemExit(done.stderr)
    return figures


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--records", type=int, nargs="+", default=[10_000, 100_000, 300_000])
    parser.add_argument("--to", nargs="+", default=["sqlite", "postgresql"])
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    good = True
    for records in args.records:
        with tempfile.TemporaryDirectory(prefix="mahdar-") as name:
            folder = Path(name)
            size = write(folder / "out", records, args.seed)
            write(folder / "changed", records, args.seed, changed=True)
            print(f"{records:,} records, {size / 1e6:.0f} MB of lines", flush=True)
            for target in args.to:
                good &= one(records, target, folder)
    return 0 if good else 1


def one(records: int, target: str, folder: Path) -> bool:
    """Export to one target three times, print, and return whether everything is within the
    limits."""
    good = True
    with server.running(durable=True) if target == "postgresql" else nullcontext() as url:
        where = ["--url", url] if url else ["--file", str(folder / f"x.{target}")]
        for what, out in (("new", "out"), ("the same", "out"), ("1 % changed", "changed")):
            read, took, work, memory = measured(folder / out, target, where)
            print(
                f"  {target:<11}{what:<12}{took:7.1f} s  of the processor {work:6.1f} s  "
                f"reading alone {read:5.1f} s  "
                f"{memory / 1e6:5.0f} MB",
                flush=True,
            )
            if records == JUDGED and target in ("sqlite", "postgresql"):
                over = took - read > CHANGED_SECONDS if what != "new" else took > SECONDS
                good &= not over and memory <= BYTES
    return good


if __name__ == "__main__":
    sys.exit(main())
