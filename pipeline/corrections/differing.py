"""Find the disagreements of reviewers: the last decision of each on one thing, if they differ. Pure
functions."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from pipeline.corrections.decisions import ON_VALUES, Decision, standing

Thing = tuple[str | None, str, str]  # record, field, the original name of the thing
_ASIDE = frozenset({"id", "entity_id", "found_by", "confidence", "span", "mentions", "role_span"})


def differing(decisions: Iterable[Decision]) -> tuple[tuple[Decision, ...], ...]:
    """Return the last decisions of several reviewers on one thing with different results, one group
    a thing, the latest last: it is the one that counts. A thing keeps its identity after a
    correction."""
    said: dict[Thing, dict[str, Decision]] = {}
    root: dict[Thing, Thing] = {}
    for d in standing(decisions):
        if d.verdict not in ON_VALUES:
            continue
        thing = _thing(d, d.old if d.old is not None else d.new)
        thing = root.get(thing, thing)
        if d.new is not None and (made := _thing(d, d.new)) != thing:
            root[made] = thing
        by = said.setdefault(thing, {})
        by.pop(d.by, None)  # the latest is last
        by[d.by] = d
    return tuple(
        tuple(by.values()) for by in said.values() if len({_end(d) for d in by.values()}) > 1
    )


def _thing(d: Decision, value: dict[str, Any] | None) -> Thing:
    value = value or {}
    if d.field == "record":
        return d.record_id or value.get("record_id"), d.field, ""
    if d.field == "mention":
        return None, d.field, f"{d.release.id} {value['start']} {value['end']}"
    if "value" in value:
        return d.record_id, d.field, ""
    called = value.get("name") or value.get("text") or json.dumps(value.get("span"))
    return d.record_id, d.field, str(called)


def _end(d: Decision) -> str:
    """Return the result of a decision; empty if it removes the value."""
    if d.new is None:
        return ""
    if d.field == "record":
        return "in"
    return json.dumps(_said(d.new), ensure_ascii=False, sort_keys=True)


def _said(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _said(v) for k, v in value.items() if k not in _ASIDE}
    return value
