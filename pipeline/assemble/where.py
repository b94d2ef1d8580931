"""The place and mode of a meeting: city, state, venue, mode."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pipeline.arabic import lists
from pipeline.arabic.folding import fold, fold_key
from pipeline.assemble.cues import cue
from pipeline.assemble.screens import joins, kinds
from pipeline.assemble.spans import labelled, over, overlapping, remembered, within
from pipeline.assemble.triggers import Event
from pipeline.types import Entity, Mention, Mode, Release, Span, Value

NEAR = 125  # characters from the mention or verb of the meeting within which a place is near
HOST_REACH = 100  # characters behind a meeting within which «في» and a state say where it is held


@dataclass(frozen=True, slots=True)
class Where:
    city: Value[str] | None = None
    country: Value[str] | None = None
    venue: Value[str] | None = None
    mode: Value[Mode] | None = None


def _code(m: Mention) -> tuple[str | None, str | None]:
    """Return (kind, ISO code) of a LOC mention's place."""
    if not m.value:
        return None, None
    kind, _, code = m.value.partition(":")
    return kind, code or None


@remembered
def _named(release: Release) -> list[str]:
    """Return the codes of the states and places in a release, without those that envoys come
    from."""
    here = (
        m
        for m in release.mentions
        if m.label in PLACES
        and not cue("envoy_of").search(release.text, max(0, m.start - 20), m.start)
    )
    return [code for m in here if (code := m.value if m.label == "COUNTRY" else _code(m)[1])]


@remembered
def home(release: Release) -> str | None:
    """Return the state of most names of states and places, without those that envoys come from; if
    none is named, by the adjectives in the names of bodies («مجلس النواب العراقي»)."""
    votes = Counter(_named(release)) or Counter(
        m.value for m in release.mentions if m.label in ("ORG", "COMMITTEE") and m.value
    )
    if not votes:
        return None
    (code, n), *rest = votes.most_common(2)
    return code if not rest or n > rest[0][1] else None


@remembered
def _own_states(release: Release) -> dict[str, str]:
    """Return the states whose adjectives are in the names of bodies («مجلس الوزراء الكويتي»), by
    the ids of these."""
    told = [(m.entity, m.value) for m in release.mentions if m.entity and m.value]
    return dict(reversed(told))


def _hosted(release: Release, event: Event, m: Mention) -> bool:
    """Return whether the words before a state say that the meeting is held there."""
    before = release.text[max(0, m.start - 40) : m.start]
    if cue("held_in").search(before):
        return True
    sittings = [a.end for a in event.triggers] or [event.first_sentence[0]]
    return cue("in_state").search(before) is not None and any(
        0 <= m.start - e <= HOST_REACH for e in sittings
    )


@cache
def _outlets() -> dict[str, str]:
    return {fold_key(name): code for name, code in lists.rows("pipeline.assemble", "outlets.tsv")}


@remembered
def _outlet(release: Release) -> str | None:
    """Return the state of the news agency or newspaper in the dateline or sign-off, if no place or
    state of another is named."""
    outlets = (_outlets().get(fold_key(m.name)) for m in labelled(release.mentions, "ORG"))
    code = next(filter(None, outlets), None)
    return code if all(named == code for named in _named(release)) else None


def where(release: Release, event: Event, body: Entity | None, city_from: float) -> Where:
    """Return place and mode of the meeting of this event. `city_from`: the minimum score of its city
    (`Config.city`). A meeting on screens has no state, whatever body met."""
    mode = _mode(release, event)
    virtual = mode is not None and mode.value == "virtual"
    locs = event.held(labelled(release.mentions, "LOC"))
    scored = [(_score(_evidence(release, event, m, virtual)), -m.start, m) for m in locs]
    scored.sort(key=lambda x: x[:2], reverse=True)
    believed = (
        m for score, _, m in scored if score >= city_from and not cue("facility").match(m.name)
    )
    city = next(believed, None)
    venue = next(
        (m for m in locs if cue("venue").match(m.name) and event.has_trigger_at(m.start)), None
    )
    host = _host(release, event, city, venue) if city or not virtual else None
    stated = city is not None or venue is not None or host is not None
    if host is None and not virtual and (code := _state_of(release, body)):
        host = Value(code, None, "inferred")
    if mode is None and stated:
        mode = Value("in_person", None, "inferred")
    return Where(
        _city(release, city) if city else None,
        host,
        Value(venue.name, (venue.start, venue.end), venue.found_by) if venue else None,
        mode,
    )


