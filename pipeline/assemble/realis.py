"""The probability that an event of a text is a meeting with a record: the evidence, weighted by a
logistic regression (`data/realis.toml`, learnt on held-out documents by
`models/training/realis.py`)."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from pipeline.assemble.sentences import sentences
from pipeline.assemble.spans import labelled, overlapping
from pipeline.assemble.triggers import Event, begins
from pipeline.scoring import log_odds
from pipeline.types import Meeting, Release

MANY = 3  # more people or clauses add no evidence
NAMES = 10  # more names that the tagger marks as those of a record add none
LONG = 9000  # characters of a text that count at most: a long page tells of much besides


def surest_beginning(release: Release) -> float:
    """Return the highest confidence that a sentence begins the report of a meeting."""
    return max((begins(release, s) for s in sentences(release)), default=0.0)


def evidence(
    release: Release, event: Event, m: Meeting, further: bool, surest: float
) -> dict[str, float]:
    """Return the evidence for and against a meeting, by the names of the weights. `further`: the
    text has reported another meeting before; `surest`: the `surest_beginning` of the release, which
    may contain hundreds of meetings."""
    begun = [begins(release, s) for s in event.trigger_sentences]
    return {
        "reported": log_odds(release.reported or 0.0),
        "begins": log_odds(surest),
        "begins_here": log_odds(max(begun, default=0.0)),
        "held": max((overlapping(release.facts, "HELD", a) for a in event.triggers), default=0.0),
        "by_verb": not event.triggers,
        "body": m.body.confidence if m.body else 0.0,
        "number": m.ordinal is not None,
        "day": m.date is not None,
        "chair": m.chair is not None,
        "people": min(MANY, sum(p.participation != "mentioned" for p in m.people)),
        "topics": min(MANY, len(m.topics)),
        "decisions": min(MANY, len(m.decisions)),
        "series": event.in_series,
        "further": further,
        "listed": min(NAMES, len(labelled(release.facts, "LISTED"))),
        "long": min(LONG, len(release.text)) / LONG,
    }


def probability(found: Mapping[str, float], weights: Mapping[str, float] | None = None) -> float:
    """Return the probability of a meeting from the evidence, with `weights` instead of those of the
    file if given."""
    weights = weights or _weights()
    return 1 / (
        1 + math.exp(-weights["bias"] - sum(weights[name] * value for name, value in found.items()))
    )


@cache
def _weights() -> dict[str, float]:
    return tomllib.loads(
        files("pipeline.assemble").joinpath("data", "realis.toml").read_text(encoding="utf-8")
    )
