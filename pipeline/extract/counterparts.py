"""Offices that are told by a nationality alone: «مع نظيره المصري فلان», «وزير الخارجية التركي فلان
والروسي فلان».

Such a person holds the office named last before, with that nationality: in the annotated documents
12 of 14 are recorded so."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence

from pipeline.arabic.folding import first_word, fold
from pipeline.arabic.patterns import pattern
from pipeline.extract.countries import nisba_of
from pipeline.ranges import Ranges
from pipeline.types import Mention

STATE = r"(ال\w+(?:\s+ال(?:جنوبي|شمالي)ة?)?)"  # a nationality: «المصري», «الكوري الجنوبي»
COUNTERPART = re.compile(
    rf"(?<!\w)[وبل]?(?:نظير(?:ه|ها|هم|هما|ته|تها|يه|يها|تيه|تيها)|نظراء?(?:ه|ها|هم)|نظرائه|نظرائها)\s+{STATE}\s*$"
)
ALSO = re.compile(rf"[\s،,]*و{STATE}\s*$")
WITH = re.compile(rf"\s+{STATE}\s*$")  # «بين وزراء الخارجية | المصري فلان، والتركي فلان»
HALF = pattern(r"ال(?:جنوبي|شمالي)ة?")  # of a nationality
ONE_OF = {
    "وزراء": "وزير",
    "رؤساء": "رئيس",
    "قادة": "قائد",
    "وزيرا": "وزير",
    "وزيري": "وزير",
    "رئيسا": "رئيس",
    "رئيسي": "رئيس",
    "الرئيسان": "الرئيس",
    "الرئيسين": "الرئيس",
    "سفيرا": "سفير",
    "سفيري": "سفير",
}
HIS = (
    (re.compile(r"ئ(?:ه|ها|هم)$"), "ء"),
    (re.compile(r"ت(?:ه|ها|هم)$"), "ة"),
)  # «رئيس وزرائه ونظيره | الهندي»
PRESIDENT = "الرئيس"  # the one office that its holder's state alone completes
PARTICLES = frozenset(("ل", "ب"))  # left of «ل | لجماهيرية الليبية», when the state is taken away
STATES = frozenset(
    ("دول", "دولة", "جمهورية", "مملكة", "سلطنة", "حكومة", "بلاده", "بلادها", "كل", "من", "في")
)


def counterparts(
    text: str, mentions: Sequence[Mention], office: Mapping[int, tuple[int, int]]
) -> dict[int, str]:
    """For PER mentions (index) with no office beside them, the office that their nationality tells.
    `office`: ranges of the others'."""
    before = _Before(text, mentions)
    titles = {m.end: m.start for m in mentions if m.label == "HON"}
    out: dict[int, str] = {}
    last: int | None = None  # the PER mention before
    for i, m in enumerate(mentions):
        if m.label != "PER":
            continue
        if i not in office:
            start = titles.get(m.start - 1, m.start)
            since = 0 if last is None else mentions[last].end
            if told := before.told(start, _held(text, last, office, out), since):
                out[i] = told
        last = i
    return out


def _held(
    text: str, i: int | None, office: Mapping[int, tuple[int, int]], out: Mapping[int, str]
) -> str:
    """The office of a PER mention if it ends in a nationality, without it."""
    if i is None or (i not in office and i not in out):
        return ""
    words = of_one(text[slice(*office[i])] if i in office else out[i]).split()
    return " ".join(words[:-length]) if (length := _nationality_at_end(words)) else ""


def of_one(office: str) -> str:
    """The office of one of several, told by his nationality: «وزراء الخارجية المصري | فلان» → «وزير
    الخارجية المصري», «الرئيسين الروسي»."""
    words = office.split()
    return (
        " ".join((ONE_OF[words[0]], *words[1:]))
        if len(words) > 1 and words[0] in ONE_OF and nisba_of(words[-1])
        else office
    )


class _Before:
    """What a text says before someone's name."""

    def __init__(self, text: str, mentions: Sequence[Mention]) -> None:
        self.text = text
        roles = ((m.start, m.end) for m in mentions if m.label == "ROLE")
        self.roles = sorted(roles, key=lambda r: r[1])
        self.states = Ranges(m for m in mentions if m.label in ("COUNTRY", "ORG", "LOC"))

    def told(self, start: int, held: str, since: int) -> str:
        """The office of a person whose titles begin at `start`; `held` by the person before, whose
        name ends at `since`."""
        text = self.text
        before = text[max(0, start - 40) : start]
        role = self._role(start)
        base = ""
        if role and (found := COUNTERPART.search(before) or WITH.fullmatch(text, role[1], start)):
            base = _without_state(text, role, self.states)
        elif found := ALSO.fullmatch(text, since, start):
            base = held
        return (
            f"{_agreeing(base, found[1])} {found[1]}"
            if found and base and nisba_of(first_word(found[1]))
            else ""
        )

    def _role(self, at: int) -> tuple[int, int] | None:
        """The office that ends last before a place, of several the one named first."""
        n = bisect_right(self.roles, at, key=lambda r: r[1])
        if n == 0:
            return None
        return self.roles[bisect_left(self.roles, self.roles[n - 1][1], key=lambda r: r[1])]


def _agreeing(office: str, nationality: str) -> str:
    """The office in the gender of the nationality: «وزيرة الخارجية … مع نظيرها | التركي» is of a
    «وزير الخارجية»."""
    head, space, rest = office.partition(" ")
    if head.startswith("ال") and rest:  # adjectives behind it would have to agree too
        return office
    return f"{head.removesuffix('ة')}{'ة' if nationality.endswith('ية') else ''}{space}{rest}"


def _nationality_at_end(words: Sequence[str]) -> int:
    """How many words at the end of an office are a nationality with its article, in brackets or
    not."""
    length = 1 + (len(words) > 1 and HALF.fullmatch(words[-1]) is not None)
    bare = words[-length].strip('()[]«»"')
    return length if bare.startswith("ال") and nisba_of(bare) is not None else 0


def _without_state(text: str, role: tuple[int, int], states: Ranges[Mention]) -> str:
    """An office without the state at its end: «وزير الخارجية التركي», «وزراء خارجية دول المجلس» →
    «وزير الخارجية»."""
    start, end = role
    inside = [m.start for m in states.over(start, end) if start < m.start]
    words = text[start : min(inside, default=end)].split()
    while len(words) > 1 and (
        length := _nationality_at_end(words)
        or int(fold(words[-1]) in map(fold, STATES) or words[-1] in PARTICLES)
    ):
        del words[-length:]
    if len(words) < 2 and words != [PRESIDENT]:
        return ""
    words[0] = ONE_OF.get(words[0], words[0])
    if not words[-1].startswith("ال"):
        for ending, own in HIS:
            words[-1] = ending.sub(own, words[-1])
        words[-1] = "ال" + words[-1]
    return " ".join(words)
