"""Compare two sides record by record and yield the changes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from pipeline import schema
from pipeline.config import Config
from pipeline.diff.causes import Causes, Decision
from pipeline.diff.model import (
    EVIDENCE,
    KEYS,
    LINE,
    Change,
    ChangeKind,
    Key,
    Place,
    Record,
    Ref,
    changed_keys,
    mirror,
)
from pipeline.diff.pairing import best, in_order, joined, pair
from pipeline.diff.sides import Head, Side, dump
from pipeline.matching_records import ratio

_RANK: Mapping[str, int] = {name: n for n, name in enumerate(schema.Record.model_fields)}
Found = tuple[ChangeKind, str, Any, Any, Place | None]  # kind, field, old, new, at
_NAMES = ("name", "text", "body")  # the keys that name an element of a list


def stream(
    old: Side, new: Side, config: Config, decisions: Iterable[Decision] = ()
) -> Iterator[Change]:
    """Yield the changes from OLD to NEW, in the order of the sources. The changes from NEW to OLD
    are their mirror, one by one. `decisions` are the lines of corrections.jsonl, which show what a
    reviewer rejected."""
    decisions = tuple(decisions)
    if [h.digest for h in old.heads] <= [h.digest for h in new.heads]:
        return _stream(old, new, config, decisions)
    # Of two equally good choices the first is taken. What is first must not depend on which side is
    # called OLD.
    return map(mirror, _stream(new, old, config, decisions))


def _stream(
    old: Side, new: Side, config: Config, decisions: Sequence[Decision]
) -> Iterator[Change]:
    a, b = old.heads, new.heads
    pairs = pair(old, new, config.alike)
    causes = Causes(old, new, decisions)
    partners: list[int | None] = [None] * len(a)
    single = [True] * len(b)
    for m, n in pairs:
        partners[m], single[n] = n, False
    in_place = in_order(pairs)
    todo: list[tuple[int | None, int | None]] = [
        (i, j)
        for i, j in enumerate(partners)
        if j is None or a[i].digest != b[j].digest or (i, j) not in in_place
    ]
    todo += [(None, j) for j, alone in enumerate(single) if alone]
    todo.sort(key=lambda ij: _order(ij, a, b))
    for i, j in todo:
        if i is None or j is None:
            yield _single(old, new, i, j, causes)
        else:
            yield from _pair(old, new, i, j, (i, j) not in in_place, causes, config.alike)


def _order(
    ij: tuple[int | None, int | None], a: Sequence[Head], b: Sequence[Head]
) -> tuple[Any, ...]:
    """Return the sort key: source, then place in the file; the same from both sides."""
    heads = [side[n] for n, side in zip(ij, (a, b), strict=True) if n is not None]
    places = [n for n in ij if n is not None]
    return (
        min(_natural(h.source) for h in heads),
        min(places),
        max(places),
        min(h.digest for h in heads),
    )


def _natural(source: str) -> tuple[str, int]:
    """Return the sort key that puts `path:10` after `path:9`."""
    match = re.fullmatch(r"(.*)[:#](\d+)", source, re.DOTALL)
    return (match[1], int(match[2])) if match else (source, 0)


def _ref(head: Head, record: Record, index: int) -> Ref:
    body, people = record.get("body"), record.get("people") or ()
    name = body["name"] if body else "، ".join(p["name"] for p in people[:2]) or None
    return Ref(
        head.id, head.release, head.source, index, name, record.get("ordinal"), record.get("date")
    )


def _single(old: Side, new: Side, i: int | None, j: int | None, causes: Causes) -> Change:
    side, index, other = (new, j, 0) if i is None else (old, i, 1)
    assert index is not None
    head, record = side.heads[index], side.record(index)
    ref = _ref(head, record, index)
    key = Key(None, ref) if i is None else Key(ref, None)
    before, after = (None, record) if i is None else (record, None)
    cause = causes.of_single(head, other, key)
    return Change("added" if i is None else "removed", key, None, before, after, cause)


def _pair(  # noqa: PLR0913
    old: Side, new: Side, i: int, j: int, moved: bool, causes: Causes, alike: float
) -> list[Change]:
    one, other = old.heads[i], new.heads[j]
    a, b = old.record(i), new.record(j)
    key = Key(_ref(one, a, i), _ref(other, b, j))
    cause = causes.of_pair(one, other)
    found = list(_fields(a, b, one.text_differs(other) is False, alike))
    if moved:
        found.append(("changed", LINE, i, j, None))
    evidence = a.get(EVIDENCE) or {}, b.get(EVIDENCE) or {}
    corrected = [causes.corrected(field, x, y, evidence) for _, field, x, y, _ in found]
    if causes.proves(one, other) and (
        any(corrected) or any(causes.rejected(key, field, x, y) for _, field, x, y, _ in found)
    ):
        # same release, same pipeline: any other change follows from the verdict
        cause = "correction"
    return [
        Change(kind, key, field, x, y, "correction" if by_reviewer else cause, at)
        for (kind, field, x, y, at), by_reviewer in zip(found, corrected, strict=True)
    ]


def _fields(a: Record, b: Record, same_text: bool, alike: float) -> Iterator[Found]:
    if [*a] != [*b]:
        yield "changed", KEYS, [*a], [*b], None
    for field in sorted(
        [f for f in a.keys() | b.keys() if a.get(f) != b.get(f)],
        key=lambda name: (_RANK.get(name, len(_RANK)), name),
    ):
        x, y = a.get(field), b.get(field)
        if isinstance(x, list) and isinstance(y, list):
            yield from _elements(field, x, y, same_text, alike)
        elif field == EVIDENCE and isinstance(x, dict) and isinstance(y, dict) and [*x] == [*y]:
            for name in changed_keys(x, y):
                yield _value(f"{EVIDENCE}.{name}", x[name], y[name])
        else:
            yield _value(field, x, y)


def _value(field: str, old: Any, new: Any) -> Found:
    return (
        "added" if old is None else "removed" if new is None else "changed",
        field,
        old,
        new,
        None,
    )


def _elements(
    field: str, old: Sequence[Any], new: Sequence[Any], same_text: bool, alike: float
) -> list[Found]:
    """Pair elements by identity (id, code, text …), then by places they share in one text, or by
    their names."""
    ids = [_identity(x) for x in old], [_identity(y) for y in new]
    if ids[0] == ids[1]:
        return [
            ("changed", field, x, y, (n, n))
            for n, (x, y) in enumerate(zip(old, new, strict=True))
            if x != y
        ]
    pairs = joined(*ids)
    taken = {i for i, _ in pairs}, {j for _, j in pairs}
    a, b = (
        [n for n in range(len(some)) if n not in gone]
        for some, gone in zip(ids, taken, strict=True)
    )
    if a and b:
        found = best(a, b, lambda i, j: _likeness(old[i], new[j], same_text), alike)
        pairs += [(a[n], b[m]) for n, m in found]
    in_place = in_order([(i, j) for i, j in pairs if old[i] == new[j]])
    taken = {i for i, _ in pairs}, {j for _, j in pairs}
    changes: list[Found] = [
        ("changed", field, old[i], new[j], (i, j)) for i, j in pairs if (i, j) not in in_place
    ]
    changes += [
        ("removed", field, x, None, (i, None)) for i, x in enumerate(old) if i not in taken[0]
    ]
    changes += [
        ("added", field, None, y, (None, j)) for j, y in enumerate(new) if j not in taken[1]
    ]
    return sorted(changes, key=_place)


def _place(found: Found) -> tuple[int, int, str]:
    """Return the sort key by place; the same from both sides."""
    _, _, old, new, at = found
    places = [n for n in at or () if n is not None]
    return min(places), max(places), _identity(new if old is None else old)


def _identity(element: Any) -> str:
    if isinstance(element, dict):
        for name in ("id", "code", "text"):
            if element.get(name) is not None:
                return str(element[name])
        if "span" in element and "body" in element:  # a referenced meeting
            return dump([element["body"], element.get("ordinal")])
    return dump(element)


def _likeness(old: Any, new: Any, same_text: bool) -> float:
    """Return the likeness of two elements, 0–1. In one text the same place is the same thing,
    whatever its name is now."""
    if not (isinstance(old, dict) and isinstance(new, dict)):
        return 0.0
    from pipeline.arabic.folding import fold

    names = [next((str(e[n]) for n in _NAMES if e.get(n) is not None), "") for e in (old, new)]
    by_name = ratio(*map(fold, names)) if all(names) else 0.0
    return max(by_name, _overlap(_spans(old), _spans(new)) if same_text else 0.0)


def _spans(element: Mapping[str, Any]) -> list[Sequence[int]]:
    return [*chain(element.get("mentions") or (), [element["span"]] if element.get("span") else ())]


def _overlap(old: Sequence[Sequence[int]], new: Sequence[Sequence[int]]) -> float:
    """Return the largest share of the shorter of two spans that the other covers."""
    return max(
        (max(0, min(e, g) - max(s, f)) / min(e - s, g - f) for s, e in old for f, g in new),
        default=0.0,
    )
