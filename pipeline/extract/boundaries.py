"""The spaCy component that corrects where the tagger's mentions begin and end, and drops false
ones, by lists and a few rules, in the order of STEPS.

A step stays only if it improves the records or spans of documents that nobody read to write it.
Most earlier rules changed nothing there."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.arabic.folding import fold
from pipeline.arabic.patterns import pattern
from pipeline.extract.constructs import joined
from pipeline.extract.gazetteers.honorifics import honorifics, is_title
from pipeline.extract.gazetteers.matching import lines
from pipeline.extract.gazetteers.organisations import known_organisations
from pipeline.extract.spans import MENTIONS, Found, get, put, text_of, uncrossed
from pipeline.extract.surnames import repeated_surnames, supported
from pipeline.ranges import Ranges

# Words for meetings. A mention without one of these, with low confidence, is dropped.
MEETS = pattern(
    r"اجتماع|لقا|جلس|دور[ةت]|قم[ةتم]|مؤتمر|منتد|ملتق|محادث|مباحث|مشاور|ورش|جول|ندو|حوار|[أا]عمال|مفاوض|زيار|"
    r"استقبال|مقابل|مداول|نقاش|جمعي|مجلس|برلمان|معرض|مهرجان|حفل|احتفال|حلق|صالون|انعقاد|خلو|تصويت|برنامج|موسم|"
    r"طاول|[أا]مسي|محاضر|مناظر|مسابق|بطول"
)
DOUBTFUL = 0.8  # raw confidence of the tagger
PRESS = pattern(r"(?:ال)?مؤتمر[ا\u064b]* (?:ال)?صحا?في")  # \u064b fathatan; annotation case 4
WORD = re.compile(r"\S+")
ANOTHER = re.compile(r"(?<=[»”\"]) و(?![«“\"])")
WITHIN = re.compile(r"\w\w{2,}ال\w")  # «وزيرالطاقة», two words without a space


@lru_cache(maxsize=1)
def _behind() -> frozenset[str]:
    return frozenset(map(fold, lines("behind.txt")))


def meetings(text: str, found: Sequence[Found]) -> list[Found]:
    """Return the mentions without press conferences and other false meetings."""
    return [
        f
        for f in found
        if f.label != "MEETING"
        or not (
            PRESS.match(text, f.start)
            or (f.confidence < DOUBTFUL and not MEETS.search(text, f.start, f.end))
        )
    ]


def committees(text: str, found: Sequence[Found]) -> list[Found]:
    """Return the mentions, with descriptions cut off committees («لجنة المراعي | برئاسة
    الوزير»)."""
    out = []
    for f in found:
        if f.label == "COMMITTEE":
            words = list(WORD.finditer(text, f.start, f.end))
            end = next((m.start() for m in words[1:] if fold(m.group()) in _behind()), f.end)
            f = replace(f, end=f.start + len(text[f.start : end].rstrip(" ،,؛")))
        out.append(f)
    return [f for f in out if f.start < f.end]


def initiatives(text: str, found: Sequence[Found]) -> list[Found]:
    """Return the mentions, with initiatives ending at their quotation marks: «منصة «سواقي» | وأنظمة
    الري» (outside 16 times in the annotated documents and never inside)."""
    out = []
    for f in found:
        another = ANOTHER.search(text, f.start, f.end) if f.label == "INITIATIVE" else None
        out.append(replace(f, end=another.start()) if another else f)
    return out


def offices(text: str, found: Sequence[Found]) -> list[Found]:
    """Return the mentions without offices of one word: a bare job is no office (guidelines, rule
    4), but may be a title before a name."""
    starts = {f.start: f.label for f in found}
    out = []
    for f in found:
        word = text[f.start : f.end]
        if f.label == "ROLE" and " " not in word and not WITHIN.search(word):
            if starts.get(f.end + 1) == "PER" and is_title(word):
                f = replace(f, label="HON")
            elif starts.get(f.end + 1) not in ("PER", "HON"):
                continue
        out.append(f)
    return out


STEPS = (
    known_organisations,
    meetings,
    joined,
    committees,
    initiatives,
    supported,
    repeated_surnames,
    offices,
    honorifics,
)


def bounded(text: str, found: Sequence[Found]) -> list[Found]:
    """Return the mentions after all steps. None overlaps another without nesting, has the same
    range, or is inside a person's name."""
    for step in STEPS:
        found = step(text, found)
    people = Ranges(f for f in found if f.label == "PER")
    return uncrossed(
        [f for f in found if not any(p is not f for p in people.around(f.start, f.end))]
    )


def corrected(doc: Doc) -> Doc:
    """Correct the mentions of a Doc in place."""
    put(doc, MENTIONS, bounded(text_of(doc), list(get(doc, MENTIONS))))
    return doc


@Language.factory("mahdar_boundaries")
def create_boundaries(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    return corrected
