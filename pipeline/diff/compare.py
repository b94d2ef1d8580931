"""From two sides to the changes between them, one record after the other."""
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from pipeline import schema
from pipeline.config import Config
from pipeline.diff.causes import Causes, Decision
from pipeline.diff.model import EVIDENCE, KEYS, LINE, Change, ChangeKind, Key, Record, Ref, changed_keys, mirror, with_cause
from pipeline.diff.pairing import best, in_order, joined, pair, ratio
from pipeline.diff.sides import Head, Side, dump

_RANK: Mapping[str, int] = {name: n for n, name in enumerate(schema.Record.model_fields)}
_NAMES = ("name", "text", "body")  # what an element of a list is called


def stream(old: Side, new: Side, config: Config, decisions: Iterable[Decision] = ()) -> Iterator[Change]:
    """The changes that lead from OLD to NEW, in the order of the sources; those from NEW to OLD are their mirror, one by one. `decisions`
    are the lines of corrections.jsonl, which tell what a reviewer rejected."""
    decisions = tuple(decisions)
    if [h.digest for h in old.heads] <= [h.digest for h in new.heads]:
        return _stream(old, new, config, decisions)
    # Where two choices are equally good the first is taken, and what is first must not hang on which side is called OLD.
    return map(mirror, _stream(new, old, config, decisions))


def _stream(old: Side, new: Side, config: Config, decisions: Sequence[Decision]) -> Iterator[Change]:
    a, b = old.heads, new.heads
    pairs = pair(old, new, config.alike)
    causes = Causes(old, new, decisions)
    partners: list[int | None] = [None] * len(a)
    single = [True] * len(b)
    for m, n in pairs:
        partners[m], single[n] = n, False
    in_place = in_order(pairs)
    todo: list[tuple[int | None, int | None]] = [
        (i, j) for i, j in enumerate(partners) if j is None or a[i].digest != b[j].digest or (i, j) not in in_place
    ]
    todo += [(None, j) for j, alone in enumerate(single) if alone]
    todo.sort(key=lambda ij: _order(ij, a, b))
    for i, j in todo:
        if i is None or j is None:
            yield _single(old, new, i, j, causes)
        else:
            yield from _pair(old, new, i, j, (i, j) not in in_place, causes, config.alike)


def _order(ij: tuple[int | None, int | None], a: Sequence[Head], b: Sequence[Head]) -> tuple[Any, ...]:
    """By source, then by place in the file; the same from both sides."""
    heads = [side[n] for n, side in zip(ij, (a, b), strict=True) if n is not None]
    places = [n for n in ij if n is not None]
    return min(_natural(h.source) for h in heads), min(places), max(places), min(h.digest for h in heads)


def _natural(source: str) -> tuple[str, int]:
    """`path:10` after `path:9`."""
    match = re.fullmatch(r"(.*)[:#](\d+)", source, re.DOTALL)
    return (match[1], int(match[2])) if match else (source, 0)


def _ref(head: Head, record: Record, index: int) -> Ref:
    body, people = record.get("body"), record.get("people") or ()
    name = body["name"] if body else "، ".join(p["name"] for p in people[:2]) or None
    return Ref(head.id, head.release, head.source, index, name, record.get("ordinal"), record.get("date"))


def _single(old: Side, new: Side, i: int | None, j: int | None, causes: Causes) -> Change:
    side, index, other = (new, j, 0) if i is None else (old, i, 1)
    assert index is not None
    head, record = side.heads[index], side.record(index)
    ref = _ref(head, record, index)
    if i is None:
        change = Change("added", Key(None, ref), None, None, record, None)
    else:
        change = Change("removed", Key(ref, None), None, record, None, None)
    return with_cause(change, "correction" if causes.corrected(change, ({}, {})) else causes.of_single(head, other))


def _pair(old: Side, new: Side, i: int, j: int, moved: bool, causes: Causes, alike: float) -> list[Change]:
    heads = old.heads[i], new.heads[j]
    a, b = old.record(i), new.record(j)
    key = Key(_ref(heads[0], a, i), _ref(heads[1], b, j))
    cause = causes.of_pair(*heads)
    evidence = a.get(EVIDENCE) or {}, b.get(EVIDENCE) or {}
    found = [*_fields(key, a, b, heads[0].release == heads[1].release, alike)]
    if moved:
        found.append(Change("changed", key, LINE, i, j, None))
    by_reviewer = [causes.corrected(change, evidence) for change in found]
    if cause is None and any(by_reviewer):
        cause = "correction"  # the same release through the same pipeline: what else changed follows from the verdict
    return [with_cause(c, "correction" if corrected else cause) for c, corrected in zip(found, by_reviewer, strict=True)]


