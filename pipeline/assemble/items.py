"""Lists of topics: where one item ends and the next begins. «، و» stands between two topics
and within one. What stands before it («منها», «بما يسهم في») or behind it (a verb, a name, «وسبل
دعمها») tells."""

from __future__ import annotations

from pipeline.arabic.marks import PAIRS, balance
from pipeline.arabic.patterns import pattern
from pipeline.assemble.spans import beginning, labelled
from pipeline.types import Mention, Release, Span

Item = tuple[int, int, Mention]  # the range of a clause, and its fact

# Where a list may be cut: after a comma before «و», and before «و» and a word that begins a matter
# of its own.
MATTER = r"\s+و(?=(?:ال)?(?:تطورات|أزمة|قضية|ملف|كيفية|مدى|علاقات|تقرير|جهود|مشروع|مقترح|آلية|آليات|شكاوى|صعوبات|موقف)(?!\w))"
CUT = pattern(rf"\s*[،,]\s*و(?=\w{{3}})|(?P<matter>{MATTER})")
HALF = pattern(r"[،,]")
# After these words a list or a purpose continues inside one topic.
INSIDE = pattern(
    r"(?<!\w)و?(?:(?:من )?(?:بينها|أبرزها|ضمنها|أهمها)|منها|في (?:مقدمت|طليعت)\w+|لا "
    r"?سيما|خاصة|خصوصا\S?|هي|بما|ي?ت?ضم|[تي]?شمل\w*|"
    r"[تي]?تضمن\w*|بهدف|من خلال|عبر|مثل|سواء|(?:في|ب) ?(?:ال)?(?:مجالات|قطاعات)|[تي]هدف\w* "
    r"إلى|(?:ال)?هادف\w* إلى|مع التركيز على)(?!\w)|:"
)
# A head with a list of complements: «الموضوعات المتعلقة بتطوير الأنظمة، وخدمات البحث».
SEVERAL = r"(?:موضوعات|مواضيع|قضايا|ملفات|بنود|أمور|مسائل|محاور|نقاط)"
OF_SEVERAL = pattern(
    rf"(?:\S+\s+(?:من\s+)?)?(?:ال)?{SEVERAL}\s(?:\S+\s){{0,3}}ال(?:متعلقة|خاصة|معنية|مرتبطة)\s"
)
OWNED = pattern(
    r"(?<!\w)\w{3,}(?:ها|هما|هم|[^\Wا]ه)(?!\w)"
)  # «وسبل دعمها وتعزيزها»: about what was named before
SHORT = 6  # maximum words of an item with such a pronoun that belongs to the one before it
NAMES = frozenset({"COMMITTEE", "ORG", "COUNTRY", "PER", "INITIATIVE"})


def apart(release: Release, start: int, end: int, sure: float) -> list[Span]:
    """Split a topic that is a list into its items: «خطة الري، وسجل المراعي». Do not split at a
    comma inside a range that the tagger marks as one topic with at least this confidence
    (`Config.one_topic`)."""
    text, out, begin = release.text, [], start
    if OF_SEVERAL.match(text, start, end):
        return [(start, end)]
    for m in CUT.finditer(text, start, end):
        before = text[begin : m.start()]
        half = HALF.search(text, m.end(), end)
        open_pair = any(balance(before, *pair) for pair in PAIRS)
        goes_on = _goes_on(release, before, m.end(), half.start() if half else end)
        one = not m["matter"] and _in_one(release, *m.span(), sure)
        if not open_pair and len(before.split()) > 1 and not goes_on and not one:
            out.append((begin, m.start()))
            begin = m.end()
    return [*out, (begin, end)]


def _goes_on(release: Release, before: str, start: int, end: int) -> bool:
    """Return whether the words joined by «و», up to the next comma, belong to the topic before."""
    piece = release.text[start:end]
    words = len(piece.split())
    return (
        words < 2
        or INSIDE.search(before) is not None
        or (words <= SHORT and OWNED.search(piece) is not None)
        or any(m.label in NAMES for m in beginning(release.mentions, start, start + 1))
    )


def _in_one(release: Release, start: int, end: int, sure: float) -> bool:
    """Return whether the tagger is confident that both sides of a comma are one topic."""
    return any(
        f.confidence >= sure and f.start < start and end < f.end
        for f in labelled(release.facts, "TOPIC").over(start, end)
    )


# «استعراض خطة الري، و|متابعة سجل المراعي»: the verbal noun of discussing is no part of a topic.
DISCUSSING = pattern(r"(?:مناقشة|بحث|استعراض|مراجعة|متابعة|تدارس)\s+(?=\w+\s)")


def without_masdar(release: Release, start: int, end: int) -> int:
    """Return the start of a topic after «و», moved after its verbal noun of discussing."""
    noun = (
        DISCUSSING.match(release.text, start, end)
        if release.text[max(start - 1, 0) : start] == "و"
        else None
    )
    return noun.end() if noun else start


PREPOSITION = pattern(r" (?:(?:من|في|على|إلى|عن|مع) )?")


def together(release: Release, items: list[Item]) -> list[Item]:
    """The items, those that only a preposition parts joined. Each is as sure as its surest
    piece."""
    out: list[Item] = []
    for start, end, fact in items:
        if out and PREPOSITION.fullmatch(release.text, out[-1][1], start):
            out[-1] = (out[-1][0], end, max(out[-1][2], fact, key=lambda f: f.confidence))
        else:
            out.append((start, end, fact))
    return out
