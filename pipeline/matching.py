"""Decide whether two reports name the same meeting, person or body.

Pure functions over the content of records. Names are compared by their folded words
(`arabic/rarity.py`), because two newspapers seldom write a name the same way: «آشتون كارتر» and
«وزير الدفاع الأمريكي اشتون كارتر», «اللجنة الفنية الثلاثية لسد النهضة» and «اللجنة الوطنية
الثلاثية»."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from rapidfuzz.distance import JaroWinkler

from pipeline.arabic.folding import fold
from pipeline.arabic.rarity import rarity, stems

ALIKE = 0.88  # minimum Jaro-Winkler similarity of two spellings of one word of four or more letters
SAME_PERSON = 0.5  # minimum likeness of two mentions of one person
SOON = 14  # days in advance that an announcement may name who will preside
# maximum days between two reports of one meeting: both dates written out, any two dates
SURE_GAP, ANY_GAP = 2, 5

# Frequent parts of names, which distinguish nobody.
_OF_NAMES = frozenset(["بن", "ابن", "بنت", "ال", "ولد", "بو"])
_OF_BODIES = frozenset(
    [
        "لجنه",
        "مجلس",
        "اجتماع",
        "هييه",
        "فريق",
        "عامه",
        "عام",
        "عليا",
        "اعلي",
        "وطنيه",
        "وطني",
        "دايمه",
        "دايم",
        "ل",
        "في",
        "علي",
        "من",
        "بين",
        "عن",
    ]
)
_OF_OFFICES = frozenset(
    [
        "معالي",
        "سمو",
        "مملكه",
        "جمهوريه",
        "دوله",
        "عربيه",
        "سعودي",
        "سعوديه",
        "في",
        "لدي",
        "من",
        "و",
        "خادم",
        "حرمين",
        "شريفين",
    ]
)
_ORDINALS = tuple(
    frozenset(w.split())
    for w in (
        "",
        "اول اولي",
        "ثاني ثانيه",
        "ثالث ثالثه",
        "رابع رابعه",
        "خامس خامسه",
        "سادس سادسه",
        "سابع سابعه",
        "ثامن ثامنه",
        "تاسع تاسعه",
        "عاشر عاشره",
    )
)
# A date written out in the text; «أمس» and «اليوم» depend on the page's date, which may be late.
_WRITTEN_OUT = re.compile(r"\d|احد|اثنين|ثلاثا|اربعا|خميس|جمعه|سبت")
_PREPARATORY = frozenset(["تحضيري", "تحضيريه", "تمهيدي", "تمهيديه"])
_LETTERS_ALIKE = str.maketrans("غكقطضصظثذ", "ججكتدسزتد")


@dataclass(frozen=True, slots=True)
class Person:
    """A person prepared for comparison: the words of the name without «بن», and those of the
    office."""

    name: tuple[str, ...]
    office: frozenset[str]


@dataclass(frozen=True, slots=True)
class Meeting:
    """The features that distinguish meetings, from one record. Days are proleptic Gregorian
    ordinals; `sure`: the date is written out. `page` is the day of publication. `here` are those
    who took part, in the order of the text, so the first two are the parties of talks; `named` are
    only mentioned. `words` are all words of the release: one report may mention in passing what
    another has in a field."""

    body: frozenset[str]
    ordinal: int | None
    kind: str | None
    first: int | None
    last: int | None
    sure: bool
    page: int | None
    here: tuple[Person, ...]
    named: tuple[Person, ...]
    words: frozenset[str]


# --- words
def skeleton(word: str) -> str:
    """Return the consonants that the spellings of a foreign name share: هايلي، هيلي; موغيريني،
    موجريني."""
    return re.sub(r"(.)\1", r"\1", re.sub("[اويهءع]", "", word.translate(_LETTERS_ALIKE)))


@lru_cache(maxsize=1 << 17)
def same_word(a: str, b: str) -> float:
    """Return the similarity of two words of names: 1 for equal words, 0 for different ones."""
    if a == b:
        return 1.0
    if len(skeleton(a)) > 1 and skeleton(a) == skeleton(b):
        return 0.95
    if min(len(a), len(b)) <= 3:
        return 0.0
    return float(JaroWinkler.similarity(a, b, score_cutoff=ALIKE))


# --- people
def person(name: str, role: str | None) -> Person:
    """Return a person prepared for comparison."""
    return Person(
        tuple(w for w in stems(name) if w not in _OF_NAMES), frozenset(stems(role)) - _OF_OFFICES
    )


@lru_cache(maxsize=1 << 14)  # each entry keeps what was compared
def same_person(p: Person, q: Person) -> float:
    """Return the likeness of two people, 0 to 1; from `SAME_PERSON` on they are the same.

    The words of the shorter name, including its first, must occur in order in the longer one. A
    family name alone, or with another first name (سيب بلاتر، جوزيف بلاتر), also needs a matching
    office, or one side without an office. A father's name is not his son's: «سلمان بن عبدالعزيز» is
    not «محمد بن سلمان بن عبدالعزيز»."""
    short, long = p.name, q.name
    if (len(short), short) > (len(long), long):
        short, long = long, short
    if not short:
        return 0.0
    if short == long and len(short) > 1:
        return 1.0
    found = _in_order(short, long)
    first, last = same_word(short[0], long[0]), same_word(short[-1], long[-1])
    if found and len(short) > 1:
        return sum(found) / len(found) if first else 0.0
    office = _share(p.office, q.office) if p.office and q.office else 0.5
    if found:
        return 0.5 + 0.4 * office if last else 0.0
    if (last and office >= 0.5) or (first and office > 0.6):
        return 0.7 if first or office > 0.5 else 0.5 if len(long) < 3 else 0.0
    # an office instead of a name: «أمين الأحساء» means its holder
    return (
        0.8
        if any(0 < len(x.name) <= 3 and set(x.name) <= y.office for x, y in ((p, q), (q, p)))
        else 0.0
    )


def _in_order(short: Sequence[str], long: Sequence[str]) -> list[float]:
    """Return, for each word of the shorter name, its similarity to the best word after the last
    match; nothing if one of them has no similar word."""
    at, found = 0, []
    for w in short:
        best, place = 0.0, at
        for j in range(at, len(long)):
            if (similarity := same_word(w, long[j])) > best:
                best, place = similarity, j
        if not best:
            return []
        found.append(best)
        at = place + 1
    return found


def _share(a: frozenset[str], b: frozenset[str]) -> float:
    """Return the share of the words of the shorter office that the other contains, weighted by
    rarity: «رئيس» is in many offices."""
    less = min(math.fsum(map(rarity, words)) for words in (a, b))
    return math.fsum(map(rarity, a & b)) / less if less else 0.0


# --- bodies
def body_words(name: str | None) -> frozenset[str]:
    """Return the words of a body's name that distinguish it; none for «اللجنة العليا»."""
    return frozenset(stems(name)) - _OF_BODIES


