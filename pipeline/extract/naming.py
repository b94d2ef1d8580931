"""What a body is by its head noun, or that and the word behind it: «قسم» is an organisation, «نواب»
none, and of «فرع الهيئة» only the authority is named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from pipeline.arabic.clitics import citation
from pipeline.arabic.folding import fold
from pipeline.arabic.patterns import pattern
from pipeline.extract.gazetteer import rows
from pipeline.extract.spans import Found
from pipeline.extract.standing import standing_organisations

DROP, BEHIND = "-", ">"
PORTFOLIO = pattern(
    r"(?<!\w)[وبل]?(?:وزير|وزيرة|وزراء)\s+$"
)  # «وزير | الأوقاف»: what a minister is of is no organisation
# An indefinite noun with a purpose names nothing: «كلية لعلوم النخيل». None of 3,400 organisations
# in the annotated documents begins so.
UNNAMED = pattern(
    r"(?:كلية|مدرسة|جامعة|معهد|مركز|شركة|منظمة|محكمة|مستشفى|بنك|صندوق|هيئة|مؤسسة|جمعية|نادي|مكتب) ل(?!ل)\w{3,} "
)


@lru_cache(maxsize=1)
def _heads() -> dict[tuple[str, str], str]:
    return {(fold(noun), label): what for noun, label, what in rows("heads.tsv")}


def by_head(text: str, found: Sequence[Found]) -> list[Found]:
    """The mentions relabelled, dropped or shortened by their head nouns. A head noun by itself
    within the name that it begins («غرفة» of «غرفة العمليات») is none: no such pair is in the
    annotated documents."""
    longest: dict[int, int] = {}
    for f in found:
        if f.label in ("COMMITTEE", "ORG"):
            longest[f.start] = max(f.end, longest.get(f.start, 0))
    out = []
    for f in found:
        if (
            f.end < longest.get(f.start, 0)
            and f.label in ("COMMITTEE", "ORG")
            and " " not in text[f.start : f.end]
        ):
            continue
        if f.label == "ORG" and (
            UNNAMED.match(text, f.start, f.end)
            or (
                PORTFOLIO.search(text, max(0, f.start - 10), f.start)
                and not text.startswith(("حكومة", "الحكومة"), f.start)
            )
        ):
            continue
        words = (
            [w.removeprefix("ال") for w in fold(citation(text, f.start, f.end)).split()[:2]]
            if f.label in ("COMMITTEE", "ORG")
            else []
        )
        whats = (_heads().get((" ".join(words[:n]), f.label)) for n in (2, 1) if n <= len(words))
        what = next((w for w in whats if w), None)
        if what == BEHIND:
            cut = text.find(" ", f.start, f.end)
            if cut > 0:
                out.append(replace(f, start=cut + 1))
        elif what != DROP:
            out.append(replace(f, label=what or f.label))
    return out


OF_SITTING = re.compile(r" ?ل?")  # between a meeting and the body whose it is
SITS = pattern(r"(?:ال|ل)?(?:مجلس|(?:هيئة|جمعية) (?:ال)?(?:عامة|عمومية))(?!\w)")


def of_sittings(text: str, found: Sequence[Found]) -> list[Found]:
    """The mentions with councils and general assemblies whose meeting is named («الدورة 147 ل |
    مجلس …»), wherever they are named, as bodies that deliberate: in the annotated documents 66 of
    66. What the list of standing bodies calls an organisation («مجلس التعاون») stays one."""
    ends = {f.end for f in found if f.label == "MEETING"}
    sat = {
        fold(citation(text, f.start, f.end))
        for f in found
        if f.label == "ORG"
        and SITS.match(text, f.start, f.end)
        and any(
            OF_SITTING.fullmatch(text, end, f.start)
            for end in range(max(0, f.start - 2), f.start + 1)
            if end in ends
        )
    }
    sat -= standing_organisations()
    return [
        replace(f, label="COMMITTEE")
        if f.label == "ORG" and fold(citation(text, f.start, f.end)) in sat
        else f
        for f in found
    ]
