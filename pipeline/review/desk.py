"""What lies before the reviewer: the output of a run, the queue over it, and the ledger of decisions.

A run that ends meanwhile renames new files into the place of those that are open here, so the desk keeps showing the run that it was
opened on. A decision is in the ledger, on the disk, before it counts for anything here; what a release then looks like is made by
`corrections.apply`, as the next run will make it.
"""
from __future__ import annotations

import hashlib
import json
import os
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline import corrections, ledger, store
from pipeline.config import Config
from pipeline.corrections import Applied, Decision, Verdict
from pipeline.corrections.anchoring import find
from pipeline.corrections.decisions import LABEL_OF, LISTS, SCALARS, anchors_of
from pipeline.diff import Change, sources, stream
from pipeline.errors import MahdarError, UsageError
from pipeline.review import values
from pipeline.review.queue import Item, items, undecided
from pipeline.review.values import Given, Input, Json, Unclear
from pipeline.review.view import FIELDS, ReleaseView, release_view
from pipeline.review.words import words
from pipeline.schema import VALUES, Record, ReleaseRow

RECORDS, RELEASES = "records.jsonl", "releases.jsonl"
RECORD, MENTION = "record", "mention"


class Sent(BaseModel):
    """What the page sends: a verdict on the value of `field` that `key` names, or on the whole record; `of`, for a withdrawal, is the
    decision that is taken back. `values` are those of the form."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    release: str
    record: str
    verdict: Verdict
    field: str
    key: str | None = None
    of: str | None = None
    values: dict[str, str] = Field(default={})


class Refused(MahdarError):
    """A verdict that cannot be taken as it is; `form` asks for what is missing."""

    def __init__(self, words: str, form: Form | None = None) -> None:
        super().__init__(words)
        self.form = form


@dataclass(frozen=True, slots=True)
class Form:
    """The form of one value; `why` says what is missing."""

    verdict: Verdict
    field: str
    key: str | None
    inputs: tuple[Input, ...]
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """One decision as the page lists it: what it is about, in words."""

    id: str
    verdict: str
    what: str
    text: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Look:
    """One item of the queue as the page shows it. `state` is open, accepted or rejected; `keys` name the values of each field; `left`
    counts the records without a verdict; `changes` are those since the last reviewed run, `removed` names the records of the release that
    were there then and are gone; `stale` says what does not apply any more."""

    n: int
    total: int
    left: int
    state: str
    release: ReleaseView
    record: Record | None
    changes: tuple[Change, ...]
    removed: tuple[str, ...]
    keys: Mapping[str, tuple[str, ...]]
    decisions: tuple[Shown, ...]
    stale: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a verdict: the item that it is about, words for the reviewer, the value that it gave (field and index), and the next
    item without a verdict, if there is one."""

    n: int
    said: str
    focus: tuple[str, int | None] | None = None
    next: int | None = None


Line = tuple[int, int]  # offset in bytes, length


@dataclass(frozen=True, slots=True)
class Output:
    """The files of a run, held open, with the place of each line: of a release, and of its records with their confidence."""

    releases: int
    records: int
    rows: Mapping[str, Line]
    meetings: Mapping[str, Mapping[str, tuple[Line, float]]]
    sources: Mapping[str, tuple[str, str | None]]


@dataclass(slots=True)
class Desk:
    """The one place of the page that changes, under `lock`. `mine` are the decisions of this sitting, the last one last."""

    out: Path
    corrections: Path
    by: str
    output: Output
    changes: Mapping[str, tuple[Change, ...]] = field(default_factory=dict)
    removed: Mapping[str, Sequence[str]] = field(default_factory=dict)
    queue: list[Item] = field(default_factory=list)
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    by_release: Mapping[str, Sequence[Decision]] = field(default_factory=dict)
    faults: tuple[ledger.Fault, ...] = ()
    stamp: tuple[int, int] | None = None  # of the ledger as it was read
    mine: list[str] = field(default_factory=list)
    lock: threading.RLock = field(default_factory=threading.RLock)


# --- opening it -------------------------------------------------------------------------------------------------------------

def opened(out: Path, corrections_file: Path, by: str) -> Desk:
    """The desk over the output folder `out`. Raises UsageError where there is no output, MahdarError where it or the ledger cannot be
    read; bad lines of the ledger are left out (`faults` names them)."""
    desk = Desk(out, corrections_file, by, _read(out))
    _lay(desk)
    return desk


