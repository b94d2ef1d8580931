"""ROLE mentions in which the tagger ran two offices together, or left out whose deputy it is, and
offices that it overlooked beside a name.

Two offices in a row are two mentions (annotation case 15): «وزير التعليم | وأمين المجلس», «عضو مجلس
الإدارة | المشرف على البرنامج»."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from pipeline.arabic.patterns import pattern
from pipeline.extract.countries import nisba_of
from pipeline.extract.gazetteer import lines
from pipeline.extract.spans import Found
from pipeline.ranges import Ranges, following, holding

# Words that need the office behind them: no office ends with one.
OPEN = pattern(
    r"(?:سمو|سعادة|معالي|فخامة|جلالة|بأعمال|أعمال|مكتب|بمكتب|نائب|مساعد|مساعدة|كبير|تحرير|"
    r"(?<!\w)(?:هيئة|لجنة|مجلس|جمعية|رابطة|مجموعة|إدارة|وزارة|شؤون))$"
)
DEPUTY = pattern(
    r"(?<!\w)و?((?:مساعد|مساعدة|مساعدو|مساعدي|كبير|نائب|نائبة|منسق|منسقة|(?:ال)?قائمة? بأعمال) )$"
)
OFFICE_OF = pattern(r" (?:ب|في )مكتب ")
# A rank, degree or courtesy at the end of an office, before the rest of the titles or the name.
RANK = pattern(
    r" "
    r"(?:العقيد|العميد|اللواء|الرائد|النقيب|المقدم|الملازم|الدكتورة?|المهندسة?|الأستاذة?|الشيخة?|السيدة?|القاضي|الأميرة?)$"
)
# What says for whom an office is held belongs to it: 19 times inside and never behind one in the
# annotated documents.
ACTING = pattern(r" (?:بالنيابة|بالإنابة|بالوكالة|بالتكليف|المكلفة?)(?!\w)(?! عن )")
COURTESY = pattern(
    r"(?:دولة|فخامة|معالي|سعادة|سمو|جلالة) (?=(?:رئيس|نائب|وزير|ولي|أمير)ة? )"
)  # «برئاسة | دولة | رئيس الوزراء»
DEPUTISES = pattern(
    r" (?:بالنيابة|بالإنابة)$"
)  # «عضو المجلس | بالنيابة عن الرئيس»: what is done, no part of the office
# «عضو المجلس | عن الدائرة الثانية», «عن المملكة …»: for whom a member sits is in his office (28 of
# 28 in the annotated documents).
SEAT = pattern(r"(?:عضوة?|ال?نائبة?|ممثلة?|مندوبة?) ")
SITS_FOR = re.compile(r" عن (?=\w)")
MINISTER, ADJECTIVE = pattern(r"(?:نائبة? )?(وزيرة?) "), pattern(r" (ال\w+ية?)(?!\w)")
SISTERLY = pattern(r" (?:الشقيقة?|الصديقة?)$")  # stays outside (annotation case 15)
OTHERS = pattern(
    r" و(?=(?:وزارة|هيئة|مؤسسة|جامعة|دائرة|بلدية|شركة) )"
)  # an organisation of its own: «حاكم الساحل | ووزارة الثقافة»
NO_OFFICE = pattern(r"(?:نظير|نظراء|نظرائ)\w*(?!\w)|صاحبة?$")  # «التقى … نظراءه في دول المجلس»
ADVISER = pattern(
    r"مستشارة? (?:سمو |معالي |سعادة )?((?:رئيس|رئيسة|وزير|وزيرة|أمير|نائب|محافظ) .*?)(?: "
    r"(?:لل|ل)شؤون .*)?$"
)
KING = re.compile(
    r"(?<!\w)العاهل ال\w+ي(?!\w)"
)  # «العاهل الأردني» is an office also before «الملك»
CUSTODIAN = re.compile(r"(?<!\w)[وفبلك]?(خادم الحرمين الشريفين)( الملك)?(?!\w)")
# An office behind a name, up to a comma or the next person: «فلان | مدير إدارة الرصد بالهيئة، و…».
STOPS = pattern(r"(?=[،,.؛:\n\"]| (?:أن|إن|الذي|التي|على أن|وذلك|وعدد) )")
# «ترقية فلان إلى وظيفة (مستشار أول) بالمرتبة …»: offices in 18 of 24 such brackets of the annotated
# documents.
POST = pattern(r"(?<!\w)(?:إلى|على)\s+وظيفة\s+\(\s*((?!\d)[^()\n]{3,80}?)\s*\)")
MORE = (
    "الرئيس",
    "مسؤول",
    "مسؤولة",
    "ممثل",
    "ممثلة",
    "ممثلا",
    "مستشارة",
    "سكرتير",
    "مقرر",
    "منسق",
    "منسقة",
)
SEATS = frozenset({"COUNTRY", "LOC", "ORG", "COMMITTEE"})
LONGEST = 14  # words
CONFIDENCE = 0.8  # of what the rules alone find


@lru_cache(maxsize=1)
def _second() -> re.Pattern[str]:
    return re.compile(rf"\s+(و?)(?:{'|'.join(lines('offices.txt'))})(?= )")


def whole_offices(text: str, found: Sequence[Found]) -> list[Found]:
    """The mentions with each office by itself and with its deputy."""
    out: list[Found] = []
    places = Ranges(found)
    for f in _overlooked(text, _ranked(text, _custodian(text, _whole(text, found)))):
        if f.label != "ROLE":
            out.append(f)
            continue
        last = out[-1] if out else None
        before = DEPUTY.search(text, max(0, f.start - 16), f.start)
        if before:
            inside = places.over(before.start(1), f.start)
            if all(
                o.label in ("ROLE", "HON") and o.start >= before.start(1) and o.end <= f.start
                for o in inside
            ):
                last_ones = len(out)
                while last_ones and out[last_ones - 1].start >= before.start(1):
                    last_ones -= 1
                out[last_ones:] = [o for o in out[last_ones:] if o not in inside]
                f = replace(f, start=before.start(1))
        elif (
            last is not None
            and last.label == "ROLE"
            and OFFICE_OF.fullmatch(text, last.end, f.start)
        ):
            out.append(f)
            out[-2] = replace(last, end=f.end)
            continue
        out += _split(text, f)
    return _advised(text, out)


def _whole(text: str, found: Sequence[Found]) -> list[Found]:
    """Offices as far as they reach, and none that is none."""
    kings = [m.span() for m in KING.finditer(text)]
    acts = [m.span() for m in ACTING.finditer(text)]
    acting = dict(acts)
    ends = {f.end for f in found if f.label in ("ORG", "COMMITTEE")}
    seats: dict[int, int] = {}
    for f in found:
        if f.label in SEATS:
            seats[f.start] = max(f.end, seats.get(f.start, 0))
    out = []
    for f in found:
        king = holding(kings, f.start) if f.label in ("HON", "ROLE") else None
        act = holding(acts, f.start) if f.label == "HON" else None
        if f.label == "ROLE" and NO_OFFICE.match(text, f.start, f.end):
            continue
        if king is not None and f.start == king[0]:
            f = Found(*king, "ROLE", f.found_by, f.confidence)
        elif act is not None and act[0] < f.start:
            rest = act[1] + 1  # «| النيابة», «الإنابة | الرائد»
            if rest >= f.end:
                continue
            f = replace(f, start=rest)
        elif f.label == "ROLE":
            if (courtesy := COURTESY.match(text, f.start, f.end)) is not None:
                out.append(replace(f, end=courtesy.end() - 1, label="HON"))
                f = replace(f, start=courtesy.end())
            deputises = (
                DEPUTISES.search(text, f.start, f.end) if SITS_FOR.match(text, f.end) else None
            )
            for cut in (
                deputises,
                SISTERLY.search(text, f.start, f.end),
                OTHERS.search(text, f.start, f.end),
            ):
                f = replace(f, end=cut.start()) if cut and cut.start() > f.start else f
            bracket = re.search(r" \([^()]*\)$", text[f.start : f.end])
            if bracket and f.start + bracket.start() in ends:
                f = replace(f, end=f.start + bracket.start())  # a short name of the organisation
            f = replace(f, end=acting.get(f.end, f.end))
            seat = (
                SITS_FOR.match(text, f.end)
                if deputises is None and SEAT.match(text, f.start, f.end)
                else None
            )
            f = replace(f, end=seats.get(seat.end(), f.end) if seat else f.end)
        out.append(f)
    return sorted(out)


def with_states(text: str, found: Sequence[Found]) -> list[Found]:
    """The mentions, the offices of ministers with the adjective of their state: «وزير النقل البري |
    السنغالي» (649 times inside the office in the annotated documents, once behind it)."""
    out = []
    for f in found:
        minister, behind = (
            MINISTER.match(text, f.start, f.end) if f.label == "ROLE" else None,
            ADJECTIVE.match(text, f.end),
        )
        if (
            minister
            and behind
            and (minister[1] == "وزيرة") == behind[1].endswith("ة")
            and nisba_of(behind[1])
        ):
            f = replace(f, end=behind.end())
        out.append(f)
    return sorted(out)


def _advised(text: str, found: Sequence[Found]) -> list[Found]:
    """«مستشار | رئيس مجلس الوزراء | لشؤون الري»: the office of whom somebody advises is one by
    itself too (6 of 8 in the annotated documents)."""
    taken = {(f.start, f.end) for f in found}
    out = list(found)
    for f in found:
        m = ADVISER.match(text, f.start, f.end) if f.label == "ROLE" else None
        if m and m.span(1) not in taken:
            out.append(Found(*m.span(1), "ROLE", "rule", f.confidence))
    return sorted(out)


def _custodian(text: str, found: Sequence[Found]) -> list[Found]:
    """«خادم الحرمين الشريفين» is one office, with «الملك» before a name one honorific (annotation
    case 2)."""
    people = {f.start for f in found if f.label == "PER"}
    named = Ranges(f for f in found if f.label in ("INITIATIVE", "ORG", "COMMITTEE"))
    out = Ranges(found)
    for m in CUSTODIAN.finditer(text):
        titled = m.end(2) > 0 and m.end(2) + 1 in people
        start, end = m.start(1), m.end(2) if titled else m.end(1)
        if any(f.start < start for f in named.around(start, end)):
            continue
        here = [f for f in out.inside(start, m.end()) if f.label in ("ROLE", "HON")]
        if titled or not any(
            f.label == "HON" and f.end - f.start > end - start for f in out.around(start, end)
        ):
            sure = max((f.confidence for f in here), default=CONFIDENCE)
            for f in here:
                out.discard(f)
            out.add(
                Found(start, end, "HON" if titled else "ROLE", "model" if here else "rule", sure)
            )
    return sorted(out)


def _ranked(text: str, found: Sequence[Found]) -> list[Found]:
    """«الناطق الإعلامي للشرطة العقيد | دكتور فلان»: the rank is an honorific."""
    titles = {f.start for f in found if f.label in ("PER", "HON")}
    out = []
    for f in found:
        m = RANK.search(text, f.start, f.end) if f.label == "ROLE" and f.end + 1 in titles else None
        if m and m.start() > f.start:
            out.append(replace(f, start=m.start() + 1, label="HON"))
            f = replace(f, end=m.start())
        out.append(f)
    return sorted(out)


def _overlooked(text: str, found: Sequence[Found]) -> list[Found]:
    """The mentions with offices directly behind a name that end at a comma or before the next
    person."""
    taken = Ranges(f for f in found if f.label in ("ROLE", "PER", "HON", "MEETING", "DATE"))
    starts = sorted(f.start for f in taken)
    stops = [m.start() for m in STOPS.finditer(text)]
    new = []
    for f in found:
        m = _first().match(text, f.end) if f.label == "PER" else None
        if m is None or taken.over(m.start(1), m.end()):
            continue
        stop, other = following(stops, m.end()), following(starts, m.end())
        limit = len(text) if stop is None else stop
        if other is not None and other < limit:
            if text[other - 2 : other] != " و":
                continue
            limit = other - 2
        elif stop is None or not text[limit].strip() or text[limit] in ' "':
            continue
        if (
            2 <= len(text[m.start(1) : limit].split()) <= LONGEST
            and "\n" not in text[m.start(1) : limit]
        ):
            new.append(Found(m.start(1), limit, "ROLE", "rule", CONFIDENCE))
    return sorted([*found, *new])


def posts(text: str, found: Sequence[Found]) -> list[Found]:
    """The mentions with the offices to which someone is appointed, in brackets: «ترقية فلان إلى
    وظيفة (مستشار أعمال)»."""
    taken = Ranges(f for f in found if f.label in ("ROLE", "PER", "MEETING", "DATE"))
    return sorted(
        [
            *found,
            *(
                Found(*m.span(1), "ROLE", "rule", CONFIDENCE)
                for m in POST.finditer(text)
                if not taken.over(*m.span(1))
            ),
        ]
    )


@lru_cache(maxsize=1)
def _first() -> re.Pattern[str]:
    nouns = [w for w in lines("offices.txt") if not w.endswith("أعضاء")]
    return re.compile(rf"[،,]? ({'|'.join([*nouns, *MORE])}) ")


def _split(text: str, f: Found) -> Iterator[Found]:
    for m in _second().finditer(text, f.start, f.end):
        first = text[f.start : m.start()]
        if len(first.split()) >= 2 and not OPEN.search(first):
            yield replace(f, end=m.start())
            yield from _split(text, replace(f, start=m.end(1)))
            return
    yield f
