"""Decide whether two mentions mean the same person, body, organisation or initiative, in releases
that may be years apart.

Pure functions over the content of records. Some differences forbid a match: a father's name is not
his son's, and one state's council is not another's. All other evidence for and against a pair is a
dictionary of named features; `WEIGHTS` has their weights. A name is stronger evidence the rarer its
words are (`arabic/rarity.py`): two mentions of «محمد العتيبي» with two offices are two men, two of
«ماركو روبيو» are one."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from math import fsum
from typing import Literal

from rapidfuzz.distance import JaroWinkler

from pipeline.arabic.folding import fold, fold_key
from pipeline.arabic.lists import rows
from pipeline.arabic.rarity import rarity
from pipeline.arabic.states import states_in

# The relation of two names. `forbidden`: two different things, whatever the other evidence; `none`:
# the names give no evidence.
Relation = Literal["equal", "spelling", "short", "branch", "surname", "none", "forbidden"]
Evidence = dict[str, float]

ALIKE = 0.9  # minimum Jaro-Winkler similarity of two spellings of one word, if one of them is rare
RARE = 0.9  # minimum rarity of a word that is no common name, so that its spelling may vary
FOREIGN = 0.5  # the same for a word of four consonants
TELLING = 0.3  # minimum rarity of a word that distinguishes an office or a body
SAME_OFFICE = 0.5  # minimum share of an office's distinguishing words that the same office contains
OTHER_OFFICE = 0.2  # maximum share that a different office contains

_SON = frozenset({"بن", "ابن", "بنت"})
_ABROAD = re.compile(r"\s(?:لدى|إلى|الى|لشؤون|لشئون)\s")


@cache
def _words(group: str) -> frozenset[str]:
    """Return a group of the words that say what kind of thing a name means."""
    text = files("pipeline.arabic").joinpath("data", "sorts.toml").read_text(encoding="utf-8")
    return frozenset(tomllib.loads(text)[group])


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name prepared for comparison: its folded words without «بن», with «عبد ال…», «أبو
    …» and «آل …» joined to one word. `fathers`: the positions of words that followed «بن»."""

    words: tuple[str, ...]
    fathers: frozenset[int]


@dataclass(frozen=True, slots=True)
class Office:
    """The evidence that an office gives about its holder: the words that distinguish it, and its
    state. No words: no office is given, or only a general one («رئيس المجلس»)."""

    words: frozenset[str]
    state: str | None


@dataclass(frozen=True, slots=True)
class Circle:
    """What two mentions may share besides name and office: the number of shared meetings and of
    shared other names, the days between them (0 if they overlap or are unknown), and whether nobody
    else has the family name."""

    meetings: int = 0
    fellows: int = 0
    days: int = 0
    alone: bool = False


# --- people
@lru_cache(maxsize=1 << 17)
def name_of(person: str) -> Name:
    """Return a person's name prepared for comparison."""
    joined = re.sub(r"\b(عبد|ابو|ابا|ابي|ال|ام) (?=\w)", r"\1", fold(person))
    words: list[str] = []
    fathers = set()
    son = False
    for word in joined.split():
        if word in _SON:
            son = True
            continue
        if not words and word in _words("titles") and joined != word:
            continue
        if son and words:
            fathers.add(len(words))
        son = False
        words.append(word[2:] if word.startswith("ال") and len(word) > 4 else word)
    return Name(tuple(words), frozenset(fathers))


@lru_cache(maxsize=1 << 17)
def office_of(role: str | None, country: str | None) -> Office:
    """Return the evidence of an office about its holder. `country` is the state that the person
    represents in the record; it counts if the office names no state."""
    if not role:
        return Office(frozenset(), country)
    own = states_in(_ABROAD.split(role, maxsplit=1)[0])
    words = frozenset(
        w
        for w in thing_words(role)
        if w not in _words("offices") and rarity(w) >= TELLING and not states_in(w)
    )
    if own and not words:
        words = frozenset(thing_words(role)[:1])  # «الرئيس الأمريكي»
    return Office(words, own[0] if own else country)


