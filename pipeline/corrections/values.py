"""Decisions on the values and lists of one meeting, and their consequences for its other fields.

A list becomes what the pipeline found, without everything that was decided on, plus what was
decided to be in. Elements of the pipeline are also removed if they overlap a decided one (the same
thing with other boundaries) or repeat a rejected one."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from rapidfuzz import fuzz

from pipeline.arabic.clitics import citation
from pipeline.arabic.folding import fold_key
from pipeline.arabic.naming import entity_id
from pipeline.corrections.anchoring import Carried
from pipeline.corrections.decisions import (
    FIELD_OF,
    LABEL_OF,
    LISTS,
    SCALARS,
    Json,
    Verdict,
    element,
    order,
)
from pipeline.corrections.settling import Key, Ruling, Settled, settle
from pipeline.schema import Body, ReleaseRow
from pipeline.types import Span

When = tuple[datetime, str]

# minimum overlap (shared characters over all) of two clauses that count as the same
SAME_CLAUSE = 0.8
MARK: Json = {"found_by": "correction", "confidence": 1.0}
# The warnings that a decision on a field resolves.
ANSWERS: Mapping[str, str] = {
    "date": "date_without_anchor",
    "ordinal": "two_ordinals",
    "chair": "chair_by_office",
}


@dataclass(slots=True)
class Meeting:
    """A record in progress, as JSON, with the decisions on its lists: `inside` has by field each
    decided element and its time, `outside` by field what is out. `whole`: when the record was
    decided as a whole, so that everything in it is decided."""

    record: Json
    whole: When | None = None
    inside: dict[str, list[tuple[When, Json]]] = field(default_factory=dict)
    outside: dict[str, list[Json]] = field(default_factory=dict)


def rule(
    row: ReleaseRow,
    meeting: Meeting,
    carried: Sequence[Carried],
    labels: Sequence[tuple[Settled, bool]],
    same_name: float,
) -> set[str]:
    """Apply to a meeting the decisions on its fields and, with `labels`, on mentions; each mention
    comes with whether it was decided for this meeting. Return the ids of the decisions on fields
    that count."""
    applied: set[str] = set()
    by_field: dict[str, list[Carried]] = {}
    for c in carried:
        by_field.setdefault(c.decision.field, []).append(c)
    single = {
        f: sorted(by_field[f], key=lambda c: order(c.decision)) for f in SCALARS if f in by_field
    }
    for name, given in single.items():
        applied.add(given[-1].decision.id)
        if name != "body":
            _set(meeting.record, name, given)
    rulings = {f: [ruling(f, c) for c in by_field.get(f, ())] for f in LISTS}
    told = [
        k for s in settle(rulings["people"]) for k in _keys(s)
    ]  # effects through mentions are not visible afterwards
    renamed = _relabel(row, meeting.record, labels, rulings)
    settled = {f: settle(rulings[f]) for f in LISTS}
    for name in LISTS:
        applied |= {s.last.id for s in settled[name]} & {
            c.decision.id for c in by_field.get(name, ())
        }
        _list(meeting, name, settled[name], same_name)
    _one_label_a_stretch(meeting, [s for s, _ in labels])
    if "body" in single:
        _set(
            meeting.record, "body", single["body"]
        )  # now, because it may take its name from a list
    no_committee = [
        [old["start"], old["end"]]
        for s, _ in labels
        for _, old in s.before
        if old["label"] == "COMMITTEE"
    ]
    _follow_body(
        meeting,
        order(single["body"][-1].decision) if "body" in single else None,
        settled,
        renamed,
        no_committee,
    )
    places = {
        (old["start"], old["end"]): [new["start"], new["end"]]
        if (new := s.last.new) is not None and new["label"] == "PER"
        else None
        for s, _ in labels
        for _, old in s.before
        if old["label"] == "PER"
    }
    _follow_chair(meeting, single.get("chair"), settled["people"], told, places)
    for name, warning in ANSWERS.items():
        if name in single or (name == "chair" and meeting.record["chair"] is not None):
            meeting.record["warnings"] = [w for w in meeting.record["warnings"] if w != warning]
    return applied


def ruling(name: str, c: Carried) -> Ruling:
    """Return a carried decision on an element of a list."""
    old, new = (None if e is None else marked(name, e) for e in (c.old, c.new))
    return Ruling(
        order(c.decision),
        c.decision.id,
        c.decision.verdict,
        old,
        new,
        _key(name, old),
        _key(name, new),
        c.same_text,
    )


def key(name: str, e: Json) -> Key | None:
    """Return the key of an element of a list; None if its place in the text is lost."""
    if name == "countries":
        return str(e["code"])
    if name in LABEL_OF:
        return entity_id(LABEL_OF[name], e["name"])
    return tuple(e["span"]) if e["span"] else None


def _key(name: str, e: Json | None) -> Key | None:
    return None if e is None else key(name, e)


def _keys(s: Settled) -> set[Key]:
    """Return all current and earlier keys of a thing."""
    return {k for k in (s.last.new_key, *(k for k, _ in s.before)) if k is not None}


def marked(name: str, e: Json) -> Json:
    """Return an element marked as decided by a reviewer, with the id of its name."""
    if name == "referenced_meetings":
        return e
    return e | MARK | ({"id": entity_id(LABEL_OF[name], e["name"])} if "id" in e else {})


# --- single values
def _set(record: Json, name: str, given: Sequence[Carried]) -> None:
    """Apply the last decision on a single value. A rejected value stays out, and so does one that
    was corrected to it; any other value found now stays."""
    last = given[-1].new
    if last is not None:
        value = _body(record, last) if name == "body" else last["value"]
        span = last["span"] or (
            value["mentions"][0] if name == "body" and value and value["mentions"] else None
        )
        record[name] = value
        record["evidence"][name] = (
            None if value is None else {"span": span, "found_by": "correction"}
        )
    elif any(_same(record[name], c.old["value"]) for c in given if c.old is not None):
        record[name] = record["evidence"][name] = None


def _body(record: Json, given: Json) -> Json | None:
    """Return a body from its decided value: a whole one unchanged, a name as the thing in the lists
    with that name, else as a committee."""
    value, span = given["value"], given["span"]
    if value is None:
        return None
    if isinstance(value, dict):
        ids = {entity_id(label, value["name"]) for label in ("COMMITTEE", "ORG")}
        return (
            value if value["id"] in ids else value | {"id": entity_id("COMMITTEE", value["name"])}
        )
    for name in ("committees", "organizations"):
        for e in record[name]:
            if e["id"] == entity_id(LABEL_OF[name], value):
                return {
                    "name": value,
                    "id": e["id"],
                    "entity_id": e["entity_id"],
                    "mentions": _sorted([*e["mentions"], *([span] if span else [])]),
                }
    return {
        "name": value,
        "id": entity_id("COMMITTEE", value),
        "entity_id": None,
        "mentions": [span] if span else [],
    }


def _same(a: Any, b: Any) -> bool:
    a, b = (x["name"] if isinstance(x, dict) else x for x in (a, b))
    return bool(fold_key(a) == fold_key(b) if isinstance(a, str) and isinstance(b, str) else a == b)


# --- lists
def _list(meeting: Meeting, name: str, settled: Sequence[Settled], same_name: float) -> None:
    inside: dict[Key, Settled] = {}
    outside: dict[Key, Json] = {}
    for s in settled:
        for k, old in s.before:
            inside.pop(k, None)
            outside[k] = old
        if s.last.new is not None and s.last.new_key is not None:
            inside[s.last.new_key] = s
            outside.pop(s.last.new_key, None)
    found: list[Json] = meeting.record[name]
    # the places of a decided element: where it was found, else the places of its earlier value
    at: dict[int, Key] = {}
    for k, s in inside.items():
        was = {b for b, _ in s.before}
        here = [i for i, e in enumerate(found) if key(name, e) == k] or [
            i for i, e in enumerate(found) if key(name, e) in was
        ]
        if here and here[0] not in at:
            at[here[0]] = k
    decided: dict[Key, Json] = {
        k: _with_further(s, next((e for e in found if key(name, e) == k), None))
        for k, s in inside.items()
    }
    out: list[Json] = []
    for i, e in enumerate(found):
        k = key(name, e)
        if i in at:
            out.append(decided[at[i]])
        elif k not in inside and k not in outside:
            left = _unclaimed(name, e, list(decided.values()))
            if left is not None and not any(
                _again(name, left, old, same_name) for old in outside.values()
            ):
                out.append(left)
    for k in sorted(set(decided) - set(at.values()), key=lambda k: (_start(decided[k]), str(k))):
        _insert(out, decided[k])
    meeting.record[name] = out
    if name in LABEL_OF:
        when = {k: s.last.when for k, s in inside.items()}
        everything = [(when.get(key(name, e), meeting.whole), e) for e in out]
        meeting.inside[name] = [(w, e) for w, e in everything if w is not None]
        meeting.outside[name] = list(outside.values())


def _with_further(s: Settled, found: Json | None) -> Json:
    """Return a decided element; in a changed text add the mentions found outside the decided
    ones."""
    assert s.last.new is not None
    if s.last.same_text or found is None or "mentions" not in found:
        return s.last.new
    mine = s.last.new["mentions"]
    further = [m for m in found["mentions"] if not any(m[0] < b and a < m[1] for a, b in mine)]
    return s.last.new | {"mentions": _sorted([*mine, *further])}


def _unclaimed(name: str, e: Json, decided: Sequence[Json]) -> Json | None:
    """Return an element without the places that a decided one of its list occupies; None if none is
    left. A place inside another does not conflict unless both begin together: then they are one
    name with different boundaries."""
    if name in LABEL_OF:
        taken = [m for d in decided for m in d["mentions"]]
        left = [
            m
            for m in e["mentions"]
            if not any(
                m[0] == t[0] or m[0] < t[0] < m[1] < t[1] or t[0] < m[0] < t[1] < m[1]
                for t in taken
            )
        ]
        if len(left) == len(e["mentions"]):
            return e
        return e | {"mentions": left} if left else None
    taken = [d["span"] for d in decided if d["span"]]
    shortest = min(
        (min(t[1] - t[0], e["span"][1] - e["span"][0]) / 2 for t in taken if _shared(t, e["span"])),
        default=0,
    )
    return None if any(_shared(t, e["span"]) > shortest for t in taken) else e


def _again(name: str, e: Json, old: Json, same_name: float) -> bool:
    """Return whether an element repeats a rejected one: it occurs nowhere else, or has nearly the
    same name."""
    if name in LABEL_OF:
        if e["mentions"] and all(m in old["mentions"] for m in e["mentions"]):
            return name != "countries"
        a, b = fold_key(e["name"]), fold_key(old["name"])
        figures = re.findall(r"\d+", a) == re.findall(r"\d+", b)
        return name not in ("people", "countries") and figures and fuzz.ratio(a, b) >= same_name
    a, b = e["span"], old["span"]
    if not b:
        return False
    return (
        bool(_shared(a, b) / (max(a[1], b[1]) - min(a[0], b[0])) >= SAME_CLAUSE)
        if name != "referenced_meetings"
        else bool(a == b)
    )


def _one_label_a_stretch(meeting: Meeting, labels: Sequence[Settled]) -> None:
    """Remove a range that was decided in one list, or as a mention of one label, from the other
    lists, unless it was decided there later."""
    names = list(LABEL_OF)
    last: dict[tuple[int, int], tuple[When, str]] = {}
    for s in labels:
        if s.last.new is not None:
            stretch, new = (
                (s.last.new["start"], s.last.new["end"]),
                (s.last.when, FIELD_OF.get(s.last.new["label"], "")),
            )
            last[stretch] = max(last.get(stretch, new), new)
    told = {s.last.when for s in labels}
    for name in names:
        for when, e in meeting.inside.get(name, ()):
            if when not in told:
                for a, b in e["mentions"]:
                    last[a, b] = max(last.get((a, b), (when, name)), (when, name))
    for name in names:
        out = []
        for e in meeting.record[name]:
            left = [m for m in e["mentions"] if last.get((m[0], m[1]), (None, name))[1] == name]
            if left or not e["mentions"]:
                out.append(e if len(left) == len(e["mentions"]) else e | {"mentions": left})
        meeting.record[name] = out
        keys = {key(name, e): e for e in out}
        meeting.inside[name] = [
            (w, keys[k]) for w, e in meeting.inside.get(name, ()) if (k := key(name, e)) in keys
        ]


def _insert(elements: list[Json], e: Json) -> None:
    """Insert an element at its place in the text."""
    start = _start(e)
    elements.insert(
        next((i for i, x in enumerate(elements) if _start(x) > start), len(elements)), e
    )


def _start(e: Json) -> float:
    spans = e["mentions"] if "mentions" in e else [e["span"]] if e["span"] else []
    return min((s[0] for s in spans), default=float("inf"))


def _shared(a: Sequence[int], b: Sequence[int]) -> int:
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def _sorted(spans: Sequence[Sequence[int]]) -> list[list[int]]:
    return [list(s) for s in sorted({(a, b) for a, b in spans})]


# --- from mentions to lists
def _relabel(
    row: ReleaseRow,
    record: Json,
    labels: Sequence[tuple[Settled, bool]],
    rulings: dict[str, list[Ruling]],
) -> dict[str, Json]:
    """Return the decisions on mentions as rulings on the lists that hold them: a relabelled mention
    takes its element to another list, and a moved one changes its element's place, and its name if
    that came from it. Also return by id what has moved to another list."""
    moved: dict[str, Json] = {}
    placed = {s.last.new_key: s.last.when for s, _ in labels}
    for s, here in labels:
        last, new = s.last, s.last.new
        target = FIELD_OF.get(new["label"]) if new else None

        def say(name: str, old: Json | None, after: Json | None, last: Ruling = last) -> None:
            old, after = (None if e is None else marked(name, e) for e in (old, after))
            verdict: Verdict = (
                "add"
                if old is None
                else "reject"
                if after is None
                else "accept"
                if old == after
                else "correct"
            )
            rulings[name].append(
                Ruling(last.when, last.id, verdict, old, after, _key(name, old), _key(name, after))
            )

        told = False
        for k, old in s.before:
            if placed.get(k, s.last.when) > s.last.when:
                continue  # decided later to be exactly that
            span, source = [old["start"], old["end"]], FIELD_OF.get(old["label"])
            if old["label"] == "ROLE":
                _move_role(row, record, span, new)
            holder = _holder(record, rulings, source, span) if source else None
            if holder is None or source is None:
                continue
            rest = [m for m in holder["mentions"] if m != span]
            if new is None:
                say(source, holder, holder | {"mentions": rest} if rest else None)
                told = True
                continue
            mentions = _sorted([*rest, [new["start"], new["end"]]])
            name = _name(row, new)
            if target == source:
                named_by_it = fold_key(holder["name"]) == fold_key(_name(row, old))
                say(
                    source,
                    holder,
                    holder | {"mentions": mentions} | ({"name": name} if named_by_it else {}),
                )
                told = True
            else:
                say(source, holder, None)
                made = _made(row, target, (new["start"], new["end"]), holder["name"], mentions)
                if made is not None and target is not None:
                    say(target, None, made)
                    told = True
                    if "id" in made and "id" in holder:
                        moved[holder["id"]] = made
        if new is not None and target is not None and not told and (s.before or s.added):
            span = [new["start"], new["end"]]
            there = _holder(record, rulings, target, span)
            made = there or (
                _made(row, target, (span[0], span[1]), _name(row, new), [span]) if here else None
            )
            if made is not None:
                known = there or next(
                    (e for e in record[target] if key(target, e) == key(target, made)), None
                )
                if known is not None and there is None:
                    made = known | {"mentions": _sorted([*known["mentions"], span])}
                say(target, known, made)
    return moved


def _holder(
    record: Json, rulings: Mapping[str, Sequence[Ruling]], name: str, span: list[int]
) -> Json | None:
    """Return the element of a list at this place, as decided or else as found."""
    settled = settle(rulings[name])
    decided = [s.last.new for s in settled if s.last.new is not None]
    gone = {k for s in settled for k, _ in s.before}
    overruled = {
        s.last.new_key for s in settled
    }  # but not the result of a decision, in a record that was corrected before
    found = [
        e
        for e in record[name]
        if (k := key(name, e)) not in gone and (k not in overruled or e["found_by"] == "correction")
    ]
    return next((e for e in [*decided, *found] if span in e["mentions"]), None)


def _made(
    row: ReleaseRow, name: str | None, span: Span, called: str, mentions: list[list[int]]
) -> Json | None:
    """Return an element of another list; None if no list can hold it, or the state has no known
    code."""
    if name is None:
        return None
    try:
        return element(row, name, span, name=called) | {"mentions": mentions}
    except ValueError:
        return None


def _name(row: ReleaseRow, mention: Json) -> str:
    return mention["name"] or citation(row.text, mention["start"], mention["end"])


def _move_role(row: ReleaseRow, record: Json, span: list[int], new: Json | None) -> None:
    stays = new is not None and new["label"] == "ROLE"
    for i, p in enumerate(record["people"]):
        if p["role_span"] == span:
            name, place = (
                (_name(row, new), [new["start"], new["end"]]) if new and stays else (None, None)
            )
            record["people"][i] = p | {"role": name, "role_span": place} | MARK


# --- consequences
def _follow_body(
    meeting: Meeting,
    decided: When | None,
    settled: Mapping[str, Sequence[Settled]],
    moved: Mapping[str, Json],
    no_committee: Sequence[list[int]],
) -> None:
    """Make a decided body one of the committees, unless it is an organisation or was decided not to
    be. If the body has the name of a corrected committee or organisation, give it that name and
    place. `no_committee`: places whose mention was decided to be none."""
    record, body = meeting.record, meeting.record["body"]
    if body is None:
        return
    if decided is None:
        made = moved.get(body["id"])
        for name in ("committees", "organizations"):
            for s in settled[name]:
                if s.last.new is not None and body["id"] in {k for k, _ in s.before}:
                    made = s.last.new
        if made is not None:
            record["body"] = {key: made[key] for key in Body.model_fields}
            record["evidence"]["body"] = {
                "span": made["mentions"][0] if made["mentions"] else None,
                "found_by": "correction",
            }
        return
    ruled = {k for s in settled["committees"] for k in (s.last.new_key, *(k for k, _ in s.before))}
    known = {e["id"] for e in record["committees"]}
    new = {**body, **MARK}
    is_committee = entity_id("COMMITTEE", body["name"]) == body["id"]
    if new in record["committees"]:
        meeting.inside.setdefault("committees", []).append((decided, new))  # corrected before
    if (
        not is_committee
        or body["id"] in ruled
        or body["id"] in known
        or any(m in no_committee for m in body["mentions"])
    ):
        return
    record["committees"] = [
        left
        for e in record["committees"]
        if (left := _unclaimed("committees", e, [new])) is not None
    ]
    _insert(record["committees"], new)
    meeting.inside.setdefault("committees", []).append((decided, new))


def _follow_chair(
    meeting: Meeting,
    decided: Sequence[Carried] | None,
    people: Sequence[Settled],
    told: Collection[Key],
    places: Mapping[Span, list[int] | None],
) -> None:
    """Give the decided chair the participation `chaired` and the former one `attended`. If the
    chair was not decided, it follows the decisions on people. `told`: the people who were decided
    themselves. `places`: the current place of each former mention of a person, or None if it was
    decided to be no person."""
    record = meeting.record
    if decided:
        _seat(record, decided, told, places)
        return
    ruled = {k for s in people for k in _keys(s)}
    present = [p for p in record["people"] if p["participation"] == "chaired"]
    sure = [p for p in present if p["id"] in ruled]
    now = record["chair"] and entity_id("PER", record["chair"])
    if now is None:
        following = sure[:1]
    elif now in ruled and now not in {p["id"] for p in present}:
        heirs = {s.last.new_key for s in people if now in {k for k, _ in s.before}}
        following = [p for p in sure if p["id"] in heirs][:1] or sure[:1] or present[:1]
        if not following:
            record["chair"] = record["evidence"]["chair"] = None
    else:
        return
    for p in following:
        record["chair"] = p["name"]
        record["evidence"]["chair"] = {
            "span": p["mentions"][0] if p["mentions"] else None,
            "found_by": "correction",
        }


def _seat(
    record: Json,
    decided: Sequence[Carried],
    told: Collection[Key],
    places: Mapping[Span, list[int] | None],
) -> None:
    last = decided[-1].new
    name, span = (last["value"], last["span"]) if last else (None, None)
    place = span and places.get((span[0], span[1]), span)
    chair = (
        next(
            (p["id"] for p in record["people"] if place in p["mentions"]),
            name and entity_id("PER", name),
        )
        if name
        else None
    )
    was = {entity_id("PER", c.old["value"]) for c in decided if c.old and c.old["value"]} - {chair}
    for i, p in enumerate(record["people"]):
        role = (
            "chaired"
            if p["id"] == chair
            else "attended"
            if p["id"] in was and p["participation"] == "chaired"
            else p["participation"]
        )
        if role != p["participation"] and p["id"] not in told:
            record["people"][i] = p | MARK | {"participation": role}
    nobody = span is not None and place is None
    if (
        chair is not None
        and chair not in told
        and not nobody
        and chair not in {p["id"] for p in record["people"]}
    ):
        _insert(
            record["people"],
            {
                "name": name,
                "id": chair,
                "entity_id": None,
                "titles": [],
                "role": None,
                "role_span": None,
                "organization": None,
                "country": None,
                "participation": "chaired",
                "side": None,
                "mentions": [place] if place else [],
                **MARK,
            },
        )