def _host(
    release: Release, event: Event, city: Mention | None, venue: Mention | None
) -> Value[str] | None:
    """Return the state of the city or the venue, else the one that the text names as host."""
    for m in (city, venue):
        if m is not None and (code := _code(m)[1]):
            return Value(code, (m.start, m.end), "gazetteer")
    for m in event.held(labelled(release.mentions, "COUNTRY")):
        if m.value and event.has_trigger_at(m.start) and _hosted(release, event, m):
            return Value(m.value, (m.start, m.end), "gazetteer")
    return None


def _state_of(release: Release, body: Entity | None) -> str | None:
    """Return the state of the host if the text does not name it, by the best evidence: the name of
    the body, the outlet, the places named (`home`). A body of several states has only its own."""
    named = (
        m
        for s in dict.fromkeys(body.mentions if body is not None else ())
        for m in within(release.mentions, s)
    )
    codes = (m.value if m.label == "COUNTRY" else _code(m)[1] for m in named if m.label in PLACES)
    if code := next((c for c in codes if c), None) or (body and _own_states(release).get(body.id)):
        return code
    if body is not None and cue("several_states").search(body.name):
        return None
    return home(release) or _outlet(release)


def _city(release: Release, m: Mention) -> Value[str]:
    """Return the city of a mention, without «مدينة»."""
    head = cue("town").match(release.text, m.start, m.end)
    return Value(
        cue("town").sub("", m.name, count=1), (head.end() if head else m.start, m.end), m.found_by
    )


def _in_clause(release: Release, m: Mention) -> bool:
    """Return whether a mention is in a topic or decision."""
    return any(f.label in ("TOPIC", "DECISION") for f in over(release.facts, m.start, m.start + 1))


def _early(event: Event) -> list[Span]:
    """Return the first four sentences, of the nine from the beginning, that report the meeting or
    name it."""
    at = event.number_at(event.first_sentence[0]) or 0
    at = at if event.spans[at] == event.first_sentence else 0
    return [
        s for s in event.spans[at : at + 9] if s in event.trigger_spans or event.triggers_in(s)
    ][:4]


def _in_dateline(release: Release, m: Mention) -> bool:
    """Return whether a place begins one of the first paragraphs: «القاهرة في 16 أبريل»،
    «الدوحة - قنا»."""
    p = next((p for p in release.paragraphs[:5] if p.start <= m.start < p.end), None)
    return p is not None and m.start - p.start <= 8


PLACES = ("COUNTRY", "LOC")
NAMES = frozenset(
    {"ROLE", "PER", "ORG", "COMMITTEE", "INITIATIVE"}
)  # labels of names that may contain a place


@cache
def _weights() -> dict[str, float]:
    return tomllib.loads(
        files("pipeline.assemble").joinpath("data", "city.toml").read_text(encoding="utf-8")
    )


