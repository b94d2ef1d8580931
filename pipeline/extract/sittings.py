"""MEETING mentions that the tagger cut short: before an adjective, a number, or the place by which
the meeting is known.

A meeting is named with its qualifier («الدورة الاستثنائية») and number («الاجتماع الثاني والعشرون»,
«أول اجتماع»), and «اجتماع» or «قمة» in construct with a place is one name with it («قمة العلا»;
annotation case 4)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from pipeline.arabic.folding import fold
from pipeline.arabic.numbers import find_ordinals
from pipeline.arabic.patterns import pattern
from pipeline.extract.gazetteer import lines
from pipeline.extract.spans import Found
from pipeline.ranges import Ranges

CONSTRUCT = frozenset(
    map(fold, ("اجتماع", "قمة", "مؤتمر", "منتدى"))
)  # nouns that a place may follow in construct
WORD = re.compile(r" (\S+)")
FIRST = pattern(r"(?<!\S)(?:أول|آخر|أحدث) $")  # before an indefinite noun
LONE = frozenset(("أول", "آخر", "أحدث"))
# A meeting's noun that the tagger left out before its adjective, number or place: «لقائهم |
# التشاوري التاسع عشر», «قمة | العلا».
NOUN = pattern(
    r"(?<!\w)[وفبلك]{0,2}((?:اجتماع|لقاء|لقائ|جلس[ةت]|دور[ةت]|قم[ةت]|مؤتمر|منتدى|محادثات|مباحثات|مشاورات)(?:ه|ها|هم)?) $"
)
NAMED = pattern(
    r"(?:ال)?(?:اجتماع|لقاء|لقائ|جلس|دور[ةت]|قم[ةت]|مؤتمر|منتدى|ملتقى|محادثات|مباحثات|مشاورات|ورش|جول|ندو|حوار|أعمال)"
)
# What people meet for. A mention without one of these, of which the tagger is not sure, is none: of
# 20 such in 14 sets 3 were («الاستماع»).
MEETS = pattern(
    NAMED.pattern
    + r"|قمم|قمت|منتد|ملتق|مفاوض|زيار|استقبال|مقابل|مداول|نقاش|جمعي|مجلس|برلمان|معرض|مهرجان|حفل|احتفال|"
    r"حلق[ةا]|صالون|انعقاد|خلو[ةا]|تصويت|برنامج|موسم|طاول|[أا]مسي|محاضر[ةا]|مناظر|مسابق|بطول"
)
DOUBTFUL = 0.8  # confidence, as the tagger gives it
PRESS = pattern(
    r"(?:ال)?مؤتمر[ا\u064b]*(?: (?:ال)?صحا?في\w*)?"
)  # \u064b fathatan; none is a meeting (annotation case 4)
OF_PRESS = pattern(r" (?:ال)?صحا?في")


def _forms(adjective: str) -> Iterator[str]:
    for word in (
        adjective,
        adjective.replace("ال", "", 1) if adjective.startswith("ال") else adjective,
    ):
        for end in ("", "ة", "ا", "ين", "ان", "تين", "تان"):
            yield fold(word + end)


@lru_cache(maxsize=1)
def _adjectives() -> frozenset[str]:
    phrases = [line.split() for line in lines("sittings.txt")]
    out = {form for words in phrases if len(words) == 1 for form in _forms(words[0])}
    return frozenset(out | {f"{first} {second}" for first, second in _pairs(phrases)})


def _pairs(phrases: Sequence[list[str]]) -> Iterator[tuple[str, str]]:
    for words in phrases:
        if len(words) == 2:
            for form in _forms(words[0]):
                yield form, fold(words[1])


def whole_meetings(text: str, found: Sequence[Found]) -> list[Found]:
    """The mentions with each MEETING from its noun as far as its adjectives, number and place
    reach, unless it would then cross another mention, and without press conferences and what is
    none by its words."""
    found = [f for f in found if f.label != "MEETING" or text[f.start : f.end] not in LONE]
    numbers = (
        {m.start: m.end for m in find_ordinals(text)}
        if any(f.label == "MEETING" for f in found)
        else {}
    )
    places = {f.start: f.end for f in found if f.label == "LOC"}
    taken = Ranges(found)
    out = []
    for f in found:
        if f.label == "MEETING":
            press = PRESS.fullmatch(text, f.start, f.end)
            if press and ("صح" in press.group() or OF_PRESS.match(text, f.end)):
                continue
            noun = (
                None
                if NAMED.match(text, f.start)
                else NOUN.search(text, max(0, f.start - 16), f.start)
            )
            if noun and not taken.over(noun.start(1), f.start):
                f = replace(f, start=noun.start(1))
            end = _reach(text, f, numbers, places)
            if not taken.split_by(end):
                f = replace(f, end=end)
            before = FIRST.search(text, max(0, f.start - 6), f.start)
            if before and not taken.over(before.start(), f.start):
                f = replace(f, start=before.start())
            if (
                f.found_by == "model"
                and f.confidence < DOUBTFUL
                and not MEETS.search(text, f.start, f.end)
            ):
                continue
        out.append(f)
    return out


def _reach(text: str, f: Found, numbers: dict[int, int], places: dict[int, int]) -> int:
    end, at = f.end, f.end
    if fold(text[f.start : end]) in CONSTRUCT:
        end = at = next(
            (
                places[end + len(b)]
                for b in (" ", " ل")
                if text.startswith(b, end) and end + len(b) in places
            ),
            end,
        )
    while True:
        if text.startswith(" ", at) and at + 1 in numbers:
            end = at = numbers[at + 1]
            continue
        m = WORD.match(text, at)
        if m is None:
            return end
        first, stop = _bare(m)
        two = WORD.match(text, m.end())
        if two is not None and f"{fold(first)} {fold(_bare(two)[0])}" in _adjectives():
            end = at = _bare(two)[1]
        elif fold(first) in _adjectives():
            end = at = stop
        else:
            return end


def _bare(m: re.Match[str]) -> tuple[str, int]:
    """The word without punctuation after it, and where it ends."""
    word = m[1].rstrip('.،,؛:؟!)»"')
    return word, m.start(1) + len(word)
