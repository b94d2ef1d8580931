"""The spaCy component of closed facts: states with codes, places with their states, date
expressions.

If model and data disagree (docs/design.md has figures): for states the data decide, which list all
of them and read the context that separates a state from a city or an adjective; for places both: the
data alone where the model holds one possible, the model alone only with high confidence; for dates
the model says that there is one, and the grammar finds its end. The data say what a state or place
*is*."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.arabic.dates import find_dates
from pipeline.config import Config
from pipeline.extract.gazetteers.countries import (
    CountryMatch,
    country_of,
    find_countries,
    state_by_adjective,
)
from pipeline.extract.gazetteers.places import PlaceMatch, find_places, place_of
from pipeline.extract.spans import HOLDING, MENTIONS, POSSIBLE, Found, get, put, text_of
from pipeline.ranges import Ranges
from pipeline.types import Span

DEFAULT = Config()
CONFIDENCE = {"COUNTRY": 0.95, "LOC": 0.9}  # of a state or place that only the data found


def home_state(found: list[Found]) -> str | None:
    """Return the state of most names of states and places in a text, if it is clear (half of them,
    at least two)."""
    states = (f.value.rpartition(":")[2] for f in found if f.label in ("COUNTRY", "LOC"))
    votes = Counter(filter(None, states))
    if not votes:
        return None
    code, n = votes.most_common(1)[0]
    return code if n >= 2 and 2 * n >= sum(votes.values()) else None


# labels unknown to the data: where the model found one there is no state
OPEN = frozenset({"PER", "HON", "MEETING", "DATE"})


def annotate(
    text: str,
    found: list[Found],
    sure_place: float = DEFAULT.sure_place,
    sure_date: float = DEFAULT.sure_date,
    possible: Sequence[Span] | None = None,
) -> list[Found]:
    """Return the mentions after the data were applied: COUNTRY with the ISO code, LOC with
    «kind:code» of its place. The thresholds are those of `Config`. `possible`: the words that the
    model can think of as places («موصول», a town, is seldom one); all if None."""
    states = find_countries(text)
    places = [p for p in find_places(text, states=states) if p.confident]
    if possible is not None:
        words = Ranges(Found(*span, "LOC", "model", 0.0) for span in possible)
        places = [p for p in places if words.over(p.start, p.end)]
    found = _dated(text, _states(text, found, states), sure_date)
    out = sorted(_placed(text, found, places, sure_place))
    coded = _coded(text, out, states, None)
    home = home_state(coded)
    return coded if home is None else _coded(text, out, find_countries(text, home), home)


def _states(text: str, found: list[Found], states: list[CountryMatch]) -> list[Found]:
    """Return the states that the data are confident of, and the other mentions that do not coincide
    or overlap with one."""
    # A state with the name of its capital (الكويت, تونس, الجزائر) is a place if the model says so,
    # in datelines, after «في»; but inside another name it is the state («بلدية الكويت»): 11 of 11
    # in the annotated documents.
    names = Ranges(f for f in found if f.label in HOLDING)
    places = {
        (f.start, f.end)
        for f in found
        if f.label == "LOC"
        and place_of(text[f.start : f.end]) is not None
        and not names.around(f.start, f.end)
    }
    sure = [m for m in states if m.confident and (m.start, m.end) not in places]
    there = Ranges(sure)
    rest = [
        f
        for f in found
        if f.label != "COUNTRY" and not any(_clash(m, f) for m in there.over(f.start, f.end))
    ]
    unknown = Ranges(r for r in rest if r.label in OPEN)
    by_model = {(f.start, f.end): f for f in found if f.label == "COUNTRY"}
    doubtful = [
        by_model[m.start, m.end] for m in states if not m.confident and (m.start, m.end) in by_model
    ]
    named = [
        by_model.get((m.start, m.end))
        or Found(m.start, m.end, "COUNTRY", "gazetteer", CONFIDENCE["COUNTRY"])
        for m in sure
    ]
    free = [
        f
        for f in named
        if not any(
            not (r.label == "MEETING" and r.start <= f.start and f.end < r.end)
            for r in unknown.over(f.start, f.end)
        )
    ]
    return rest + free + doubtful


def _clash(m: CountryMatch, f: Found) -> bool:
    """Return whether a mention coincides with a state's name, is inside it, or overlaps it (a name
    that contains it, such as a ministry's, does not clash)."""
    overlap = f.start < m.end and m.start < f.end
    holds = f.start <= m.start and m.end <= f.end and (f.start, f.end) != (m.start, m.end)
    return overlap and not holds and f.label not in OPEN


