"""The filters of the record list. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from pipeline.arabic.folding import fold_key
from pipeline.review.output import Card
from pipeline.review.queue import Item

STATES = ("open", "changed", "conflicts", "flagged")


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks beside a record's card: whether somebody flagged it, whether reviewers or reports
    disagree about it, and whether reviewers do."""

    flagged: bool = False
    conflicts: bool = False
    differ: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """A filter; empty fields match everything. `below`: some value has a lower confidence; `state`
    is one of STATES."""

    search: str = ""
    outlet: str = ""
    day: str = ""
    body: str = ""
    below: float | None = None
    state: str = ""

    @property
    def empty(self) -> bool:
        return self == Wanted()


def wanted(given: Mapping[str, str]) -> Wanted:
    """Return the filter of a query: q, outlet, day, body, below (percent), state. Ignore invalid
    values."""
    below = given.get("below", "")
    return Wanted(
        fold_key(given.get("q", "")).strip(),
        given.get("outlet", ""),
        given.get("day", ""),
        given.get("body", ""),
        int(below) / 100 if below.isascii() and below.isdigit() else None,
        given["state"] if given.get("state") in STATES else "",
    )


def matches(want: Wanted, item: Item, card: Card, marks: Marks) -> bool:
    """Return whether a record matches."""
    if want.empty:
        return True
    states = {
        "open": item.record_id is not None and not item.decided,
        "changed": bool(item.changes),
        "conflicts": marks.conflicts,
        "flagged": marks.flagged,
    }
    return (
        (not want.outlet or card.outlet == want.outlet)
        and (not want.day or want.day in (card.date, card.published))
        and (not want.body or card.body == want.body)
        and (want.below is None or (item.record_id is not None and card.lowest < want.below))
        and (not want.state or states[want.state])
        and all(word in _folded(card.searched) for word in want.search.split())
    )


@lru_cache(maxsize=1 << 17)
def _folded(text: str) -> str:
    return fold_key(text)
