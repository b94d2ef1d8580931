"""How much faster this version is than another one: `python -m benchmarks.versions CHECKOUT
[--texts FILE.jsonl] [--rounds N]`.

CHECKOUT is a folder with another version, such as `git worktree add /tmp/old v0.1.0` makes. Each
version runs in a process of its own, with one thread, and the two take turns on the same texts, so
that other work on the machine affects both. Figures are processor seconds of all stages (normalize,
dedupe, extract, assemble). Texts are the golden releases, or the `text` of each line of FILE; with
FILE each round takes the next `--batch` lines, so that words are new, as they are in an archive."""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path

Version = subprocess.Popen[str]
ROOT = Path(__file__).resolve().parents[1]
GOLDEN = ROOT / "tests" / "golden"
WORK = """
import json, sys, time
from pipeline.assemble import assemble
from pipeline.config import Config
from pipeline.dedupe import dedupe
from pipeline.extract.stage import extract
from pipeline.normalize import normalize
from pipeline.types import Release

config = Config()

def through(texts):
    releases = [Release(id=f"r-{i}", source=f"{i}", text=t) for i, t in enumerate(texts)]
    releases = [dedupe(normalize(r, config), config) for r in releases]
    return [assemble(r, config) for r in extract(releases, config, 1)]

for line in sys.stdin:
    texts = json.loads(line)
    began = time.process_time()
    through(texts)
    print(time.process_time() - began, flush=True)
"""


def told(checkout: Path, folder: Path) -> Path:
    """Write a version's entry points, from which spaCy knows its components: those installed are
    of this version. Return the folder for the path of modules."""
    project = tomllib.loads((checkout / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    about = folder / f"{project['name']}-{project['version']}.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n"
    )
    rows = (
        f"[{group}]\n" + "".join(f"{name} = {where}\n" for name, where in points.items())
        for group, points in project["entry-points"].items()
    )
    (about / "entry_points.txt").write_text("\n".join(rows))
    return folder


def started(checkout: Path, points: Path) -> Version:
    return subprocess.Popen(
        [sys.executable, "-c", WORK],
        cwd=checkout,
        env={**os.environ, "PYTHONPATH": f"{points}{os.pathsep}{checkout}"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def seconds(version: Version, texts: list[str]) -> float:
    """Return the processor seconds that a version takes for these texts."""
    assert version.stdin and version.stdout
    version.stdin.write(json.dumps(texts) + "\n")
    version.stdin.flush()
    return float(version.stdout.readline())


def ratios(old: Version, new: Version, rounds: list[list[str]]) -> Iterator[float]:
    """Yield for each round of texts how much longer the old version takes; print it."""
    for n, texts in enumerate(rounds):
        turn = (old, new) if n % 2 else (new, old)
        taken = {id(version): seconds(version, texts) for version in turn}
        ratio = taken[id(old)] / taken[id(new)]
        print(
            f"{sum(len(t.split()) for t in texts):6,} words: {taken[id(old)]:6.2f} s, "
            f"{taken[id(new)]:6.2f} s, ratio {ratio:.3f}",
            flush=True,
        )
        yield ratio


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("checkout", type=Path, help="folder with the other version")
    parser.add_argument("--texts", type=Path, help="JSON Lines with text")
    parser.add_argument("--batch", type=int, default=10, help="lines of a round")
    parser.add_argument("--rounds", type=int, default=7)
    args = parser.parse_args()
    golden = [p.read_text(encoding="utf-8") for p in sorted(GOLDEN.glob("*.txt"))]
    given: list[str] = []
    if args.texts:
        with args.texts.open(encoding="utf-8") as lines:
            given = [json.loads(line)["text"] for line in lines]
    batches = [given[n * args.batch : (n + 1) * args.batch] for n in range(args.rounds)]
    rounds = [texts for texts in batches if texts] if given else [golden] * args.rounds
    with tempfile.TemporaryDirectory() as folder:
        old, new = (
            started(version, told(version, Path(folder, name)))
            for name, version in (("old", args.checkout.resolve()), ("new", ROOT))
        )
        for version in (old, new):
            seconds(version, golden)  # loads the model
        print(f"median ratio {statistics.median(ratios(old, new, rounds)):.3f}")
        for version in (old, new):
            version.kill()


if __name__ == "__main__":
    main()
