"""Apply decisions to finished records and to the row of their release. Pure and idempotent.

    carry (anchoring) ──▶ records left out, restored, added ──▶ the decisions on each (values)
    ──▶ mentions of the row

The order of the decisions does not matter. First it is settled what is in and what is out
(settling), then that is merged into what the pipeline found. So the result depends neither on the
order of the lines nor on earlier corrections of the records."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from pipeline.arabic.clitics import citation
from pipeline.arabic.folding import fold_key
from pipeline.arabic.naming import entity_id
from pipeline.config import Config
from pipeline.corrections.anchoring import (
    Carried,
    Stale,
    carry,
    concerns,
    moved,
    paragraphs_of,
)
from pipeline.corrections.decisions import (
    LABEL_OF,
    LISTS,
    ON_VALUES,
    SCALARS,
    Decision,
    Json,
    order,
    sha256,
    spans_of,
    standing,
)
from pipeline.corrections.settling import Ruling, Settled, settle
from pipeline.corrections.values import Meeting, When, key, marked, rule
from pipeline.matching_records import Anchors, anchors_of, find
from pipeline.schema import SCHEMA_VERSION, Label, MentionRow, Record, ReleaseRef, ReleaseRow
from pipeline.types import Span


@dataclass(frozen=True, slots=True)
class Applied:
    """The result for a release: its row and records, the sorted ids of the applied decisions, and
    the stale ones. An overridden decision is in neither."""

    row: ReleaseRow
    records: tuple[Record, ...]
    applied: tuple[str, ...]
    stale: tuple[Stale, ...]


@dataclass(frozen=True, slots=True)
class _Placed:
    """A mention that was decided; `name` is None if it is unchanged or follows from the text."""

    when: When
    label: Label
    name: str | None


@dataclass(slots=True)
class _Entry:
    """A meeting that the pipeline found or that a decision refers to. `names`: its ids. `versions`:
    its anchors, as found and as corrected since. `verdicts`: the decisions on it as a whole. `out`:
    rejected."""

    meeting: Meeting | None
    versions: list[Anchors]
    names: set[str]
    found: bool
    out: bool = False
    verdicts: list[Carried] = field(default_factory=list)


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
    digest, paragraphs = sha256(row.text), cache(lambda: paragraphs_of(row))
    tried = [carry(d, row, digest, paragraphs) for d in mine]
    stale = {s.id: s for s in tried if isinstance(s, Stale)}
    carried = [c for c in tried if isinstance(c, Carried)]
    applied: set[str] = set()
    entries = [
        _Entry(Meeting(r.model_dump(mode="json")), [anchors_of(r)], {r.record_id}, found=True)
        for r in records
    ]
    _rule_on_records(
        row, entries, [c for c in carried if c.decision.field == "record"], applied, stale
    )
    entries = [e for e in entries if e.meeting is not None or e.out]
    homes = _homes(
        entries,
        [c for c in carried if c.decision.field != "record" and c.decision.record_id is not None],
    )
    labels = settle([mention_ruling(c) for c in carried if c.decision.field == "mention"])
    applied |= {s.last.id for s in labels}
    values = [c for c in carried if c.decision.field not in ("record", "mention")]
    stale |= {
        c.decision.id: Stale(c.decision.id, "its meeting is no longer found")
        for c in values
        if c.decision.id not in homes
    }
    limit = Config().same_name if same_name is None else same_name
    for i, entry in enumerate(entries):
        if entry.meeting is not None and not entry.out:
            mine_here = [c for c in values if homes.get(c.decision.id) == i]
            applied |= rule(
                row,
                entry.meeting,
                mine_here,
                [(s, homes.get(s.last.id) == i) for s in labels],
                limit,
            )
    kept = _in_order([e for e in entries if not e.out])
    finished = tuple(Record.model_validate(m.record) for m in kept)
    new_row = row.model_copy(
        update={
            "mentions": _mentions(row, kept, labels),
            "meetings": tuple(r.record_id for r in finished),
        }
    )
    alive = [c.decision for c in carried if c.decision.id not in stale]
    overtaken = {d.id for d in mine if d.id in stale and _overtaken(d, alive, entries)}
    return Applied(
        new_row,
        finished,
        tuple(sorted(applied)),
        tuple(stale[i] for i in sorted(set(stale) - overtaken)),
    )


def _home(
    entries: Sequence[_Entry], record_id: str | None, anchors: Anchors | None, same_text: bool
) -> int | None:
    """Return the index of the meeting most similar to these anchors, or with this id."""
    known = [(i, e.names, version) for i, e in enumerate(entries) for version in e.versions]
    at = find([(names, version) for _, names, version in known], record_id, anchors, same_text)
    return None if at is None else known[at][0]


def _homes(entries: Sequence[_Entry], carried: Sequence[Carried]) -> dict[str, int]:
    """Return the index of the meeting of each decision. A meeting that was found by its content is
    also known by that id from then on, and by the decided values of its body and number, because
    later decisions saw those."""
    homes: dict[str, int] = {}
    waiting = sorted(carried, key=lambda c: order(c.decision))
    while waiting:
        left = []
        for c in waiting:
            at = _home(entries, c.decision.record_id, c.anchors, c.same_text)
            if at is None or c.decision.record_id is None:
                left.append(c)
                continue
            homes[c.decision.id] = at
            entries[at].names.add(c.decision.record_id)
            if (version := _as_decided(entries[at].versions[-1], c)) is not None:
                entries[at].versions.append(version)
        if len(left) == len(waiting):
            break
        waiting = left
    return homes


def _as_decided(anchors: Anchors, c: Carried) -> Anchors | None:
    """Return the anchors of a meeting after a decision on its body or number; None if nothing
    changes."""
    if c.new is None or c.decision.field not in ("body", "ordinal") or c.new["value"] is None:
        return None
    value, span = c.new["value"], c.new["span"]
    if c.decision.field == "ordinal":
        return anchors.model_copy(update={"ordinal": value, "ordinal_span": span and tuple(span)})
    name, mentions = (
        (value["name"], value["mentions"])
        if isinstance(value, dict)
        else (value, [span] if span else [])
    )
    return anchors.model_copy(
        update={
            "body": entity_id("COMMITTEE", name),
            "body_mentions": tuple(tuple(m) for m in mentions),
        }
    )


# --- whole records
def _rule_on_records(
    row: ReleaseRow,
    entries: list[_Entry],
    carried: Sequence[Carried],
    applied: set[str],
    stale: dict[str, Stale],
) -> None:
    """Find the meeting of each decision, create missing ones, and apply the last valid decision on
    each."""
    for c in carried:
        shown = Record.model_validate(c.decision.new or c.decision.old)
        anchors = c.anchors or (anchors_of(shown) if c.same_text else _nowhere(anchors_of(shown)))
        at = _home(entries, c.decision.record_id or shown.record_id, anchors, c.same_text)
        if at is None:
            entries.append(_Entry(None, [], set(), found=False))
            at = -1
        entries[at].versions.append(anchors)
        entries[at].names |= {shown.record_id} | (
            {c.decision.record_id} if c.decision.record_id else set()
        )
        entries[at].verdicts.append(c)
    for entry in entries:
        for c in entry.verdicts:
            if c.new is not None and not c.whole:
                stale[c.decision.id] = Stale(
                    c.decision.id, "a paragraph of the meeting has changed"
                )
        sound = [c for c in entry.verdicts if c.decision.id not in stale]
        if sound:
            last = max(sound, key=lambda c: order(c.decision))
            applied.add(last.decision.id)
            entry.out = last.new is None
            if last.new is not None:
                now = entry.meeting.record if entry.meeting is not None else None
                entry.meeting = Meeting(_fixed(row, last.new, now), order(last.decision))


def _fixed(row: ReleaseRow, snapshot: Json, now: Json | None) -> Json:
    """Return a record as decided, with the current release."""
    return (
        snapshot
        | {name: [marked(name, e) for e in snapshot[name]] for name in LISTS}
        | {
            "schema_version": SCHEMA_VERSION,
            "record_id": (now or snapshot)["record_id"],
            "release": row.model_dump(mode="json", include=set(ReleaseRef.model_fields)),
            "duplicates_removed": [
                {
                    "span": list(p.span),
                    "duplicate_of": list(p.duplicate_of),
                    "similarity": p.similarity,
                }
                for p in row.paragraphs
                if p.duplicate_of is not None
            ],
            "evidence": {
                name: e and e | {"found_by": "correction"}
                for name, e in snapshot["evidence"].items()
            },
            "confidence": 1.0,
            "warnings": [],
            "provenance": (now or snapshot)["provenance"],
        }
    )


def _in_order(entries: Sequence[_Entry]) -> list[Meeting]:
    """Return the found meetings in their order, with each added one at its place in the text."""
    out = [e.meeting for e in entries if e.found and e.meeting is not None]
    others = [e.meeting for e in entries if not e.found and e.meeting is not None]
    for m in sorted(others, key=lambda m: (_start(m), m.record["record_id"])):
        out.insert(next((i for i, x in enumerate(out) if _start(x) > _start(m)), len(out)), m)
    return out


def _start(meeting: Meeting) -> float:
    return next(iter(spans_of(meeting.record)), (float("inf"), 0))[0]


# --- mentions
def mention_ruling(c: Carried) -> Ruling:
    """Return a carried decision on a mention, identified by its place and label."""

    def at(m: Json | None) -> tuple[int, int, str] | None:
        return (m["start"], m["end"], m["label"]) if m else None

    return Ruling(
        order(c.decision),
        c.decision.id,
        c.decision.verdict,
        c.old,
        c.new,
        at(c.old),
        at(c.new),
        c.same_text,
    )


def _mentions(
    row: ReleaseRow, meetings: Sequence[Meeting], labels: Sequence[Settled]
) -> tuple[MentionRow, ...]:
    """Return the mentions of the row as they follow from the lists and decisions. A range has one
    label. If two of one label begin together, or two overlap without nesting, the decided one
    stays."""
    held = {
        (a, b, LABEL_OF[name])
        for m in meetings
        for name in LABEL_OF
        for e in m.record[name]
        for a, b in e["mentions"]
    }
    out = {
        (a, b, LABEL_OF[name])
        for m in meetings
        for name, es in m.outside.items()
        for e in es
        for a, b in e["mentions"]
    } - held
    told = {
        s.last.when for s in labels
    }  # a mention that was decided itself comes before one that follows from another
    placed: dict[Span, _Placed] = {}
    for m in meetings:
        for name, decided in m.inside.items():
            for when, e in decided:
                for a, b in e["mentions"]:
                    new = _Placed(when, LABEL_OF[name], None)
                    placed[a, b] = max(
                        placed.get((a, b), new),
                        new,
                        key=lambda p: (p.when not in told, p.when, p.label),
                    )
    roles = [
        (when, e["role_span"])
        for m in meetings
        for when, e in m.inside.get("people", ())
        if e["role_span"]
    ]
    for when, (a, b) in sorted(roles, key=lambda r: r[0]):
        placed.setdefault((a, b), _Placed(when, "ROLE", None))

    def overruled(span: Span, when: When) -> bool:
        there = placed.get(span)
        return there is None or there.when <= when or there.when in told

    for s in labels:
        for _, old in s.before:
            span, label = (old["start"], old["end"]), old["label"]
            if overruled(span, s.last.when):
                out.add((*span, label))
                if span in placed and placed[span].label == label:
                    del placed[span]
        if s.last.new is not None:
            after = s.last.new
            span = (after["start"], after["end"])
            if overruled(span, s.last.when):
                placed[span] = _Placed(s.last.when, after["label"], after["name"])
    own = {(s.last.new["start"], s.last.new["end"]) for s in labels if s.last.new is not None}
    firm = {span: p for span, p in placed.items() if p.when not in told or span in own}
    placed = {
        s: p
        for s, p in placed.items()
        if s in firm or not any(_clash(*s, p.label, *t, f.label) for t, f in firm.items())
    }
    known = {(m.start, m.end, str(m.label)): m.name for m in row.mentions}
    rows = [
        MentionRow(
            start=a,
            end=b,
            label=p.label,
            surface=row.text[a:b],
            found_by="correction",
            confidence=1.0,
            name=p.name or known.get((a, b, p.label)) or citation(row.text, a, b),
        )
        for (a, b), p in placed.items()
    ]
    for mention in row.mentions:
        span = (mention.start, mention.end)
        clashes = span in placed or any(
            _clash(*span, mention.label, *s, p.label) for s, p in placed.items()
        )
        if not clashes and (*span, mention.label) not in out:
            rows.append(mention)
    return tuple(sorted(rows, key=lambda m: (m.start, -m.end, m.label)))


def _clash(  # noqa: PLR0913
    start: int, end: int, label: str, other_start: int, other_end: int, other_label: str
) -> bool:
    """Return whether two mentions at different places exclude each other."""
    crossing = start < other_start < end < other_end or other_start < start < other_end < end
    return crossing or (label == other_label and start == other_start)


# --- decisions that a later one overrides
def _overtaken(stale: Decision, alive: Sequence[Decision], entries: Sequence[_Entry]) -> bool:
    """Return whether a later decision, on the current text, is about the same thing."""
    home = _home(entries, stale.record_id, stale.anchors and _nowhere(stale.anchors), False)
    things = _things(stale)
    return any(
        order(d) > order(stale)
        and d.field == stale.field
        and (
            d.record_id == stale.record_id
            or (home is not None and _home(entries, d.record_id, d.anchors, True) == home)
        )
        and (not things or bool(things & _things(d)))
        for d in alive
    )


def _nowhere(anchors: Anchors) -> Anchors:
    """Return anchors without their places, which belong to another text."""
    return Anchors.model_validate(moved(anchors.model_dump(mode="json"), lambda _: None))


def _things(d: Decision) -> set[object]:
    """Return what a decision is about, without its place; empty if the field alone identifies
    it."""
    if d.field == "record" or d.field in SCALARS:
        return set()
    ends = [e for e in (d.old, d.new) if e is not None]
    if d.field == "mention":
        return {fold_key(e["name"] or "") for e in ends}
    return {
        fold_key(e["text"])
        if "text" in e
        else (e["body"], e["ordinal"])
        if "body" in e
        else key(d.field, e)
        for e in ends
    }
