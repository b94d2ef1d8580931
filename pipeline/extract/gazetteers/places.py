"""Find places in Arabic text by name, each with its country.

`data/places.tsv` (written for the project) has priority over `data/places_geonames.tsv`
(GeoNames, made by tools/build_places.py). Namesakes are ranked: the hinted country first, then
the project's own list, then population. Matching uses folded text. A name that is also an
everyday word (العين، الخبر) counts only with a cue: «مدينة» before it, a dateline, or another
place beside it in a list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from pipeline.arabic.folding import fold, fold_mapped
from pipeline.extract.gazetteers.countries import CountryMatch, country_of, find_countries
from pipeline.extract.gazetteers.matching import (
    BREAK,
    DATELINE,
    Hit,
    Lexicon,
    cue_words,
    cues,
    find,
    fold_all,
    lexicon,
    lines,
    opens_line,
    rows,
    unbroken,
    unprefixed,
    words_of,
)
from pipeline.types import Mapped

PlaceKind = Literal["city", "region", "venue", "other"]
_KINDS: dict[str, PlaceKind] = {
    "city": "city",
    "region": "region",
    "venue": "venue",
    "other": "other",
}
_DEFAULT_POPULATION = {"city": 20_000, "region": 300_000, "venue": 0, "other": 0}
# Nouns at the beginning of a place's name that belong to it; and those that make it a region.
_REGION_HEADS = cues("region")
_HEADS = _REGION_HEADS | cues("place")
_CITY_STATES = frozenset(cue_words("city_state"))  # the capital bears the state's name
_SPAN_HEADS = _HEADS - {"العاصمه", "مركز", "لواء"}
_CUES = _HEADS - {"مركز", "لواء"}
_LINK = re.compile(
    r"[\s،,]*(?:و\s*)?"
)  # between two members of a list; not a dash, as in «الدوحة - قنا»
SURE_POPULATION = 1_000_000  # minimum population for a GeoNames name of one word without a cue
SURE_PHRASE = 50_000  # the same for a name of several words
RIVAL = 20  # a hinted GeoNames namesake counts if the largest one is at most this many times as big


@dataclass(frozen=True, slots=True)
class Place:
    """A place: display name, ISO code of its country ("" if it lies in several), kind, population
    (an estimate if unknown)."""

    name: str
    country: str
    kind: PlaceKind
    population: int


@dataclass(frozen=True, slots=True)
class PlaceMatch:
    """A place named in `text[start:end]`, including its head noun (مدينة، محافظة), without
    particles. Not `confident`: an everyday word without a cue."""

    start: int
    end: int
    place: Place
    confident: bool


@dataclass(frozen=True, slots=True)
class _Table:
    own: dict[str, tuple[Place, ...]]  # folded name → places of the project's list, largest first
    world: dict[str, tuple[Place, ...]]  # the same of GeoNames
    solid: dict[str, str]  # own names without their spaces → with them
    doubtful: frozenset[str]  # own names that need a cue
    lexicon: Lexicon


def place_of(surface: str, hint: str | None = None) -> Place | None:
    """Return the place with that name, with or without its head noun and attached particles;
    `hint`, a country code, decides between namesakes. Return None for an unknown name and for a
    state's name, unless its capital has the same one (الكويت)."""
    words = fold(surface).split()
    if not words:
        return None
    table = _table()
    firsts = [first for _, first in unprefixed(words[0])]
    if words[0].startswith("ل"):  # لطائف, للطائف cut after its first ل
        firsts.append("ا" + words[0])
    if country_of(surface):  # «لبنان» is not «ل» and «بنان»
        firsts = firsts[:1]
    for first in firsts:
        found = _look_up([first, *words[1:]], hint, table)
        if found:
            return found
    return None


def find_places(
    text: str, hint: str | None = None, states: Sequence[CountryMatch] | None = None
) -> list[PlaceMatch]:
    """Return the places named in the text, in order and without overlap. Names of states are left
    to `find_countries`; `states` is its result if the caller has it."""
    table = _table()
    mapped = fold_mapped(text)
    folded = mapped.text
    words = words_of(folded)
    taken = [(m.start, m.end) for m in (find_countries(text, hint) if states is None else states)]
    found: list[PlaceMatch] = []
    in_morocco = hint == "MA" or "مغرب" in folded
    at = 0
    for hit in find(folded, table.lexicon, words, unbroken(text, mapped)):
        start, end = mapped.source_span(hit.start, hit.end)
        while at < len(taken) and taken[at][1] <= start:
            at += 1
        if hit.name not in table.own and hit.name not in table.world:
            continue  # a phrase that blocks a name
        if (
            at < len(taken)
            and taken[at][0] < end
            and (taken[at][0] <= start or taken[at][1] >= end)
        ):
            continue
        head, head_start = _head(hit, words, folded, mapped, text)
        name = hit.name
        if name == "وجده" and not in_morocco:  # Oujda, or «وجدة» = and Jeddah
            name, start = "جده", mapped.starts[hit.start + 1]
        place = _best(name, hint, table)
        if place is None or (not head and country_of(name) and name != "عمان"):
            continue
        if head in _REGION_HEADS and place.kind == "city":
            place = replace(place, kind="region")
        sure = bool(head) or (
            (_sure(name, table) or _dateline(text, start, end)) and not _quoted(text, start, end)
        )
        if not sure and name not in table.own:
            continue  # thousands of small towns abroad have names that are everyday words
        if head in _SPAN_HEADS and (
            head != "اماره" or place.country == "AE"
        ):  # elsewhere an emirate is a governor's office
            start = head_start
        found.append(PlaceMatch(start, end, place, sure))
    return _agreed(found, text)


