"""HTML character references in plain text («&quot;الدليل&quot;», «&nbsp;»), sometimes without the
ampersand («#187;»).

Two of the 477 gold documents contain some, and 243 of 16,420 articles of one newspaper."""

from __future__ import annotations

import re
from array import array
from html import unescape
from html.entities import html5

from pipeline.types import Mapped, Span

_REFERENCE = re.compile(
    r"&(?:#\d{2,6}|#[xX][0-9a-fA-F]{2,5}|[A-Za-z]{2,8});|(?<![&#0-9A-Za-z])#\d{3,4};"
)


def references(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Return the ranges of the character references in `text[start:end]`; unknown names do not
    count."""
    found = _REFERENCE.finditer(text, start, len(text) if end is None else end)
    return [m.span() for m in found if "#" in m.group() or m.group()[1:] in html5]


def resolved(text: str, start: int, end: int) -> Mapped:
    """Return `text[start:end]` with each reference replaced by its character, mapped to the whole
    reference; all offsets are those of `text`."""
    parts: list[str] = []
    starts, ends, at = array("i"), array("i"), start
    for first, last in (*references(text, start, end), (end, end)):
        shown = unescape("&" + text[first:last].lstrip("&")) if first < last else ""
        parts += (text[at:first], shown)
        starts.extend((*range(at, first), *[first] * len(shown)))
        ends.extend((*range(at + 1, first + 1), *[last] * len(shown)))
        at = last
    return Mapped("".join(parts), starts, ends)
