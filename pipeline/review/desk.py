"""The state of a review: the output of a run, the queue of records, and the ledger of decisions.

A decision counts only when it is in the ledger on the disk. `corrections.apply` then makes the
release, as the next run will."""

from __future__ import annotations

import hashlib
import json
import threading
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pipeline import corrections, ledger
from pipeline.config import Config
from pipeline.corrections import Applied, Decision
from pipeline.corrections.decisions import SCALARS, line
from pipeline.corrections.differing import differing
from pipeline.corrections.identity import Identity
from pipeline.diff import Change, sources, stream
from pipeline.errors import MahdarError
from pipeline.matching_records import anchors_of, find
from pipeline.review import output as outputs
from pipeline.review import reports, values
from pipeline.review.filters import Marks, Wanted, matches
from pipeline.review.queue import Item, items, undecided
from pipeline.review.reports import Comparison, Told
from pipeline.review.snapping import cuts
from pipeline.review.view import FIELDS, ReleaseView, release_view
from pipeline.schema import Record
from pipeline.words import words
from pipeline.words.values import in_words

RECORD, MENTION = "record", "mention"
_NOT_SAID = frozenset({"id", "entity_id", "found_by", "confidence"})  # by the value itself


@dataclass(frozen=True, slots=True)
class Shown:
    """One decision in the page's list, in words. `differs`: another reviewer decided
    differently."""

    id: str
    verdict: str
    what: str
    text: str
    by: str
    at: str
    differs: bool = False


@dataclass(frozen=True, slots=True)
class Notes:
    """The flags and disagreements among a release's decisions, by record."""

    standing: tuple[Decision, ...]
    flags: Mapping[str | None, tuple[Decision, ...]]
    differing: Mapping[str | None, tuple[Decision, ...]]


@dataclass(frozen=True, slots=True)
class Progress:
    """The number of records, of decided ones, and of decisions in this session."""

    total: int
    done: int
    mine: int


@dataclass(frozen=True, slots=True)
class Look:
    """One item of the queue as the page shows it. `state` is open, accepted or rejected; `keys`
    name the values of each field; `cuts` are the positions where a word begins after an attached
    particle; `left` counts the records without a verdict; `changes` are those since the last
    reviewed run; `removed` names the records of the release that have disappeared since then;
    `stale` lists decisions that no longer apply."""

    n: int
    total: int
    left: int
    state: str
    marks: Marks
    skipped: bool
    progress: Progress
    release: ReleaseView
    record: Record | None
    changes: tuple[Change, ...]
    removed: tuple[str, ...]
    keys: Mapping[str, tuple[str, ...]]
    cuts: tuple[int, ...]
    compared: Comparison | None
    decisions: tuple[Shown, ...]
    stale: tuple[str, ...]


@dataclass(slots=True)
class Desk:
    """The only mutable state of the page, protected by `lock`. `mine` are the decisions of this
    session, grouped by action, the last ones last; `skipped` are the records skipped in it."""

    out: Path
    corrections: Path
    by: str
    output: outputs.Output
    changes: Mapping[str, tuple[Change, ...]] = field(default_factory=dict)
    removed: Mapping[str, Sequence[str]] = field(default_factory=dict)
    queue: list[Item] = field(default_factory=list)
    meetings: Mapping[str, Told] = field(default_factory=dict)
    decisions: dict[str, Decision] = field(default_factory=dict)
    identities: tuple[Identity, ...] = ()
    by_release: dict[str, list[Decision]] = field(default_factory=dict)
    faults: tuple[ledger.Fault, ...] = ()
    stamp: tuple[int, int] | None = None  # of the ledger when it was read
    notes: dict[str, Notes] = field(default_factory=dict)
    mine: list[tuple[str, ...]] = field(default_factory=list)
    skipped: set[tuple[str, str | None]] = field(default_factory=set)
    lock: threading.RLock = field(default_factory=threading.RLock)


# --- opening the review


