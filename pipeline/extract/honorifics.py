"""HON mentions that the tagger cut: «سعادة | الدكتور» is one (annotation case 15), and «د.» keeps its full stop.

In the annotated documents no two HON mentions follow each other, and no abbreviated title stands without its full stop.
"""
from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.extract.spans import Found

ABBREVIATED = frozenset(("د", "أ", "ا", "م", "أ.د", "ا.د", "أ. د", "م.د"))
APART = re.compile(r"\s*")
RANKS = "السمو|المعالي|السعادة|الفضيلة|الجلالة|الفخامة|السيادة|الدولة|العطوفة|الغبطة"
# «أصحاب السمو والمعالي والسعادة», whole even where the tagger saw a part or nothing.
HOLDERS = re.compile(rf"(?:حضرة )?(?:صاحب|صاحبة|صاحبي|أصحاب|اصحاب) (?:{RANKS})(?: الملكي| الملكية)?(?: و(?:{RANKS}|السادة)(?!\w))*(?!\w)")
CONFIDENCE = 0.9  # of one that the rule alone found


def whole_honorifics(text: str, found: Sequence[Found]) -> list[Found]:
    """The mentions with each honorific whole; of two that were joined the surer one's confidence stays."""
    out: list[Found] = []
    last: Found | None = None
    for f in _held(text, found):
        if text[f.start] == "و" and text[f.start + 1:f.end] in ABBREVIATED:
            f = replace(f, start=f.start + 1)  # «ود .سعاد»: the letter and its particle are one word
        if text[f.start:f.end] in ABBREVIATED and text.startswith(".", f.end):
            f = replace(f, end=f.end + 1)
        if last is not None and f.start <= last.end:
            continue  # inside the one before
        if last is not None and APART.fullmatch(text, last.end, f.start):
            out.pop()
            f = replace(f, start=last.start, confidence=max(last.confidence, f.confidence))
        out.append(f)
        last = f
    return sorted([f for f in found if f.label != "HON"] + out)


def _held(text: str, found: Sequence[Found]) -> list[Found]:
    """The HON mentions in order, with the phrases of HOLDERS; not inside a mention of another kind."""
    others = [f for f in found if f.label in ("PER", "ROLE", "ORG", "COMMITTEE")]
    out = [f for f in found if f.label == "HON"]
    for m in HOLDERS.finditer(text):
        start, end = m.span()
        if any(o.start < end and start < o.end for o in others):
            continue
        inside = [f for f in out if f.start < end and start < f.end]
        start, end = min([start, *(f.start for f in inside)]), max([end, *(f.end for f in inside)])
        sure = max((f.confidence for f in inside), default=CONFIDENCE)
        out = [f for f in out if f not in inside] + [Found(start, end, "HON", "model" if inside else "rule", sure)]
    return sorted(out)
