"""Apply decisions to finished records and to the row of their release. Pure and idempotent.

    carry (anchoring) ──▶ records left out, restored, added ──▶ the operations on each (values)
    ──▶ mentions of the row (mentions)

The order of the decisions does not matter. First it is settled what is in and what is out
(settling), then that is merged into what the pipeline found. So the result depends neither on the
order of the lines nor on earlier corrections of the records."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from pydantic import BaseModel

from pipeline.arabic.folding import fold_key
from pipeline.arabic.naming import entity_id
from pipeline.config import Config
from pipeline.corrections.anchoring import Stale, carry, concerns, moved, paragraphs_of
from pipeline.corrections.decisions import (
    LISTS,
    ON_VALUES,
    Decision,
    MentionForm,
    spans_of,
    standing,
)
from pipeline.corrections.lists import Meeting
from pipeline.corrections.mentions import mentions
from pipeline.corrections.operations import (
    Operation,
    SetElement,
    SetMention,
    SetRecord,
    SetValue,
    key,
    marked,
    operation,
)
from pipeline.corrections.settling import settle
from pipeline.corrections.values import rule
from pipeline.ids import text_sha256
from pipeline.matching_records import Anchors, anchors_of, find
from pipeline.schema import (
    SCHEMA_VERSION,
    Body,
    DuplicateRemoved,
    Evidences,
    Item,
    Record,
    ReferencedMeeting,
    ReleaseRef,
    ReleaseRow,
)


@dataclass(frozen=True, slots=True)
class Applied:
    """The result for a release: its row and records, the sorted ids of the applied decisions, and
    the stale ones. An overridden decision is in neither."""

    row: ReleaseRow
    records: tuple[Record, ...]
    applied: tuple[str, ...]
    stale: tuple[Stale, ...]


@dataclass(slots=True, eq=False)
class _Entry:
    """A meeting that the pipeline found or that a decision refers to. `names`: its ids. `versions`:
    its anchors, as found and as corrected since. `verdicts`: the operations on it as a whole.
    `out`: rejected."""

    meeting: Meeting | None
    versions: list[Anchors]
    names: set[str]
    found: bool
    out: bool = False
    verdicts: list[SetRecord] = field(default_factory=list)


def apply(
    row: ReleaseRow,
    records: Sequence[Record],
    decisions: Iterable[Decision],
    same_name: float | None = None,
) -> Applied:
    """Return the release and its records with the decisions applied; ignore decisions on other
    releases. `same_name` is the minimum similarity of folded names for a rejected name to count as
    found again (default: that of Config)."""
    mine = [d for d in standing(decisions) if d.verdict in ON_VALUES and concerns(d, row)]
    if not mine:
        return Applied(row, tuple(records), (), ())
    digest, paragraphs = text_sha256(row.text), cache(lambda: paragraphs_of(row))
    tried = [carry(d, row, digest, paragraphs) for d in mine]
    stale = {s.id: s for s in tried if isinstance(s, Stale)}
    operations = [o for o in tried if isinstance(o, Operation)]
    entries = [_Entry(Meeting(r), [anchors_of(r)], {r.record_id}, found=True) for r in records]
    on_records = [o for o in operations if isinstance(o, SetRecord)]
    applied = _rule_on_records(row, entries, on_records, stale)
    entries = [e for e in entries if e.meeting is not None or e.out]
    homes = _homes(entries, [o for o in operations if not isinstance(o, SetRecord)])
    labels = settle([o for o in operations if isinstance(o, SetMention)])
    applied |= {s.last.id for s in labels}
    fields = [o for o in operations if isinstance(o, SetValue | SetElement)]
    stale |= {
        o.id: Stale(o.id, "its meeting is no longer found") for o in fields if o.id not in homes
    }
    limit = Config().same_name if same_name is None else same_name
    for entry in entries:
        if entry.meeting is not None and not entry.out:
            here = [o for o in fields if homes.get(o.id) is entry]
            told = [(s, homes.get(s.last.id) is entry) for s in labels]
            applied |= rule(row, entry.meeting, here, told, limit)
    kept = _in_order([e for e in entries if not e.out])
    new_row = row.model_copy(
        update={
            "mentions": mentions(row, kept, labels),
            "meetings": tuple(m.record.record_id for m in kept),
        }
    )
    alive = [operation(d) for d in mine if stale and d.id not in stale]
    overtaken = {d.id for d in mine if d.id in stale and _overtaken(operation(d), alive, entries)}
    return Applied(
        new_row,
        tuple(m.record for m in kept),
        tuple(sorted(applied)),
        tuple(stale[i] for i in sorted(set(stale) - overtaken)),
    )


def _home(
    entries: Sequence[_Entry], record_id: str | None, anchors: Anchors | None, same_text: bool
) -> _Entry | None:
    """Return the meeting most similar to these anchors, or with this id."""
    known = [(e, version) for e in entries for version in e.versions]
    at = find([(e.names, version) for e, version in known], record_id, anchors, same_text)
    return None if at is None else known[at][0]


def _homes(entries: Sequence[_Entry], operations: Iterable[Operation[Any]]) -> dict[str, _Entry]:
    """Return the meeting of each operation, by its id. A meeting that was found by its content is
    also known by that id from then on, and by the decided values of its body and number, because
    later decisions saw those."""
    homes: dict[str, _Entry] = {}
    waiting = sorted((o for o in operations if o.record_id is not None), key=lambda o: o.when)
    while waiting:
        left = []
        for o in waiting:
            home = _home(entries, o.record_id, o.anchors, o.same_text)
            if home is None or o.record_id is None:
                left.append(o)
                continue
            homes[o.id] = home
            home.names.add(o.record_id)
            home.versions += _as_decided(home.versions[-1], o)
        if len(left) == len(waiting):
            break
        waiting = left
    return homes


def _as_decided(anchors: Anchors, o: Operation[Any]) -> list[Anchors]:
    """Return the anchors of a meeting after a decision on its body or number; none if nothing
    changes."""
    if o.field not in ("body", "ordinal") or o.new is None or o.new.value is None:
        return []
    value, span = o.new.value, o.new.span
    if o.field == "ordinal":
        return [anchors.model_copy(update={"ordinal": value, "ordinal_span": span})]
    if isinstance(value, str):
        value = Body(name=value, id="", entity_id=None, mentions=(span,) if span else ())
    body = {"body": entity_id("COMMITTEE", value.name), "body_mentions": value.mentions}
    return [anchors.model_copy(update=body)]


# --- whole records
def _rule_on_records(
    row: ReleaseRow,
    entries: list[_Entry],
    operations: Sequence[SetRecord],
    stale: dict[str, Stale],
) -> set[str]:
    """Find the meeting of each operation, create missing ones, and apply the last valid operation
    on each. Return the ids of those, and add the others to `stale`."""
    for o in operations:
        shown = o.new or o.old
        assert shown is not None
        told = anchors_of(shown)
        anchors = o.anchors or (told if o.same_text else _nowhere(told))
        home = _home(entries, o.record_id or shown.record_id, anchors, o.same_text)
        if home is None:
            home = _Entry(None, [], set(), found=False)
            entries.append(home)
        home.versions.append(anchors)
        home.names |= {shown.record_id, o.record_id or shown.record_id}
        home.verdicts.append(o)
        if o.new is not None and not o.whole:
            stale[o.id] = Stale(o.id, "a paragraph of the meeting has changed")
    applied = set()
    for entry in entries:
        sound = [o for o in entry.verdicts if o.id not in stale]
        if sound:
            last = max(sound, key=lambda o: o.when)
            applied.add(last.id)
            entry.out = last.new is None
            if last.new is not None:
                now = entry.meeting.record if entry.meeting is not None else last.new
                entry.meeting = Meeting(_fixed(row, last.new, now), last.when)
    return applied


def _fixed(row: ReleaseRow, decided: Record, now: Record) -> Record:
    """Return a record as decided, with the current release."""
    lists = {name: tuple(marked(name, e) for e in getattr(decided, name)) for name in LISTS}
    evidence = {
        name: e and e.model_copy(update={"found_by": "correction"}) for name, e in decided.evidence
    }
    frame = {
        "schema_version": SCHEMA_VERSION,
        "record_id": now.record_id,
        "release": ReleaseRef.model_validate(row, from_attributes=True),
        "duplicates_removed": tuple(
            DuplicateRemoved.model_validate(p, from_attributes=True)
            for p in row.paragraphs
            if p.duplicate_of is not None
        ),
        "evidence": Evidences(**evidence),
        "confidence": 1.0,
        "warnings": (),
        "provenance": now.provenance,
    }
    return decided.model_copy(update=lists | frame)


def _in_order(entries: Sequence[_Entry]) -> list[Meeting]:
    """Return the found meetings in their order, with each added one at its place in the text."""
    out = [e.meeting for e in entries if e.found and e.meeting is not None]
    others = [e.meeting for e in entries if not e.found and e.meeting is not None]
    for m in sorted(others, key=lambda m: (_start(m), m.record.record_id)):
        out.insert(next((i for i, x in enumerate(out) if _start(x) > _start(m)), len(out)), m)
    return out


def _start(meeting: Meeting) -> float:
    return next(iter(spans_of(meeting.record)), (float("inf"), 0))[0]


# --- decisions that a later one overrides
def _overtaken(
    stale: Operation[Any], alive: Sequence[Operation[Any]], entries: Sequence[_Entry]
) -> bool:
    """Return whether a later decision, on the current text, is about the same thing."""
    home = _home(entries, stale.record_id, stale.anchors and _nowhere(stale.anchors), False)
    things = _things(stale)
    return any(
        o.when > stale.when
        and o.field == stale.field
        and (
            o.record_id == stale.record_id
            or (home is not None and _home(entries, o.record_id, o.anchors, True) is home)
        )
        and (not things or bool(things & _things(o)))
        for o in alive
    )


def _nowhere(anchors: Anchors) -> Anchors:
    """Return anchors without their places, which belong to another text."""
    return moved(anchors, lambda _: None)


def _things(o: Operation[Any]) -> set[object]:
    """Return what an operation is about, without its place; empty if the field alone identifies
    it."""
    if isinstance(o, SetValue | SetRecord):
        return set()
    return {_thing(o.field, e) for e in (o.old, o.new) if e is not None}


def _thing(name: str, e: BaseModel) -> object:
    if isinstance(e, MentionForm):
        return fold_key(e.name or "")
    if isinstance(e, Item):
        return fold_key(e.text)
    return (e.body, e.ordinal) if isinstance(e, ReferencedMeeting) else key(name, e)
