"""The JSON Schema as `mahdar schema` prints it: all lines of the output, with names that code
generators keep.

A generator names a class after its definition. So each enumeration is a definition of its own, used
by reference. Properties have no titles, because generators would make more names from them."""

from __future__ import annotations

from typing import Any, get_args

from pipeline import schema, schema_entities, schema_meetings, types

_ENUMERATIONS = {
    "Kind": types.Kind,
    "Mode": types.Mode,
    "Participation": types.Participation,
    "Side": types.Side,
    "Action": types.Action,
    "InitiativeKind": types.InitiativeKind,
    "FoundBy": types.FoundBy,
    "WarningCode": types.WarningCode,
    "Label": schema.Label,
    "Stage": schema.Stage,
    "Rule": schema_meetings.Rule,
    "ConflictKind": schema_meetings.ConflictKind,
    "EntityKind": schema_entities.EntityKind,
}
_BY_VALUES = {get_args(values): name for name, values in _ENUMERATIONS.items()}


def document() -> dict[str, Any]:
    """Return the schema (JSON Schema 2020-12) of a line of `records.jsonl`, with the lines of the
    other files in `$defs`."""
    whole = schema.json_schema()
    rows = (schema_meetings.MeetingRow, schema_entities.EntityRow)
    defs = whole["$defs"] | schema_meetings.definitions(*rows)
    named = {name: _without_titles(_referring(shape)) for name, shape in defs.items()}
    enumerations = {
        name: {"type": "string", "enum": list(get_args(values))}
        for name, values in _ENUMERATIONS.items()
    }
    return {
        "$schema": whole["$schema"],
        "$id": f"urn:mahdar:schema:{schema.SCHEMA_VERSION}",
        **whole,
        "$defs": dict(sorted((named | enumerations).items())),
    }


def _referring(shape: Any) -> Any:
    """Return the same with enumerations replaced by references."""
    if isinstance(shape, list):
        return [_referring(part) for part in shape]
    if not isinstance(shape, dict):
        return shape
    name = _BY_VALUES.get(tuple(shape.get("enum", ())))
    if name is None:
        return {key: _referring(part) for key, part in shape.items()}
    rest = {key: part for key, part in shape.items() if key not in ("enum", "type")}
    return {"$ref": f"#/$defs/{name}", **rest}


def _without_titles(shape: dict[str, Any]) -> dict[str, Any]:
    properties = {
        name: {key: part for key, part in of_it.items() if key != "title"}
        for name, of_it in shape.get("properties", {}).items()
    }
    return shape | {"properties": properties} if properties else shape
