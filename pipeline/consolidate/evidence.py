"""The evidence for and against two records reporting the same meeting, as named features.

There are two kinds, because neither is enough alone: the values of the records, and the overlap of
their texts. Each feature is between 0 and 1, so each weight (`data/linking.toml`, learnt by
`models/training/linking.py`) is readable as log odds."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from pipeline.arabic.rarity import rarity
from pipeline.consolidate.views import View
from pipeline.matching import (
    Meeting,
    both_numbers,
    gap,
    lacking,
    other_party,
    same_body,
)

Evidence = dict[str, float]

FEW = 3  # words of topics that are not distinctive
COPIED = 3  # factor on the share of common n-grams: a third of them already means a copy

# The names of all features.
NAMES = (
    "body_same",
    "body_differs",
    "body_one_only",
    "ordinal_same",
    "session_same",
    "ordinal_differs",
    "day_same",
    "day_next",
    "day_second",
    "day_far",
    "day_unknown",
    "day_unknown_far",
    "parties_both",
    "parties_same_day",
    "party_only",
    "party_lost",
    "party_unnamed",
    "other_party",
    "people_one_only",
    "people_none",
    "people_in_text",
    "topics",
    "lead",
    "words",
    "copied",
    "bare",
    "doubtful",
)


def evidence(a: View, b: View) -> Evidence:
    """Return the evidence for and against `a` and `b` being reports of one meeting, without
    zeros."""
    x, y = a.meeting, b.meeting
    found = _bodies(x, y) | _day(x, y) | _people(x, y) | _texts(a, b)
    return {name: round(value, 6) for name, value in found.items() if value}


def probability(found: Mapping[str, float], weights: Mapping[str, float] | None = None) -> float:
    """Return the probability of one meeting from the evidence, with `weights` instead of those of
    the file if given."""
    weights = weights or _weights()
    odds = weights["bias"] + math.fsum(weights[name] * value for name, value in found.items())
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, odds)))), 6)


@cache
def _weights() -> dict[str, float]:
    return tomllib.loads(
        files("pipeline.consolidate").joinpath("data", "linking.toml").read_text(encoding="utf-8")
    )


def _bodies(x: Meeting, y: Meeting) -> Evidence:
    found: Evidence = {}
    same = 0.0
    if x.body and y.body:
        likeness = same_body(x.body, y.body)
        same = max(0.0, 2 * likeness - 1)
        found |= {"body_same": same, "body_differs": max(0.0, 1 - 2 * likeness)}
    elif x.body or y.body:
        found["body_one_only"] = 1.0
    if x.ordinal and y.ordinal:
        equal = float(x.ordinal == y.ordinal)
        found |= {
            "ordinal_same": equal,
            "session_same": equal * same,
            "ordinal_differs": 1 - max(equal, float(both_numbers(x, y))),
        }
    return found


def _day(x: Meeting, y: Meeting) -> Evidence:
    days = gap(x, y)
    if x.first is None or y.first is None:
        return {"day_unknown" if days < 2 else "day_unknown_far": 1.0}
    return {("day_same", "day_next", "day_second", "day_far")[min(days, 3)]: 1.0}


def _people(x: Meeting, y: Meeting) -> Evidence:
    if not x.here or not y.here:
        named = any(
            p.name and p.name[-1] in v.words for u, v in ((x, y), (y, x)) for p in u.here[:2]
        )
        return {
            "people_one_only" if x.here or y.here else "people_none": 1.0,
            "people_in_text": float(named),
        }
    several = min(len(x.here), len(y.here)) > 1
    found: Evidence = {}
    lost = [
        (p, v)
        for u, v in ((x, y), (y, x))
        for missing in [lacking(u, v)]
        # one report of talks may name a party only by its office
        for p in missing[0 if len(v.here) > 1 or len(missing) > 1 else 1 :]
    ]
    if not lost:
        found["parties_both" if several else "party_only"] = 1.0
        found["parties_same_day"] = float(several and gap(x, y) < 2)
    unnamed = sum(not p.name or p.name[-1] not in v.words for p, v in lost)
    return found | {
        "party_lost": min(len(lost), 2) / 2,
        "party_unnamed": min(unnamed, 2) / 2,
        "other_party": float(other_party(x, y)),
    }


def _texts(a: View, b: View) -> Evidence:
    runs = len(a.runs & b.runs) / max(1, min(len(a.runs), len(b.runs)))
    some = min(len(a.topics), len(b.topics)) > FEW
    bare = [not v.topics and not v.meeting.body for v in (a, b)]
    return {
        "topics": _overlap(a.topics, b.topics) if some else 0.0,
        "lead": _overlap(a.lead, b.lead),
        "words": math.fsum(x * b.words.get(w, 0.0) for w, x in a.words.items()),
        "copied": min(1.0, COPIED * runs),
        "bare": sum(bare) / 2,
        "doubtful": 1 - min(a.belief, b.belief),
    }


def _overlap(a: frozenset[str], b: frozenset[str]) -> float:
    less = min(math.fsum(map(rarity, words)) for words in (a, b))
    return math.fsum(map(rarity, a & b)) / less if less > 0 else 0.0
