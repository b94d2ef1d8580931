"""Decisions on one meeting, and their consequences for its body and its chair."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from pipeline.arabic.folding import fold_key
from pipeline.arabic.naming import entity_id
from pipeline.corrections.decisions import LABEL_OF, LISTS, MentionForm, Single
from pipeline.corrections.lists import (
    Meeting,
    inserted,
    one_label_a_stretch,
    placed,
    rule_on_list,
    unclaimed,
)
from pipeline.corrections.operations import (
    Element,
    Key,
    SetElement,
    SetValue,
    Thing,
    When,
)
from pipeline.corrections.relabelling import relabel
from pipeline.corrections.settling import Settled, settle
from pipeline.corrections.thin import MARK, filled
from pipeline.schema import Body, Evidence, Named, Person, Record, ReleaseRow
from pipeline.types import Span

# The warnings that a decision on a field resolves.
ANSWERS: Mapping[str, str] = {
    "date": "date_without_anchor",
    "ordinal": "two_ordinals",
    "chair": "chair_by_office",
}
Values = dict[str, list[SetValue]]
Lists = Mapping[str, Sequence[Settled[Element]]]
Labels = Sequence[tuple[Settled[MentionForm], bool]]


def rule(
    row: ReleaseRow,
    meeting: Meeting,
    operations: Sequence[SetValue | SetElement],
    labels: Labels,
    same_name: float,
) -> set[str]:
    """Apply to a meeting the operations on its fields and, with `labels`, on mentions; each mention
    comes with whether it was decided for this meeting. Return the ids of the decisions on fields
    that count."""
    values: Values = {}
    elements: dict[str, list[SetElement]] = {name: [] for name in LISTS}
    for o in sorted(operations, key=lambda o: o.when):
        if isinstance(o, SetValue):
            values.setdefault(o.field, []).append(o)
        else:
            elements[o.field].append(o)
    for name, given in values.items():
        if name != "body":
            meeting.record = _with_value(meeting.record, name, given)
    # effects through mentions are not visible afterwards
    told = {k for s in settle(elements["people"]) for k in s.keys}
    meeting.record, moved = relabel(row, meeting.record, labels, elements)
    lists = {name: settle(elements[name]) for name in LISTS}
    for name in LISTS:
        rule_on_list(meeting, name, lists[name], same_name)
    one_label_a_stretch(meeting, [s for s, _ in labels])
    if "body" in values:  # now, because it may take its name from a list
        meeting.record = _with_value(meeting.record, "body", values["body"])
        _list_body(
            meeting, values["body"][-1].when, lists["committees"], _places(labels, "COMMITTEE")
        )
    else:
        _follow_body(meeting, lists, moved)
    people = _places(labels, "PER")
    if "chair" in values:
        _seat(meeting, values["chair"], told, people)
    else:
        _follow_chair(meeting, lists["people"])
    meeting.set(warnings=_unanswered(meeting.record, values))
    counted = {s.last.id for name in LISTS for s in lists[name]}
    counted |= {given[-1].id for given in values.values()}
    return counted & {o.id for o in operations}


def _unanswered(record: Record, decided: Collection[str]) -> tuple[str, ...]:
    """Return the warnings without those on decided fields, and without one on a known chair."""
    fields = {*decided, *(["chair"] if record.chair is not None else [])}
    return tuple(w for w in record.warnings if w not in {ANSWERS.get(f) for f in fields})


def _places(labels: Labels, label: str) -> dict[Span, Span | None]:
    """Return the current place of each former mention with this label, or None if it was decided to
    be no such."""
    return {
        old.span: new.span if (new := s.last.new) is not None and new.label == label else None
        for s, _ in labels
        for _, old in s.before
        if old.label == label
    }


# --- single values
def _with_value(record: Record, name: str, given: Sequence[SetValue]) -> Record:
    """Apply the last decision on a single value. A rejected value stays out, and so does one that
    was corrected to it; any other value found now stays."""
    last = given[-1].new
    if last is not None:
        value = _body(record, last) if name == "body" else last.value
        return _stated(record, name, value, last.span or _first(value))
    found = getattr(record, name)
    if any(_same(found, o.old.value) for o in given if o.old is not None):
        return _stated(record, name, None, None)
    return record


def _stated(record: Record, name: str, value: Any, span: Span | None) -> Record:
    """Return the record with a decided value and the place where it stands."""
    evidence = None if value is None else Evidence(span=span, found_by="correction")
    evidences = record.evidence.model_copy(update={name: evidence})
    return record.model_copy(update={name: value, "evidence": evidences})


def _first(value: Any) -> Span | None:
    """Return the first mention of a body or a thing, if there is one."""
    return next(iter(getattr(value, "mentions", ())), None)


def _body(record: Record, given: Single) -> Body | None:
    """Return a body from its decided value: a whole one unchanged, a name as the thing in the lists
    with that name, else as a committee."""
    body = given.value
    if isinstance(body, Body):
        known = body.id in {entity_id(label, body.name) for label in ("COMMITTEE", "ORG")}
        ident = body.id if known else entity_id("COMMITTEE", body.name)
        return body.model_copy(update={"id": ident})
    if body is None:
        return None
    span = (given.span,) if given.span else ()
    for name in ("committees", "organizations"):
        for e in getattr(record, name):
            if e.id == entity_id(LABEL_OF[name], body):
                return _as_body(placed(e, (*e.mentions, *span), name=body))
    ident = entity_id("COMMITTEE", body)
    return Body(name=body, id=ident, entity_id=None, mentions=span)


def _as_body(e: Element) -> Body:
    return Body(**{name: getattr(e, name) for name in Body.model_fields})


def _same(a: Any, b: Any) -> bool:
    a, b = (x.name if isinstance(x, Body) else x for x in (a, b))
    return bool(fold_key(a) == fold_key(b) if isinstance(a, str) and isinstance(b, str) else a == b)


# --- consequences
def _follow_body(meeting: Meeting, lists: Lists, moved: Mapping[str, Thing]) -> None:
    """If the body has the name of a corrected committee or organisation, give it that name and
    place."""
    body = meeting.record.body
    if body is None:
        return
    made: Element | None = moved.get(body.id)
    for name in ("committees", "organizations"):
        for s in lists[name]:
            if s.last.new is not None and body.id in {k for k, _ in s.before}:
                made = s.last.new
    if made is not None:
        meeting.record = _stated(meeting.record, "body", _as_body(made), _first(made))


def _list_body(
    meeting: Meeting, when: When, committees: Sequence[Settled[Element]], former: Collection[Span]
) -> None:
    """Make a decided body one of the committees, unless it is an organisation or was decided not to
    be. `former`: places whose mention was decided to be none."""
    body, listed = meeting.record.body, meeting.record.committees
    if body is None:
        return
    new = Named(**dict(body), **MARK)
    if new not in listed:  # else corrected before
        ruled = {k for s in committees for k in (s.last.new_key, *(k for k, _ in s.before))}
        if (
            entity_id("COMMITTEE", body.name) != body.id
            or body.id in ruled | {e.id for e in listed}
            or any(m in former for m in body.mentions)
        ):
            return
        left = [e for c in listed if (e := unclaimed(c, [new])) is not None]
        meeting.set(committees=tuple(inserted(left, new)))
    meeting.inside.setdefault("committees", []).append((when, new))


def _follow_chair(meeting: Meeting, people: Sequence[Settled[Element]]) -> None:
    """Make the chair follow the decisions on people, where it was not decided."""
    record = meeting.record
    ruled = {k for s in people for k in s.keys}
    present = [p for p in record.people if p.participation == "chaired"]
    sure = [p for p in present if p.id in ruled]
    now = record.chair and entity_id("PER", record.chair)
    if now is None:
        following = sure[:1]
    elif now in ruled and now not in {p.id for p in present}:
        heirs = {s.last.new_key for s in people if now in {k for k, _ in s.before}}
        following = [p for p in sure if p.id in heirs][:1] or sure[:1] or present[:1]
        if not following:
            meeting.record = _stated(record, "chair", None, None)
    else:
        return
    for p in following:
        meeting.record = _stated(record, "chair", p.name, _first(p))


def _seat(
    meeting: Meeting,
    decided: Sequence[SetValue],
    told: Collection[Key],
    places: Mapping[Span, Span | None],
) -> None:
    """Give the decided chair the participation `chaired` and the former one `attended`. `told`: the
    people who were decided themselves. `places`: the current place of each former mention of a
    person, or None if it was decided to be no person."""
    people, last = meeting.record.people, decided[-1].new
    name, span = (last.value, last.span) if last else (None, None)
    place = span and places.get(span, span)
    there = next((p.id for p in people if place in p.mentions), name and entity_id("PER", name))
    chair = there if name else None
    former = {entity_id("PER", o.old.value) for o in decided if o.old and o.old.value} - {chair}
    after: list[Person] = []
    for p in people:
        role = p.participation
        if p.id == chair:
            role = "chaired"
        elif p.id in former and role == "chaired":
            role = "attended"
        decides = role != p.participation and p.id not in told
        after.append(p.model_copy(update=MARK | {"participation": role}) if decides else p)
    nobody = span is not None and place is None
    if chair and not nobody and chair not in {*told, *(p.id for p in people)}:
        mentions = [place] if place else []
        given = {"name": name, "id": chair, "participation": "chaired", "mentions": mentions}
        after = inserted(after, Person.model_validate(filled(Person, given)))
    meeting.set(people=tuple(after))
