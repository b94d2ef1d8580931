"""Learn which sentences introduce a meeting, and to which meeting a sentence belongs:
`python -m models.training events PARTS… [--annotated GOLD.jsonl…]`.

Each of PARTS is a folder with a `model` and `gold.jsonl`, documents that the model has not seen, as
for `realis.py`. Each is read twice: with the mentions and facts that the tagger finds, and with those
of its annotation, so that the scorers trust a good tagger and bear with a poor one. Of the documents
of `--annotated`, which the tagger has learnt, only the annotation is read: it is surer there than it
may be. Records do
not say where in the text each is told, so `aligned` finds it: by the clauses, numbers, bodies and
people that only one record has. The pipeline then reads the document as it always does
(`pipeline/assemble/events.py`), with the gold structure in place of the scorers' judgement. Each
sentence gives a row for «introduces a new meeting», each pair of a sentence and a recent meeting one
for «tells of it». LightGBM learns the trees of `pipeline/assemble/data/{new,same}_meeting.json`.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pipeline.assemble.events as events
from models.training.openings import ENOUGH, NOUN, labelled, weights
from models.training.parts import extracted
from models.training.targets import facts
from models.training.trees import Example, keep, learn
from pipeline.arabic.clitics import citation
from pipeline.assemble.clean import cleaned, joined
from pipeline.assemble.features import Features
from pipeline.assemble.sentences import is_headline, sentences
from pipeline.assemble.spans import Row
from pipeline.assemble.triggers import begins
from pipeline.config import Config
from pipeline.dedupe import dedupe
from pipeline.extract.gazetteers.countries import name_of
from pipeline.extract.geography import annotate
from pipeline.extract.linking import link
from pipeline.extract.spans import Found
from pipeline.normalize import normalize
from pipeline.types import Mention, Release, Span

SURE = 0.95  # the confidence of what an annotation says
READ = 3  # times that a document teaches as the tagger reads it, to once as annotated
DATA = Path(events.__file__).with_name("data")
ROUNDS = {"new_meeting": 150, "same_meeting": 80}
# What may only speak for a new meeting, and what only against one.
FOR = frozenset({"begins", "opens", "triggers", "held", "attended"})
AGAINST = frozenset({"surer", "meets", "receives"})


@dataclass(slots=True)
class Rows:
    """What the scorers learn from: features, and whether the answer is yes."""

    new_meeting: list[Example] = field(default_factory=list)
    same_meeting: list[Example] = field(default_factory=list)

    def add(self, other: Rows, times: int = 1) -> None:
        """Add the rows of a document, each so many times."""
        self.new_meeting += other.new_meeting * times
        self.same_meeting += other.same_meeting * times


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
    events_of: dict[int, events.Cluster] = {}

    def judged(
        n: int, said: Features, evidence: events.Evidence
    ) -> tuple[float, events.Cluster | None]:
        for cluster, _ in evidence:
            events_of.setdefault(gold.first.index(cluster.sentences[0]), cluster)
        new = n in gold.first
        found.new_meeting.append((said, new))
        right = events_of.get(gold.of[n] if gold.of[n] is not None else -1)
        if not new and right is not None and len(evidence) > 1:
            for cluster, pair in evidence:
                found.same_meeting.append((pair | events.of_sentence(said), cluster is right))
        at_hand = next((cluster for cluster, pair in evidence if pair["current"]), None)
        return float(new), right or at_hand or (evidence[-1][0] if evidence else None)

    events.read(clean, config, judged)
    return found


def annotated(doc: dict[str, Any], release: Release, config: Config) -> Release:
    """Return a release with the mentions, entities and facts of its annotation."""
    spans = [Found(s, e, label, "model", SURE) for s, e, label in doc["spans"]]
    mentions = [
        Mention(f.start, f.end, f.label, name, f.found_by, f.confidence, f.value or None)
        for f in sorted(annotate(doc["text"], spans), key=lambda f: (f.start, -f.end))
        if f.found_by != "gazetteer" and (name := citation(doc["text"], f.start, f.end))
    ]
    found, entities = link(doc["text"], mentions, config.same_name, config.same_person, name_of)
    told = tuple(
        Mention(s, e, label, doc["text"][s:e], "model", SURE)
        for s, e, label in sorted(set(facts(doc)), key=lambda f: (f[0], -f[1]))
    )
    sure = SURE if doc["records"] else 1 - SURE
    return replace(release, mentions=found, entities=entities, facts=told, reported=sure)


def main() -> None:
    ap = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ap.add_argument("parts", nargs="+", type=Path)
    ap.add_argument("--annotated", nargs="*", default=[], type=Path, help="JSON Lines")
    ap.add_argument("--threads", type=int, default=2)
    ap.add_argument("--out", type=Path, default=DATA)
    a = ap.parse_args()
    found = Rows()
    for folder in a.parts:
        docs, releases, config = extracted(folder, a.threads)
        for doc, release in zip(docs, releases, strict=True):
            found.add(rows(doc, release, config), READ)
            found.add(rows(doc, annotated(doc, release, config), config))
    config = Config()
    for doc in (json.loads(line) for path in a.annotated for line in path.open(encoding="utf-8")):
        release = Release(doc["key"], doc["key"], doc["text"], published=doc.get("published"))
        clean = dedupe(normalize(release, config), config)
        found.add(rows(doc, annotated(doc, clean, config), config))
    for name, rounds in ROUNDS.items():
        examples: list[Example] = getattr(found, name)
        keep(a.out / f"{name}.json", examples, learn(examples, rounds, FOR, AGAINST))
