"""Which records are one meeting, from the probabilities of pairs: clusters in which no chain beats
what forbids a pair."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

THRESHOLD = 0.5  # probability from which a pair may join two clusters
MEAN = 0.4  # what the mean over all pairs between the two must reach

Pair = tuple[int, int]


def clusters(
    count: int,
    scores: Mapping[Pair, float],
    forbidden: Callable[[int, int], bool],
    together: Iterable[Sequence[int]] = (),
    unscored: Callable[[int, int], float] = lambda i, j: 0.0,
) -> list[list[int]]:
    """Return the places 0 to `count` - 1 as clusters, each sorted, in the order of their first
    members.

    From the likeliest pair down to `THRESHOLD`, two clusters are joined where the mean over the
    pairs between them, `unscored` for one without a score, reaches `MEAN`, and none of these pairs is
    forbidden (average linkage with constraints). The members of each group of `together`, of which
    no two share one, are one cluster from the start."""
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
