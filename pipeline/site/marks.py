"""A text with nested marked ranges: the ranges that pages link to become elements with ids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from pipeline.types import Span


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text (`text`), or the start or end of a marked range (`span`). A range that overlaps
    another without nesting is a `point` at its start, because elements cannot overlap."""

    kind: Literal["text", "start", "end", "point"]
    text: str = ""
    span: Span = (0, 0)


def anchor(span: Span) -> str:
    """Return the id of a range on the page of its release."""
    return f"s{span[0]}-{span[1]}"


def pieces(text: str, spans: Iterable[Span]) -> Iterator[Piece]:
    """Split `text` at `spans` (half-open, in characters), longer ranges outside shorter ones. The
    texts of the pieces together are `text`."""
    at = 0
    open_: list[Span] = []

    def until(end: int) -> Iterator[Piece]:
        nonlocal at
        if end > at:
            yield Piece("text", text[at:end])
            at = end

    for span in sorted(set(spans), key=lambda s: (s[0], -s[1])):
        while open_ and open_[-1][1] <= span[0]:
            yield from until(open_[-1][1])
            yield Piece("end", span=open_.pop())
        yield from until(span[0])
        if open_ and span[1] > open_[-1][1]:
            yield Piece("point", span=span)
        else:
            yield Piece("start", span=span)
            open_.append(span)
    while open_:
        yield from until(open_[-1][1])
        yield Piece("end", span=open_.pop())
    yield from until(len(text))
