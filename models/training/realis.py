"""Learn the probability that a candidate is a meeting: `python -m models.training realis PARTS…`.

Each of PARTS is a folder with a `model` and `gold.jsonl`, documents that the model has not seen (a
fold of `crossval.py`; an event for `calibrate.py`). The pipeline runs over them. Each event of a text
that may be a meeting gives a row: its evidence (`pipeline/assemble/realis.py`), and whether the
scorer pairs it with a record. A logistic regression gives `pipeline/assemble/data/realis.toml`. The
output shows how many meetings are right at some thresholds, each folder judged with weights from
the others. With `--bias` the weights of the file stay and only their bias is learnt, for a tagger
with higher or lower confidences than the one before, measured on fewer documents."""

from __future__ import annotations

import argparse
import json
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

import pipeline.assemble.realis as realis
from models.training.parts import extracted
from pipeline import schema
from pipeline.assemble import candidates
from pipeline.assemble.clean import cleaned
from pipeline.assemble.triggers import Event
from pipeline.config import Config
from pipeline.evaluate import calibration_error, matched
from pipeline.provenance import provenance
from pipeline.types import Meeting, Release

FILE = Path(realis.__file__).with_name("data") / "realis.toml"
THRESHOLDS = (0.35, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7)
PENALTY = 0.3  # C of the regression: smaller means stronger regularization
HEAD = """# What speaks for an event of a text as a meeting (assemble/realis.py): weights of a logistic regression, learnt by
# models/training/realis.py on documents that the model had not seen (figures in models/README.md).

"""


class Row(NamedTuple):
    """An event of a document that may be a meeting: its evidence, and whether it matches a record."""

    evidence: dict[str, float]
    right: bool


class Candidate(NamedTuple):
    """A candidate meeting of an extracted and cleaned release, and the gold record that it matches,
    None if there is none."""

    release: Release
    event: Event
    meeting: Meeting
    record: dict[str, Any] | None


def judged(
    docs: Sequence[dict[str, Any]],
    releases: Sequence[Release],
    config: Config,
    least: float = 0.0,
) -> Iterator[Candidate]:
    """Yield the candidates of the extracted releases of gold documents, in order, without those
    whose probability is below `least`."""
    made = provenance(config)
    for doc, release in zip(docs, (cleaned(r)[0] for r in releases), strict=True):
        found = [x for x in candidates(release, config) if x[1].confidence >= least]
        records = schema.to_records(replace(release, meetings=tuple(m for _, m in found)), made)
        gold = matched(doc, [json.loads(schema.dump(r)) for r in records])
        for (event, m), record in zip(found, gold, strict=True):
            yield Candidate(release, event, m, record)


def rows(
    docs: Sequence[dict[str, Any]], releases: Sequence[Release], config: Config
) -> Iterator[Row]:
    """Yield a row for each candidate meeting of gold documents, in order."""
    for x in judged(docs, releases, config):
        yield Row(realis.evidence(x.release, x.event, x.meeting), x.record is not None)


def fit(found: Sequence[Row]) -> dict[str, float]:
    """Return the weights by name, with «bias»."""
    names = list(found[0].evidence)
    model = LogisticRegression(C=PENALTY, max_iter=5000).fit(
        [[r.evidence[n] for n in names] for r in found], [r.right for r in found]
    )
    return {
        "bias": round(float(model.intercept_[0]), 3),
        **{n: round(float(w), 3) for n, w in zip(names, model.coef_[0], strict=True)},
    }


def shifted(found: Sequence[Row], weights: Mapping[str, float]) -> dict[str, float]:
    """Return the weights with the most likely bias: the expected number of right rows equals the
    actual one."""
    low, high = -10.0, 10.0
    while high - low > 1e-4:
        bias = (low + high) / 2
        expected = sum(realis.probability(r.evidence, {**weights, "bias": bias}) for r in found)
        low, high = (low, bias) if expected > sum(r.right for r in found) else (bias, high)
    return {**weights, "bias": round(low, 3)}


def report(
    folders: Sequence[Sequence[Row]], learn: Callable[[Sequence[Row]], dict[str, float]] = fit
) -> str:
    """Print how many meetings are accepted and right at each threshold, with weights from the other
    folders, and the calibration error."""
    told = [
        (realis.probability(r.evidence, weights), r.right)
        for here in folders
        for weights in [learn([x for other in folders if other is not here for x in other])]
        for r in here
    ]
    real = sum(right for _, right in told)
    lines = [
        f"{len(told)} candidates, {real} of them meetings; calibration error "
        f"{calibration_error(told)}"
    ]
    for threshold in THRESHOLDS:
        kept = [right for p, right in told if p >= threshold]
        lines.append(
            f"{threshold:.2f}  believed {len(kept)}  right {sum(kept)}  F1 "
            f"{200 * sum(kept) / (len(kept) + real):.1f}"
        )
    return "\n".join(lines)


def main() -> None:
    ap = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ap.add_argument("events", nargs="+", type=Path)
    ap.add_argument(
        "--bias", action="store_true", help="keep the weights of the file, learn their bias"
    )
    ap.add_argument("--threads", type=int, default=2)
    a = ap.parse_args()
    folders = [list(rows(*extracted(folder, a.threads))) for folder in a.events]
    before = tomllib.loads(FILE.read_text(encoding="utf-8"))
    learn = partial(shifted, weights=before) if a.bias else fit
    print(report(folders, learn))
    weights = learn([r for here in folders for r in here])
    FILE.write_text(
        HEAD + "".join(f"{name} = {value}\n" for name, value in weights.items()), encoding="utf-8"
    )
