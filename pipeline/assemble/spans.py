"""Mentions and facts by where they stand. Ranges are half-open, in characters of the release's
text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from pipeline.types import Mention, Span


def within(mentions: Sequence[Mention], span: Span) -> list[Mention]:
    """Those that lie in a range."""
    return [m for m in mentions if span[0] <= m.start and m.end <= span[1]]


def beginning(mentions: Sequence[Mention], start: int, end: int) -> Sequence[Mention]:
    """Those that begin in a range, of mentions in the order of their starts, as those of a release
    are; not all are gone through."""
    first, last = (bisect_left(mentions, at, key=lambda m: m.start) for at in (start, end))
    return mentions[first:last]


def outermost(mentions: Sequence[Mention]) -> list[Mention]:
    """Those that lie in no other of them."""
    return [
        m
        for m in mentions
        if not any(x is not m and x.start <= m.start and m.end <= x.end for x in mentions)
    ]


def overlapping(facts: Sequence[Mention], label: str, m: Mention) -> float:
    """The confidence of the surest fact of this label that overlaps a mention, else 0."""
    return max(
        (f.confidence for f in facts if f.label == label and f.start < m.end and m.start < f.end),
        default=0.0,
    )
