"""Where and how a meeting was held: city, state, venue, mode."""
from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pipeline.arabic.folding import fold
from pipeline.assemble.parts import Part, overlapping
from pipeline.types import Entity, Mention, Mode, Release, Value

IN = re.compile(r"(?:(?<!\w)(?:في|بمدينة|مدينة|في مدينة|بمحافظة|محافظة|العاصمة|بالعاصمة|في العاصمة)\s+|(?<!\w)[وف]?ب)$")
HOSTED = re.compile(r"(?:تستضيفه|استضافته|استضافتها|تستضيفها|استضافت|تستضيف|في|ب|بدولة|في دولة|بمملكة)\s*$")
CITY_HEAD = re.compile(r"^مدينة\s+(?=\w)")
VENUE_HEAD = re.compile(r"^(?:قصر|مقر|مبنى|قاعة|فندق|مركز|ديوان|مكتب|برج|صالة|مجمع|استراحة|منتجع|القصر|الديوان)")


@dataclass(frozen=True, slots=True)
class Where:
    city: Value[str] | None = None
    country: Value[str] | None = None
    venue: Value[str] | None = None
    mode: Value[Mode] | None = None


@cache
def _modes() -> tuple[tuple[str, str], ...]:
    text = files("pipeline.assemble").joinpath("data", "modes.txt").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return tuple((kind, fold(phrase)) for kind, phrase in rows)


def _code(m: Mention) -> tuple[str | None, str | None]:
    """(kind, ISO code) of a LOC mention's place."""
    if not m.value:
        return None, None
    kind, _, code = m.value.partition(":")
    return kind, code or None


def home(release: Release, part: Part | None = None) -> str | None:
    """The state that most names of states and places point at."""
    votes: Counter[str] = Counter()
    for m in release.mentions:
        if part is not None and not part.holds(m.start, m.end):
            continue
        code = m.value if m.label == "COUNTRY" else _code(m)[1] if m.label == "LOC" else None
        if code:
            votes[code] += 1
    if not votes:
        return None
    (code, n), *rest = votes.most_common(2)
    return code if not rest or n > rest[0][1] else None


def where(release: Release, part: Part, body: Entity | None) -> Where:
    """Place and mode of the meeting of this part."""
    mode_value = _mode(release, part)
    locs = [m for m in release.mentions if m.label == "LOC" and part.holds(m.start, m.end)]
    scored = sorted(((_city_score(release, part, m), -m.start, m) for m in locs), key=lambda x: (x[0], x[1]), reverse=True)
    city = scored[0][2] if scored and scored[0][0] >= 0.5 else None
    venue = next((m for m in locs if VENUE_HEAD.match(m.name) and _near(part, m)), None)
    country: Value[str] | None = None
    stated = city is not None or venue is not None
    if city is not None and _code(city)[1]:
        country = Value(str(_code(city)[1]), (city.start, city.end), "gazetteer")
    if country is None:
        host = next((m for m in release.mentions if m.label == "COUNTRY" and m.value and part.holds(m.start, m.end) and _near(part, m)
                     and HOSTED.search(release.text[max(0, m.start - 24):m.start])), None)
        if host is not None and host.value:
            country = Value(host.value, (host.start, host.end), "gazetteer")
            stated = True
    if country is None:
        named = [m for m in release.mentions if body is not None and m.label in ("COUNTRY", "LOC") and m.value
                 and any(s <= m.start and m.end <= e for s, e in body.mentions)]
        code = next((c for m in named if (c := m.value if m.label == "COUNTRY" else _code(m)[1])), None) or home(release, part) or home(release)
        if code:
            country = Value(code, None, "inferred")
    if mode_value is None and stated:
        mode_value = Value("in_person", None, "inferred")
    return Where(Value(CITY_HEAD.sub("", city.name), (city.start, city.end), city.found_by) if city else None, country,
                 Value(venue.name, (venue.start, venue.end), venue.found_by) if venue else None, mode_value)


def _near(part: Part, m: Mention) -> bool:
    """Whether a mention stands in a sentence that opens the meeting or names it."""
    marks = [(a.start, a.end) for a in part.anchors] or [part.opening]
    return any(s <= m.start < e and any(s <= a < e for a, _ in [*marks, part.opening]) for s, e in part.spans)


def _city_score(release: Release, part: Part, m: Mention) -> float:
    """How surely a LOC mention is the city of the meeting: the tagger's word for it, the particle before it, its nearness."""
    kind, _ = _code(m)
    score = overlapping(release.facts, "CITY", m)
    if kind == "city":
        score += 0.15
    elif kind is None:
        score -= 0.1
    else:
        score -= 0.4
    if IN.search(release.text[max(0, m.start - 20):m.start]) and _near(part, m):
        score += 0.2
    return score


def _mode(release: Release, part: Part) -> Value[Mode] | None:
    """Virtual, in person or both, where a sentence that opens the meeting (or the two after it) says so."""
    found: dict[str, tuple[int, int]] = {}
    near = [s for s in part.spans if any(s[0] <= a.start < s[1] for a in part.anchors) or s == part.opening][:6]
    for s, e in near:
        folded = " " + fold(release.text[s:e]) + " "
        for _, phrase in (row for row in _modes() if row[0] == "not"):
            folded = folded.replace(phrase, "")
        for kind, phrase in (row for row in _modes() if row[0] != "not"):
            if kind == "place":
                hit = f" ب{phrase} " in folded or f" في {phrase} " in folded or f" بال{phrase.removeprefix('ال')} " in folded
            else:
                hit = any(f" {before}{phrase} " in folded for before in ("", "ب", "ال", "و"))
            if hit:
                found.setdefault(kind, (s, e))
    if "hybrid" in found or ("virtual" in found and "person" in found):
        return Value("hybrid", found.get("hybrid", found.get("virtual")), "rule")
    if "virtual" in found:
        return Value("virtual", found["virtual"], "rule")
    if "person" in found or "place" in found:
        return Value("in_person", found.get("person", found.get("place")), "rule")
    return None
