"""What a body is by its head noun, or that and the word behind it: «قسم» is an organisation, «نواب» none, and of «فرع الهيئة» only the
authority is named."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from pipeline.arabic.clitics import citation
from pipeline.arabic.folding import fold
from pipeline.extract.gazetteer import rows
from pipeline.extract.spans import Found

DROP, BEHIND = "-", ">"


@lru_cache(maxsize=1)
def _heads() -> dict[tuple[str, str], str]:
    return {(fold(noun), label): what for noun, label, what in rows("heads.tsv")}


def by_head(text: str, found: Sequence[Found]) -> list[Found]:
    """The mentions relabelled, dropped or shortened by their head nouns."""
    out = []
    for f in found:
        words = [w.removeprefix("ال") for w in fold(citation(text, f.start, f.end)).split()[:2]] if f.label in ("COMMITTEE", "ORG") else []
        whats = (_heads().get((" ".join(words[:n]), f.label)) for n in (2, 1) if n <= len(words))
        what = next((w for w in whats if w), None)
        if what == BEHIND:
            cut = text.find(" ", f.start, f.end)
            if cut > 0:
                out.append(replace(f, start=cut + 1))
        elif what != DROP:
            out.append(replace(f, label=what or f.label))
    return out