def renewed(desk: Desk) -> None:
    """Shows the run that has ended since the desk was opened, if one has."""
    with desk.lock:
        if not _same_run(desk):
            before, desk.output = desk.output, _read(desk.out)
            for handle in (before.releases, before.records):
                os.close(handle)
            desk.stamp = None
            _lay(desk)


def _same_run(desk: Desk) -> bool:
    try:
        return all(os.path.samestat(os.fstat(handle), os.stat(desk.out / name))
                   for handle, name in ((desk.output.releases, RELEASES), (desk.output.records, RECORDS)))
    except FileNotFoundError:
        return True


def _lay(desk: Desk) -> None:
    """The decisions, the changes and the queue over the output that is open."""
    _refresh(desk)
    desk.changes = changes = _changes(desk.out, desk.decisions.values())
    decided = {record_id for release_id in desk.by_release for record_id in _decided(desk, release_id)}
    gone: dict[str, list[str]] = defaultdict(list)
    for change in (c for some in changes.values() for c in some if c.field is None and c.record.new is None):
        if (was := change.record.old) is not None:
            gone[was.release].append(" · ".join(str(part) for part in (was.name, was.ordinal, was.date) if part is not None) or was.id)
    desk.removed = dict(gone)
    removed = {release_id: len(names) for release_id, names in gone.items()}
    meetings = desk.output.meetings
    confidence = {release_id: {record_id: sure for record_id, (_, sure) in found.items()} for release_id, found in meetings.items()}
    desk.queue = list(items(confidence, {record_id: len(some) for record_id, some in changes.items()}, removed, decided))


def _read(out: Path) -> Output:
    try:
        releases, records = (os.open(out / name, os.O_RDONLY | os.O_CLOEXEC) for name in (RELEASES, RECORDS))
    except FileNotFoundError as err:
        raise UsageError(f"{err.filename} is not there: run mahdar process first, or name its output folder") from err
    except OSError as err:
        raise MahdarError(f"{err.filename}: {err.strerror}; mend the permissions") from err
    rows: dict[str, Line] = {}
    sources: dict[str, tuple[str, str | None]] = {}
    for line, row in _lines(releases, out / RELEASES, ("id", "source", "key")):
        rows[row["id"]] = line
        sources[row["id"]] = row["source"], row["key"]
    meetings: dict[str, dict[str, tuple[Line, float]]] = {release_id: {} for release_id in rows}
    for line, record in _lines(records, out / RECORDS, ("record_id", "release", "confidence")):
        meetings.setdefault(record["release"]["id"], {})[record["record_id"]] = line, record["confidence"]
    return Output(releases, records, rows, {r: m for r, m in meetings.items() if r in rows}, sources)


def _lines(handle: int, path: Path, needed: Sequence[str]) -> Iterator[tuple[Line, Json]]:
    at = 0
    with open(handle, "rb", closefd=False) as file:
        for number, line in enumerate(file, 1):
            try:
                value = json.loads(line)
                if any(key not in value for key in needed):
                    raise ValueError
            except (ValueError, TypeError) as err:
                raise MahdarError(f"{path}:{number}: is no line of mahdar's output: run mahdar process again") from err
            yield (at, len(line)), value
            at += len(line)


def _changes(out: Path, decisions: Iterable[Decision]) -> Mapping[str, tuple[Change, ...]]:
    """What says something new since the last reviewed run, by record id, what the reviewers themselves changed aside; nothing where no
    run was reviewed."""
    by_record: dict[str, list[Change]] = defaultdict(list)
    with sources.last_reviewed(out) as runs:
        for change in stream(runs[0].side, runs[1].side, Config(), (d.model_dump(mode="json") for d in decisions)) if runs else ():
            if not change.quiet and change.cause != "correction":
                by_record[change.record.shown.id].append(change)
    return {record_id: tuple(some) for record_id, some in by_record.items()}


def _refresh(desk: Desk) -> None:
    """Reads the ledger where it is not as it was: somebody else may have added to it."""
    try:
        file = desk.corrections.stat()
        stamp = file.st_mtime_ns, file.st_size
    except FileNotFoundError:
        stamp = 0, -1
    except OSError as err:
        raise MahdarError(f"{desk.corrections}: {err.strerror}; mend the path or the permissions, or name another file") from err
    if stamp == desk.stamp:
        return
    found = ledger.read(desk.corrections)
    desk.decisions, desk.faults, desk.stamp = {d.id: d for d in found.decisions}, found.faults, stamp
    by_source = {source: release_id for release_id, (source, _) in desk.output.sources.items()}
    by_key = {key: release_id for release_id, (_, key) in desk.output.sources.items() if key is not None}
    grouped: dict[str, list[Decision]] = defaultdict(list)
    for d in desk.decisions.values():
        seen = d.release
        release_id = seen.id if seen.id in desk.output.rows else by_key.get(seen.key or "") or by_source.get(seen.source)
        if release_id is not None:
            grouped[release_id].append(d)
    desk.by_release = dict(grouped)


