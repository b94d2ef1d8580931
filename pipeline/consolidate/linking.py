"""Find the records that report the same meeting, for any number of records.

The views are kept in a file during the work (`Spool`). Memory holds only a number and an id of each
record, the links, and the views of two spans of days."""

from __future__ import annotations

import pickle
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import BinaryIO

from pipeline import matching
from pipeline.consolidate.blocks import CAP, candidates, span_of_days
from pipeline.consolidate.clusters import THRESHOLD, Pair, clusters
from pipeline.consolidate.evidence import evidence, probability
from pipeline.consolidate.views import View

MANY = 400  # maximum size of a component in which all pairs are compared
FAINT = 0.01  # a lower probability counts as none

Ids = frozenset[str]


@dataclass(frozen=True, slots=True)
class Verdicts:
    """The reviewers' verdicts, by the ids of records. Each `same` lists records of one meeting, in
    the order of the verdicts; each `different` two sets with no meeting in common."""

    same: tuple[Ids, ...] = ()
    different: tuple[tuple[Ids, Ids], ...] = ()


NOTHING_DECIDED = Verdicts()


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A verdict «same» that was not applied, because another verdict says that two of its records,
    or of those joined with them, are different."""

    same: Ids
    different: tuple[Ids, Ids]


@dataclass(frozen=True, slots=True)
class Linked:
    """The records of each meeting, sorted, and the verdicts that contradict others."""

    meetings: tuple[tuple[str, ...], ...]
    contradictions: tuple[Contradiction, ...]


@dataclass(slots=True)
class Spool:
    """Views in a file, numbered in the order of their spans of days and ids. So the order in which
    they were added does not matter."""

    file: BinaryIO
    _places: list[tuple[int, str, int]] = field(default_factory=list)  # span, id, offset
    _sorted: bool = True

    def add(self, view: View) -> None:
        """Add a view. All must be added before the first is read."""
        self._places.append((span_of_days(view), view.id, self.file.tell()))
        pickle.dump(view, self.file, protocol=pickle.HIGHEST_PROTOCOL)
        self._sorted = False

    def __len__(self) -> int:
        return len(self._places)

    def ids(self) -> list[str]:
        """Return the id of each view by its number."""
        self._sort()
        return [ident for _, ident, _ in self._places]

    def __getitem__(self, number: int) -> View:
        self._sort()
        self.file.seek(self._places[number][2])
        view: View = pickle.load(self.file)
        return view

    def __iter__(self) -> Iterator[View]:
        return (self[n] for n in range(len(self)))

    def _sort(self) -> None:
        if not self._sorted:
            self._places.sort()
            self._sorted = True


def link(spool: Spool, verdicts: Verdicts = NOTHING_DECIDED) -> Linked:
    """Return the meetings of all records whose views were added, with announcements. The result
    depends only on the views and the verdicts, not on any order."""
    ids = spool.ids()
    links = list(_links(enumerate(spool)))
    number = {ident: n for n, ident in enumerate(ids)}
    decided = _Decided.of(verdicts, number)
    parts = _components(len(ids), links, decided.together)
    inside: dict[int, dict[Pair, float]] = defaultdict(dict)
    for i, j, score in links:
        if parts[i] == parts[j]:
            inside[parts[i]][i, j] = score
    members: dict[int, list[int]] = defaultdict(list)
    for n, part in enumerate(parts):
        members[part].append(n)
    found = []
    for part, numbers in members.items():
        for cluster in (
            [numbers] if len(numbers) == 1 else _clusters(numbers, spool, inside[part], decided)
        ):
            found.append(tuple(sorted(ids[n] for n in cluster)))
    return Linked(tuple(sorted(found)), decided.contradictions)


def _links(views: Iterable[tuple[int, View]]) -> Iterator[tuple[int, int, float]]:
    for (i, a), (j, b) in candidates(views):
        if (score := probability(evidence(a, b))) >= FAINT:
            yield min(i, j), max(i, j), score


def _components(
    count: int, links: Sequence[tuple[int, int, float]], together: Iterable[Sequence[int]]
) -> array[int]:
    """Return for each number the least number connected to it by links or verdicts; each meeting
    lies within one component."""
    above = array("q", range(count))

    def top(n: int) -> int:
        while above[n] != n:
            above[n] = above[above[n]]
            n = above[n]
        return n

    pairs = [(i, j) for i, j, score in links if score >= THRESHOLD]
    for i, j in [*pairs, *((group[0], n) for group in together for n in group[1:])]:
        x, y = sorted((top(i), top(j)))
        above[y] = x
    return array("q", map(top, range(count)))


def _clusters(
    numbers: Sequence[int], spool: Spool, scores: Mapping[Pair, float], decided: _Decided
) -> Iterator[list[int]]:
    """Yield the meetings among some records."""
    place = {n: k for k, n in enumerate(numbers)}
    views = [spool[n] for n in numbers]
    together = [[place[n] for n in group] for group in decided.together if group[0] in place]

    def forbidden(k: int, m: int) -> bool:
        a, b = views[k], views[m]
        return (
            decided.differ(numbers[k], numbers[m])
            or a.release == b.release  # a release that reports two meetings
            or matching.forbidden(a.meeting, b.meeting) is not None
        )

    @cache
    def unscored(k: int, m: int) -> float:
        # the blocks compare only neighbours if many share a key
        many = CAP < len(numbers) <= MANY
        return probability(evidence(views[k], views[m])) if many else 0.0

    local = {(place[i], place[j]): s for (i, j), s in scores.items()}
    for cluster in clusters(len(numbers), local, forbidden, together, unscored):
        yield [numbers[k] for k in cluster]


@dataclass(frozen=True, slots=True)
class _Decided:
    """Verdicts by the numbers of the views: groups that are one meeting, and pairs of sets with no
    meeting in common."""

    together: tuple[tuple[int, ...], ...]
    apart: tuple[tuple[frozenset[int], frozenset[int]], ...]
    contradictions: tuple[Contradiction, ...]

    @classmethod
    def of(cls, verdicts: Verdicts, number: Mapping[str, int]) -> _Decided:
        """Return the verdicts on existing records. A «same» that would join different records is
        left out and reported; earlier ones stay."""
        apart = [
            (
                different,
                tuple(frozenset(number[i] for i in ids if i in number) for ids in different),
            )
            for different in verdicts.different
        ]
        groups: list[frozenset[int]] = []
        contradictions = []
        for same in verdicts.same:
            joined = frozenset(number[i] for i in same if i in number)
            touched = [g for g in groups if g & joined]
            joined = joined.union(*touched)
            against = next((d for d, (a, b) in apart if joined & a and joined & b), None)
            if against is not None:
                contradictions.append(Contradiction(same, against))
            elif len(joined) > 1:
                groups = [g for g in groups if g not in touched] + [joined]
        return cls(
            tuple(tuple(sorted(g)) for g in groups),
            tuple((a, b) for _, (a, b) in apart),
            tuple(contradictions),
        )

    def differ(self, i: int, j: int) -> bool:
        """Return whether a reviewer said that two are different."""
        return any((i in a and j in b) or (i in b and j in a) for a, b in self.apart)
