"""Two processes against one: `python -m benchmarks.jobs [--releases N] [--rounds N]`.

Processes the same composed releases with one job held to one core and with two jobs on all cores, in
turns, each time into a new folder. Prints the seconds by the clock and their ratio. Only a machine
with two idle cores shows it."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.scale import write

CALL = "import sys; from pipeline.cli import main; sys.exit(main(sys.argv[1:]))"


def seconds(folder: Path, out: str, jobs: int) -> float:
    """Return the seconds of a run with so many jobs, a single one held to one core."""
    core = min(os.sched_getaffinity(0))
    command = (sys.executable, "-c", CALL, "process", "in", "--out", out, "--jobs", str(jobs))
    began = time.perf_counter()
    subprocess.run(
        command,
        cwd=folder,
        check=True,
        capture_output=True,
        preexec_fn=(lambda: os.sched_setaffinity(0, {core})) if jobs == 1 else None,
    )
    return time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(description="Two processes against one.")
    parser.add_argument("--releases", type=int, default=600)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder / "in", args.releases)
        for n in range(args.rounds):
            one, two = (seconds(folder, f"{n}/{jobs}", jobs) for jobs in (1, 2))
            print(f"one job {one:.1f} s, two jobs {two:.1f} s: {one / two:.2f} times", flush=True)


if __name__ == "__main__":
    main()