def opened(out: Path, corrections_file: Path, by: str) -> Desk:
    """Return the desk of the output folder `out`. Raise UsageError if there is no output,
    MahdarError if it or the ledger cannot be read. Bad lines of the ledger are skipped (`faults`
    lists them)."""
    desk = Desk(out, corrections_file, by, outputs.opened(out))
    _lay(desk)
    return desk


def renewed(desk: Desk) -> None:
    """Load the output of a run that ended since the desk was opened, if there is one."""
    with desk.lock:
        if not outputs.is_current(desk.output, desk.out):
            before, desk.output = desk.output, outputs.opened(desk.out)
            outputs.close(before)
            desk.stamp = None
            _lay(desk)


def _lay(desk: Desk) -> None:
    """Apply decisions, changes and queue to the open output."""
    refresh(desk)
    desk.meetings = reports.read(desk.out)
    desk.changes = changes = _changes(desk.out, desk.decisions.values())
    gone: dict[str, list[str]] = defaultdict(list)
    for change in (
        c for some in changes.values() for c in some if c.field is None and c.record.new is None
    ):
        if (was := change.record.old) is not None:
            gone[was.release].append(
                " · ".join(
                    str(part) for part in (was.name, was.ordinal, was.date) if part is not None
                )
                or was.id
            )
    desk.removed = dict(gone)
    removed = {release_id: len(names) for release_id, names in gone.items()}
    meetings = desk.output.meetings
    confidence = {
        release_id: {record_id: sure for record_id, (_, sure) in found.items()}
        for release_id, found in meetings.items()
    }
    decided: set[str] = set()
    rejected: set[str] = set()
    for release_id in desk.by_release:
        applied = applied_to(desk, release_id)
        now = {r.record_id: r.confidence for r in applied.records}
        decided |= _accepted(desk, release_id, applied)
        rejected |= {record_id for record_id in meetings[release_id] if record_id not in now}
        confidence[release_id] = {
            **now,
            **confidence[release_id],
        }  # including the records added since
    desk.queue = list(
        items(
            confidence,
            {record_id: len(some) for record_id, some in changes.items()},
            removed,
            decided | rejected,
        )
    )
    desk.queue = [replace(i, rejected=i.record_id in rejected) for i in desk.queue]


def _changes(out: Path, decisions: Iterable[Decision]) -> Mapping[str, tuple[Change, ...]]:
    """Return the changes since the last reviewed run, by record id, without those that reviewers
    made; none if no run was reviewed."""
    by_record: dict[str, list[Change]] = defaultdict(list)
    with sources.last_reviewed(out) as runs:
        for change in (
            stream(
                runs[0].side, runs[1].side, Config(), (d.model_dump(mode="json") for d in decisions)
            )
            if runs
            else ()
        ):
            if not change.quiet and change.cause != "correction":
                by_record[change.record.shown.id].append(change)
    return {record_id: tuple(some) for record_id, some in by_record.items()}


def refresh(desk: Desk) -> None:
    """Read the ledger again if it has changed: somebody else may have added to it."""
    try:
        file = desk.corrections.stat()
        stamp = file.st_mtime_ns, file.st_size
    except FileNotFoundError:
        stamp = 0, -1
    except OSError as err:
        raise MahdarError(
            f"{desk.corrections}: {err.strerror}; fix the path or the permissions, or name "
            "another file"
        ) from err
    if stamp == desk.stamp:
        return
    found = ledger.read(desk.corrections)
    desk.decisions, desk.by_release, desk.faults, desk.stamp = {}, {}, found.faults, stamp
    desk.notes, desk.identities = {}, found.verdicts
    for decision in found.decisions:
        _take(desk, decision)


def keep(desk: Desk, *decisions: Decision) -> None:
    """Add decisions; they are on the disk when this returns. Raise MahdarError if that fails."""
    size = max(desk.stamp[1], 0) if desk.stamp else 0
    ledger.append(desk.corrections, *decisions)
    file = desk.corrections.stat()
    added = sum(len(f"{line(decision)}\n".encode()) for decision in decisions)
    if file.st_size == size + added:  # nobody else has added anything
        desk.stamp = file.st_mtime_ns, file.st_size
        for decision in decisions:
            _take(desk, decision)
    else:
        refresh(desk)


