"""Split a very long text into stretches, each searched for meetings separately.

A meeting is reported in one place. A longer text is a book, an archive in one file, or no release
at all, and the rules of this stage would compare each of its thousand sentences with each other.
The longest of 1,608 annotated documents has 2,527 characters."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from pipeline.assemble.clean import placed
from pipeline.assemble.spans import Row
from pipeline.types import Entity, Meeting, Mention, Paragraph, Release, Span


def stretches(
    release: Release, most: int
) -> Iterator[tuple[Release, Callable[[Meeting], Meeting]]]:
    """Return the release in stretches of at most `most` characters, each with a function that maps
    a meeting back to its place. Stretches end at the ends of paragraphs or, in a longer paragraph,
    outside mentions. Everything but the text and its contents is copied from the release."""
    release = replace(release, mentions=Row(release.mentions), facts=Row(release.facts))
    if len(release.text) <= most:
        yield release, lambda m: m
        return
    cuts = _cuts(release, most)
    starts = [start for start, _ in cuts]

    def deal(span: Span) -> tuple[int, Span] | None:
        """Return the number of the stretch that contains a range, and its place there."""
        n = bisect_right(starts, span[0]) - 1
        start, end = cuts[n]
        return (n, (span[0] - start, span[1] - start)) if span[1] <= end else None

    dealt = [_Dealt() for _ in cuts]
    for row in ("mentions", "facts"):
        for m in getattr(release, row):
            if there := deal((m.start, m.end)):
                n, (start, end) = there
                getattr(dealt[n], row).append(replace(m, start=start, end=end))
    for p in release.paragraphs:
        for start, end in _pieces(p, cuts, starts):
            if there := deal((start, end)):
                n, (start, end) = there
                dealt[n].paragraphs.append(replace(p, start=start, end=end, clean=None))
    for e in release.entities:
        role = deal(e.role_span) if e.role_span else None
        named: dict[int, list[Span]] = {}
        for n, span in filter(None, map(deal, e.mentions)):
            named.setdefault(n, []).append(span)
        for n, spans in named.items():
            here = role[1] if role and role[0] == n else None
            dealt[n].entities.append(replace(e, mentions=tuple(spans), role_span=here))
    for (start, end), got in zip(cuts, dealt, strict=True):
        if got.paragraphs:
            yield (
                replace(
                    release,
                    text=release.text[start:end],
                    paragraphs=tuple(got.paragraphs),
                    mentions=Row(got.mentions),
                    facts=Row(got.facts),
                    entities=tuple(got.entities),
                ),
                _back(start),
            )


@dataclass(slots=True)
class _Dealt:
    """The contents of one stretch, in its offsets."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    facts: list[Mention] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)


def _pieces(p: Paragraph, cuts: Sequence[Span], starts: Sequence[int]) -> Iterator[Span]:
    """Split a paragraph where stretches end in it."""
    start = p.start
    for n in range(bisect_right(starts, p.start) - 1, len(cuts)):
        end = min(p.end, cuts[n][1])
        if start < end:
            yield start, end
        start = end
        if end == p.end:
            return


def _back(by: int) -> Callable[[Meeting], Meeting]:
    def there(m: Meeting) -> Meeting:
        found: Meeting = placed(m, lambda span: (span[0] + by, span[1] + by))
        return found

    return there


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
