"""Bodies that a text says are set up: «شكّل لجنة ثلاثية لمراجعة مصروفات البرامج», which the tagger
overlooks or cuts before their purpose.

A body set up for a stated task is one even if indefinite (annotation case 10): of 24 such phrases
in the annotated documents 23 are marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.arabic.patterns import pattern
from pipeline.extract.edges import construct_end, ends
from pipeline.extract.spans import Found
from pipeline.ranges import Ranges

# The verb or its noun, the body with its indefinite adjectives, and the first word of its purpose.
FOUNDED = pattern(
    r"(?<!\w)(?:[وفبل]?(?:تشكيل|تكوين|إنشاء|تأسيس|استحداث|تنصيب|إحداث|تأليف)|"
    r"[وف]?(?:شك\u0651?ل|كو\u0651?ن|أنشأ|أس\u0651?س)(?:ت|وا)?)"  # \u0651 shadda
    r" (?P<body>(?:لجنة|فريق|مجموعة|خلية|غرفة عمليات|غرفة طوارئ)(?: عمل)?"
    r"(?: (?!ل|من |في )\w+(?:ة|ي|ين|\u064b|مشترك|مصغر|خاص|دائم|مؤقت))*) "  # \u064b fathatan
    r"(ل(?!ل)\w{3,})"
)
CONFIDENCE = 0.8


def founded(text: str, found: Sequence[Found]) -> list[Found]:
    """The mentions with the bodies set up for a purpose, as far as its nouns in construct reach."""
    out, names = Ranges(found), ends(found)
    for m in FOUNDED.finditer(text):
        start, purpose = m.start("body"), re.compile(r"(\w+)").match(text, m.start(2))
        end = construct_end(text, purpose, names) if purpose else None
        if end is None:
            continue
        same = _committee(out, start)
        if same is not None and same.end <= m.end("body"):
            out.swap(same, replace(same, end=end))
        elif same is None and not any(
            not (start < f.start and f.end <= end) for f in out.over(start, end)
        ):
            out.add(Found(start, end, "COMMITTEE", "rule", CONFIDENCE))
    return list(out)


def _committee(out: Ranges[Found], start: int) -> Found | None:
    """The committee that begins there."""
    here = out.over(start, start + 1)
    return next((f for f in here if f.start == start and f.label == "COMMITTEE"), None)


# The noun of a body in construct with what it is for or whose it is: «فريق عمل | مبادرة السواقي»,
# «مجلس إدارة | شركة المرفأ». In the annotated documents the two are one name 62 times and once not.
IN_CONSTRUCT = pattern(r"(?<!\w)[وفبل]?((?:لجنة|فريق عمل|فريق|مجلس إدارة|مجلس أمناء) )$")


def of_named(text: str, found: Sequence[Found]) -> list[Found]:
    """The mentions with bodies of which the tagger saw only the name behind the noun, or only the
    noun."""
    out = Ranges(found)
    for f in found:
        m = (
            IN_CONSTRUCT.search(text, max(0, f.start - 14), f.start)
            if f.label in ("INITIATIVE", "ORG")
            else None
        )
        if m is None:
            continue
        start = m.start(1)
        same = _committee(out, start)
        if same is not None and same.end < f.start:
            out.swap(same, replace(same, end=f.end))
        elif not any(
            (o.label == "COMMITTEE" and o.start <= start and f.start < o.end)
            or o.start < start < o.end < f.end
            or (start < o.start < f.start and o.end <= f.start)
            for o in out.over(start - 1, f.start + 1)
        ):
            out.add(Found(start, f.end, "COMMITTEE", "rule", CONFIDENCE))
    return sorted(out)