def _agreed(found: Sequence[PlaceMatch], text: str) -> list[PlaceMatch]:
    """Make uncertain matches beside a certain one in a list (الخبر والدمام) certain."""
    out = list(found)
    for order in (range(1, len(out)), range(len(out) - 2, -1, -1)):
        for i in order:
            near = out[i - 1] if order.step == 1 else out[i + 1]
            gap = (
                text[near.end : out[i].start] if order.step == 1 else text[out[i].end : near.start]
            )
            if (
                not out[i].confident
                and near.confident
                and _LINK.fullmatch(gap)
                and "\n" not in gap
                and gap.strip()
            ):
                out[i] = replace(out[i], confident=True)
    return out


def _sure(name: str, table: _Table) -> bool:
    if name in table.own:
        return name not in table.doubtful
    return table.world[name][0].population >= (SURE_PHRASE if " " in name else SURE_POPULATION)


def _quoted(text: str, start: int, end: int) -> bool:
    """Return whether a name is alone in quotation marks: then it is that of a newspaper, a firm or
    a show («الخليج»)."""
    return text[max(start - 1, 0) : start] in ("«", '"', "“") and text[end : end + 1] in (
        "»",
        '"',
        "”",
    )


def _dateline(text: str, start: int, end: int) -> bool:
    """Return whether a name begins a line and a dash, colon, bracket or figure follows, as in
    «الخبر - واس»."""
    return opens_line(text, start) and DATELINE.match(text, end) is not None


def _head(
    hit: Hit, words: list[tuple[int, int]], folded: str, mapped: Mapped, text: str
) -> tuple[str, int]:
    """Return the head noun directly before a hit and where it starts in the source, or an empty
    one."""
    if hit.prefix or hit.word == 0:
        return "", 0
    start, end = words[hit.word - 1]
    if BREAK.search(text, mapped.ends[end - 1], mapped.starts[hit.start]):
        return "", 0
    for taken, word in unprefixed(folded[start:end]):
        if word in _CUES:
            return word, mapped.starts[start + taken]
    return "", 0


def _look_up(words: list[str], hint: str | None, table: _Table) -> Place | None:
    name = " ".join(words)
    solid = table.solid.get("".join(words))
    found = _ranked(
        table.own.get(name, ()) or table.own.get(solid or "", ()), table.world.get(name, ()), hint
    )
    state = country_of(name)
    if found and (state is None or name in table.own):
        return found
    if state in _CITY_STATES:
        return Place(
            name=words[-1], country=state, kind="city", population=_DEFAULT_POPULATION["city"]
        )
    if state is None and len(words) > 1 and words[0] in _HEADS:
        inner = _look_up(words[1:], hint, table)
        if inner and words[0] in _REGION_HEADS and inner.kind == "city":
            return replace(inner, kind="region")
        return inner
    return None


def _best(name: str, hint: str | None, table: _Table) -> Place | None:
    return _ranked(table.own.get(name, ()), table.world.get(name, ()), hint)


def _ranked(own: Sequence[Place], world: Sequence[Place], hint: str | None) -> Place | None:
    """Return the most probable of namesakes: both lists are sorted by population."""
    if hint:
        for place in own:
            if place.country == hint:
                return place
        largest = max((p.population for p in (*own, *world)), default=0)
        for place in world:
            if place.country == hint and place.population * RIVAL >= largest:
                return place
    return next(iter((*own, *world)), None)


@cache
def _table() -> _Table:
    world: dict[str, list[Place]] = {}
    raw = [
        (country, round(float(thousands) * 1000), name)
        for country, thousands, names in rows("places_geonames.tsv")
        for name in names.split("|")
    ]
    hidden = set(fold_all(lines("not_places.txt")))
    for (country, people, name), key in zip(raw, fold_all([n for _, _, n in raw]), strict=True):
        if key not in hidden:
            world.setdefault(key, []).append(Place(name, country, "city", people))
    entries = [
        (
            country,
            kind,
            spelling,
            entry.split(":")[0].lstrip("?").split("|")[0],
            entry.partition(":")[2],
            entry.startswith("?"),
        )
        for country, kind, places in rows("places.tsv")
        for entry in map(str.strip, places.split(";"))
        for spelling in entry.partition(":")[0].lstrip("?").split("|")
    ]
    own: dict[str, list[Place]] = {}
    doubtful: set[str] = set()
    for (country, kind, _, name, thousands, doubt), key in zip(
        entries, fold_all([e[2] for e in entries]), strict=True
    ):
        known = next((p.population for p in world.get(key, ()) if p.country == country), 0)
        people = int(thousands) * 1000 if thousands else known or _DEFAULT_POPULATION[kind]
        if all(p.country != country for p in own.get(key, ())):
            own.setdefault(key, []).append(Place(name, country, _KINDS[kind], people))
        if doubt:
            doubtful.add(key)
    for key in list(world):
        head, _, rest = key.partition(" ")
        if "ا" + key in own or (
            head in _HEADS and rest in own
        ):  # «لقدس» and «مدينة القدس», where القدس is ours
            del world[key]
    return _Table(
        {key: _by_size(places) for key, places in own.items()},
        {key: _by_size(places) for key, places in world.items()},
        {key.replace(" ", ""): key for key in own},
        frozenset(doubtful),
        lexicon([*own, *world, *hidden]),
    )


def _by_size(places: list[Place]) -> tuple[Place, ...]:
    return tuple(sorted(places, key=lambda p: (-p.population, p.country)))
