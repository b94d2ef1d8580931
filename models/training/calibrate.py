"""Fit the confidences to held-out documents: `python -m models.training calibrate CROSSVAL --model
models/tagger`.

CROSSVAL is the folder of crossval.py. Each `fold*/` has a model and `gold.jsonl`, documents that
the model has not seen. The extract stage of each runs over them; its mentions, right or wrong, give
`calibration.json` of the shipped model (pipeline/extract/tagger/calibration.py). The output shows the
expected calibration error of each label, raw and calibrated, each fold measured with tables from
the others."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from models.training.isotonic import fit, write
from models.training.parts import extracted
from pipeline.evaluate import calibration_error, repeated
from pipeline.extract.tagger.calibration import FILE, Tables, calibrated
from pipeline.schema import LABELS


class Judged(NamedTuple):
    """A mention found in a document that the model has not seen."""

    fold: int
    label: str
    found_by: str
    confidence: float
    right: bool


def judged(fold: int, folder: Path, threads: int) -> tuple[int, list[Judged]]:
    """Return the number of documents of a fold and the mentions that its model finds in them."""
    if (folder / "model" / FILE).exists():
        sys.exit(f"{folder}/model is calibrated already: remove its {FILE}")
    docs, releases, _ = extracted(folder, threads)
    out = []
    for doc, release in zip(docs, releases, strict=True):
        gold = {tuple(span) for span in doc["spans"]}
        skipped = repeated(doc["text"])
        out += [
            Judged(fold, m.label, m.found_by, m.confidence, (m.start, m.end, m.label) in gold)
            for m in release.mentions
            if not any(s <= m.start and m.end <= e for s, e in skipped)
        ]
    return len(docs), out


def tables(found: Iterable[Judged]) -> Tables:
    """Return a table for each label and finder with enough mentions."""
    groups: dict[tuple[str, str], list[tuple[float, bool]]] = {}
    for j in found:
        groups.setdefault((j.label, j.found_by), []).append((j.confidence, j.right))
    fitted = {key: fit(pairs) for key, pairs in groups.items()}
    return {key: table for key, table in fitted.items() if table}


def report(found: Sequence[Judged]) -> str:
    """Return a row of a Markdown table for each label: mentions, share of right ones, calibration
    error raw and calibrated, in percent."""
    folds = sorted({j.fold for j in found})
    others = {k: tables(j for j in found if j.fold != k) for k in folds}
    after = [
        (calibrated(others[j.fold], j.label, j.found_by, j.confidence), j.right) for j in found
    ]
    rows = ["| label | mentions | right | ECE raw | ECE calibrated |", "|---|---|---|---|---|"]
    for label in (*LABELS, "all"):
        here = [
            (j, pair) for j, pair in zip(found, after, strict=True) if label in (j.label, "all")
        ]
        if here:
            raw = calibration_error([(j.confidence, j.right) for j, _ in here])
            rows.append(
                f"| {label} | {len(here)} | "
                f"{100 * sum(j.right for j, _ in here) / len(here):.1f} | {raw} | "
                f"{calibration_error([pair for _, pair in here])} |"
            )
    return "\n".join(rows)


def main() -> None:
    ap = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ap.add_argument("crossval", type=Path)
    ap.add_argument("--model", type=Path, default=Path("models/tagger"))
    ap.add_argument("--threads", type=int, default=2)
    a = ap.parse_args()
    folds = sorted(p for p in a.crossval.glob("fold*") if (p / "model" / "tagger.onnx").is_file())
    if len(folds) < 2:
        sys.exit(
            f"{a.crossval}: not two folds with a model; run make crossval first, or name its "
            "folder: make calibrate CROSSVAL=DIR"
        )
    documents, found = 0, []
    for k, folder in enumerate(folds):
        n, mentions = judged(k, folder, a.threads)
        documents += n
        found += mentions
        print(f"{folder}: {n} documents, {len(mentions)} mentions", file=sys.stderr, flush=True)
    version = json.loads((a.model / "tagger.json").read_text(encoding="utf-8"))["version"]
    write(a.model, tables(found), version, documents)
    print(report(found))