@lru_cache(maxsize=1 << 17)
def spelling(a: str, b: str) -> bool:
    """Return whether two words are spellings of one: «موغيريني» and «موجريني». Common names never
    are: «أحمد» and «حامد», or «محمد» and «محمود», differ by one vowel as foreign spellings do."""
    if a == b:
        return True
    if min(len(a), len(b)) <= 3:
        return False
    if consonants(a) == consonants(b) and len(consonants(a)) > 3:
        return min(rarity(a), rarity(b)) >= FOREIGN  # a root of Arabic has at most four
    return max(rarity(a), rarity(b)) >= RARE and JaroWinkler.similarity(a, b) >= ALIKE


_LETTERS_ALIKE = str.maketrans("غكقطضصظثذ", "ججكتدسزتد")


@lru_cache(maxsize=1 << 16)
def consonants(word: str) -> str:
    """Return the consonants that the spellings of a foreign name share: هايلي، هيلي; موغيريني،
    موجريني. A word with one consonant is returned unchanged."""
    bare = re.sub("[اويهءع]", "", word.translate(_LETTERS_ALIKE))
    return re.sub(r"(.)\1", r"\1", bare) if len(bare) > 1 else word


@lru_cache(maxsize=1 << 16)
def relation(a: Name, b: Name) -> Relation:
    """Return the relation of the names of two people.

    `equal`: the same words, apart from «بن». `spelling`: the same number of words, one spelt
    differently. `short`: one contains all words of the other, including its first. `branch`: the
    first and the father's name are the same, then one continues with the grandfather and the other
    with the family. `surname`: one is the end of the other («بلاتر», «دي ميستورا»). `forbidden`:
    other first names, another father, a father and his son, or two family names."""
    if a.words == b.words:
        return "equal" if a.words else "none"
    short, long = sorted((a, b), key=lambda n: (len(n.words), n.words))
    if not short.words:
        return "none"
    if len(short.words) == len(long.words) > 1 and all(map(spelling, short.words, long.words)):
        return "spelling"
    if short.words[0] != long.words[0]:
        return _ends(short, long)
    if len(short.words) == 1:
        return "none"  # a first name alone
    if 1 in short.fathers and 1 in long.fathers and short.words[1] != long.words[1]:
        return "forbidden"
    if _in_order(short.words, long.words):
        return "short"
    fathers = short.words[1] == long.words[1] and 1 in short.fathers | long.fathers
    if fathers and (2 in short.fathers) != (2 in long.fathers):
        return "branch"
    return "forbidden"


def _ends(short: Name, long: Name) -> Relation:
    """Return the relation of two names with different first words."""
    n = len(short.words)
    tail = len(long.words) - n
    if n == len(long.words) or not all(map(spelling, short.words, long.words[tail:])):
        return "forbidden" if n > 1 or short.words[0] not in long.words else "none"
    if tail in long.fathers and (n > 1 or n + tail > 2):
        return "forbidden"  # a father's name is not his son's
    return "surname"


def _in_order(short: Sequence[str], long: Sequence[str]) -> bool:
    """Return whether the words of `short` occur in `long` in that order."""
    rest = iter(long)
    return all(w in rest for w in short)


def same_office(a: Office, b: Office) -> float | None:
    """Return the share, weighted by rarity, of the distinguishing words of one office that the
    other contains; None if one has no such words."""
    if not a.words or not b.words:
        return None
    less = min(fsum(map(rarity, x)) for x in (a.words, b.words))
    return fsum(map(rarity, a.words & b.words)) / less


def states_apart(a: Office, b: Office) -> bool:
    """Return whether two offices belong to two states. Offices in the same words do not: one of the
    states was misread."""
    both = a.state is not None and b.state is not None and a.state != b.state
    return both and (same_office(a, b) or 0.0) < SAME_OFFICE


def told(name: Name) -> bool:
    """Return whether a name identifies a person without an office: it has two words that are not
    both common."""
    return len(name.words) > 1 and fsum(map(rarity, name.words)) > COMMON_NAME


