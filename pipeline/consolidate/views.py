"""The features of a record for comparison: its values, and the overlap of its part of the text with
other texts."""

from __future__ import annotations

import heapq
import math
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline import matching
from pipeline.arabic.rarity import rarity, stems

LEAD = 40  # words at the beginning of a record's part that form its lead
RUN = 4  # length of n-grams: texts that share one are probably copies
HEADLINE = 200  # maximum characters of a first line that counts as a headline
COMMON = 0.45  # words of lower rarity do not count as content
WORDS, RUNS = 150, 120  # number of words of a part, and of hashes (the least, as a sketch)

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class View:
    """The features of a record for comparison. `meeting`: its values. `words`: the distinctive
    words of its part of the text with weights, a vector of length 1. `runs`: hashes of n-grams.
    `lead`: the words of headline and beginning. `title`: those of the headline alone. `belief`: the
    probability that it is a meeting. `announces`: the meeting is still to come."""

    id: str
    release: str
    meeting: matching.Meeting
    city: str | None
    belief: float
    announces: bool
    topics: frozenset[str]
    title: frozenset[str]
    lead: frozenset[str]
    words: Mapping[str, float]
    runs: frozenset[int]


def views(release: Json, records: Sequence[Json]) -> list[View]:
    """Return the view of each record of a release, both in published form. A record that is the
    only one of its release is compared by the whole text, others by the sentences that they were
    read from."""
    text = release["text"]
    all_words = stems(text)
    everything = frozenset(all_words)
    title = _telling(stems(text.strip().split("\n", 1)[0][:HEADLINE]))
    return [
        _view(r, text, all_words if len(records) == 1 else stems(_part(r, text)), everything, title)
        for r in records
    ]


def _view(
    record: Json,
    text: str,
    part: Sequence[str],
    everything: frozenset[str],
    title: frozenset[str],
) -> View:
    tokens = [w for w in part if rarity(w) > COMMON]
    weight = {w: (1 + math.log(n)) * rarity(w) for w, n in Counter(tokens).items()}
    best = heapq.nsmallest(WORDS, weight.items(), key=lambda x: (-x[1], x[0]))
    norm = math.sqrt(math.fsum(x * x for _, x in best)) or 1.0
    place = record["evidence"]["city"]
    return View(
        id=record["record_id"],
        release=record["release"]["id"],
        meeting=matching.meeting(record, everything, text),
        city=record["city"] if place and place["span"] else None,
        belief=record["confidence"],
        announces=matching.announced(record),
        topics=_telling(
            w for x in (*record["topics"], *record["decisions"]) for w in stems(x["text"])
        ),
        title=title,
        lead=title | frozenset(tokens[:LEAD]),
        words={w: x / norm for w, x in best},
        runs=frozenset(
            heapq.nsmallest(
                RUNS,
                {
                    zlib.crc32(" ".join(tokens[i : i + RUN]).encode())
                    for i in range(len(tokens) - RUN + 1)
                },
            )
        ),
    )


def _telling(words: Iterator[str] | Sequence[str]) -> frozenset[str]:
    return frozenset(w for w in words if rarity(w) > COMMON)


def _part(record: Json, text: str) -> str:
    """Return the sentences that a record was read from."""
    spans = [tuple(s) for s in _spans(record)]
    found = re.finditer(r"[^.\n؟!]*[.\n؟!]?", text)
    return (
        "".join(m[0] for m in found if any(a < m.end() and b > m.start() for a, b in spans)) or text
    )


def _spans(record: Json) -> Iterator[Sequence[int]]:
    yield from (e["span"] for e in record["evidence"].values() if e and e["span"])
    yield from (x["span"] for x in (*record["topics"], *record["decisions"]))
    yield from (
        p["mentions"][0]
        for p in record["people"]
        if p["mentions"] and p["participation"] != "mentioned"
    )
