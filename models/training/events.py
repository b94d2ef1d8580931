"""Learn which sentences introduce a meeting, and to which meeting a sentence belongs:
`python -m models.training events GOLD.jsonl… [--leave KEYS]`.

The tagger runs over annotated documents. Their records do not say where in the text each is told,
so `aligned` finds it: by the clauses, numbers, bodies and people that only one record has. The
pipeline then reads the documents as it always does (`pipeline/assemble/events.py`), with the gold
structure in place of the scorers' judgement. Each sentence gives a row for «introduces a new
meeting», each pair of a sentence and a recent meeting one for «tells of it». LightGBM learns the
trees of `pipeline/assemble/data/{new,same}_meeting.json`.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pipeline.assemble.events as events
from models.training.openings import ENOUGH, NOUN, labelled, weights
from pipeline.assemble.clean import cleaned, joined
from pipeline.assemble.openings import begins
from pipeline.assemble.sentences import is_headline, sentences
from pipeline.assemble.spans import Row
from pipeline.assemble.triggers import Features
from pipeline.config import Config
from pipeline.dedupe import dedupe
from pipeline.extract.stage import extract
from pipeline.normalize import normalize
from pipeline.types import Release, Span

DATA = Path(events.__file__).with_name("data")
ROUNDS = {"new_meeting": 150, "same_meeting": 80}
SETTINGS: dict[str, Any] = {
    "objective": "binary",
    "learning_rate": 0.1,
    "num_leaves": 15,
    "max_bin": 63,
    "min_data_in_leaf": 25,
    "feature_fraction": 0.6,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 2.0,
    "seed": 1,
    "deterministic": True,
    "num_threads": 1,
    "verbose": -1,
}
Example = tuple[Features, bool]


@dataclass(slots=True)
class Rows:
    """What the scorers learn from: features, and whether the answer is yes."""

    new_meeting: list[Example] = field(default_factory=list)
    same_meeting: list[Example] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Alignment:
    """Where a text tells of its records. `first` has for each record the sentence that introduces
    it, `of` for each sentence the record of which it says most; None where neither is known."""

    first: list[int | None]
    of: list[int | None]


def aligned(doc: dict[str, Any], release: Release, there: Sequence[Span]) -> Alignment:
    """Return where a gold document tells of its records. `release` is its clean form; `there` has
    the ranges of its sentences in the document's own text."""
    records = doc["records"]
    says = weights(doc, there)
    meeting = [any(s <= at < e for at, _ in labelled(doc, "MEETING")) for s, e in there]
    spans = sentences(release)
    headline = [is_headline(release, s, Config().headline_chars) for s in spans]
    taken: set[int] = set()
    first: list[int | None] = []
    for row in says:
        score = [w + NOUN * noun if w else 0.0 for w, noun in zip(row, meeting, strict=True)]
        open_ = [j for j in range(len(there)) if j not in taken]
        best = next((j for j in open_ if score[j] >= ENOUGH and not headline[j]), None)
        if best is None and any(score[j] for j in open_):
            best = max(open_, key=lambda j: (score[j] > 0, not headline[j], score[j], -j))
        if best is None and len(records) == 1 and there:
            best = max(
                range(len(there)), key=lambda j: (not headline[j], begins(release, spans[j]))
            )
        first.append(best)
        taken |= {best} - {None}
    return Alignment(first, [_surest([row[j] for row in says]) for j in range(len(there))])


def _surest(weights: Sequence[float]) -> int | None:
    """Return the place of the one greatest weight."""
    most = max(weights, default=0.0)
    return weights.index(most) if most and weights.count(most) == 1 else None


def rows(doc: dict[str, Any], release: Release, config: Config) -> Rows:
    """Return what one gold document teaches. `release` has been through extract."""
    clean, _ = cleaned(release)
    clean = replace(clean, mentions=Row(clean.mentions), facts=Row(clean.facts))
    spans = sentences(clean)
    found = Rows()
    if not spans:
        return found
    whole, _ = joined(release)
    gold = aligned(doc, clean, [whole.source_span(*s) for s in spans])
    events_of: dict[int, events.Event] = {}

    def judged(
        n: int, said: Features, evidence: events.Evidence
    ) -> tuple[float, events.Event | None]:
        for event, _ in evidence:
            events_of.setdefault(gold.first.index(event.sentences[0]), event)
        new = n in gold.first
        found.new_meeting.append((said, new))
        right = events_of.get(gold.of[n] if gold.of[n] is not None else -1)
        if not new and right is not None and len(evidence) > 1:
            for event, pair in evidence:
                found.same_meeting.append((pair | events.of_sentence(said), event is right))
        at_hand = next((event for event, pair in evidence if pair["current"]), None)
        return float(new), right or at_hand or (evidence[-1][0] if evidence else None)

    events.read(clean, config, judged)
    return found


def extracted(docs: Iterable[dict[str, Any]], config: Config) -> Iterator[Release]:
    """Yield gold documents as releases that have been through extract."""
    given = (
        Release(id=d["key"], source=d["key"], text=d["text"], published=d.get("published"))
        for d in docs
    )
    yield from extract((dedupe(normalize(r, config), config) for r in given), config)


def learn(examples: Sequence[Example], rounds: int) -> dict[str, Any]:
    """Return trees in the form that `pipeline/scoring.py` reads."""
    import lightgbm
    import numpy as np

    names = list(examples[0][0])
    table = np.array([[float(found[name]) for name in names] for found, _ in examples])
    right = np.array([float(answer) for _, answer in examples])
    model = lightgbm.train(SETTINGS, lightgbm.Dataset(table, right), rounds)
    return {
        "features": names,
        "trees": [flat(tree["tree_structure"]) for tree in model.dump_model()["tree_info"]],
    }


def flat(root: dict[str, Any]) -> dict[str, Any]:
    """Return a tree of LightGBM as a list of splits [feature, threshold, low, high] and a list of
    leaves; a node of -n is the leaf n - 1."""
    splits: list[list[Any]] = []
    leaves: list[float] = []

    def add(node: dict[str, Any]) -> int:
        if "split_feature" not in node:
            leaves.append(round(node["leaf_value"], 5))
            return -len(leaves)
        at = len(splits)
        splits.append([node["split_feature"], float(f"{node['threshold']:.6g}"), 0, 0])
        splits[at][2:] = [add(node["left_child"]), add(node["right_child"])]
        return at

    add(root)
    return {"splits": splits, "leaves": leaves}


def main() -> None:
    ap = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ap.add_argument("gold", nargs="+", type=Path, help="annotated documents, as JSON Lines")
    ap.add_argument("--leave", nargs="*", default=[], help="beginnings of keys to leave out")
    ap.add_argument("--out", type=Path, default=DATA)
    a = ap.parse_args()
    config = Config()
    found = Rows()
    for path in a.gold:
        docs = [json.loads(line) for line in path.open(encoding="utf-8")]
        docs = [d for d in docs if not d["key"].startswith(tuple(a.leave))]
        for doc, release in zip(docs, extracted(docs, config), strict=True):
            one = rows(doc, release, config)
            found.new_meeting += one.new_meeting
            found.same_meeting += one.same_meeting
    for name, rounds in ROUNDS.items():
        examples: list[Example] = getattr(found, name)
        kept = json.dumps(learn(examples, rounds), separators=(",", ":"))
        (a.out / f"{name}.json").write_text(kept + "\n", encoding="utf-8")
        print(f"{name}: {len(examples)} rows, {sum(yes for _, yes in examples)} of them yes")