COMMON_NAME = 1.2  # rarity of «محمد العتيبي», a name that many people have
FATHER = 0.35  # rarity that each word beyond two adds
WEIGHTS: Evidence = {
    "equal": 0.0,
    "spelling": -1.5,
    "short": -0.75,
    "branch": -3.0,
    "surname": -2.5,
    "told": 3.0,  # a point is the rarity of a common name of two words
    "office": 2.5,
    "other_office": -1.5,
    "state": 0.5,
    "family": 0.75,  # a family name that occurs with no other first name
    "meeting": 2.0,
    "fellows": 0.5,
    "years": -0.15,
}


def _told(words: Sequence[str]) -> float:
    """Return the rarity of a name above that of a common name with the same number of words."""
    if len(words) < 2:
        return fsum(map(rarity, words)) - COMMON_NAME / 2
    return min(fsum(map(rarity, words)) + FATHER * (len(words) - 2), 2.5) - COMMON_NAME


def person_evidence(
    names: tuple[Name, Name], offices: tuple[Office, Office], circle: Circle
) -> Evidence | None:
    """Return the evidence for and against two mentions of one person; None if name or state forbids
    it or the names give no evidence. `told`: the rarity of the words that both names have, above
    that of a common name of two words."""
    how = relation(*names)
    if how in ("none", "forbidden") or states_apart(*offices):
        return None
    words = min((n.words for n in names), key=len)
    office = same_office(*offices)
    first, second = (o.state for o in offices)
    return {
        how: 1.0,
        "told": _told(words),
        "office": office if office is not None and office >= SAME_OFFICE else 0.0,
        "other_office": float(office is not None and office < OTHER_OFFICE),
        "state": float(first is not None and first == second),
        "family": float(circle.alone),
        "meeting": float(circle.meetings > 0),
        "fellows": float(min(circle.fellows, 3)),
        "years": 0.0 if office == 1.0 else min(circle.days / 365, 20.0),
    }


# --- bodies, organisations, initiatives
_PARTICLES = re.compile(r"^(?:وال|بال|لل|ال|ول(?=\w{4})|[بل](?=\w{4}))(?=\w{3})")


@lru_cache(maxsize=1 << 17)
def thing_words(name: str) -> tuple[str, ...]:
    """Return the words of a thing's name for comparison: folded, without attached particles and
    without fillers («في منطقة …»), unless nothing would be left."""
    full = _aliases().get(fold_key(name), name)
    words = [_bare(w) for w in fold(full).split()]
    return tuple([w for w in words if w not in _words("fillers")] or words)


@cache
def _aliases() -> dict[str, str]:
    """Return folded name → citation form for organisations with several names in the news, from the
    list of `extract`."""
    return {fold_key(x): row[0] for row in rows("pipeline.arabic", "aliases.tsv") for x in row}


@lru_cache(maxsize=1 << 17)
def scope_of(name: str) -> Literal["own", "state", "context"]:
    """Return the scope in which a thing's name is unique: everywhere (`own`), within its state
    («مجلس الوزراء», «وزارة الصحة»), or only within its release («اللجنة الفنية», «مجلس
    الإدارة»)."""
    words = thing_words(name)
    if words[:1] == ("وزاره",) and len(words) > 1:
        return "state"
    general = _words("offices") | _words("things")
    told = [w for w in words if w not in general and (len(w) > 1 or w.isdigit())]
    rest = [w for w in told if w not in _words("states") and not states_in(w)]
    if (rest and fsum(map(rarity, rest)) >= TELLING) or len(states_in(name)) > 1:
        return "own"  # a joint committee of two states belongs to neither
    if len(told) > len(rest):
        return "state"
    return "context"


@lru_cache(maxsize=1 << 17)
def core_of(name: str) -> tuple[str, ...]:
    """Return the words of a thing's name, without the state if every state has such a thing: «مجلس
    الوزراء» for «مجلس الوزراء الكويتي»."""
    words = thing_words(name)
    if scope_of(name) != "state" or state_of(name) is None:
        return words
    return tuple(w for w in words if not states_in(w) and w not in _words("of_states")) or words


