"""Decisions on mentions, as operations on the lists that hold them.

A relabelled mention takes its element to another list, and a moved one changes its element's place,
and its name if that came from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from pipeline.arabic.clitics import citation
from pipeline.arabic.folding import fold_key
from pipeline.corrections.decisions import FIELD_OF, LISTS, MentionForm, element
from pipeline.corrections.lists import placed
from pipeline.corrections.operations import SetElement, Thing, key, marked
from pipeline.corrections.settling import Settled, settle
from pipeline.corrections.thin import MARK
from pipeline.schema import Country, Record, ReleaseRow
from pipeline.types import Span

Operations = Mapping[str, list[SetElement]]  # by list
Change = tuple[str, Thing | None, Thing | None]  # list, before, after


def relabel(
    row: ReleaseRow,
    record: Record,
    labels: Sequence[tuple[Settled[MentionForm], bool]],
    operations: Operations,
) -> tuple[Record, dict[str, Thing]]:
    """Add to the operations on lists what follows from decisions on mentions; each comes with
    whether it was decided for this record. Return the record with its offices moved, and by id what
    has moved to another list."""
    moved: dict[str, Thing] = {}
    latest = {s.last.new_key: s.last.when for s, _ in labels}
    for s, here in labels:
        new, told = s.last.new, False
        for k, old in s.before:
            if latest.get(k, s.last.when) > s.last.when:
                continue  # decided later to be exactly that
            if old.label == "ROLE":
                record = _with_role(row, record, old, new)
            source = FIELD_OF.get(old.label)
            holder = source and _holder(record, operations, source, old.span)
            if not source or not holder:
                continue
            changes = _changes(row, source, holder, old, new)
            _add(operations, s, changes)
            after = changes[-1][2]
            told = told or after is not None
            elsewhere = changes[-1][0] != source
            if elsewhere and after and not isinstance(holder, Country):
                moved[holder.id] = after
        if new is not None and not told and (s.before or s.added):
            _add(operations, s, _missed(row, record, operations, new, here))
    return record, moved


def _add(operations: Operations, s: Settled[MentionForm], changes: Sequence[Change]) -> None:
    for name, old, new in changes:
        old, new = (e and marked(name, e) for e in (old, new))
        operations[name].append(SetElement(name, s.last.when, old, new))


def _changes(
    row: ReleaseRow, source: str, holder: Thing, old: MentionForm, new: MentionForm | None
) -> list[Change]:
    """Return what becomes of the element of a mention that is out, or another now."""
    rest = tuple(m for m in holder.mentions if m != old.span)
    if new is None:
        left = holder.model_copy(update={"mentions": rest}) if rest else None
        return [(source, holder, left)]
    mentions = (*rest, new.span)
    if FIELD_OF.get(new.label) == source:
        named_by_it = fold_key(holder.name) == fold_key(_name(row, old))
        named = {"name": _name(row, new)} if named_by_it else {}
        return [(source, holder, placed(holder, mentions, **named))]
    made = _made(row, new, holder.name, mentions)
    return [(source, holder, None), *([(FIELD_OF[new.label], None, made)] if made else [])]


def _missed(
    row: ReleaseRow, record: Record, operations: Operations, new: MentionForm, here: bool
) -> list[Change]:
    """Return what becomes of the list of a mention that no element had: the element at its place is
    confirmed, or the one of its name gets the place, or a new one is made for this record."""
    target = FIELD_OF.get(new.label)
    if target is None:
        return []
    if there := _holder(record, operations, target, new.span):
        return [(target, there, there)]
    made = _made(row, new, _name(row, new), [new.span]) if here else None
    if made is None:
        return []
    same = (e for e in getattr(record, target) if key(target, e) == key(target, made))
    known = next(same, None)
    return [(target, known, placed(known, (*known.mentions, new.span)) if known else made)]


def _holder(record: Record, operations: Operations, name: str, span: Span) -> Thing | None:
    """Return the element of a list at this place, as decided or else as found."""
    settled = settle(operations[name])
    decided = [s.last.new for s in settled if s.last.new is not None]
    gone = {k for s in settled for k, _ in s.before}
    overruled = {
        s.last.new_key for s in settled
    }  # but not the result of a decision, in a record that was corrected before
    found = [
        e
        for e in getattr(record, name)
        if (k := key(name, e)) not in gone and (k not in overruled or e.found_by == "correction")
    ]
    things = cast(list[Thing], [*decided, *found])
    return next((e for e in things if span in e.mentions), None)


def _made(row: ReleaseRow, new: MentionForm, name: str, mentions: Sequence[Span]) -> Thing | None:
    """Return an element of the list of a mention; None if no list can hold it, or the state has no
    known code."""
    field = FIELD_OF.get(new.label)
    if field is None:
        return None
    try:
        made = element(row, field, new.span, name=name)
    except ValueError:
        return None
    return placed(cast(Thing, LISTS[field].model_validate(made)), mentions)


def _name(row: ReleaseRow, mention: MentionForm) -> str:
    return mention.name or citation(row.text, *mention.span)


def _with_role(
    row: ReleaseRow, record: Record, old: MentionForm, new: MentionForm | None
) -> Record:
    """Return the record with an office moved, or without it if it is none now."""
    role: dict[str, object] = {"role": None, "role_span": None}
    if new is not None and new.label == "ROLE":
        role = {"role": _name(row, new), "role_span": new.span}
    people = (
        p.model_copy(update=role | MARK) if p.role_span == old.span else p for p in record.people
    )
    return record.model_copy(update={"people": tuple(people)})
