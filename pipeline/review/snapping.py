"""Extend a selection to whole words, so that no half of a word becomes a name. Pure functions.

An attached particle is no part of a name («ل⟦وزارة⟧»), so a selection may begin after one."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import lru_cache

from pipeline.arabic.clitics import particles
from pipeline.arabic.folding import INVISIBLE
from pipeline.types import Span

# Letters (`\w` includes ARABIC TATWEEL), digits and marks, and invisible controls between them.
_LETTERS = "[\\w\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]+"
_WORD = re.compile(f"{_LETTERS}(?:[{INVISIBLE}]+{_LETTERS})*")


def snapped(text: str, start: int, end: int) -> Span:
    """Return the range `text[start:end]` extended to whole words, the first one possibly without
    its particle."""
    begins, ends = _words(text)
    at = bisect_right(begins, start) - 1
    if at >= 0 and start < ends[at]:
        offset = start - begins[at]
        start = begins[at] + max((c for c in _cuts(text, at) if c <= offset), default=0)
    at = bisect_right(begins, end - 1) - 1
    if at >= 0 and end <= ends[at]:
        end = ends[at]
    return start, end


def cuts(text: str) -> list[int]:
    """Return the positions where a word begins after an attached particle, ascending."""
    begins, _ = _words(text)
    return [begin + cut for at, begin in enumerate(begins) for cut in _cuts(text, at)]


@lru_cache(maxsize=8)
def _words(text: str) -> tuple[list[int], list[int]]:
    found = [m.span() for m in _WORD.finditer(text)]
    return [a for a, _ in found], [b for _, b in found]


def _cuts(text: str, at: int) -> list[int]:
    begins, ends = _words(text)
    word = text[begins[at] : ends[at]]
    # a mark belongs to the letter before it
    return [c for c in particles(word) if not unicodedata.combining(word[c : c + 1] or " ")]
