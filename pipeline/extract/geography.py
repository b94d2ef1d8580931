"""The spaCy component of closed facts: states with their codes, places with the state they lie in.

Who wins where model and data disagree (docs/design.md): the model says which stretches are names and of which kind, since it sees the
context; the data say what a state or place *is*. Data add a state only where they are sure and the model saw no name at all.
"""
from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extract.countries import CountryMatch, country_of, find_countries
from pipeline.extract.places import place_of
from pipeline.extract.spans import MENTIONS, Found, get, put


def home_state(found: list[Found]) -> str | None:
    """The state that most names of states and places of a text point at, if any does clearly (half of them, two at least)."""
    votes: Counter[str] = Counter()
    for f in found:
        code = f.value if f.label == "COUNTRY" else f.value.partition(":")[2] if f.label == "LOC" else ""
        if code:
            votes[code] += 1
    if not votes:
        return None
    code, n = votes.most_common(1)[0]
    return code if n >= 2 and 2 * n >= sum(votes.values()) else None


def annotate(text: str, found: list[Found]) -> list[Found]:
    """Mentions with codes: COUNTRY gets the ISO code, LOC «kind:code» of its place; states that the model missed are added."""
    matches = find_countries(text)
    out = _coded(text, found, matches, None)
    home = home_state(out)
    if home is not None:
        out = _coded(text, found, find_countries(text, home), home)
    added = [Found(m.start, m.end, "COUNTRY", "gazetteer", 0.9, m.code) for m in matches
             if m.confident and not any(_clash(m, f) for f in out)]
    return out + added


def _coded(text: str, found: list[Found], matches: list[CountryMatch], home: str | None) -> list[Found]:
    """Mentions with the codes that the data give them in a text of the state `home`."""
    at = {(m.start, m.end): m.code for m in matches}
    out = []
    for f in found:
        if f.label == "COUNTRY":
            out.append(replace(f, value=at.get((f.start, f.end)) or country_of(text[f.start:f.end]) or ""))
        elif f.label == "LOC":
            place = place_of(text[f.start:f.end], hint=home)
            out.append(replace(f, value=f"{place.kind}:{place.country}" if place else ""))
        else:
            out.append(f)
    return out


def _clash(m: CountryMatch, f: Found) -> bool:
    """Whether a state would stand on, or cross, a name that the model found."""
    if not (f.start < m.end and m.start < f.end):
        return False
    return f.label in ("COUNTRY", "LOC", "PER", "HON", "MEETING", "DATE") or not (f.start <= m.start and m.end <= f.end) \
        or (f.start, f.end) == (m.start, m.end)


class GeographyComponent:
    def __call__(self, doc: Doc) -> Doc:
        put(doc, MENTIONS, annotate(doc.text, list(get(doc, MENTIONS))))
        return doc

    def to_disk(self, path: str | Path, **_: Any) -> None:
        """The data are part of the package."""

    def from_disk(self, path: str | Path, **_: Any) -> GeographyComponent:
        return self


@Language.factory("mahdar_geography")
def create_geography(nlp: Language, name: str) -> GeographyComponent:
    return GeographyComponent()