def _take(desk: Desk, decision: Decision) -> None:
    desk.decisions[decision.id] = decision
    release_id = outputs.find(desk.output, decision.release)
    if release_id is not None:
        desk.by_release.setdefault(release_id, []).append(decision)
        desk.notes.pop(release_id, None)


def notes(desk: Desk, release_id: str) -> Notes:
    """Return the flags and disagreements among a release's decisions."""
    if (known := desk.notes.get(release_id)) is not None:
        return known
    stand = corrections.standing(desk.by_release.get(release_id, ()))
    flags: dict[str | None, list[Decision]] = defaultdict(list)
    for d in stand:
        if d.verdict == "flag":
            flags[d.record_id].append(d)
    differ: dict[str | None, list[Decision]] = defaultdict(list)
    for group in differing(stand):
        differ[group[-1].record_id] += group
    found = Notes(
        stand,
        {record_id: tuple(some) for record_id, some in flags.items()},
        {record_id: tuple(some) for record_id, some in differ.items()},
    )
    desk.notes[release_id] = found
    return found


def marks(desk: Desk, item: Item) -> Marks:
    """Return the marks that the page shows beside a record's card."""
    meeting = desk.meetings.get(item.record_id or "")
    at_odds = bool(meeting and meeting.conflicts)
    if item.release_id not in desk.by_release:
        return Marks(conflicts=at_odds)
    told = notes(desk, item.release_id)
    differ = bool({item.record_id, None} & set(told.differing))
    return Marks(item.record_id in told.flags, differ or at_odds, differ)


def card(desk: Desk, item: Item) -> outputs.Card:
    """Return the list entry of an item; a record that a reviewer added takes data from its
    release."""
    cards = desk.output.cards
    return cards.get((item.release_id, item.record_id)) or cards[item.release_id, None]


def wanted(desk: Desk, want: Wanted) -> list[int]:
    """Return the items of the queue that match a filter, in order."""
    with desk.lock:
        refresh(desk)
        return [
            n
            for n, item in enumerate(desk.queue)
            if want.empty or matches(want, item, card(desk, item), marks(desk, item))
        ]


def step(desk: Desk, n: int, by: int, want: Wanted) -> int:
    """Return the item `by` steps from `n` among the matching ones, at most the last; `n` itself if
    there is none."""
    found = wanted(desk, want)
    ahead = [i for i in found if i > n] if by > 0 else [i for i in reversed(found) if i < n]
    return ahead[min(abs(by), len(ahead)) - 1] if by and ahead else n


def progress(desk: Desk) -> Progress:
    """Return the progress of the review."""
    records = [item for item in desk.queue if item.record_id is not None]
    return Progress(
        len(records), sum(i.decided for i in records), sum(len(some) for some in desk.mine)
    )


# --- showing an item


def look(desk: Desk, n: int) -> Look | None:
    """Return item `n` of the queue, or the nearest one; None if the queue is empty."""
    with desk.lock:
        if not desk.queue:
            return None
        refresh(desk)
        n = min(max(n, 0), len(desk.queue) - 1)
        item = desk.queue[n]
        applied = applied_to(desk, item.release_id)
        record, rejected = found_in(desk, item, applied)
        decided = item.record_id is not None and item.record_id in _accepted(
            desk, item.release_id, applied
        )
        desk.queue[n] = replace(item, decided=decided or rejected, rejected=rejected)
        told = notes(desk, item.release_id)
        otherwise = {d.id for group in told.differing.values() for d in group}
        return Look(
            n,
            len(desk.queue),
            undecided(desk.queue),
            desk.queue[n].state,
            marks(desk, item),
            (item.release_id, item.record_id) in desk.skipped,
            progress(desk),
            release_view(applied.row, applied.records),
            record,
            desk.changes.get(item.record_id or "", ()),
            tuple(desk.removed.get(item.release_id, ())),
            {name: tuple(map(digest, values.current(record, name))) for name in FIELDS}
            if record
            else {},
            tuple(cuts(applied.row.text)),
            _compared(desk, record),
            tuple(replace(_shown(d), differs=d.id in otherwise) for d in _standing(desk, item)),
            tuple(words()["stale"].get(s.reason, s.reason) for s in applied.stale),
        )


