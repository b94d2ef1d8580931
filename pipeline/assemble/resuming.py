"""A body that met and will meet again on a named day, reported only by a verb: «على أن يعود المجلس
للانعقاد يوم الأحد»."""

from __future__ import annotations

import re

from pipeline.arabic.patterns import pattern
from pipeline.assemble.planned import has_day
from pipeline.assemble.spans import labelled
from pipeline.types import Entity, Mention, Release, Span

# What a body that met will do again: «على أن يعود المجلس للانعقاد | يوم الأحد», «وستجتمع ثانية |
# يوم الاثنين المقبل», «ويستأنف المجلس أشغاله | الخميس 25 أفريل», «ورفعت الجلسة إلى الساعة الحادية
# عشرة من | صباح غد».
NOUN = r"ال(?:مجلس|لجنة|جمعية|فريق|هيئة|مكتب|غرفة|برلمان|مجمع)"
AGAIN = (
    r"(?:\s+(?:(?:[إا]لى\s+|في\s+)?(?:للانعقاد|الانعقاد|للاجتماع|الاجتماع|للالتئام|(?:اجتماع|أشغال|أعمال|جلسات|اجتماعات)(?:ه|ها))|"
    r"من جديد|ثانية|مجدد[ا\u064b]+|مرة أخرى|منفرد[ةا\u064b]+)(?!\w))"
)  # \u064b fathatan
RESUMES = (
    r"(?<!\w)[وف]?(?:(?:س?[يت]عود|س?[يت]عاود|س?[يت]ستأنف)(?:\s+(?:{who}))?" + AGAIN + r"+|"
    r"(?<!كان )(?<!كانت )(?:س|أن\s)[يت](?:جتمع|لتئم|نعقد|لتقي)(?:\s+(?:{who}))?" + AGAIN + r"+)"
)
MAY_RESUME = pattern(
    r"عود|عاود|ستأنف|جتمع|لتئم|نعقد|لتقي"
)  # a sentence without one of these needs no further search
ADJOURNED = pattern(
    r"(?<!\w)[وف]?(?:رُ?فع|ترفع)(?:ت)?\s(?:[^.\n]{0,40}\s)?(?:أعمال\s+)?الجلسة\s+(?:[إا]لى|حتى)(?!\w)"
)
TO_DAY = pattern(
    r"[\s،,]*(?:(?:في|يوم|صباح|مساء|ظهر|بعد|من|الساعة \w+(?: عشرة)?)\s+)*"
)  # between that and the date


def resumes(release: Release, span: Span, met: Entity) -> tuple[int, Mention] | None:
    """Return where a sentence begins to say that the body will meet again on a named day, and the
    date; None if it does not."""
    patterns = [ADJOURNED]
    if MAY_RESUME.search(release.text, *span):
        named = [
            re.escape(release.text[a:b]) for a, b in met.mentions if span[0] <= a and b <= span[1]
        ]
        patterns.insert(0, pattern(RESUMES.format(who="|".join([NOUN, *named]))))
    for said in patterns:
        for found in said.finditer(release.text, *span):
            day = next(
                (
                    m
                    for m in labelled(release.mentions, "DATE").beginning(found.end(), span[1])
                    if TO_DAY.fullmatch(release.text, found.end(), m.start)
                ),
                None,
            )
            if day is not None and has_day(release, (day.start, day.end)):
                return found.start(), day
    return None
