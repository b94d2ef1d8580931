"""Cluster the records of one meeting from the probabilities of pairs. A forbidden pair never ends
up in one cluster, whatever chain connects it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

THRESHOLD = 0.5  # minimum probability of a pair that may join two clusters
MEAN = 0.4  # minimum mean over all pairs between the two

Pair = tuple[int, int]


def clusters(
    count: int,
    scores: Mapping[Pair, float],
    forbidden: Callable[[int, int], bool],
    together: Iterable[Sequence[int]] = (),
    unscored: Callable[[int, int], float] = lambda i, j: 0.0,
) -> list[list[int]]:
    """Return the indices 0 to `count` - 1 as clusters, each sorted, in the order of their first
    members.

    From the most probable pair down to `THRESHOLD`, join two clusters if the mean over the pairs
    between them reaches `MEAN` (a pair without a score counts `unscored`) and none of these pairs
    is forbidden (average linkage with constraints). Each group of `together` is one cluster from
    the start; no two groups share a member."""
    of = list(range(count))
    for members in together:
        for member in members:
            of[member] = members[0]
    group: dict[int, list[int]] = {}
    for i, x in enumerate(of):
        group.setdefault(x, []).append(i)
    for _, i, j in sorted((-s, i, j) for (i, j), s in scores.items() if s >= THRESHOLD):
        x, y = of[i], of[j]
        if x == y:
            continue
        between = [(min(p, q), max(p, q)) for p in group[x] for q in group[y]]
        known = (scores[p] if p in scores else unscored(*p) for p in between)
        if sum(known) < MEAN * len(between):
            continue
        if any(forbidden(p, q) for p, q in between):
            continue
        for q in group[y]:
            of[q] = x
        group[x] += group.pop(y)
    return sorted(sorted(members) for members in group.values())
