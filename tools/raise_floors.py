"""Raise the floors of tests/test_floor.py to the current figures: `python -m tools.raise_floors`.
No floor is ever lowered.

A floor is the measured F1 minus MARGIN points, because the last digits of the model's arithmetic
differ between processors."""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from pipeline.config import Config
from pipeline.errors import MahdarError
from pipeline.evaluate import evaluate_files, read_floors
from pipeline.run import RECORDS, RELEASES, process_gold

GOLDEN = Path(__file__).resolve().parents[1] / "tests" / "golden"
MARGIN = 2.0  # points


def raised(floors: Mapping[str, float], scores: Mapping[str, float]) -> dict[str, float]:
    """Return the floors that rise, with their new values."""
    now = {name: round(score - MARGIN, 1) for name, score in scores.items()}
    return {name: floor for name, floor in now.items() if floor > floors.get(name, -1.0)}


def rewritten(text: str, higher: Mapping[str, float]) -> str:
    """Return the TOML file `text` with its floors replaced by these and the new ones at its end;
    comments stay."""
    lines = [
        f"{name} = {floor}"
        for name, floor in higher.items()
        if not re.search(rf"^{name} = ", text, re.M)
    ]
    changed = re.sub(
        r"^(\w+) = [\d.]+$",
        lambda m: f"{m[1]} = {higher[m[1]]}" if m[1] in higher else m[0],
        text,
        flags=re.M,
    )
    return changed + "".join(line + "\n" for line in lines)


def main() -> int:
    path, gold = GOLDEN / "floors.toml", GOLDEN / "floor.jsonl"
    try:
        floors = read_floors(path)
        with tempfile.TemporaryDirectory(prefix="mahdar-") as folder:
            out = process_gold(gold, Path(folder), Config()).out
            scores = evaluate_files(gold, out / RELEASES, out / RECORDS).scores()
    except MahdarError as err:
        print(err, file=sys.stderr)
        return 3
    higher = raised(floors, scores)
    path.write_text(rewritten(path.read_text(encoding="utf-8"), higher), encoding="utf-8")
    for name, floor in higher.items():
        print(f"{name}: {floors.get(name, 'none')} -> {floor}")
    print(f"{len(higher)} of {len(scores)} floors raised")
    low = {name: score for name, score in scores.items() if score < floors.get(name, 0.0)}
    for name, score in low.items():
        print(f"{name}: {score} is below its floor {floors[name]}, which stays", file=sys.stderr)
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main())
