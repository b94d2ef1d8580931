"""Which records are compared at all: those near in time that share two telling keys.

A key that too many records of a span of days have tells nothing and is skipped, so every record is
compared with a bounded number of others and the work is linear in the number of records."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from pipeline.arabic.rarity import rarity
from pipeline.consolidate.views import View
from pipeline.matching import gap, skeleton

WINDOW = (
    8  # days between two meetings (pages, where a day is unknown) up to which they are compared
)
CAP = 40  # records of a span of days that may share a key
KEYS = 2  # that two records must share
LEADING = 12  # words and hashes of a text that are keys
TELLING = 3  # words of a body that are keys

Pair = tuple[int, int]


def keys(view: View) -> Iterator[str]:
    """What a record may share with another report of its meeting: names of those who took part,
    words of the body, hashes of words in a row, the rarest words."""
    m = view.meeting
    for p in m.here:
        yield from (f"p{skeleton(w)}" for w in {*p.name[:1], *p.name[-1:]})
    for p, q in combinations(m.here[:2], 2):
        if p.name and q.name:
            yield "q" + " ".join(sorted((skeleton(p.name[-1]), skeleton(q.name[-1]))))
    telling = heapq.nsmallest(TELLING, m.body, key=lambda w: (-rarity(w), w))
    yield from (f"b{w}" for w in telling)
    if m.body and m.ordinal:
        yield f"n{m.ordinal} {telling[0]}"
    yield from (f"r{h}" for h in heapq.nsmallest(LEADING, view.runs))
    rarest = heapq.nsmallest(LEADING, view.words, key=lambda w: (-view.words[w], w))
    yield from (f"w{w}" for w in view.title.union(rarest))
    yield from (f"v{u} {w}" for u, w in combinations(sorted(rarest[:4]), 2))


def span_of_days(view: View) -> int:
    """The span of `WINDOW` days that a record belongs to."""
    m = view.meeting
    return (m.page if m.page is not None else m.first or 0) // WINDOW


def candidates(views: Sequence[View]) -> list[Pair]:
    """Pairs of places in `views`, of different releases, that may be one meeting, sorted."""
    lists: dict[tuple[str, int], list[int]] = defaultdict(list)
    for i, view in enumerate(views):
        when = span_of_days(view)
        for key in set(keys(view)):
            lists[key, when].append(i)
            lists[key, when + 1].append(i)
    return sorted(
        p
        for p in _shared(lists.values(), views)
        if gap(views[p[0]].meeting, views[p[1]].meeting) <= WINDOW
    )


def _shared(lists: Iterable[list[int]], views: Sequence[View]) -> Iterator[Pair]:
    once: dict[Pair, int] = defaultdict(int)
    for members in lists:
        if len(members) <= CAP:
            for i, j in combinations(members, 2):
                if views[i].release != views[j].release:
                    once[i, j] += 1
    return (p for p, n in once.items() if n >= KEYS)