# --- looking ----------------------------------------------------------------------------------------------------------------

def look(desk: Desk, n: int) -> Look | None:
    """Item `n` of the queue, or the nearest one; None where the queue is empty."""
    with desk.lock:
        if not desk.queue:
            return None
        _refresh(desk)
        n = min(max(n, 0), len(desk.queue) - 1)
        item = desk.queue[n]
        applied = _applied(desk, item.release_id)
        record, rejected = _found(desk, item, applied)
        decided = item.record_id is not None and item.record_id in _accepted(desk, item.release_id, applied)
        desk.queue[n] = replace(item, decided=decided or rejected)
        return Look(
            n, len(desk.queue), undecided(desk.queue), "rejected" if rejected else "accepted" if decided else "open",
            release_view(applied.row, applied.records), record, desk.changes.get(item.record_id or "", ()),
            tuple(desk.removed.get(item.release_id, ())),
            {name: tuple(map(_digest, values.current(record, name))) for name in FIELDS} if record else {},
            tuple(map(_shown, _standing(desk, item))), tuple(stale.reason for stale in applied.stale),
        )


def first(desk: Desk) -> int:
    """The item to begin with."""
    return next((n for n, item in enumerate(desk.queue) if not item.decided), 0)


def form(desk: Desk, sent: Sent) -> Form:
    """The form in which the value that `sent` names can be edited. Raises Refused where it is gone."""
    with desk.lock:
        _refresh(desk)
        item = desk.queue[_n(desk, sent)]
        applied = _applied(desk, item.release_id)
        return _form(sent, _old(sent, _found(desk, item, applied)[0]), applied.row)


def _form(sent: Sent, old: Json | None, row: ReleaseRow, why: str | None = None) -> Form:
    return Form("correct" if old else "add", sent.field, sent.key, values.inputs(sent.field, old, sent.values, row), why)


def _row(desk: Desk, release_id: str) -> tuple[ReleaseRow, tuple[Record, ...]]:
    """A release and its records as the run wrote them."""
    def line(handle: int, at: Line) -> bytes:
        return os.pread(handle, at[1], at[0])

    row = ReleaseRow.model_validate_json(line(desk.output.releases, desk.output.rows[release_id]))
    meetings = desk.output.meetings[release_id].values()
    return row, tuple(Record.model_validate_json(line(desk.output.records, at)) for at, _ in meetings)


def _applied(desk: Desk, release_id: str) -> Applied:
    row, records = _row(desk, release_id)
    return corrections.apply(row, records, desk.by_release.get(release_id, ()))


def _found(desk: Desk, item: Item, applied: Applied) -> tuple[Record | None, bool]:
    """The record of an item as it is now; where it was rejected, as it was, and True."""
    for record in applied.records:
        if record.record_id == item.record_id:
            return record, False
    for record in _row(desk, item.release_id)[1]:
        if record.record_id == item.record_id:
            return record, True
    return None, item.record_id is not None


def _accepted(desk: Desk, release_id: str, applied: Applied) -> set[str]:
    """The records of a release on which, as a whole, an accepting verdict stands and applies."""
    decisions = desk.by_release.get(release_id, ())
    records = [(r.record_id, anchors_of(r)) for r in applied.records]
    verdicts = {d.id: d for d in decisions if d.field == RECORD and d.new is not None}
    found = (find(records, d.record_id or d.new["record_id"], d.anchors) for d in map(verdicts.get, applied.applied) if d and d.new)
    return {records[at][0] for at in found if at is not None}


def _decided(desk: Desk, release_id: str) -> set[str]:
    """The records of a release that wait for no verdict: accepted ones, and those that are out."""
    applied = _applied(desk, release_id)
    return _accepted(desk, release_id, applied) | (desk.output.meetings[release_id].keys() - {r.record_id for r in applied.records})


def _standing(desk: Desk, item: Item) -> tuple[Decision, ...]:
    """What was decided on this record, and on mentions of its release."""
    return tuple(d for d in corrections.standing(desk.by_release.get(item.release_id, ()))
                 if d.record_id in (item.record_id, None) or d.field == MENTION)


