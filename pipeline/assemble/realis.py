"""The probability that an event of a text is a meeting with a record: the evidence, weighted by a
logistic regression (`data/realis.toml`, learnt on held-out documents by
`models/training/realis.py`)."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from pipeline.assemble.spans import labelled, overlapping
from pipeline.assemble.triggers import Event
from pipeline.scoring import log_odds
from pipeline.types import Meeting, Release

MANY = 3  # more people or clauses add no evidence
NAMES = 10  # more names that the tagger marks as those of a record add none
LONG = 9000  # characters of a text that count at most: a long page tells of much besides


def evidence(release: Release, event: Event, m: Meeting) -> dict[str, float]:
    """Return the evidence for and against a meeting, by the names of the weights."""
    return {
        "reported": log_odds(release.reported or 0.0),
        "introduced": log_odds(event.introduced),
        "held": max((overlapping(release.facts, "HELD", a) for a in event.triggers), default=0.0),
        "by_verb": not event.triggers,
        "body": m.body.confidence if m.body else 0.0,
        "day": m.date is not None,
        "people": min(MANY, sum(p.participation != "mentioned" for p in m.people)),
        "topics": min(MANY, len(m.topics)),
        "decisions": min(MANY, len(m.decisions)),
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