def _evidence(release: Release, event: Event, m: Mention, virtual: bool) -> dict[str, float]:
    """Return what speaks for and against a LOC mention as the city of the meeting, by the names of
    the weights: what the tagger says, the kind of place, the words before it, the distance from the
    report, and whether it belongs to a name, a clause or another session."""
    before = release.text[max(0, m.start - 60) : m.start]
    told = overlapping(release.facts, "CITY", m)
    kind = "other" if cue("facility").match(m.name) else _code(m)[0]
    dateline, stated = _in_dateline(release, m), cue("in_place").search(before) is not None
    trigger = event.has_trigger_at(m.start)
    building = (
        kind == "city"
        and trigger
        and cue("building_in").search(release.text, max(0, m.start - 130), m.start) is not None
    )
    opening = stated and trigger and (building or _reach(event, m) <= NEAR)
    margin = cue("margin_in").search(release.text, max(0, m.start - 110), m.start) is not None
    held = cue("held_in").search(before) is not None
    elsewhere = not margin and _of_other(release, event, m, held)
    names = _names_around(release, m)
    sent = any(x.label == "ROLE" and cue("envoy").match(release.text, x.start) for x in names)
    return {
        "fact": told * (dateline or stated),
        "fact_unstated": told * (not dateline and not stated),
        "known": kind == "city",
        "first_sentence": opening,
        "far": stated and not trigger and not dateline,
        "actor": sent + _acts(release, m),
        "in_name": bool(names) and not sent and not building,
        "in_clause": not told and _in_clause(release, m),
        "of_agency": dateline and virtual,
        "held": kind == "city" and not elsewhere and (building or held),
        "margin": kind == "city" and margin,
        "elsewhere": elsewhere,
    }


def _of_other(release: Release, event: Event, m: Mention, held: bool) -> bool:
    """Return whether the last meeting named before a place in its sentence is another one. `held`: a
    verb of holding stands before the place: «الدورة الثالثة لمؤتمر الري المنعقد في | …»."""
    start, _ = event.sentence_at(m.start) or (m.start, m.start)
    others: Iterable[Mention] = event.referred
    if held:
        others = labelled(release.mentions, "MEETING").beginning(start, m.start)
    last = max(
        (o.start for o in others if o not in event.triggers and start <= o.start < m.start),
        default=-1,
    )
    return last > max((a.start for a in event.triggers_in((start, m.start))), default=-1)


def _score(found: Mapping[str, float]) -> float:
    return sum(_weights()[name] * value for name, value in found.items())


def _names_around(release: Release, m: Mention) -> list[Mention]:
    """Return the names that contain a place."""
    return [
        x
        for x in over(release.mentions, m.start, m.end)
        if x.label in NAMES and x.start <= m.start and m.end <= x.end
    ]


def _acts(release: Release, m: Mention) -> bool:
    """Return whether a place at the beginning of a line is the subject of a verb: the state of that
    capital."""
    line = release.text.rfind("\n", 0, m.start) + 1
    return (
        not release.text[line : m.start].strip()
        and cue("acts").match(release.text, m.end) is not None
    )


def _reach(event: Event, m: Mention) -> int:
    """Return the characters between a mention and the words for the held meeting in its sentence: a
    MEETING mention, or its beginning."""
    s, e = event.sentence_at(m.start) or event.first_sentence
    gaps = [max(m.start - a.end, a.start - m.end) for a in event.triggers_in((s, e))]
    return min([*gaps, *([m.start - s] if (s, e) in event.trigger_spans else [])], default=e - s)


def _mode(release: Release, event: Event) -> Value[Mode] | None:
    """Return virtual, in person or both, if a sentence that reports the meeting (or one of the next
    two) says so. Also both if another sentence says that some were on a screen."""
    found: dict[str, Span] = {}
    for s in _early(event)[:3]:
        said = kinds(release.text[slice(*s)])
        if "virtual" in said and cue("added").search(fold(release.text[slice(*s)])):
            said.add("hybrid")
        for kind in said:
            found.setdefault(kind, s)
    if "virtual" not in found and "hybrid" not in found:
        joined = next((s for s in event.spans if joins(release.text[slice(*s)])), None)
        if joined is not None:
            return Value("hybrid", joined, "rule")
    if "hybrid" in found or {"virtual", "person"} <= found.keys():
        return Value("hybrid", found.get("hybrid", found.get("virtual")), "rule")
    if "virtual" in found:
        return Value("virtual", found["virtual"], "rule")
    if "person" in found or "place" in found:
        return Value("in_person", found.get("person", found.get("place")), "rule")
    return None