def _compared(desk: Desk, record: Record | None) -> Comparison | None:
    if record is None or (record.release.id, record.record_id) not in desk.output.cards:
        return None
    told = desk.meetings.get(record.record_id)
    return reports.comparison(desk.output, desk.queue, record, told, desk.identities)


def first(desk: Desk) -> int:
    """Return the index of the first item without a verdict."""
    return next((n for n, item in enumerate(desk.queue) if not item.decided), 0)


def following(desk: Desk, n: int, want: Wanted | None = None) -> int | None:
    """Return the index of the next matching record without a verdict after item `n`. Start again
    after the last one. Skipped records come when no other is left."""
    found = wanted(desk, want or Wanted())
    order = [i for i in found if i > n] + [i for i in found if i < n]
    waiting = [
        i for i in order if desk.queue[i].record_id is not None and not desk.queue[i].decided
    ]
    fresh = (
        i
        for i in waiting
        if (desk.queue[i].release_id, desk.queue[i].record_id) not in desk.skipped
    )
    return next(fresh, next(iter(waiting), None))


def applied_to(desk: Desk, release_id: str) -> Applied:
    """Return a release with its decisions applied."""
    row, records = outputs.release(desk.output, release_id)
    return corrections.apply(row, records, desk.by_release.get(release_id, ()))


def found_in(desk: Desk, item: Item, applied: Applied) -> tuple[Record | None, bool]:
    """Return the current record of an item; for a rejected one its last state, and True."""
    for record in applied.records:
        if record.record_id == item.record_id:
            return record, False
    for record in outputs.release(desk.output, item.release_id)[1]:
        if record.record_id == item.record_id:
            return record, True
    return None, item.record_id is not None


def _accepted(desk: Desk, release_id: str, applied: Applied) -> set[str]:
    """Return the records of a release that are accepted as a whole by a valid decision."""
    decisions = desk.by_release.get(release_id, ())
    records = [(r.record_id, anchors_of(r)) for r in applied.records]
    verdicts = {d.id: d for d in decisions if d.field == RECORD and d.new is not None}
    found = (
        find(
            records,
            d.record_id or d.new["record_id"],
            d.anchors,
            d.release.text_sha256 == applied.row.text_sha256,
        )
        for d in map(verdicts.get, applied.applied)
        if d and d.new
    )
    return {records[at][0] for at in found if at is not None}


def _standing(desk: Desk, item: Item) -> tuple[Decision, ...]:
    """Return the decisions on this record, and on mentions of its release."""
    return tuple(
        d
        for d in notes(desk, item.release_id).standing
        if d.record_id in (item.record_id, None) or d.field == MENTION
    )


def _shown(d: Decision) -> Shown:
    value = d.new or d.old or {}
    inner = value.get("value", value)
    text = (
        inner
        if not isinstance(inner, dict)
        else inner.get("name") or inner.get("text") or inner.get("body") or ""
    )
    if isinstance(text, dict):
        text = text["name"]
    if d.comment:
        text = d.comment
    elif d.field == RECORD and d.verdict in ("accept", "reject"):
        text = ""
    elif d.field in SCALARS and not isinstance(inner, dict):
        text = in_words(d.field, inner)
    what = (
        words()["label"][value["label"]]
        if d.field == MENTION
        else words()["field"].get(d.field, words()["review"]["record"])
    )
    return Shown(d.id, d.verdict, what, str(text), d.by, f"{d.at:%Y-%m-%d %H:%M}")


def digest(value: Mapping[str, Any]) -> str:
    """Return a short key of a value: values with the same content and places have the same key,
    whatever found them. So a verdict that was typed ahead still finds its value after the one
    before has marked it as decided."""

    def said(part: Any) -> Any:
        return (
            {k: said(v) for k, v in part.items() if k not in _NOT_SAID}
            if isinstance(part, dict)
            else part
        )

    return hashlib.sha256(json.dumps(said(dict(value)), sort_keys=True).encode()).hexdigest()[:12]
