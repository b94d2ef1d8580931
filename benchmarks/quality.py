"""Quality of the records on all sets, by field, compared with a baseline:

    python -m benchmarks.quality --save today.jsonl
    python -m benchmarks.quality --baseline today.jsonl [--sets countries fresh…]
    python -m benchmarks.quality --scored folds GOLD.jsonl OUT

F1 in percent as in `mahdar evaluate`; «record» is the mean of the record fields. Sets with missing
files (other people's text, see `--annotation` and `--work`) are skipped with a message. `--save`
keeps the counts of each document. With `--baseline` each figure is followed by its difference, and
a paired bootstrap over the documents of the least-read sets together gives the 95 % interval of the
difference in record F1 (Efron 1979; documents are resampled, not values). `--scored` adds a set
from finished output, such as that of the cross-validation."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from pipeline import run
from pipeline.config import Config
from pipeline.evaluate import FIELDS, LABELS, findings
from pipeline.schema import RECORDS, RELEASES

HERE = Path(__file__).resolve().parents[1] / "models" / "training"
OURS = HERE / "annotation"
ROWS = (*LABELS, "meetings", *FIELDS)
RESAMPLES = 2_000
Counts = dict[str, list[int]]  # field → hits, spurious, missed
Scored = dict[str, Counts]  # document → counts


@dataclass(frozen=True, slots=True)
class Set:
    """A file of gold documents, those of its keys that are measured, and whether it is a least-read
    set: nobody used its text to write rules or features."""

    path: Path
    least_read: bool = False
    keep: Callable[[str], bool] = lambda key: True


def _unread_hard(key: str) -> bool:
    return key[:7] in ("comp-nd", "comp-ne", "comp-nf") and int(key[7:]) % 2 == 0


def sets(annotation: Path, work: Path) -> Mapping[str, Set]:
    """Return all sets by name."""
    return {
        "countries": Set(annotation / "countries.jsonl", True),
        "fresh": Set(OURS / "composed-fresh.jsonl", True),
        "hard-unread": Set(OURS / "composed-hard.jsonl", True, _unread_hard),
        "arab-unread": Set(work / "arab-unread.jsonl", True),
        "states-unread": Set(
            OURS / "composed-states.jsonl", True, lambda key: key.startswith("comp-xb")
        ),
        "arab": Set(work / "arab.jsonl"),
        "pages-unread": Set(work / "pages-unread.jsonl"),  # records; its spans are a tagger's
        "states": Set(OURS / "composed-states.jsonl", keep=lambda key: key.startswith("comp-xa")),
        "articles-test": Set(work / "articles-test.jsonl", True),
        "hard": Set(OURS / "composed-hard.jsonl", keep=lambda key: not _unread_hard(key)),
        "composed-test": Set(OURS / "composed-test.jsonl"),
        "papers": Set(
            OURS / "composed-papers.jsonl", keep=lambda key: key[:7] in ("comp-ab", "comp-ac")
        ),
    }


def read(chosen: Set) -> Iterator[dict[str, Any]]:
    """Return the documents of a set."""
    with chosen.path.open(encoding="utf-8") as lines:
        for line in lines:
            doc = json.loads(line)
            if chosen.keep(doc["key"]):
                yield doc


def score(gold: Path, out: Path) -> Scored:
    """Return the counts of each gold document in finished output."""
    releases = {r["key"] or r["id"]: r for r in _rows(out / RELEASES)}
    records: dict[str, list[Any]] = defaultdict(list)
    for record in _rows(out / RECORDS):
        records[record["release"]["id"]].append(record)
    scored: Scored = {}
    for doc in _rows(gold):
        release = releases.get(doc["key"])
        counts: Counts = {}
        for finding in findings(doc, release, records[release["id"]] if release else ()):
            c, had = finding.counts, counts.get(finding.field, [0, 0, 0])
            counts[finding.field] = [
                had[0] + c.hits,
                had[1] + c.spurious,
                had[2] + c.missed,
            ]
        scored[doc["key"]] = counts
    return scored


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def figures(scored: Scored) -> dict[str, float]:
    """Return F1 of each row and of all spans, and the mean of the record fields."""
    total = np.zeros((len(ROWS), 3))
    for counts in scored.values():
        total += _matrix(counts)
    f1 = _f1(total)
    fields = [ROWS.index(name) for name in FIELDS]
    return {
        "record": float(f1[fields].mean()),
        "spans": float(_f1(total[: len(LABELS)].sum(0, keepdims=True))[0]),
        **{name: float(f1[i]) for i, name in enumerate(ROWS)},
    }


def _matrix(counts: Counts) -> np.ndarray:
    return np.array([counts.get(name, (0, 0, 0)) for name in ROWS], dtype=float)


def _f1(total: np.ndarray) -> np.ndarray:
    """Return F1 in percent over the last axis [hits, spurious, missed]; 100 if there is nothing."""
    hits, spurious, missed = np.moveaxis(total, -1, 0)
    whole = 2 * hits + spurious + missed
    return 100 * np.where(whole > 0, 2 * hits / np.maximum(whole, 1), 1.0)


def bootstrap(new: Scored, old: Scored, seed: int = 0) -> tuple[float, float, float]:
    """Return the difference in record F1 over the documents that both have, with its 95 %
    interval."""
    keys = sorted(new.keys() & old.keys())
    fields = [ROWS.index(name) for name in FIELDS]
    pair = [np.stack([_matrix(side[k])[fields] for k in keys]) for side in (new, old)]

    def difference(weights: np.ndarray) -> np.ndarray:
        a, b = (_f1(np.tensordot(weights, x, axes=(-1, 0))).mean(-1) for x in pair)
        return a - b

    rng = np.random.default_rng(seed)
    drawn = rng.multinomial(len(keys), np.full(len(keys), 1 / len(keys)), size=RESAMPLES)
    low, high = np.percentile(difference(drawn), (2.5, 97.5))
    return float(difference(np.ones(len(keys)))), float(low), float(high)


def measure(chosen: Set, config: Config) -> Scored:
    """Process the texts of a set, and count."""
    with tempfile.TemporaryDirectory(prefix="mahdar-") as folder:
        gold = Path(folder) / "set.jsonl"
        with gold.open("w", encoding="utf-8") as file:
            for doc in read(chosen):
                file.write(json.dumps(doc, ensure_ascii=False) + "\n")
        return score(gold, run.process_gold(gold, Path(folder), config).out)


def table(now: Mapping[str, Scored], before: Mapping[str, Scored]) -> Iterator[str]:
    """Return a table with a row for each field and a column for each set, with the difference from
    the baseline if it has the figure."""
    shown = {name: figures(scored) for name, scored in now.items()}
    base = {name: figures(before[name]) for name in now if name in before}
    yield f"{'':20}" + "".join(f"{name:>20}" for name in now)
    yield f"{'documents':20}" + "".join(f"{len(scored):20}" for scored in now.values())
    for row in ("record", "spans", "meetings", *FIELDS, *LABELS):
        cells = (
            f"{shown[name][row]:12.1f}"
            + (f" ({shown[name][row] - base[name][row]:+5.1f})" if name in base else " " * 8)
            for name in now
        )
        yield f"{row:20}" + "".join(cells)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--annotation", type=Path, default=Path("../shared/annotation"))
    parser.add_argument(
        "--work", type=Path, default=HERE / "scratch", help="texts of make articles"
    )
    parser.add_argument("--sets", nargs="+", metavar="NAME")
    parser.add_argument("--scored", nargs=3, action="append", default=[], metavar="WORD")
    parser.add_argument("--save", type=Path, metavar="FILE")
    parser.add_argument("--baseline", type=Path, metavar="FILE")
    parser.add_argument("--config", type=Path, metavar="FILE")
    args = parser.parse_args()
    known = sets(args.annotation, args.work)
    if unknown := set(args.sets or ()) - known.keys():
        parser.error(f"no set {', '.join(sorted(unknown))}; known are {', '.join(known)}")
    config = Config.load(args.config)
    now: dict[str, Scored] = {}
    for name in args.sets or known:
        if known[name].path.exists():
            now[name] = measure(known[name], config)
        else:
            print(f"{name}: left out, {known[name].path} is not there", file=sys.stderr)
    now |= {name: score(Path(gold), Path(out)) for name, gold, out in args.scored}
    before = {row["set"]: row["counts"] for row in _rows(args.baseline)} if args.baseline else {}
    if args.save:
        with args.save.open("w", encoding="utf-8") as file:
            for name, scored in now.items():
                file.write(json.dumps({"set": name, "counts": scored}) + "\n")
    print("\n".join(table(now, before)))
    least = [name for name in now if name in before and name in known and known[name].least_read]
    if least:
        merged = [
            {f"{n}/{k}": c for n in least for k, c in side[n].items()} for side in (now, before)
        ]
        gain, low, high = bootstrap(*merged)
        print(
            f"\n{' + '.join(least)}: record F1 {gain:+.1f}, 95 % interval {low:+.1f} to {high:+.1f}"
        )


if __name__ == "__main__":
    main()
