"""Blocking: compare only records that are near in time and share two distinctive keys.

If too many records of a span of days share a key, each is compared only with its next neighbours.
So every record is compared with a bounded number of others, and only the records of two spans are
in memory at a time. Time is linear in the number of records; memory is that of two spans. Copies of
one agency text in forty newspapers still form one cluster, linked one by one."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations, groupby, product

from pipeline.arabic.rarity import rarity
from pipeline.consolidate.views import View
from pipeline.matching import gap, skeleton

WINDOW = 8  # maximum days between two meetings (or pages, if a date is unknown) to compare
CAP = 40  # records of two spans of days that may share a key
NEXT = 2  # neighbours to compare with in a longer list
KEYS = 2  # number of keys that two records must share
LEADING = 12  # number of words, and of hashes of a text, used as keys
# kinds of keys that stay distinctive when many records have them: n-grams, parties, numbers
COPIED = "rqn"
TELLING = 3  # number of words of a body used as keys

Pair = tuple[int, int]
Numbered = tuple[int, View]


def keys(view: View) -> Iterator[str]:
    """Yield the keys of a record: names of those who took part, words of the body, hashes of
    n-grams, the rarest words; each alone, and pairs of one kind, which are still rare if a single
    one is not."""
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
    """Return the span of `WINDOW` days that a record belongs to; -1 if no day is known."""
    m = view.meeting
    day = m.page if m.page is not None else m.first
    return -1 if day is None else day // WINDOW


def candidates(views: Iterable[Numbered]) -> Iterator[tuple[Numbered, Numbered]]:
    """Yield the pairs of views, from different releases, that may be of one meeting, each once. The
    views are numbered and come in the order of their spans."""
    before: tuple[int, Mapping[str, list[int]], Mapping[int, View]] = (-2, {}, {})
    for span, members in groupby(views, key=lambda x: span_of_days(x[1])):
        here = dict(members)
        lists: dict[str, list[int]] = defaultdict(list)
        for n, view in here.items():
            for key in set(keys(view)):
                lists[key].append(n)
        _, lists_before, views_before = before if before[0] == span - 1 else (0, {}, {})
        known = {**views_before, **here}
        for i, j in sorted(_shared(lists, lists_before)):
            a, b = known[i], known[j]
            if a.release != b.release and gap(a.meeting, b.meeting) <= WINDOW:
                yield (i, a), (j, b)
        before = span, lists, here


def _shared(lists: Mapping[str, list[int]], before: Mapping[str, list[int]]) -> Iterator[Pair]:
    """Yield the pairs within a span, and between it and the one before, that share enough keys."""
    count: dict[Pair, int] = defaultdict(int)
    for key, members in lists.items():
        earlier = before.get(key, [])
        if len(members) + len(earlier) > CAP:
            if key[0] in COPIED:
                for step in range(1, NEXT + 1):
                    for i, j in zip(members, members[step:], strict=False):
                        count[i, j] += 1
        else:
            for pair in combinations(members, 2):
                count[pair] += 1
            for i, j in product(earlier, members):
                count[min(i, j), max(i, j)] += 1
    return (pair for pair, n in count.items() if n >= KEYS)
