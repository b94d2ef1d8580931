"""Split a very long text into stretches, each searched for meetings separately.

A meeting is reported in one place. A longer text is a book, an archive in one file, or no release
at all, and the rules of this stage would compare each of its thousand sentences with each other.
The longest of 1,608 annotated documents has 2,527 characters."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import replace

from pipeline.assemble.spans import Row, within
from pipeline.types import Entity, Release, Span


def stretches(release: Release, most: int) -> Iterator[Release]:
    """Return the release in stretches of at most `most` characters: copies with the whole text,
    but only the paragraphs, mentions, facts and entities of a stretch. Stretches end at the ends of
    paragraphs or, in a longer paragraph, outside mentions."""
    release = replace(release, mentions=Row(release.mentions), facts=Row(release.facts))
    if len(release.text) <= most:
        yield release
        return
    for start, end in _cuts(release, most):
        first = bisect_right(release.paragraphs, start, key=lambda p: p.end)
        last = bisect_left(release.paragraphs, end, key=lambda p: p.start)
        if first < last:
            yield replace(
                release,
                paragraphs=tuple(
                    replace(p, start=max(p.start, start), end=min(p.end, end), clean=None)
                    for p in release.paragraphs[first:last]
                ),
                mentions=within(release.mentions, (start, end)),
                facts=within(release.facts, (start, end)),
                entities=tuple(_entities(release, (start, end))),
            )


def _entities(release: Release, there: Span) -> Iterator[Entity]:
    """Return the entities with a mention in a range, with only the mentions there."""
    for e in release.entities:
        named = tuple(s for s in e.mentions if there[0] <= s[0] and s[1] <= there[1])
        if named:
            yield replace(e, mentions=named)


def _cuts(release: Release, most: int) -> list[Span]:
    """Return the ranges of the stretches."""
    out: list[Span] = []
    start = end = 0
    for p in release.paragraphs:
        if p.end - start > most and end > start:
            out.append((start, end))
            start = end
        while p.end - start > most:
            end = _gap(release, start, start + most)
            out.append((start, end))
            start = end
        end = p.end
    return [*out, (start, len(release.text))]


def _gap(release: Release, start: int, end: int) -> int:
    """Return the last position before `end` after a full stop, else after a blank, outside all
    mentions; `end` if there is none."""
    for mark in (". ", " "):
        at = release.text.rfind(mark, start + 1, end)
        for _ in range(50):
            if at < 0:
                break
            if not any(m.start < at + 1 < m.end for m in Row.of(release.mentions).over(at, at + 2)):
                return at + 1
            at = release.text.rfind(mark, start + 1, at)
    return end