def _placed(text: str, found: list[Found], known: list[PlaceMatch], sure: float) -> list[Found]:
    """Add the places that the data know and nothing contradicts; drop those that only an unsure
    model found."""
    places = {(p.start, p.end) for p in known}
    named = Ranges(f for f in found if f.label == "LOC")
    wholes = Ranges(known)
    found = [f for f in found if not _broken(text, f, named, wholes)]
    around = Ranges(found)
    kept = [
        f
        for f in found
        if f.label != "LOC"
        or f.confidence >= sure
        or (f.start, f.end) in places
        or country_of(text[f.start : f.end])
    ]  # «الكويت» in a dateline: a state's name, here a place
    return kept + [
        Found(s, e, "LOC", "gazetteer", CONFIDENCE["LOC"])
        for s, e in sorted(places)
        if all(
            f.start <= s
            and e <= f.end
            and (f.start, f.end) != (s, e)
            and f.label not in ("LOC", "PER", "COUNTRY", "DATE")
            for f in around.over(s, e)
        )
    ]


def _broken(text: str, f: Found, named: Ranges[Found], places: Ranges[PlaceMatch]) -> bool:
    """Return whether a place of the model is a piece of a place in the data: its head noun («مدينة
    | الإسكندرية»), or one of two words («رأس | العين»)."""
    if f.label != "LOC":
        return False
    whole = next(
        (p for p in places.around(f.start, f.end) if (p.start, p.end) != (f.start, f.end)), None
    )
    return whole is not None and (
        place_of(text[f.start : f.end]) is None or len(named.inside(whole.start, whole.end)) > 1
    )


def _dated(text: str, found: list[Found], sure: float) -> list[Found]:
    """Extend each date that the model found to the end of the grammar's expression."""
    dates = Ranges(f for f in found if f.label == "DATE")
    rest = [f for f in found if f.label != "DATE"]
    read = []
    for m in find_dates(text):
        near = dates.over(m.start, m.end)
        if near:
            same = next((f for f in near if (f.start, f.end) == (m.start, m.end)), None)
            read.append(
                same or Found(m.start, m.end, "DATE", "rule", max(f.confidence for f in near))
            )
    known = Ranges(read)
    alone = [f for f in dates if f.confidence >= sure and not known.over(f.start, f.end)]
    return rest + read + alone


def _coded(
    text: str, found: list[Found], matches: list[CountryMatch], home: str | None
) -> list[Found]:
    """Return mentions with the codes of the data in a text of the state `home`."""
    at = {(m.start, m.end): m.code for m in matches}

    def value(f: Found) -> str:
        name = text[f.start : f.end]
        if f.label == "COUNTRY":
            return at.get((f.start, f.end)) or country_of(name) or ""
        if f.label == "LOC":
            place = place_of(name, hint=home)
            return f"{place.kind}:{place.country}" if place else ""
        return (state_by_adjective(name) or "") if f.label in ("COMMITTEE", "ORG") else f.value

    return [replace(f, value=value(f)) for f in found]


class GeographyComponent:
    def __init__(self, sure_place: float, sure_date: float) -> None:
        self.sure_place, self.sure_date = sure_place, sure_date

    def __call__(self, doc: Doc) -> Doc:
        put(
            doc,
            MENTIONS,
            annotate(
                text_of(doc),
                list(get(doc, MENTIONS)),
                self.sure_place,
                self.sure_date,
                doc.user_data.get(POSSIBLE),
            ),
        )
        return doc


@Language.factory(
    "mahdar_geography",
    default_config={"sure_place": DEFAULT.sure_place, "sure_date": DEFAULT.sure_date},
)
def create_geography(
    nlp: Language, name: str, sure_place: float, sure_date: float
) -> GeographyComponent:
    return GeographyComponent(sure_place, sure_date)
