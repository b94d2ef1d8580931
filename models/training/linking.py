"""Learn which reports are of one meeting: `python -m models.training linking OUTLETS=OUT
[OUTLETS=OUT …]`.

OUTLETS is an annotation of which articles report which meeting (`outlets-dev.json`,
`annotation/linking-*.json`), OUT the output folder of `mahdar process` over its articles, with the
articles' ids: those of the corpus of Qatari papers, and in SaudiNewsNet `ksa-` and the first eight
digits of the SHA-1 of an article's address. A logistic regression over the evidence of pairs
(`pipeline/consolidate/evidence.py`) gives `pipeline/consolidate/data/linking.toml`.

The annotation says which articles report the same meeting, not which records. So of a linked pair
of articles the most likely pair of records is the example and the others are left out, in a few
rounds. A weight may not change its sign (`AGAINST`): a few hundred pairs must not teach that
evidence for a link is evidence against it. The output has pairs and whole meetings of the first
set, cross-validated: each pair of articles is judged by weights learnt without the meetings of its
first article."""

from __future__ import annotations

import argparse
import itertools
import json
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any

import numpy as np
from scipy.optimize import minimize  # type: ignore[import-untyped]

import pipeline.consolidate.evidence as evidence
from pipeline.consolidate import blocks, views
from pipeline.consolidate.clusters import clusters
from pipeline.consolidate.views import View
from pipeline.matching import forbidden

FILE = Path(evidence.__file__).with_name("data") / "linking.toml"
HEAD = """# What speaks for two records telling of one meeting (consolidate/evidence.py): weights of a logistic regression,
# learnt by models/training/linking.py on articles of 2015 and 2026 (figures in docs/figures.md).

"""
AGAINST = frozenset(
    [
        "body_differs",
        "body_one_only",
        "ordinal_differs",
        "day_next",
        "day_second",
        "day_far",
        "day_unknown_far",
        "party_lost",
        "party_unnamed",
        "other_party",
        "bare",
        "doubtful",
        "people_none",
    ]
)
FREE = frozenset(("day_unknown", "people_one_only", "day_same"))
PENALTY = 0.05  # penalty on the square of a weight, against the loss summed over pairs
FOLDS, ROUNDS = 5, 4
Pair = tuple[int, int]
Matrix = np.ndarray[Any, np.dtype[np.float64]]
Keys = tuple[str, str]


@dataclass(frozen=True)
class Articles:
    """The annotation: pairs of articles that report one meeting, pairs that count neither way, the
    meetings with their articles, and groups of articles connected by meetings."""

    wanted: frozenset[Keys]
    neutral: frozenset[Keys]
    meetings: tuple[frozenset[str], ...]
    groups: tuple[frozenset[str], ...]


@dataclass(frozen=True)
class Pairs:
    """Candidate pairs of records, their articles, and a row of evidence for each pair: a 1 for the
    bias, then the order of `evidence.NAMES`."""

    views: Sequence[View]
    article: Sequence[str]
    pairs: Sequence[Pair]
    rows: Matrix

    def keys(self, pair: Pair) -> Keys:
        a, b = sorted((self.article[pair[0]], self.article[pair[1]]))
        return a, b


Set = tuple[Pairs, Articles]


def annotated(path: Path) -> Articles:
    """Return the annotation of a file."""
    gold = json.loads(path.read_text(encoding="utf-8"))
    meetings = [frozenset(m["articles"]) for m in gold["meetings"]]
    wanted = {p for m in meetings for p in _pairs(m)}
    near = {
        p for m in gold["meetings"] for p in _pairs({*m["articles"], *m.get("mentions_only", ())})
    }
    groups: list[frozenset[str]] = []
    for m in filter(None, [*meetings, *(frozenset([a["id"]]) for a in gold["articles"])]):
        touching = [g for g in groups if g & m]
        groups = [g for g in groups if not g & m] + [m.union(*touching)]
    return Articles(
        frozenset(wanted), frozenset(near - wanted), tuple(meetings), tuple(sorted(groups, key=min))
    )


def _pairs(articles: Iterator[str] | frozenset[str] | set[str]) -> Iterator[Keys]:
    yield from itertools.combinations(sorted(articles), 2)


