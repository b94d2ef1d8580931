"""The release with its clean text, for rules that read running text, and the map back to the
original.

In the source a word may contain tatweel, harakat and invisible controls, a space may be
non-breaking, two letters may be one ligature, and the comma may be Latin. The extract stage reads
the clean text of the paragraphs, and so do the rules of this stage, with Arabic commas for Latin
ones and without harakat except fathatan, which marks an adverb («ميدانيا\u064b»). Results are
mapped back to the offsets and the spelling of the source. Of 92 documents
(`benchmarks/robustness.py`) 79 had the same records with double spaces, 81 with non-breaking
spaces, 88 with some shaddas, when the rules read the source; 92, 92 and 89 do now."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

from pipeline.arabic.folding import INVISIBLE
from pipeline.arabic.references import references
from pipeline.types import (
    Clause,
    Entity,
    Mapped,
    Meeting,
    Participant,
    Reference,
    Release,
    Span,
    Value,
)

Way = Callable[[Span], Span]
# Invisible characters: controls and tatweel, except that of «1447ه\u0640», the year of the Hijra.
UNSEEN = re.compile(
    rf"[{INVISIBLE}]|\u0640(?=[\u0621-\u064a])|(?<!ه)\u0640|(?<=[\u0621-\u064a]ه)\u0640"
)
HARAKAT = frozenset(
    "\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0670"
)  # dammatan to sukun, superscript alef: all but fathatan
LATIN_COMMA = re.compile(r",(?!\d)")


def cleaned(release: Release) -> tuple[Release, Callable[[Meeting], Meeting]]:
    """Return the release with the clean text of its paragraphs, one line each, as its text, with
    all ranges as offsets of that; and a function that maps a meeting back to the original text.
    Ranges that came from there are restored exactly."""
    whole, lines = joined(release)
    if whole.text == release.text:
        return release, lambda m: m
    origin: dict[Span, Span] = {}

    def into(span: Span) -> Span:
        start = min(bisect_right(whole.ends, span[0]), len(whole.text) - 1)
        here = (start, max(bisect_left(whole.starts, span[1]), start + 1))  # never empty
        origin.setdefault(here, span)
        return here

    def back(span: Span) -> Span:
        return origin.get(span) or whole.source_span(*span)

    paragraphs = tuple(
        replace(p, start=start, end=end, clean=None)
        for p, (start, end) in zip(release.paragraphs, lines, strict=True)
    )

    def moved(m: Any) -> Any:
        start, end = into((m.start, m.end))
        return replace(m, start=start, end=end)

    twin = replace(
        release,
        text=whole.text,
        paragraphs=paragraphs,
        mentions=tuple(map(moved, release.mentions)),
        facts=tuple(map(moved, release.facts)),
        entities=tuple(placed(e, into) for e in release.entities),
    )

    def given_back(m: Meeting) -> Meeting:
        topics, decisions = (
            tuple(replace(c, text=_as_in_source(release.text, whole, c)) for c in clauses)
            for clauses in (m.topics, m.decisions)
        )
        there: Meeting = placed(replace(m, topics=topics, decisions=decisions), back)
        return there

    return twin, given_back


def joined(release: Release) -> tuple[Mapped, list[Span]]:
    """Return the clean paragraphs, joined by newlines that map to the text between them in the
    source, and the range of each in the result."""
    events: list[str] = []
    starts, ends, lines, at = array("i"), array("i"), [], 0
    for k, p in enumerate(release.paragraphs):
        at_each = array("i", range(p.start, p.end + 1))
        clean = p.clean or Mapped(release.text[p.start : p.end], at_each[:-1], at_each[1:])
        if events:
            events.append("\n")
            starts.append(release.paragraphs[k - 1].end)
            ends.append(p.start)
            at += 1
        clean = _bare(clean)
        events.append(clean.text)
        starts.extend(clean.starts)
        ends.extend(clean.ends)
        lines.append((at, at + len(clean.text)))
        at += len(clean.text)
    return Mapped(LATIN_COMMA.sub("،", "".join(events)), starts, ends), lines


def _bare(clean: Mapped) -> Mapped:
    """Return the text without harakat, each of which belongs to the character before it."""
    if HARAKAT.isdisjoint(clean.text):
        return clean
    at = [i for i, c in enumerate(clean.text) if c not in HARAKAT]
    if not at:
        return Mapped("", array("i"), array("i"))
    return Mapped(
        "".join(clean.text[i] for i in at),
        array("i", (clean.starts[i] for i in at)),
        array("i", (clean.ends[j - 1] for j in (*at[1:], len(clean.text)))),
    )


def placed(x: Any, way: Way) -> Any:
    """Return a value of a meeting with all of its ranges mapped."""
    if isinstance(x, tuple):
        return tuple(placed(y, way) for y in x)
    if isinstance(x, Entity):
        return replace(
            x,
            mentions=tuple(map(way, x.mentions)),
            role_span=way(x.role_span) if x.role_span else None,
        )
    if isinstance(x, Clause | Reference):
        return replace(x, span=way(x.span))
    if isinstance(x, Value):
        return replace(x, span=way(x.span) if x.span else None)
    if isinstance(x, Participant):
        return replace(x, person=placed(x.person, way))
    if isinstance(x, Meeting):
        return replace(x, **{f.name: placed(getattr(x, f.name), way) for f in fields(x)})
    return x


def _as_in_source(source: str, whole: Mapped, clause: Clause) -> str:
    """Return the words of a clause in the spelling of the source, except character references. They
    occur in this order in its range of the clean text."""
    out, at = [], clause.span[0]
    for word in clause.text.split(" "):
        start = whole.text.find(word, at, clause.span[1])
        if start < 0:
            return clause.text
        at = start + len(word)
        first, last = whole.source_span(start, at)
        out.append(word if references(source, first, last) else UNSEEN.sub("", source[first:last]))
    return " ".join(out)
