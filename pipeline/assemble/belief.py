"""How sure it is that a part of a text tells of a meeting that a record is due for: the evidence,
weighed by a logistic regression (`data/belief.toml`, learnt on held-out documents by
`models/training/belief.py`)."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from pipeline.assemble.gatherings import is_gathering, is_trial
from pipeline.assemble.openings import Part, begins
from pipeline.assemble.sentences import sentences
from pipeline.assemble.spans import overlapping
from pipeline.types import Meeting, Release

UNSURE = 0.03  # probabilities of the tagger are taken no nearer to 0 and 1 than this
MANY = 3  # more people or clauses than this say no more


def surest_beginning(release: Release) -> float:
    """How sure the tagger is that some sentence begins to tell of a meeting."""
    return max((begins(release, s) for s in sentences(release)), default=0.0)


def evidence(
    release: Release, part: Part, m: Meeting, further: bool, surest: float
) -> dict[str, float]:
    """What speaks for and against a meeting, by the names of the weights. `further`: the text has
    told of one before; `surest`: the `surest_beginning` of the release, in which there may be
    hundreds of meetings."""
    begun = [begins(release, s) for s in part.openings]
    return {
        "reported": log_odds(release.reported or 0.0),
        "begins": log_odds(surest),
        "begins_here": log_odds(max(begun, default=0.0)),
        "held": max((overlapping(release.facts, "HELD", a) for a in part.anchors), default=0.0),
        "by_verb": not part.anchors,
        "body": m.body.confidence if m.body else 0.0,
        "number": m.ordinal is not None,
        "day": m.date is not None,
        "chair": m.chair is not None,
        "people": min(MANY, sum(p.participation != "mentioned" for p in m.people)),
        "topics": min(MANY, len(m.topics)),
        "decisions": min(MANY, len(m.decisions)),
        "gathering": is_gathering(release, part) or is_trial(release, part),
        "series": part.in_series,
        "further": further,
    }


def probability(found: Mapping[str, float], weights: Mapping[str, float] | None = None) -> float:
    """The probability, by the evidence, that it is a meeting; with `weights` other than those of
    the file."""
    weights = weights or _weights()
    return 1 / (
        1 + math.exp(-weights["bias"] - sum(weights[name] * value for name, value in found.items()))
    )


def log_odds(p: float) -> float:
    """The log odds of a probability of the tagger, which is never quite sure."""
    p = min(max(p, UNSURE), 1 - UNSURE)
    return math.log(p / (1 - p))


@cache
def _weights() -> dict[str, float]:
    return tomllib.loads(
        files("pipeline.assemble").joinpath("data", "belief.toml").read_text(encoding="utf-8")
    )
