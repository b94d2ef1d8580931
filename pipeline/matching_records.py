"""Decide which record of another run, or of an edited text, is this one.

The question of diff and corrections: is this the same record again, though any value of it may have
been read otherwise? So ids of names and places in the text count, and no single value decides.
(`matching.py` asks whether different newspapers tell of one meeting: there the spelling of names
and the days between reports count.)

Diff has both records whole and wants a share of likeness, by which the best pairs are found. A
decision has only the anchors that the ledger keeps, and must not go to a meeting that contradicts
them: so corrections count points for and against."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from pipeline.schema import Range, Record
from pipeline.types import Span

# Points for two records being one meeting; LIKE points are enough. Another body or number outweighs
# everything else. Another date is only weak evidence against it, because dates are more often
# misread.
BODY, ORDINAL, PEOPLE = 2.0, 2.0, 2.0
OTHER, OTHER_DAY = -8.0, -2.0
LIKE = 1.0


# --- two whole records
@dataclass(frozen=True, slots=True)
class Traits:
    """The features that distinguish the records of an output, in which `index` is its place."""

    index: int
    release: str
    source: str
    body: str | None
    name: str | None
    ordinal: int | None
    date: str | None
    city: str | None
    people: frozenset[int]  # hashes, because there may be many features
    items: frozenset[int]


def traits_of(record: Mapping[str, Any], index: int) -> Traits:
    """Return the features of a published record of any schema version."""
    body = record.get("body")
    return Traits(
        index=index,
        release=record["release"]["id"],
        source=record["release"]["source"],
        body=body and body["id"],
        name=body and body["name"],
        ordinal=record.get("ordinal"),
        date=record.get("date"),
        city=record.get("city"),
        people=frozenset(hash(p["id"]) for p in record.get("people") or ()),
        items=frozenset(
            hash(i["text"]) for field in ("topics", "decisions") for i in record.get(field) or ()
        ),
    )


def same_meeting(a: Traits, b: Traits) -> float:
    """Return the likeness of two records of one release, 0–1: the weighted mean over what both
    state. A value that one of them lacks counts as half alike."""
    from pipeline.arabic.folding import fold

    def named(x: str, y: str) -> float:
        return ratio(fold(x), fold(y))

    def equal(x: object, y: object) -> float:
        return float(x == y)

    parts: tuple[tuple[float, Any, Any, Callable[[Any, Any], float]], ...] = (
        (3.0, a.name, b.name, named),
        (2.0, a.ordinal, b.ordinal, equal),
        (1.0, a.date, b.date, equal),
        (1.0, a.city, b.city, equal),
        (2.0, a.people or None, b.people or None, _shared),
        (2.0, a.items or None, b.items or None, _shared),
    )
    total = weights = 0.0
    for weight, x, y, likeness in parts:
        if x is not None or y is not None:
            total += weight * (0.5 if x is None or y is None else likeness(x, y))
            weights += weight
    return total / weights if weights else 1.0


def same_session(a: Traits, b: Traits) -> float:
    """Return the likeness of two records of one body in different releases. Another number or day
    means another meeting, and one of the two must be stated."""
    stated = [
        (x, y)
        for x, y in ((a.ordinal, b.ordinal), (a.date, b.date))
        if x is not None and y is not None
    ]
    return same_meeting(a, b) if stated and all(x == y for x, y in stated) else 0.0


def ratio(old: str, new: str) -> float:
    """Return the similarity of two folded texts, 0–1."""
    from rapidfuzz import fuzz

    return float(fuzz.ratio(old, new)) / 100


# --- a decision and the records of its release
class Anchors(BaseModel):
    """Data that identify a record when another model has given it another id."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    body: str | None = Field(description="The body's id.")
    body_mentions: tuple[Range, ...]
    ordinal: int | None
    ordinal_span: Range | None
    people: tuple[str, ...] = Field(description="The ids of its people, sorted.")
    date: str | None


def anchors_of(record: Record) -> Anchors:
    """Return the data that identify a record."""
    ordinal = record.evidence.ordinal
    return Anchors(
        body=record.body.id if record.body else None,
        body_mentions=record.body.mentions if record.body else (),
        ordinal=record.ordinal,
        ordinal_span=ordinal.span if ordinal else None,
        people=tuple(sorted({p.id for p in record.people})),
        date=record.date,
    )


def points(a: Anchors, b: Anchors) -> float:
    """Return the points for two records being one meeting; negative if something contradicts it."""
    score = 0.0
    if _touch(a.body_mentions, b.body_mentions):
        score += BODY
    elif a.body is not None and b.body is not None:
        score += BODY if a.body == b.body else OTHER
    if a.ordinal is not None and b.ordinal is not None:
        same = a.ordinal == b.ordinal or (
            a.ordinal_span is not None
            and b.ordinal_span is not None
            and _touch([a.ordinal_span], [b.ordinal_span])
        )
        score += ORDINAL if same else OTHER
    if a.people or b.people:
        score += PEOPLE * _shared(set(a.people), set(b.people))
    if a.date is not None and b.date is not None and a.date != b.date:
        score += OTHER_DAY
    return score


def find(
    records: Sequence[tuple[Collection[str], Anchors]],
    record_id: str | None,
    anchors: Anchors | None,
    same_text: bool,
) -> int | None:
    """Return the index of the record most similar to these anchors, else of the record with this
    id; None if there is none. Similarity comes first, because an id contains the number of the
    meeting in the text, which shifts when a meeting is added. In a changed text the id says nothing
    about a record that differs. `records` are the ids of each record and its anchors."""
    scores = [
        (points(anchors, there) if anchors else 0.0, record_id in names, -i)
        for i, (names, there) in enumerate(records)
    ]
    like = max((s for s in scores if s[0] >= LIKE), default=None)
    named = max((s for s in scores if s[1] and (same_text or s[0] >= 0)), default=None)
    best = like or named
    return -best[2] if best else None


def _shared(a: Set[Any], b: Set[Any]) -> float:
    return len(a & b) / len(a | b)


def _touch(a: Sequence[Span], b: Sequence[Span]) -> bool:
    return any(x[0] < y[1] and y[0] < x[1] for x in a for y in b)
