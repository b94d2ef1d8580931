"""Correct HON mentions that the tagger cut or missed: «سعادة | الدكتور» is one (annotation case
15), «د.» keeps its full stop, and a title directly before a name or office is one. A trade
(«الفنان») or nationality («والتركي فلان») is none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from pipeline.arabic.folding import fold, last_word
from pipeline.arabic.patterns import pattern
from pipeline.extract.gazetteers.countries import nisba_of
from pipeline.extract.gazetteers.matching import lines
from pipeline.extract.spans import Found
from pipeline.ranges import Ranges

ABBREVIATED = frozenset(("د", "أ", "ا", "م", "أ.د", "ا.د", "أ. د", "م.د"))
APART = re.compile(r"\s*")
# Directly before a name or an office these are honorifics.
COURTESY = pattern(
    r"(?<!\w)[وفبل]?(معالي|سمو|سعادة|فخامة|جلالة|فضيلة|سماحة|عطوفة|دولة الرئيس|د\.|أ\.د\.|م\.) ?$"
)
TITLE = re.compile(r"(?<!\w)[وفب]?(ال\w+) $")
REACH = 16  # maximum characters of a title
CONFIDENCE = 0.9  # of one that only the rule found


@lru_cache(maxsize=1)
def _words() -> tuple[frozenset[str], frozenset[str]]:
    """Return folded words of honorifics: those that may begin one, and those that only follow
    another."""
    given = lines("honorifics.txt")
    return frozenset(fold(w) for w in given if w[0] != "+"), frozenset(
        fold(w[1:]) for w in given if w[0] == "+"
    )


@lru_cache(maxsize=1)
def _trades() -> frozenset[str]:
    return frozenset(lines("trades.txt"))


def is_title(word: str) -> bool:
    """Return whether a word belongs to honorifics, in any position, also without the alef of its
    article («ل | لشاعر»)."""
    first, later = _words()
    folded = fold(word).strip()
    return folded in first | later or "ا" + folded in first or word.endswith(".")


def honorifics(text: str, found: Sequence[Found]) -> list[Found]:
    """Return the mentions with complete honorifics; joined ones keep the higher confidence."""
    out: list[Found] = []
    last: Found | None = None
    others = [f for f in found if f.label != "HON"]
    for f in _with_overlooked(text, others, [f for f in found if f.label == "HON"]):
        name = text[f.start : f.end]
        if name in _trades() or (name.startswith("ال") and " " not in name and nisba_of(name)):
            continue
        if last_word(name) in ABBREVIATED and text.startswith(".", f.end):
            f = replace(f, end=f.end + 1)
        if last is not None and f.start <= last.end:
            continue  # inside the one before
        if last is not None and APART.fullmatch(text, last.end, f.start):
            out.pop()
            f = replace(f, start=last.start, confidence=max(last.confidence, f.confidence))
        out.append(f)
        last = f
    return sorted(others + out)


def _with_overlooked(text: str, others: Sequence[Found], held: Sequence[Found]) -> list[Found]:
    """Return the HON mentions with the missed titles directly before names, and courtesies before
    offices."""
    out, around = Ranges(held), Ranges(others)
    for o in others:
        if o.label not in ("PER", "ROLE"):
            continue
        before = COURTESY.search(text, max(0, o.start - REACH), o.start)
        if (
            before is None
            and o.label == "PER"
            and (m := TITLE.search(text, max(0, o.start - REACH), o.start))
        ):
            before = m if fold(m[1]) in _words()[0] and m[1] not in _trades() else None
        if before is None or around.over(*before.span(1)):
            continue
        here = out.over(*before.span(1))
        if not any(x.start <= before.start(1) and before.end(1) <= x.end for x in here):
            start, end = (
                min([before.start(1), *(x.start for x in here)]),
                max([before.end(1), *(x.end for x in here)]),
            )
            for x in here:
                out.discard(x)
            out.add(Found(start, end, "HON", "rule", CONFIDENCE))
    return sorted(out)
