"""The short form of a decision, as a line of the ledger.

Everything that follows from the rest is left out: an empty value, `new` if it equals `old`, the
mark of a reviewer, the record's data about its release. `full` restores it. So lines of every
earlier version remain readable, and a nullable field in a later schema changes no line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel

from pipeline.schema import SCHEMA_VERSION, ReleaseRef

Json = dict[str, Any]
MARK: Json = {"found_by": "correction", "confidence": 1.0}
_ENDS = ("old", "new")


def thin(decision: Json) -> Json:
    """Return a decision in full published form without what `full` restores."""
    out: Json = {}
    for name, value in decision.items():
        if value is None or value == [] or (name == "new" and decision["verdict"] == "accept"):
            continue
        if name in ("release", "anchors"):
            value = _without_nothing(value)
        elif name in _ENDS:
            whole = decision["field"] == "record"
            value = _without_nothing(_without_frame(value, decision) if whole else value)
        out[name] = value
    return out


def full(decision: Json, kind: type[BaseModel]) -> Json:
    """Return the decision with `old` and `new` in the form `kind`, from its short form or that of
    an earlier version. Missing data that cannot be derived stay missing."""
    out = dict(decision)
    for end in _ENDS:
        value = out.get(end)
        if isinstance(value, dict):
            if out.get("field") == "record":
                frame = _frame(out)
                seen = value.get("release")
                value = frame | value | {"schema_version": frame["schema_version"]}
                if isinstance(seen, dict):  # of 0.1, which had fewer fields
                    value["release"] = frame["release"] | seen
                if isinstance(known := value.get("record_id"), str):  # 0.1 counted equal ones
                    value["record_id"] = re.sub(r"^(m-[0-9a-f]{12})-[0-9]+$", r"\1", known)
            out[end] = filled(kind, value)
    if out.get("verdict") == "accept" and out.get("new") is None:
        out["new"] = out.get("old")
    return out


def filled(kind: type[BaseModel], value: Json) -> Json:
    """Return a value in published form with its missing fields, as far as the form `kind` implies
    them."""
    out = dict(value)
    for name, info in kind.model_fields.items():
        forms = _alternatives(info.annotation)
        if name not in out:
            if name in MARK:
                out[name] = MARK[name]
            elif type(None) in forms:
                out[name] = None
            elif any(get_origin(form) is tuple and ... in get_args(form) for form in forms):
                out[name] = []
            elif any(_is_model(form) for form in forms):
                out[name] = {}
        for form in forms:
            (inner,) = {a for a in get_args(form) if _is_model(a)} or {form}
            if not _is_model(inner):
                continue
            if isinstance(out.get(name), dict):
                out[name] = filled(inner, out[name])
            elif isinstance(out.get(name), list) and get_origin(form) is tuple:
                out[name] = [filled(inner, e) if isinstance(e, dict) else e for e in out[name]]
    return out


def as_decided(field: str, value: Json, accepted: bool, seen: Json) -> Json:
    """Return the value that a reviewer saw in its form for the ledger: marked as decided, without
    data of the release or the run. Of a rejected record keep only what identifies it. `seen` is the
    release of the decision."""
    if field != "record":
        return value | MARK if "found_by" in value and accepted else value
    lists = {
        name: [dict(e) | MARK if "found_by" in e else e for e in found]
        for name, found in value.items()
        if isinstance(found, list) and name not in ("warnings", "duplicates_removed")
    }
    if not accepted:
        lists = {name: found if name == "people" else [] for name, found in lists.items()}
    evidence = {
        name: e and {**e, "found_by": "correction"} for name, e in value["evidence"].items()
    }
    rest = {"evidence": evidence, "warnings": [], "duplicates_removed": [], "confidence": 1.0}
    return value | lists | rest | _frame({"release": seen})


def _frame(decision: Mapping[str, Any]) -> Json:
    """Return the fields of a record that follow from its release and decision."""
    seen = decision.get("release")
    seen = seen if isinstance(seen, Mapping) else {}
    out = {
        "schema_version": SCHEMA_VERSION,
        "release": {name: seen.get(name) for name in ReleaseRef.model_fields},
    }
    known = decision.get("record_id")
    return out | ({"record_id": known} if known is not None else {})


def _without_frame(record: Json, decision: Json) -> Json:
    frame = _frame(decision)
    return {
        k: v for k, v in record.items() if k not in frame or (k == "record_id" and v != frame[k])
    }


def _without_nothing(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_nothing(v) for v in value]
    if not isinstance(value, dict):
        return value
    out = {k: _without_nothing(v) for k, v in value.items() if MARK.get(k) != v}
    return {k: v for k, v in out.items() if v is not None and v != []}


def _alternatives(annotation: Any) -> tuple[Any, ...]:
    return get_args(annotation) if get_origin(annotation) in (Union, UnionType) else (annotation,)


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)
