"""Mentions and facts by range. Ranges are half-open, in characters of the release's text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, wraps
from typing import Any, TypeVar, TypeVarTuple

from pipeline.types import Entity, Mention, Paragraph, Release, Span


class Row(tuple[Mention, ...]):
    """Mentions sorted by start, as in a release, with an index to find those at a place."""

    @classmethod
    def of(cls, mentions: Iterable[Mention]) -> Row:
        return mentions if isinstance(mentions, Row) else cls(mentions)

    @cached_property
    def starts(self) -> list[int]:
        return [m.start for m in self]

    @cached_property
    def longest(self) -> int:
        """Return the number of characters of the longest."""
        return max((m.end - m.start for m in self), default=0)

    @cached_property
    def memo(self) -> dict[object, Any]:
        """The cache of `remembered` for the release of these mentions."""
        return {}

    @cached_property
    def labelled(self) -> dict[str, Row]:
        """Return those of each label."""
        rows: dict[str, list[Mention]] = {}
        for m in self:
            rows.setdefault(m.label, []).append(m)
        return {label: Row(row) for label, row in rows.items()}

    def beginning(self, start: int, end: int) -> Row:
        """Return those that begin in a range."""
        return Row(self[bisect_left(self.starts, start) : bisect_left(self.starts, end)])

    def over(self, start: int, end: int) -> list[Mention]:
        """Return those that overlap a range."""
        near = bisect_left(self.starts, start - self.longest), bisect_left(self.starts, end)
        return [m for m in self[slice(*near)] if m.end > start]


_NONE = Row()
T = TypeVar("T")
Of = TypeVarTuple("Of")


def remembered(find: Callable[[Release, *Of], T]) -> Callable[[Release, *Of], T]:
    """Make a function compute its result for a release only once if its mentions are a Row."""

    @wraps(find)
    def found(release: Release, *of: *Of) -> T:
        memo = release.mentions.memo if isinstance(release.mentions, Row) else {}
        if (find, of) not in memo:
            memo[find, of] = find(release, *of)
        result: T = memo[find, of]
        return result

    return found


@remembered
def _entities(release: Release) -> dict[str | None, Entity]:
    return {e.id: e for e in reversed(release.entities)}


def entity_of(release: Release, ident: str | None) -> Entity | None:
    """Return the entity with an id."""
    return _entities(release).get(ident)


def paragraph_at(release: Release, at: int) -> Paragraph | None:
    """Return the paragraph that contains a position."""
    n = bisect_right(release.paragraphs, at, key=lambda p: p.start)
    return release.paragraphs[n - 1] if n and at < release.paragraphs[n - 1].end else None


def labelled(mentions: Iterable[Mention], label: str) -> Row:
    """Return those with a label."""
    return Row.of(mentions).labelled.get(label, _NONE)


def within(mentions: Iterable[Mention], span: Span) -> Row:
    """Return those inside a range."""
    return Row(m for m in Row.of(mentions).beginning(*span) if m.end <= span[1])


def beginning(mentions: Iterable[Mention], start: int, end: int) -> Sequence[Mention]:
    """Return those that begin in a range."""
    return Row.of(mentions).beginning(start, end)


def over(mentions: Iterable[Mention], start: int, end: int) -> list[Mention]:
    """Return those that overlap a range."""
    return Row.of(mentions).over(start, end)


def outermost(mentions: Sequence[Mention]) -> list[Mention]:
    """Return those that are inside no other of them."""
    return [
        m
        for m in mentions
        if not any(x is not m and x.start <= m.start and m.end <= x.end for x in mentions)
    ]


def overlapping(facts: Iterable[Mention], label: str, m: Mention) -> float:
    """Return the highest confidence of a fact with this label that overlaps a mention, else 0."""
    there = labelled(facts, label).over(m.start, m.end)
    return max((f.confidence for f in there), default=0.0)
