"""HON mentions that the tagger cut or overlooked: «سعادة | الدكتور» is one (annotation case 15),
«د.» keeps its full stop, and a title directly before a name or office is one, a trade («الفنان») or
nationality («والتركي فلان») none: of 11 such in ten sets none is.

In the annotated documents no two HON mentions follow each other, and no abbreviated title stands
without its full stop."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import replace
from functools import lru_cache

from pipeline.arabic.folding import fold, last_word
from pipeline.arabic.patterns import pattern
from pipeline.extract.countries import nisba_of
from pipeline.extract.gazetteer import lines
from pipeline.extract.people import honorific_words
from pipeline.extract.spans import Found
from pipeline.ranges import Ranges

ABBREVIATED = frozenset(("د", "أ", "ا", "م", "أ.د", "ا.د", "أ. د", "م.د"))
APART = re.compile(r"\s*")
RANKS = "السمو|المعالي|السعادة|الفضيلة|الجلالة|الفخامة|السيادة|الدولة|العطوفة|الغبطة"
# «أصحاب السمو والمعالي والسعادة», whole even where the tagger saw a part or nothing.
HOLDERS = pattern(
    rf"(?:حضرة )?(?:صاحب|صاحبة|صاحبي|أصحاب|اصحاب) (?:{RANKS})(?: الملكي| الملكية)?(?: "
    rf"و(?:{RANKS}|السادة)(?!\w))*(?!\w)"
)
# Directly before a name or an office these are honorifics: 204 times in the annotated documents,
# and twice not.
COURTESY = pattern(
    r"(?<!\w)[وفبل]?(معالي|سمو|سعادة|فخامة|جلالة|فضيلة|سماحة|عطوفة|دولة الرئيس|د\.|أ\.د\.|م\.) ?$"
)
TITLE = re.compile(r"(?<!\w)[وفب]?(ال\w+) $")
RANK = re.compile(r" (?:(\w+)(?!\w)|\(طي\u0651?ار\))")  # \u0651 shadda
REACH = 16  # characters at most of a title
CONFIDENCE = 0.9  # of one that the rule alone found


def whole_honorifics(text: str, found: Sequence[Found]) -> list[Found]:
    """The mentions with each honorific whole; of two that were joined the surer one's confidence
    stays."""
    out: list[Found] = []
    last: Found | None = None
    names = {f.start for f in found if f.label != "HON"}
    for f in _titled(text, [f for f in found if f.label != "HON"], _held(text, found)):
        name = text[f.start : f.end]
        if name in _trades() or (name.startswith("ال") and " " not in name and nisba_of(name)):
            continue
        if text[f.start] == "و" and text[f.start + 1 : f.end].rstrip(" .") in ABBREVIATED:
            f = replace(
                f, start=f.start + 1
            )  # «ود .سعاد», «ود. سعاد»: the letter and its particle are one word
        if last_word(text[f.start : f.end]) in ABBREVIATED and text.startswith(".", f.end):
            f = replace(f, end=f.end + 1)
        f = replace(f, end=_ranked(text, f.end, names))
        if last is not None and f.start <= last.end:
            continue  # inside the one before
        if last is not None and APART.fullmatch(text, last.end, f.start):
            out.pop()
            f = replace(f, start=last.start, confidence=max(last.confidence, f.confidence))
        out.append(f)
        last = f
    return sorted([f for f in found if f.label != "HON"] + out)


@lru_cache(maxsize=1)
def _ranks() -> frozenset[str]:
    return honorific_words()[1] - frozenset(
        map(fold, ("الحرمين", "الشريفين", "له", "لها", "الملكي", "الملكية", "المفوض"))
    )


def _ranked(text: str, end: int, names: Container[int]) -> int:
    """Where an honorific ends with what belongs to a rank: «الفريق | أول ركن», «اللواء | (طيار)»;
    not «الشيخ | ثاني»."""
    while (m := RANK.match(text, end)) and m.start() + 1 not in names:
        if m[1] and fold(m[1]) not in _ranks():
            break
        end = m.end()
    return end


@lru_cache(maxsize=1)
def _trades() -> frozenset[str]:
    return frozenset(lines("trades.txt"))


def _titled(text: str, others: Sequence[Found], held: Sequence[Found]) -> list[Found]:
    """The HON mentions with the titles directly before names, and the courtesies before offices,
    that the tagger overlooked."""
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
            before = m if fold(m[1]) in honorific_words()[0] and m[1] not in _trades() else None
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


def _held(text: str, found: Sequence[Found]) -> list[Found]:
    """The HON mentions in order, with the phrases of HOLDERS; not inside a mention of another
    kind."""
    others = Ranges(f for f in found if f.label in ("PER", "ROLE", "ORG", "COMMITTEE"))
    out = Ranges(f for f in found if f.label == "HON")
    for m in HOLDERS.finditer(text):
        start, end = m.span()
        if others.over(start, end):
            continue
        inside = out.over(start, end)
        start, end = min([start, *(f.start for f in inside)]), max([end, *(f.end for f in inside)])
        sure = max((f.confidence for f in inside), default=CONFIDENCE)
        for f in inside:
            out.discard(f)
        out.add(Found(start, end, "HON", "model" if inside else "rule", sure))
    return sorted(out)
