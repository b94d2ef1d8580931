"""Programmes, projects and platforms: what is none, where their names end, and those that the text
itself marks as names.

In the annotated documents a name in quotation marks or brackets behind «منصة», «مبادرة» and the
like is tagged 111 times and 8 times not; «رؤية» with a year 15 times and never not; an initiative
goes on behind «بين» 5 times and never ends before it. Over the held-out folds strict F1 rises from
64.6 to 68.8."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from pipeline.arabic.clitics import citation
from pipeline.arabic.folding import fold_key
from pipeline.arabic.marks import QUOTATION
from pipeline.arabic.patterns import pattern
from pipeline.extract.gazetteer import lines
from pipeline.extract.spans import Found
from pipeline.ranges import Ranges

LABEL = "INITIATIVE"
HEAD = r"(?:مبادرة|منصة|برنامج|مشروع|حملة|بوابة|تطبيق|[إا]ستراتيجية|خطة)"
# «منصة «سواقي»», «المبادرة الرئاسية “سواقي”», «مشروع السجل (سواقي)»; Latin in brackets is an
# acronym, a mention of its own (standing.py).
BRAND = r"(?:«[^«»\n]{2,40}»|“[^“”\n]{2,40}”|\"(?! )[^\"\n]{2,40}(?<! )\"|\((?=[^()]*[\u0621-\u064a])[^()\n\d/]{2,40}\))"
MARKED = re.compile(rf"(?<!\w)[وف]?[بلك]?(?P<name>(?:ال)?{HEAD}(?: ال\w+){{0,2}} ?{BRAND})")
VISION = pattern(
    r"(?<!\w)[وف]?[بلك]?(?P<name>رؤية (?:(?!منذ|حتى|عام|سنة|خلال|في)[^\W\d]+ ){0,3}20\d\d)(?!\d)"
)
# «الاستراتيجية الوطنية للري 2025-2030»: of 31 such names in the annotated documents 27 are tagged
# so.
PLANNED = pattern(
    r"(?<!\w)[وف]?[بلك]?(?P<name>(?:ال|ل)?(?:[إا]ستراتيجية|خطة|خارطة طريق|خريطة "
    r"طريق|برنامج|مخطط|أجندة|إطار)"
    r"(?: (?!منذ|حتى|عام|سنة|خلال|الذي|التي|على|إلى|من|أربع|ثلاث|للسنوات|للفترة)[^\W\d]+){1,9} "
    r"(?:للأعوام )?20\d\d ?[-–] ?20\d\d)(?!\d)"
)
# «لجنة متابعة | مبادرة السواقي», «اللجنة العليا ل | برنامج السواقي»: inside a committee's name, to
# its end, an initiative 38 times of 44 in the annotated documents, save drafts («لجنة إعداد مشروع
# قانون») and adjectives («اللجنة الاستراتيجية», «لجنة الخطة والموازنة»).
OF_COMMITTEE = pattern(
    r"(?<!\w)(?:(?:ب|ل)?(?=[بمخ])(?P<name>(?:مبادرة|برنامج|مشروع|خطة|خارطة طريق)(?!\w) .+)|"
    r"(?<=متابعة )(?P<followed>الخطة .+)|(?<=تنفيذ )(?P<done>الخطة .+)|ل(?P<of>لبرنامج .+))"
)
CONFIDENCE = 0.8  # of a name that the rules alone found
# An indefinite noun with an indefinite adjective or a purpose names nothing: «منصة جهوية للابتكار»,
# «صندوق لرعاية الموهوبين».
UNNAMED = pattern(
    r"(?:مبادرة|منصة|برنامج|مشروع|حملة|صندوق|[إا]ستراتيجية|خطة|قاعدة|خارطة طريق) "
    r"(?:(?!ال|وادي|نادي)\w+(?:ية|[^\Wت]ي)(?!\w)(?! ال)|(?:ل(?!ل)|بت)\w{3,})"
)
ARABIC = re.compile(r"[\u0621-\u064a]")
# «برنامج إيران النووي», and what is a draft of a plan, not a project: 3 and 2 documents, none of
# them annotated.
NO_PLAN = pattern(r"(?:ال)?برنامج (?:\S+ )?(?:ال)?نووي\S*(?: \S+)?|مشروع (?:ال)?[إا]ستراتيجية")
WORD = re.compile(
    r"[\u0621-\u0652]+"
)  # «بعثة», «محطة»: one word is a name only in quotation marks, brackets or Latin
BESIDE = re.compile(r"[\s«(\"/]{1,4}")
# What goes on behind a name: its parties, its years, the other end of a route, its purpose where it
# is bare («البرنامج التدريبي | لأعضاء»).
BETWEEN = re.compile(r"(?: بين|(?<= بين)) ال\w+(?: ال\w+)?")
# The noun before a name that the tagger cut off; no name in the annotated documents stands behind
# one but one with a noun of its own.
BEFORE = pattern(
    r"(?<!\w)[وفبلك]?((?:مشروع|برنامج|مبادرة|رؤية|خارطة|خطة|[إا]ستراتيجية|حملة|منصة|مخطط) )$"
)
OWN = pattern(rf"(?:ال)?(?:{HEAD[3:-1]}|رؤية|خارطة|مخطط|إطار)(?!\w)|[«\"“(]")
YEARS = pattern(
    r" (?:(?:لسنة|لعام|للعام|للأعوام|للسنوات) (?=20\d\d|14\d\d))?(?:20\d\d(?: ?[-–] "
    r"?20\d\d)?(?!\d)م?|14\d\d ?هـ)"
)
ROUTE = re.compile(r" [-–] ")
# The second of two that «بين» joins: «مشروع الربط بين السواقي | والمراعي».
SECOND = re.compile(r" و(?=\w)")
ONE_OF_TWO = re.compile(r" بين (?!.* و)")
PARTIES = frozenset({"COUNTRY", "LOC", "ORG", "COMMITTEE"})
# With whom it is carried out, who pays for it, what it is for, in which edition: behind a name,
# never inside one in the annotated documents.
TAIL = pattern(
    r" (?:ب(?:ال)?(?:شراكة|تعاون|تنسيق|مشاركة|تمويل|إشراف)|بنسخت\w+|بصيغت\w+|"
    r"ال(?:ممول|عائد|موجه|رامي|هادف|منضوي|تابع)ة? (?:من|إلى|تحت|ل\w+)|ل\u0640?$)(?!\w)|"
    # behind quotation marks «و» and another thing: 16 times outside and never inside
    r"(?<=[»”\"]) و(?![«“\"])|(?<=[»”\"]) (?:ب|ال(?:خاص|موجه|ممول|متعلق|مخصص)ة?(?!\w))"
)  # \u0640 tatweel
# «مبادرتي «سواقي» و«مراعي»»: several, each by its own name.
SEVERAL = re.compile(
    r"(?:مبادر(?:تي|ات)|مشروع(?:ي|ات)|مشاريع|برنامجي|برامج|منص(?:تي|ات)|حمل(?:تي|ات)) ?(?=[«“\"])"
)
QUOTED = re.compile(r"«([^«»\n]+)»|“([^“”\n]+)”|\"([^\"\n]+)\"")
BARE = pattern(r"ال(?:برنامج|صندوق|خطة|مشروع|منصة|بوابة|حملة|مبادرة|[إا]ستراتيجية) ال\w+")
PURPOSE = re.compile(r" ل(?!ي|هذ)\w{3,}(?: ال\w+)*")  # no verb («ليتم اعتمادها»), nor «لهذا العام»


@lru_cache(maxsize=1)
def _none() -> tuple[list[str], ...]:
    return tuple(fold_key(x).split() for x in lines("not_initiatives.txt"))


def initiatives(text: str, found: Sequence[Found]) -> list[Found]:
    """The mentions with those of initiatives mended."""
    places = frozenset(f.start for f in found if f.label in ("LOC", "COUNTRY"))
    found = [
        part
        for f in found
        for part in (_several(text, _without_tail(text, f)) if f.label == LABEL else [f])
    ]
    around = Ranges(found)
    out = [
        replace(f, start=_start(text, f, around), end=_end(text, f, around))
        if f.label == LABEL
        else f
        for f in found
        if f.label != LABEL or not _is_none(text, f, places)
    ]
    ends = {f.end for f in out if f.label == LABEL}
    named = Ranges(
        f
        for f in out
        if f.label != LABEL
        or ARABIC.search(text, f.start, f.end)
        or any(
            f.start - n in ends and BESIDE.fullmatch(text, f.start - n, f.start)
            for n in range(1, 5)
        )
    )
    for m in [*MARKED.finditer(text), *VISION.finditer(text), *PLANNED.finditer(text)]:
        new = Found(*m.span("name"), LABEL, "rule", CONFIDENCE)
        if not _is_none(text, new, places):
            _put(named, new)
    _of_committees(text, named, places)
    return sorted(named)


def _of_committees(text: str, found: Ranges[Found], places: frozenset[int]) -> None:
    """Put in the initiatives that committees are named for; what the tagger calls an organisation
    there is one."""
    for f in [f for f in found if f.label == "COMMITTEE"]:
        m = OF_COMMITTEE.search(text, f.start + 1, f.end)
        if m is None:
            continue
        new = Found(m.start(m.lastgroup or 0), f.end, LABEL, "rule", CONFIDENCE)
        inside = found.inside(new.start, new.end)
        if not any(o.label == LABEL for o in inside) and not _is_none(text, new, places):
            for o in inside:
                if (o.start, o.end) == (new.start, new.end):
                    found.discard(o)
            found.add(new)


def _without_tail(text: str, f: Found) -> Found:
    """A name without what is told of it behind it, without its quotation marks, and without the
    first lam of «للخطة»."""
    tail = TAIL.search(text, f.start, f.end)
    end = tail.start() if tail and " " in text[f.start : tail.start()] else f.end
    start = f.start + 1 if text.startswith("لل", f.start) else f.start
    if any(
        text[start] == a and text[end - 1] == b and text.count(b, start + 1, end) == 1
        for a, b in QUOTATION
    ):
        start, end = start + 1, end - 1
    return replace(f, start=start, end=end)


def _several(text: str, f: Found) -> list[Found]:
    """A plural noun with names in quotation marks: these names."""
    if SEVERAL.match(text, f.start, f.end) is None:
        return [f]
    return [
        replace(f, start=m.start(m.lastindex or 0), end=m.end(m.lastindex or 0))
        for m in QUOTED.finditer(text, f.start, f.end)
    ]


def _put(found: Ranges[Found], new: Found) -> None:
    """Put in a new mention, which takes the place of shorter ones that begin with it; not where one
    holds or crosses it."""
    over = found.over(new.start, new.end)
    if any(
        f.start < new.start or f.end > new.end or (f.start, f.end) == (new.start, new.end)
        for f in over
    ):
        return
    for f in over:
        if f.start == new.start:
            found.discard(f)
    found.add(new)


def _is_none(text: str, f: Found, places: frozenset[int]) -> bool:
    """Whether a mention begins like no initiative, or is indefinite: not with a place behind its
    noun («خطة دبي 2021»), which only looks like an adjective. `places`: where places begin."""
    name = citation(text, f.start, f.end)
    words = fold_key(name).split()
    bare = [w.removeprefix("ال") for w in words[:1]] + words[1:]
    alone = WORD.fullmatch(text, f.start, f.end) is not None and text[
        max(0, f.start - 1) : f.start
    ] not in tuple('«“"(”')
    return (
        alone
        or NO_PLAN.fullmatch(name) is not None
        or any(w[: len(n)] == n for n in _none() for w in (words, bare))
        or (UNNAMED.match(name) is not None and text.find(" ", f.start, f.end) + 1 not in places)
    )


def _start(text: str, f: Found, around: Ranges[Found]) -> int:
    """Where the name of an initiative begins: «مشروع | طريق الساحل», «لرؤية | السواقي 2030»."""
    m = (
        BEFORE.search(text, max(0, f.start - 16), f.start)
        if not OWN.match(text, f.start, f.end)
        else None
    )
    if m is None or any(
        x is not f and x.start < f.start and x.end < f.end
        for x in around.over(m.start(1), f.start + 1)
    ):
        return f.start
    return m.start(1)


def _end(text: str, f: Found, around: Ranges[Found]) -> int:
    """Where the name of an initiative ends."""

    def begin(at: int) -> list[Found]:
        return [x for x in around.over(at, at + 1) if x.start == at]

    end = f.end
    for more in (BETWEEN, YEARS):
        if m := more.match(text, end):
            end = m.end()
    if ONE_OF_TWO.search(text[f.start : end]) and (m := SECOND.match(text, end)):
        end = max((x.end for x in begin(m.end()) if x.label in PARTIES), default=end)
    if (m := ROUTE.match(text, end)) and any(
        x.label == "LOC" and x.end == end for x in around.over(end - 1, end)
    ):
        return max((x.end for x in begin(m.end()) if x.label == "LOC"), default=end)
    if text.startswith(" ل", end) and (
        inner := [x.end for x in begin(end + 2) if x.label == LABEL]
    ):
        return max(inner)
    purpose = PURPOSE.match(text, end) if BARE.fullmatch(citation(text, f.start, end)) else None
    return purpose.end() if purpose else end