@lru_cache(maxsize=1 << 14)  # each entry keeps what was compared
def same_body(a: frozenset[str], b: frozenset[str]) -> float:
    """Return the likeness of two bodies, 0 to 1: the share, weighted by rarity, of the shorter
    name's distinguishing words that the longer one contains, a little less for a short form. Both
    must have some."""
    short, long = sorted((a, b), key=lambda n: (len(n), sorted(n)))
    weight = {w: 0.2 + rarity(w) for w in sorted(short)}
    hit = sum(x if w in long else x * max(_in_name(w, y) for y in long) for w, x in weight.items())
    return hit / sum(weight.values()) * (0.9 + 0.1 * len(short) / len(long))


def _in_name(a: str, b: str) -> float:
    """Return the similarity of two words of bodies, also without an attached particle: «لجنة سد
    الوادي», «اللجنة الفنية لسد الوادي»."""
    return 1.0 if a == "ل" + b or b == "ل" + a else same_word(a, b)


# --- meetings
def meeting(record: Mapping[str, Any], words: frozenset[str], text: str) -> Meeting:
    """Return the features of the meeting of a published record. `words` are the stems of `text`,
    the text of its release, or empty if that is not available."""
    people = [
        (p["participation"] != "mentioned", person(p["name"], p.get("role")))
        for p in record["people"]
    ]
    start, end = (record["evidence"].get("date") or {}).get("span") or (0, 0)
    first = _day(record["date"])
    return Meeting(
        body=body_words((record["body"] or {}).get("name")),
        ordinal=record["ordinal"],
        kind=record["kind"],
        first=first,
        last=_day(record["end_date"]) or first,
        sure=bool(_WRITTEN_OUT.search(fold(text[start:end]))),
        page=_day(record["release"]["published"]),
        here=tuple(p for there, p in people if there),
        named=tuple(p for there, p in people if not there),
        words=words,
    )