def read(out: Path) -> Pairs:
    """Return the candidate pairs of an output folder."""
    records: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in (out / "records.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        records[record["release"]["id"]].append(record)
    found: list[View] = []
    article = {}
    for line in (out / "releases.jsonl").read_text(encoding="utf-8").splitlines():
        release = json.loads(line)
        article[release["id"]] = release["key"]
        found.extend(views.views(release, records[release["id"]]))
    found.sort(key=lambda v: (blocks.span_of_days(v), v.id))
    pairs = [(i, j) for (i, _), (j, _) in blocks.candidates(enumerate(found))]
    rows = np.zeros((len(pairs), len(evidence.NAMES) + 1))
    for row, (i, j) in zip(rows, pairs, strict=True):
        seen = evidence.evidence(found[i], found[j])
        row[:] = [1.0, *(seen.get(n, 0.0) for n in evidence.NAMES)]
    return Pairs(found, [article[v.release] for v in found], pairs, rows)


def fit(sets: Sequence[Set], left_out: frozenset[str] = frozenset()) -> Matrix:
    """Return the weights, the bias first, learnt without pairs that contain an article of
    `left_out`."""
    weights = np.array(
        [-2.0] + [0.0 if n in FREE else -1.0 if n in AGAINST else 1.0 for n in evidence.NAMES]
    )
    usable = [
        [
            (n, pairs.keys(p))
            for n, p in enumerate(pairs.pairs)
            if not left_out & {*pairs.keys(p)}
            and pairs.keys(p) not in given.neutral
            and not any(pairs.views[i].announces for i in p)
        ]
        for pairs, given in sets
    ]
    for _ in range(ROUNDS):
        x, y = [], []
        for (pairs, given), rows in zip(sets, usable, strict=True):
            scores = pairs.rows @ weights
            best: dict[Keys, int] = {}
            for n, key in rows:
                if key in given.wanted and (key not in best or scores[n] > scores[best[key]]):
                    best[key] = n
            used = sorted({*best.values(), *(n for n, key in rows if key not in given.wanted)})
            right = {*best.values()}
            x.append(pairs.rows[used])
            y.append(np.array([1.0 if n in right else -1.0 for n in used]))
        weights = _regression(np.concatenate(x), np.concatenate(y))
    return weights


def _regression(x: Matrix, y: Matrix) -> Matrix:
    def loss(w: Matrix) -> tuple[float, Matrix]:
        margin = y * (x @ w)
        gradient = -(y / (1 + np.exp(np.clip(margin, -30, 30)))) @ x + 2 * PENALTY * np.r_[0, w[1:]]
        return float(np.logaddexp(0, -margin).sum() + PENALTY * (w[1:] ** 2).sum()), gradient

    bounds = [(None, None)] + [
        (None, None) if n in FREE else (None, 0) if n in AGAINST else (0, None)
        for n in evidence.NAMES
    ]
    found = minimize(loss, np.zeros(x.shape[1]), jac=True, bounds=bounds, method="L-BFGS-B")
    return np.asarray(found.x)


def probabilities(pairs: Pairs, weights: Matrix) -> dict[Pair, float]:
    """Return the probability of each pair."""
    scores = 1 / (1 + np.exp(-np.clip(pairs.rows @ weights, -30, 30)))
    return dict(zip(pairs.pairs, scores.tolist(), strict=True))


@dataclass(frozen=True)
class Scored:
    """Pairs of articles linked, expected, and both; meetings with several reports that are
    complete; the wrong pairs."""

    linked: int
    wanted: int
    right: int
    whole: int
    several: int
    wrong: frozenset[Keys]
    missed: frozenset[Keys]

    def __str__(self) -> str:
        return (
            f"precision {100 * self.right / max(1, self.linked):.1f} recall "
            f"{100 * self.right / self.wanted:.1f} whole {self.whole} of {self.several}"
        )


def score(clusters: Sequence[Sequence[int]], pairs: Pairs, given: Articles) -> Scored:
    """Score clusters of records against the annotation, as `score_outlets.py` does."""
    sets = [{pairs.article[i] for i in c if not pairs.views[i].announces} for c in clusters]
    known = frozenset().union(*given.groups)
    got = {p for s in sets for p in _pairs(s & known)} - given.neutral
    several = [m for m in given.meetings if len(m) > 1]
    return Scored(
        len(got),
        len(given.wanted),
        len(got & given.wanted),
        sum(any(m <= s for s in sets) for m in several),
        len(several),
        frozenset(got - given.wanted),
        frozenset(given.wanted - got),
    )


def clustered(pairs: Pairs, scores: Mapping[Pair, float]) -> list[list[int]]:
    """Return the indices of the views as clusters, one a meeting."""
    v = pairs.views
    return clusters(
        len(v),
        scores,
        lambda i, j: (
            v[i].release == v[j].release or forbidden(v[i].meeting, v[j].meeting) is not None
        ),
    )


def held_out(sets: Sequence[Set], seed: int) -> dict[Pair, float]:
    """Return the probability of each pair of the first set by weights learnt without the meetings
    of its first article."""
    pairs, given = sets[0]
    groups = list(given.groups)
    random.Random(seed).shuffle(groups)
    scores: dict[Pair, float] = {}
    for fold in range(FOLDS):
        out = frozenset().union(*groups[fold::FOLDS])
        found = probabilities(pairs, fit(sets, out))
        scores |= {p: s for p, s in found.items() if pairs.article[p[0]] in out}
    return scores


def main() -> None:
    ap = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ap.add_argument("sets", nargs="+", metavar="OUTLETS=OUT")
    ap.add_argument("--seeds", type=int, default=5)
    ap.add_argument("--errors", action="store_true", help="the pairs in error, by the last seed")
    ap.add_argument("--keep", action="store_true", help="measure only, write nothing")
    a = ap.parse_args()
    named = [given.split("=", 1) for given in a.sets]
    sets = [(read(Path(out)), annotated(Path(outlets))) for outlets, out in named]
    pairs, given = sets[0]
    runs = []
    for seed in range(a.seeds):
        runs.append(score(clustered(pairs, held_out(sets, seed)), pairs, given))
        print(f"seed {seed}: {runs[-1]}")
    precision = 100 * mean(r.right / r.linked for r in runs)
    recall = 100 * mean(r.right / r.wanted for r in runs)
    print(
        f"cross-validated: precision {precision:.1f} recall {recall:.1f} whole "
        f"{mean(r.whole for r in runs):.1f} of {runs[0].several}"
    )
    if a.errors:
        for kind, found in (("wrong", runs[-1].wrong), ("missed", runs[-1].missed)):
            print(*(f"{kind} {x} {y}" for x, y in sorted(found)), sep="\n")
    weights = fit(sets)
    for (outlets, _), (p, g) in zip(named, sets, strict=True):
        fitted = clustered(p, probabilities(p, weights))
        print(f"learnt on and measured on {outlets}: {score(fitted, p, g)}")
    if not a.keep:
        lines = zip(("bias", *evidence.NAMES), weights.tolist(), strict=True)
        FILE.write_text(
            HEAD + "".join(f"{n} = {w + 0.0:.3f}\n" for n, w in lines), encoding="utf-8"
        )