def _shown(d: Decision) -> Shown:
    value = d.new or d.old or {}
    inner = value.get("value", value)
    text = inner if not isinstance(inner, dict) else inner.get("name") or inner.get("text") or inner.get("body") or ""
    if isinstance(text, dict):
        text = text["name"]
    what = words()["label"][value["label"]] if d.field == MENTION else words()["field"].get(d.field, words()["review"]["record"])
    return Shown(d.id, d.verdict, what, str(text), d.by, f"{d.at:%Y-%m-%d %H:%M}")


# --- deciding ---------------------------------------------------------------------------------------------------------------

def decide(desk: Desk, sent: Sent) -> Done:
    """Keeps a verdict; it is on the disk when this returns. Raises Refused where it makes no sense (any more), MahdarError where it
    cannot be written."""
    with desk.lock:
        _refresh(desk)
        n = _n(desk, sent)
        item = desk.queue[n]
        if sent.verdict == "withdraw":
            return _withdrawn(desk, desk.decisions.get(sent.of or ""))
        applied = _applied(desk, item.release_id)
        record, _ = _found(desk, item, applied)
        old = _old(sent, record)
        try:
            decision = _decision(desk, sent, old, applied.row, record, applied.records)
        except Unclear as err:
            why = words()["said"][str(err)]
            raise Refused(why, _form(sent, old, applied.row, why) if str(err) == "value_needed" else None) from err
        except ValidationError as err:
            why = f"{words()['said']['invalid']}: {err.errors(include_url=False, include_input=False)[0]['msg']}"
            raise Refused(why, _form(sent, old, applied.row, why) if sent.field in FIELDS else None) from err
        _keep(desk, decision)
        desk.mine.append(decision.id)
        if decision.field == RECORD and decision.verdict == "add" and decision.new:
            n += 1
            desk.queue.insert(n, Item(item.release_id, decision.new["record_id"], decided=True))
        look(desk, n)  # which notes whether it is decided
        onward = _next(desk, n)
        said = words()["said"][decision.verdict]
        if decision.field == RECORD and onward is None:
            mark_reviewed(desk)
            said = words()["said"]["through"]
        return Done(n, said, _focus(desk, n, decision), onward)


def undo(desk: Desk) -> Done:
    """Takes back the last decision of this sitting that still stands. Raises Refused where there is none."""
    with desk.lock:
        _refresh(desk)
        stands = {d.id for d in corrections.standing(desk.decisions.values())}
        while desk.mine:
            if desk.mine[-1] in stands:
                return _withdrawn(desk, desk.decisions[desk.mine[-1]])
            desk.mine.pop()
        raise Refused(words()["said"]["nothing_to_undo"])


def mark_reviewed(desk: Desk) -> None:
    """Notes that the output was reviewed: the next queue begins with what changes from now on. Raises Refused where another run has
    ended meanwhile, which nobody has seen."""
    if not _same_run(desk):
        raise Refused(words()["said"]["new_run"])
    store.mark_reviewed(desk.out)


def _withdrawn(desk: Desk, decision: Decision | None) -> Done:
    if decision is None:
        raise Refused(words()["said"]["gone"])
    _keep(desk, corrections.withdraw(decision, by=desk.by, at=datetime.now(UTC)))
    record_id = decision.record_id or (decision.new or {}).get("record_id")
    n = next((n for n, item in enumerate(desk.queue) if item.record_id == record_id and item.release_id == decision.release.id),
             next((n for n, item in enumerate(desk.queue) if item.release_id == decision.release.id), 0))
    look(desk, n)  # which notes whether it is decided
    return Done(n, words()["said"]["withdraw" if decision.id in desk.mine else "withdraw_later"], next=_next(desk, n))


def _decision(
    desk: Desk, sent: Sent, old: Json | None, row: ReleaseRow, record: Record | None, records: Sequence[Record],
) -> Decision:
    """The decision that a verdict makes. Raises Unclear, ValidationError."""
    def decided(verdict: Verdict, field: str, old: Any = None, new: Any = None, on: Record | None = record) -> Decision:
        return corrections.decide(row, on, verdict, field, old=old, new=new, by=desk.by, at=datetime.now(UTC))

    given = sent.values
    if sent.verdict in ("accept", "reject"):
        return decided(sent.verdict, sent.field, record if sent.field == RECORD else old)
    label = sent.field.removeprefix(MENTION + ":")
    if record is None and sent.field in LABEL_OF:
        label = LABEL_OF[sent.field]
    if label != sent.field:
        return decided("add", MENTION, new=values.added_mention(label, given, row))
    if sent.field == RECORD or (record is None and sent.field == "body"):
        return decided("add", RECORD, new=_new_record(desk, given, row, records), on=None)
    if record is None:
        raise Unclear("no_record")
    if old and (marks := values.relabelled(sent.field, old, given, row)):
        return decided("correct", MENTION, *marks)
    new = values.new(sent.field, old, given, row, records)
    if old is None:
        return decided("add", sent.field, new=new)
    if all(new[key] == old[key] for key in new if key not in ("found_by", "confidence")):
        return decided("accept", sent.field, old)
    return decided("correct", sent.field, old, new)


