"""ROLE mentions of a single word: a bare job is no office (guidelines, rule 4), so each is joined
with what completes it, or is a title before a name, or none.

Over the held-out folds 52 of 53 such mentions are wrong: 10 are the head of the office behind them,
8 lack one word, 2 are titles."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from pipeline.arabic.folding import fold
from pipeline.arabic.patterns import pattern
from pipeline.extract.gazetteer import lines
from pipeline.extract.people import is_title
from pipeline.extract.spans import Found

# Heads of the office behind them: «ولي | ولي العهد», «الرئيس | المدير العام للشركة», «كبير |
# مستشاري الوزير».
HEADS = frozenset(
    map(
        fold,
        (
            "ولي",
            "كبير",
            "كبيرة",
            "أكبر",
            "الرئيس",
            "الرئيسة",
            "مستشار",
            "مستشارة",
            "نائب",
            "نائبة",
            "مساعد",
            "مساعدة",
        ),
    )
)
OWN = frozenset(
    map(fold, ("مستشار", "مستشارة", "مساعد", "مساعدة"))
)  # behind these the other office stays one by itself (advised)
MORE = (
    "كبير",
    "كبيرة",
    "محرر",
    "محررة",
    "مقرر",
    "مقررة",
)  # nouns of offices beside those of the list
DEFINITE = pattern(r" ال(?!ذي|تي|يوم|أمس)\w{3,}")
WITHIN = re.compile(r"\w\w{2,}ال\w")  # «وزيرالطاقة», two words without their space


@lru_cache(maxsize=1)
def _nouns() -> frozenset[str]:
    return frozenset(map(fold, (*lines("offices.txt"), *lines("titles_as_roles.txt"), *MORE)))


def no_bare_offices(text: str, found: Sequence[Found]) -> list[Found]:
    """The mentions without ROLE mentions of one word."""
    roles = {f.start: f for f in found if f.label == "ROLE"}
    starts = {f.start: f.label for f in found}
    gone: set[Found] = set()
    new: list[Found] = []
    for f in found:
        word = text[f.start : f.end]
        if f.label != "ROLE" or " " in word or WITHIN.search(word):
            continue
        behind = roles.get(f.end + 1)
        if behind and fold(word) in HEADS:
            gone |= {f} if fold(word) in OWN else {f, behind}
            new.append(replace(behind, start=f.start))
        elif starts.get(f.end + 1) in ("PER", "HON"):
            if is_title(word) and starts[f.end + 1] == "PER":
                gone.add(f)
                new.append(replace(f, label="HON"))
        else:
            gone.add(f)
            more = DEFINITE.match(text, f.end)
            if more and starts.get(f.end + 1) in (None, "MEETING") and fold(word) in _nouns():
                new.append(replace(f, end=more.end()))
    return sorted([f for f in found if f not in gone] + new)