def state_of(name: str) -> str | None:
    """Return the state in a thing's name, if it names exactly one."""
    found = states_in(name)
    return found[0] if len(found) == 1 else None


@lru_cache(maxsize=1 << 16)
def thing_relation(a: str, b: str) -> Relation:
    """Return the relation of two names of things of one kind. `equal`: the same words, apart from
    fillers and particles; `spelling`: one word spelt differently; `short`: one contains all words
    of the other in order, including its head; else `none`. Different figures or two states forbid a
    match."""
    if sorted(re.findall(r"\d+", fold(a))) != sorted(re.findall(r"\d+", fold(b))):
        return "forbidden"
    x, y = thing_words(a), thing_words(b)
    if x == y or fold_key(a) == fold_key(b):
        return "equal"
    one, other = set(states_in(a)), set(states_in(b))
    if one and other and one != other:
        return "forbidden"
    short, long = sorted((x, y), key=lambda w: (len(w), w))
    if len(x) == len(y):
        odd = [(v, w) for v, w in zip(x, y, strict=True) if v != w]
        if len(odd) == 1 and _misspelt(*odd[0]):
            return "spelling"
        return "spelling" if len(x) > 2 and sorted(x) == sorted(y) and x[0] == y[0] else "none"
    if len(short) > 1 and short[0] == long[0] and _in_order(short, long):
        return (
            "none"
            if _joins_another(*sorted((a, b), key=lambda n: len(thing_words(n))))
            else "short"
        )
    return "none"


def _misspelt(a: str, b: str) -> bool:
    """Return whether two words of a thing's name are spellings of one: «الإثيوبى», «شئون»,
    «خريطة»."""
    if min(len(a), len(b)) <= 3:
        return False
    return JaroWinkler.similarity(a, b) >= 0.93 and set(a) ^ set(b) <= set("اويهءت")


def _joins_another(short: str, long: str) -> bool:
    """Return whether the longer name joins two things («وزارة الصحة والبيئة» beside «وزارة الصحة»):
    it has a word with «و» that the shorter lacks."""
    known = set(fold(short).split())
    return any(
        w.startswith("و") and w not in known and rarity(_bare(w[1:])) < rarity(w)
        for w in fold(long).split()[1:]
    )


def _bare(word: str) -> str:
    return _PARTICLES.sub("", word)


THING_WEIGHTS: Evidence = {
    "equal": 2.0,
    "spelling": 1.5,
    "short": -0.25,
    "more": -1.0,  # a point is one unit of rarity that only the longer name has
    "meeting": 1.5,
    "fellows": 0.9,
    "state": 0.25,
    "years": -0.25,
}


MORE = 2  # maximum words that a name has beyond its short form, without a shared meeting


def thing_evidence(
    names: tuple[str, str], states: tuple[str | None, str | None], circle: Circle
) -> Evidence | None:
    """Return the evidence for and against two mentions of one body, organisation or initiative;
    None if the names or the states forbid it or the names give no evidence."""
    how = thing_relation(*names)
    if how in ("none", "forbidden") or (None not in states and states[0] != states[1]):
        return None
    one, other = (set(thing_words(n)) for n in names)
    if how == "short" and len(one ^ other) > MORE and not circle.meetings:
        return None
    return {
        how: 1.0,
        "more": fsum(map(rarity, one ^ other)) if how == "short" and not circle.meetings else 0.0,
        "meeting": float(circle.meetings > 0),
        "fellows": float(min(circle.fellows, 2)),
        "state": float(states[0] is not None and states[0] == states[1]),
        "years": min(circle.days / 365, 10.0),
    }


def points(evidence: Evidence) -> float:
    """Return the sum of the evidence in points; from 0 on the two are the same."""
    weights = WEIGHTS if "told" in evidence else THING_WEIGHTS
    return round(sum(weights[k] * x for k, x in evidence.items()), 6)


def partial(evidence: Evidence) -> bool:
    """Return whether one name is only a part of the other, so that it may be short for a third one
    as well."""
    return any(how in evidence for how in ("short", "branch", "surname"))