def announced(record: Mapping[str, Any]) -> bool:
    """Return whether a record announces a meeting that is still to come on the day of publication.
    If somebody presided, or a decision was taken, a date weeks ahead was misread: nobody has
    presided yet."""
    day, page = _day(record["date"]), _day(record["release"]["published"])
    if day is None or page is None or day <= page:
        return False
    over = record["decisions"] or any(p["participation"] == "chaired" for p in record["people"])
    return day - page <= SOON or not over


def _day(date: str | None) -> int | None:
    return dt.date.fromisoformat(date).toordinal() if date else None


def gap(a: Meeting, b: Meeting) -> int:
    """Return the days between two meetings, 0 if their days overlap. If a date is unknown, use the
    days of publication; return 0 if those are unknown too."""
    if a.first is not None and b.first is not None:
        return max(0, b.first - (a.last or a.first), a.first - (b.last or b.first))
    return abs(a.page - b.page) if a.page is not None and b.page is not None else 0


def lacking(x: Meeting, y: Meeting) -> list[Person]:
    """Return the parties of one meeting that the other report does not name."""
    return [
        p for p in x.here[:2] if not any(same_person(p, q) >= SAME_PERSON for q in y.here + y.named)
    ]


def both_numbers(a: Meeting, b: Meeting) -> bool:
    """Return whether the ordinals are equal, or one report also contains the other's, as in «الجلسة
    الأولى لمفاوضات الجولة السابعة»."""
    return a.ordinal == b.ordinal or any(
        str(y.ordinal) in x.words
        or ((y.ordinal or 0) < len(_ORDINALS) and bool(_ORDINALS[y.ordinal or 0] & x.words))
        for x, y in ((a, b), (b, a))
    )


def forbidden(a: Meeting, b: Meeting) -> str | None:
    """Return why two reports cannot be of one meeting, despite other evidence, or None. `days`: too
    far apart. `number`: another ordinal of the same body. `party`: talks with someone else.
    `preparatory`: one prepares the other. `body`: another body with nearly the same name."""
    dated = a.first is not None and b.first is not None
    if dated and gap(a, b) > (SURE_GAP if a.sure and b.sure else ANY_GAP):
        return "days"
    if a.body and b.body:
        if a.ordinal and b.ordinal and same_body(a.body, b.body) > 0.75 and not both_numbers(a, b):
            return "number"
        if _told_apart(a, b):
            return "body"
    if any(
        x.kind == "preparatory" != y.kind and y.words and not _PREPARATORY & y.words
        for x, y in ((a, b), (b, a))
    ) and not _same_head(a, b):
        return "preparatory"
    return "party" if other_party(a, b) else None


def _same_head(a: Meeting, b: Meeting) -> bool:
    """Return whether the first who took part is the same: officials prepare what ministers decide,
    and one report of a committee's preparatory meeting may not call it so."""
    return bool(a.here and b.here) and same_person(a.here[0], b.here[0]) >= SAME_PERSON


def other_party(a: Meeting, b: Meeting) -> bool:
    """Return whether these are talks of one party with two others («استقبل الملك فلانا»، «والتقاه
    ولي العهد»). Neither meeting has a body, both reports name two or more people, and each lacks a
    party of the other, or one that names exactly two lacks a party of the other."""
    if a.body or b.body or min(len(a.here), len(b.here)) < 2:
        return False
    lost = [y for x, y in ((a, b), (b, a)) if lacking(x, y)]
    return len(lost) == 2 or any(len(y.here) == 2 for y in lost)


def _told_apart(a: Meeting, b: Meeting) -> bool:
    """Return whether the names of the bodies differ in one word each that occurs nowhere in the
    other report: «لجنة الشؤون المالية» and «لجنة الشؤون القانونية»."""
    rest = [
        (w, y)
        for x, y in ((a, b), (b, a))
        for w in x.body - y.body
        if not any(_in_name(w, v) for v in y.body)
    ]
    return (
        len(rest) == 2
        and rest[0][1] is not rest[1][1]
        and len(a.body) > 1
        and all(y.words and w not in y.words for w, y in rest)
    )
