"""Find the words that differ between two texts."""

from __future__ import annotations

import re
from itertools import pairwise

Pieces = tuple[
    tuple[str, bool], ...
]  # pieces of a text in order, and whether the other text lacks them


def compared(old: str | None, new: str | None) -> tuple[Pieces, Pieces]:
    """Return `marked`, where either text may be missing."""
    if old is not None and new is not None:
        return marked(old, new)
    return _whole(old or ""), _whole(new or "")


def marked(old: str, new: str) -> tuple[Pieces, Pieces]:
    """Return both texts split by whole words where they begin or cease to differ. A text that
    shares no word with the other is one unmarked piece, because there is nothing to highlight."""
    if old > new:  # of equally short alignments, choose the same one in both directions
        after, before = marked(new, old)
        return before, after
    from rapidfuzz.distance import Indel

    a, b = _words(old), _words(new)
    same = [
        (op.src_start, op.src_end, op.dest_start, op.dest_end)
        for op in Indel.opcodes(a, b)
        if op.tag == "equal"
    ]
    if not any(word[0].isalnum() for s, e, _, _ in same for word in a[s:e]):
        return _whole(old), _whole(new)
    return _pieces(a, [(s, e) for s, e, _, _ in same]), _pieces(b, [(s, e) for _, _, s, e in same])


def _words(text: str) -> list[str]:
    """Return words, runs of white space, and other single characters; together they are the text. A
    date or a number with a decimal point is one word."""
    return re.findall(r"\d+(?:[.,:/–-]\d+)+|\w+|\s+|[^\w\s]", text)


def _whole(text: str) -> Pieces:
    return ((text, False),) if text else ()


def _pieces(words: list[str], same: list[tuple[int, int]]) -> Pieces:
    """Return the pieces; white space between two different words belongs to the difference."""
    differs = [True] * len(words)
    for start, end in same:
        differs[start:end] = [False] * (end - start)
    for n, word in enumerate(words):
        if word.isspace() and 0 < n < len(words) - 1 and differs[n - 1] and differs[n + 1]:
            differs[n] = True
    cuts = [
        n for n in range(len(words) + 1) if n in (0, len(words)) or differs[n - 1] != differs[n]
    ]
    return tuple(("".join(words[s:e]), differs[s]) for s, e in pairwise(cuts))
