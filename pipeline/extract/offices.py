"""ROLE mentions in which the tagger ran two offices together, or left out whose deputy it is.

Two offices in a row are two mentions (annotation case 15): «وزير التعليم | وأمين المجلس», «عضو مجلس الإدارة | المشرف على البرنامج».
"""
from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from pipeline.extract.gazetteer import lines
from pipeline.extract.spans import Found

# Words that need the office behind them: no office ends with one.
OPEN = re.compile(r"(?:سمو|سعادة|معالي|فخامة|جلالة|بأعمال|أعمال|مكتب|بمكتب|نائب|مساعد|مساعدة|كبير|تحرير)$")
DEPUTY = re.compile(r"(?<!\S)(?:مساعد|مساعدة|مساعدو|مساعدي|كبير) $")


@lru_cache(maxsize=1)
def _second() -> re.Pattern[str]:
    return re.compile(rf"\s+(و?)(?:{'|'.join(lines('offices.txt'))})(?= )")


def whole_offices(text: str, found: Sequence[Found]) -> list[Found]:
    """The mentions with each office by itself and with its deputy."""
    out: list[Found] = []
    for f in found:
        if f.label != "ROLE":
            out.append(f)
            continue
        before = DEPUTY.search(text, max(0, f.start - 9), f.start)
        if before and not any(o.start < f.start and before.start() < o.end for o in found):
            f = replace(f, start=before.start())
        out += _split(text, f)
    return out


def _split(text: str, f: Found) -> Iterator[Found]:
    for m in _second().finditer(text, f.start, f.end):
        first = text[f.start:m.start()]
        if len(first.split()) >= 2 and not OPEN.search(first):
            yield replace(f, end=m.start())
            yield from _split(text, replace(f, start=m.end(1)))
            return
    yield f