def _new_record(desk: Desk, given: Given, row: ReleaseRow, records: Sequence[Record]) -> Json:
    """A meeting that was missed, of the body that is selected."""
    body = values.new("body", None, given, row)
    digest = hashlib.sha256(json.dumps([row.id, body["value"]["id"], body["span"]]).encode()).hexdigest()[:12]
    example = next(iter(records), None) or _any_record(desk)
    return {
        "schema_version": "1.0", "record_id": f"m-{digest}",
        "release": {"id": row.id, "source": row.source, "title": row.title, "outlet": row.outlet, "published": row.published},
        "body": body["value"], **dict.fromkeys(VALUES), **{name: [] for name in LISTS},
        "duplicates_removed": [p.model_dump(mode="json") for p in row.paragraphs if p.duplicate_of is not None],
        "evidence": dict.fromkeys(SCALARS) | {"body": {"span": body["span"], "found_by": "correction"}},
        "confidence": 1.0, "warnings": [],
        "provenance": example.provenance.model_dump() if example else {"pipeline": "", "model": "", "config": ""},
    }


def _any_record(desk: Desk) -> Record | None:
    for release_id, found in desk.output.meetings.items():
        if found:
            return _row(desk, release_id)[1][0]
    return None


def _old(sent: Sent, record: Record | None) -> Json | None:
    """The value that `key` names, as it is now; without a key, the single value of the field, if there is one. Raises Refused where it
    is gone or there is no such field."""
    if sent.field == RECORD or sent.field.startswith(MENTION + ":"):
        return None
    if sent.field not in FIELDS:
        raise Refused(words()["said"]["invalid"])
    found = values.current(record, sent.field) if record else ()
    if not sent.key:
        if sent.verdict == "add":
            return found[0] if found and sent.field in SCALARS else None
        raise Refused(words()["said"]["gone"])
    for value in found:
        if _digest(value) == sent.key:
            return dict(value)
    raise Refused(words()["said"]["gone"])


def _n(desk: Desk, sent: Sent) -> int:
    for n, item in enumerate(desk.queue):
        if item.release_id == sent.release and (item.record_id or "") == sent.record:
            return n
    raise Refused(words()["said"]["gone"])


def _next(desk: Desk, n: int) -> int | None:
    """The next record without a verdict after item `n`, from the beginning again after the last one."""
    order = [*range(n + 1, len(desk.queue)), *range(n)]
    return next((i for i in order if desk.queue[i].record_id is not None and not desk.queue[i].decided), None)


def _keep(desk: Desk, decision: Decision) -> None:
    ledger.append(desk.corrections, decision)
    _refresh(desk)


def _focus(desk: Desk, n: int, decision: Decision) -> tuple[str, int | None] | None:
    """Where the value that a decision gave stands now."""
    if decision.verdict not in ("correct", "add") or decision.new is None or decision.field not in FIELDS:
        return None
    item = desk.queue[n]
    record, _ = _found(desk, item, _applied(desk, item.release_id))
    if record is None:
        return None
    if decision.field in SCALARS:
        return decision.field, None
    wanted = {key: decision.new.get(key) for key in ("name", "text", "span", "mentions") if key in decision.new}
    for index, value in enumerate(values.current(record, decision.field)):
        if all(value[key] == wanted[key] for key in wanted):
            return decision.field, index
    return None


def _digest(value: Mapping[str, Any]) -> str:
    """A short name for a value: two that say the same of the same places are the same one, whatever found them. So a verdict that was
    typed ahead still finds the value that the one before it has marked as decided."""
    def said(part: Any) -> Any:
        return {k: said(v) for k, v in part.items() if k not in ("id", "found_by", "confidence")} if isinstance(part, dict) else part

    return hashlib.sha256(json.dumps(said(dict(value)), sort_keys=True).encode()).hexdigest()[:12]