def _fields(key: Key, a: Record, b: Record, same_text: bool, alike: float) -> Iterator[Change]:
    if [*a] != [*b]:
        yield Change("changed", key, KEYS, [*a], [*b], None)
    for field in sorted(a.keys() | b.keys(), key=lambda name: (_RANK.get(name, len(_RANK)), name)):
        x, y = a.get(field), b.get(field)
        if x == y:
            continue
        if isinstance(x, list | tuple) and isinstance(y, list | tuple):
            yield from _elements(key, field, x, y, same_text, alike)
        elif field == EVIDENCE and isinstance(x, Mapping) and isinstance(y, Mapping) and [*x] == [*y]:
            for name in changed_keys(x, y):
                yield _value(key, f"{EVIDENCE}.{name}", x[name], y[name])
        else:
            yield _value(key, field, x, y)


def _value(key: Key, field: str, old: Any, new: Any) -> Change:
    kind: ChangeKind = "added" if old is None else "removed" if new is None else "changed"
    return Change(kind, key, field, old, new, None)


def _elements(key: Key, field: str, old: Sequence[Any], new: Sequence[Any], same_text: bool, alike: float) -> Iterator[Change]:
    """Elements are paired by what they are (id, code, text …), then by the places they share in one text or by their names."""
    pairs = joined(map(_identity, old), map(_identity, new))
    a = [i for i in range(len(old)) if i not in {i for i, _ in pairs}]
    b = [j for j in range(len(new)) if j not in {j for _, j in pairs}]
    if a and b:
        found = best(a, b, lambda i, j: _likeness(old[i], new[j], same_text), alike)
        pairs += [(a[n], b[m]) for n, m in found]
    still = in_order([(i, j) for i, j in pairs if old[i] == new[j]])
    changes = [Change("changed", key, field, old[i], new[j], None, (i, j)) for i, j in pairs if (i, j) not in still]
    taken = {i for i, _ in pairs}, {j for _, j in pairs}
    changes += [Change("removed", key, field, old[i], None, None, (i, None)) for i in range(len(old)) if i not in taken[0]]
    changes += [Change("added", key, field, None, new[j], None, (None, j)) for j in range(len(new)) if j not in taken[1]]
    return iter(sorted(changes, key=_place))


def _place(change: Change) -> tuple[Any, ...]:
    """By place; the same from both sides."""
    places = [n for n in change.at or () if n is not None]
    return min(places), max(places), _identity(change.old if change.old is not None else change.new)


def _identity(element: Any) -> str:
    if isinstance(element, Mapping):
        for name in ("id", "code", "text"):
            if element.get(name) is not None:
                return str(element[name])
        if "span" in element and "body" in element:  # a referenced meeting
            return dump([element["body"], element.get("ordinal")])
    return dump(element)


def _likeness(old: Any, new: Any, same_text: bool) -> float:
    """0–1. In one text what stands at the same place is the same thing, whatever it is called now."""
    if not (isinstance(old, Mapping) and isinstance(new, Mapping)):
        return 0.0
    from pipeline.arabic.folding import fold

    names = [next((str(e[n]) for n in _NAMES if e.get(n) is not None), "") for e in (old, new)]
    by_name = ratio(*map(fold, names)) if all(names) else 0.0
    return max(by_name, _overlap(_spans(old), _spans(new)) if same_text else 0.0)


def _spans(element: Mapping[str, Any]) -> list[Sequence[int]]:
    return [*chain(element.get("mentions") or (), [element["span"]] if element.get("span") else ())]


def _overlap(old: Sequence[Sequence[int]], new: Sequence[Sequence[int]]) -> float:
    """The share of the shorter span of two that the other covers, at best."""
    return max((max(0, min(e, g) - max(s, f)) / min(e - s, g - f) for s, e in old for f, g in new), default=0.0)
