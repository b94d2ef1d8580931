"""Standing bodies: a list of full names of ministries, agencies and organisations that everybody in
the region knows.

The tagger finds such names well but stops too early before «و», «ل» or an adjective that belongs to
them («وزارة التجارة والصناعة | وترويج الاستثمار»); the list knows where they end. What goes on
after such a name («… بدولة الإمارات») is the tagger's to say, save what belongs to an office before
it («وكيل وزارة التجارة | لحماية المستهلك»)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from pipeline.arabic.clitics import citation
from pipeline.arabic.folding import fold, fold_mapped
from pipeline.arabic.patterns import pattern
from pipeline.extract.gazetteer import Lexicon, find, lexicon, lines, rows, unbroken
from pipeline.extract.spans import Found
from pipeline.ranges import Ranges

BODIES = frozenset({"ORG", "COMMITTEE"})
MINISTRY, MINISTERS = "وزارة", ("وزير", "وزيرة", "وزراء")
DEPUTY = pattern(r"(?<!الأمم المتحدة) (?:ل|المساعد)")  # begins what an office is for
CONFIDENCE = 0.9  # of a name that the list alone found


@lru_cache(maxsize=1)
def _names() -> tuple[Lexicon, dict[str, str]]:
    """The lexicon, and the label of each folded name (ROLE for ministers, whose names only lengthen
    a mention; LOC for what is no body)."""
    labels = {fold(name): label for label, name in rows("standing.tsv")}
    for portfolio in lines("portfolios.txt"):
        labels[fold(f"{MINISTRY} {portfolio}")] = "ORG"
        labels.update({fold(f"{office} {portfolio}"): "ROLE" for office in MINISTERS})
    labels |= {name.replace(" عبدال", " عبد ال"): label for name, label in labels.items()}
    return lexicon(labels), labels


@lru_cache(maxsize=1)
def standing_organisations() -> frozenset[str]:
    """The folded names of the list that are organisations."""
    return frozenset(name for name, label in _names()[1].items() if label == "ORG")


def standing(text: str, found: Sequence[Found]) -> list[Found]:
    """The mentions with the names of the list made whole and labelled as there, and with those that
    the tagger overlooked. All that end where such a name was cut are lengthened alike, so none
    crosses another that did not before."""
    lex, labels = _names()
    mapped = fold_mapped(text)
    out = Ranges(found)
    for hit in find(mapped.text, lex, whole=unbroken(text, mapped)):
        start, end = mapped.source_span(hit.start, hit.end)
        label = labels[hit.name]
        wanted = {"ROLE"} if label == "ROLE" else BODIES
        here = out.over(start, end)
        cut = [f for f in here if f.label in wanted and f.start == start and f.end < end]
        longer = [f for f in here if f.label in BODIES and f.start == start and f.end > end]
        same = [f for f in here if (f.start, f.end) == (start, end)]
        if cut:
            last = max(f.end for f in cut)
            if not any(f.start > start for f in out.split_by(end)):
                for f in here:
                    if f.end == last and f.start <= start:
                        out.swap(f, replace(f, end=end))
        elif (
            longer
            and DEPUTY.match(text, end)
            and any(f.label == "ROLE" and f.start < start and f.end >= end for f in here)
        ):
            for f in longer:
                out.swap(f, replace(f, end=end))
        elif label != "ROLE" and same:
            for f in same:
                out.swap(f, replace(f, label=label))
        elif label in BODIES and _free(text, start, end, here):
            out.add(Found(start, end, label, "gazetteer", CONFIDENCE))
    return [_labelled(text, f, labels) for f in out]


def _labelled(text: str, f: Found, labels: Mapping[str, str]) -> Found:
    """A body labelled as the list has it, also where it stands inside another one of the list
    («الأمانة العامة ل | مجلس الوزراء»)."""
    label = labels.get(fold(citation(text, f.start, f.end))) if f.label in BODIES else None
    return replace(f, label=label) if label in BODIES and label is not None else f


UNITED_NATIONS = "الأمم المتحدة"
# Nouns that stand in apposition to a name: «منظمة اليونسكو» is the organisation itself, «مجموعة
# البنك الإسلامي للتنمية» another one; so is «المديرية العامة للدفاع المدني», which holds no second
# organisation in the annotated documents (0 of 62).
APPOSED = pattern(
    r"(?:منظمة|هيئة|وزارة|وزارات|جماعة|تنظيم|حركة|حزب|شركة|وكالة|مؤسسة|جمعية|صحيفة|قناة|ميليشيا|قوات)\s+[\"«(]?|"
    r"(?:ال|ل)?(?:إدارة|مديرية|رئاسة|مؤسسة) العامة ل"
)


def nested(text: str, found: Sequence[Found]) -> list[Found]:
    """The mentions with the names of the list inside those of other bodies: at their end («الأمانة
    العامة لجامعة الدول العربية»), the United Nations anywhere («برنامج الأمم المتحدة الإنمائي»; in
    the annotated documents a mention of its own in 18 of 19)."""
    lex, labels = _names()
    out = list(found)
    places = Ranges(found)
    taken = {(f.start, f.end) for f in found}
    for f in found:
        first = re.match(r"\S+\s+", text[f.start : f.end]) if f.label in BODIES else None
        if first is None:
            continue
        at = f.start + first.end()
        mapped = fold_mapped(text[at : f.end])
        for hit in find(mapped.text, lex):
            start, end = (at + x for x in mapped.source_span(hit.start, hit.end))
            inner = end == f.end or hit.name == fold(UNITED_NATIONS)
            alone = hit.prefix.startswith("و") or (
                end == f.end and APPOSED.fullmatch(text, f.start, start) is not None
            )
            if (
                inner
                and not alone
                and labels[hit.name] in BODIES
                and (start, end) not in taken
                and _parted(start, end, places.over(start, end))
            ):
                taken.add((start, end))
                out.append(Found(start, end, labels[hit.name], "gazetteer", CONFIDENCE))
    return out


# Bodies of many states, of which there is one: their city is told beside the name, never in it, but
# for offices of theirs.
WORLDWIDE = pattern(
    r"(?:ال|ل)?(?:منظمة|مفوضية|برلمان|بنك|صندوق|أمانة العامة|أمم|اتحاد|وكالة)(?!\w)|مجلس "
    r"التعاون(?!\w)"
)
PLACED = pattern(r" (?:(?P<at>ب(?!دول )|في (?!دول ))|ل)")


OF_BRANCH = re.compile(
    r"(?<!\w)[وف]?[بل]?فرع $"
)  # the place is the branch's: «فرع وزارة المياه | بمنطقة …»


def placeless(text: str, found: Sequence[Found]) -> list[Found]:
    """The mentions with bodies of many states without the place behind their full name («منظمة
    الجمارك العالمية | ببروكسل»), and those with a branch (annotation case 12) without its place: in
    the annotated documents these are outside 22 and 9 times and never inside."""
    names = standing_organisations()
    places = {f.start: f.end for f in found if f.label == "LOC"}
    cut: dict[int, int] = {}
    for f in found:
        branch = (
            f.label == "ORG" and OF_BRANCH.search(text, max(0, f.start - 7), f.start) is not None
        )
        if branch or (f.label == "ORG" and WORLDWIDE.match(text, f.start, f.end)):
            for m in PLACED.finditer(text, f.start, f.end):
                there = places.get(m.end()) == f.end
                alone = m["at"] is not None and " " not in text[m.end() : f.end]
                if (there and branch) or (
                    (there or alone) and fold(citation(text, f.start, m.start())) in names
                ):
                    cut[f.end] = min(m.start(), cut.get(f.end, f.end))
    return [
        replace(f, end=cut[f.end])
        if f.label == "ORG" and f.end in cut and f.start < cut[f.end]
        else f
        for f in found
    ]


def _parted(start: int, end: int, found: Sequence[Found]) -> bool:
    """Whether a range crosses no mention."""
    return not any(f.start < start < f.end < end or start < f.start < end < f.end for f in found)


def _free(text: str, start: int, end: int, found: Sequence[Found]) -> bool:
    """Whether the range may be a mention of its own: inside an office, initiative or meeting, at
    the end of another body («إدارة الرصد بوزارة البيئة»), around a place, or by itself; not
    crossing another mention."""
    for f in found:
        if f.start >= end or f.end <= start:
            continue
        ends = (
            f.label in BODIES
            and f.start < start
            and f.end == end
            and not APPOSED.fullmatch(text, f.start, start)
        )
        around = (
            f.start <= start
            and end <= f.end
            and (f.label in ("ROLE", "INITIATIVE", "MEETING") or ends)
        )
        inside = start <= f.start and f.end <= end and f.label in ("COUNTRY", "LOC")
        if not around and not inside:
            return False
    return True


# A Latin acronym in brackets behind a name, which is a mention of its own (annotation case 9),
# without the number of a sitting behind it («(RAWA-ME/13)»), and a short name that the tagger took
# in.
ACRONYM = re.compile(r'\s*[(«"]\s*([A-Z][A-Za-z0-9&.+-]{1,11})(?:/\d+)?\s*[)»"]')
SHORT = re.compile(r"\S+ \S.*?(\s*\(\s*([^\W\d]{2,})\s*\))")


def acronyms(text: str, found: Sequence[Found]) -> list[Found]:
    """The mentions with the acronyms that stand behind a body, organisation or initiative: labelled
    as the shortest name that ends before them. In the annotated documents 24 of 31 such acronyms
    have that label. A short name at the end of an organisation's or initiative's («صندوق دعم
    الأنشطة (دعم)») is parted from it."""
    out = []
    for f in found:
        m = SHORT.fullmatch(text, f.start, f.end) if f.label in ("ORG", "INITIATIVE") else None
        out += (
            [f]
            if m is None
            else [replace(f, end=m.start(1)), Found(*m.span(2), f.label, "rule", f.confidence)]
        )
    taken = {(f.start, f.end) for f in out}
    places = Ranges(out)
    for f in sorted(found, key=lambda f: f.end - f.start):
        m = ACRONYM.match(text, f.end) if f.label in BODIES | {"INITIATIVE"} else None
        if m and m.span(1) not in taken:
            taken.add(m.span(1))
            for part in places.inside(*m.span(1)):  # «RAWA» of «RAWA-ME»
                places.discard(part)
            places.add(Found(*m.span(1), f.label, "rule", f.confidence))
    return list(places)
