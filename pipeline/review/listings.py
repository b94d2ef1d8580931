"""The review page's views of many records: the list with its filters, and the end page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline import corrections
from pipeline.review.desk import Desk, card, marks, progress, wanted
from pipeline.review.filters import Marks, Wanted
from pipeline.review.output import Card

PAGE = 100  # records on one page of the list
CHOICES = 300  # maximum number of outlets or bodies in a filter


@dataclass(frozen=True, slots=True)
class Row:
    """A record in the list: its position in the queue and its card."""

    n: int
    card: Card
    state: str
    record: bool
    changes: int
    marks: Marks
    skipped: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of the list. `found` counts all matches, `more` is the start of the next page.
    `outlets` and `bodies` are the choices of the filters."""

    rows: Sequence[Row]
    found: int
    more: int | None
    outlets: Sequence[str]
    bodies: Sequence[str]


@dataclass(frozen=True, slots=True)
class Ending:
    """The summary at the end: decisions by verdict in this session and by reviewer in the whole
    ledger, the remaining and flagged records, and the next commands."""

    here: Mapping[str, int]
    reviewers: Mapping[str, Mapping[str, int]]
    left: int
    skipped: int
    flagged: Sequence[tuple[Row, tuple[str, ...]]]
    kept: str
    out: str
    usual: bool


def listing(desk: Desk, want: Wanted, first: int) -> Listing:
    """Return the matching records, from number `first` on."""
    with desk.lock:
        found = wanted(desk, want)
        cards = desk.output.cards.values()
        more = first + PAGE if first + PAGE < len(found) else None
        return Listing(
            rows(desk, found[first : first + PAGE]),
            len(found),
            more,
            _choices(c.outlet for c in cards),
            _choices(c.body for c in cards),
        )


def rows(desk: Desk, found: Iterable[int]) -> list[Row]:
    """Return items of the queue as rows of the list."""
    with desk.lock:
        return [_row(desk, n) for n in found]


def ending(desk: Desk) -> Ending:
    """Return the summary so far."""
    with desk.lock:
        mine = {i for some in desk.mine for i in some}
        reviewers: dict[str, Counter[str]] = {}
        here: Counter[str] = Counter()
        flags: dict[tuple[str, str | None], list[str]] = {}
        stand = corrections.standing(desk.decisions.values())
        for d in stand:
            reviewers.setdefault(d.by, Counter())[d.verdict] += 1
            here[d.verdict] += d.id in mine
            if d.comment is not None:
                flags.setdefault((d.release.id, d.record_id), []).append(d.comment)
        flagged = [
            (_row(desk, n), tuple(flags[item.release_id, item.record_id]))
            for n, item in enumerate(desk.queue)
            if (item.release_id, item.record_id) in flags
        ]
        told = progress(desk)
        waiting = {(i.release_id, i.record_id) for i in desk.queue if not i.decided}
        return Ending(
            dict(+here),
            reviewers,
            told.total - told.done,
            len(desk.skipped & waiting),
            flagged,
            str(desk.corrections),
            str(desk.out),
            str(desk.out) == "data/processed",
        )


def _row(desk: Desk, n: int) -> Row:
    item = desk.queue[n]
    return Row(
        n,
        card(desk, item),
        item.state,
        item.record_id is not None,
        item.changes,
        marks(desk, item),
        (item.release_id, item.record_id) in desk.skipped,
    )


def _choices(names: Iterable[str | None]) -> list[str]:
    """Return the most frequent ones, sorted by name."""
    counted = Counter(name for name in names if name)
    return sorted(name for name, _ in counted.most_common(CHOICES))
