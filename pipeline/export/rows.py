"""Rows of the tables from a line of the output: one row of its head table, and those of its parts.

Each row is a dictionary with a value for each column; JSON columns contain text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pydantic_core import to_json

from pipeline.export import tables

Row = dict[str, Any]
Rows = dict[str, list[Row]]

SCALARS = tuple(name for name, _, _ in tables._FIELDS)
_LISTS = (
    "people",
    "countries",
    "committees",
    "organizations",
    "initiatives",
    "topics",
    "decisions",
    "referenced_meetings",
    "duplicates_removed",
    "evidence",
    "warnings",
)


def rows(table: str, line: Mapping[str, Any]) -> Rows:
    """Return the rows of all tables for a line of head table `table`, without digests. Raise
    KeyError, TypeError or AttributeError for a line with another structure."""
    return _MAKERS[table](line)


def as_json(value: Any) -> str:
    """Return the text of a JSON column; equal values give equal text."""
    return to_json(value).decode()


def _numbered(owner: Row, found: Iterable[Row]) -> list[Row]:
    return [owner | {"position": at} | row for at, row in enumerate(found, 1)]


def _country(line: Mapping[str, Any]) -> Rows:
    return {tables.COUNTRIES.name: [dict(line)]}


def _release(line: Mapping[str, Any]) -> Rows:
    row = {name: line[name] for name in ("source", "key", "title", "outlet", "published", "text")}
    row |= {
        "release_id": line["id"],
        "also_at": as_json(line["also_at"]),
        "url": line["url"],
        "text_sha256": line["text_sha256"],
    }
    return {tables.RELEASES.name: [row]}


def _report(line: Mapping[str, Any]) -> Rows:
    body = line["body"] or {}
    row = {name: line[name] for name in ("record_id", "meeting_id", "announces", "confidence")}
    row |= {name: line[name] for name in SCALARS}
    row |= {name: as_json(line[name]) for name in _LISTS}
    row |= {name: line["provenance"][name] for name in ("pipeline", "model", "config")}
    row |= {
        "release_id": line["release"]["id"],
        "body_id": body.get("entity_id"),
        "body": body.get("name"),
        "body_mentions": as_json(body.get("mentions", [])),
    }
    return {tables.REPORTS.name: [row]}


def _entity(table: str, line: Mapping[str, Any]) -> Rows:
    key = tables.key_of(tables.METADATA.tables[table])
    row = {name: line[name] for name in ("name", "country", "first_seen", "last_seen")}
    row |= {
        key: line["entity_id"],
        "names": as_json(line["names"]),
        "name_ids": as_json(line["ids"]),
        "records": as_json(line["records"]),
    }
    return {table: [row]}


def _person(line: Mapping[str, Any]) -> Rows:
    owner = {"person_id": line["entity_id"]}
    posts = (
        {name: post[name] for name in ("role", "organization", "first_seen", "last_seen")}
        | {"says": as_json(post["says"])}
        for post in line["posts"]
    )
    return _entity("people", line) | {"posts": _numbered(owner, posts)}


def _body(line: Mapping[str, Any]) -> Rows:
    made = _entity("bodies", line)
    made["bodies"][0]["missing"] = as_json(line["missing"])
    held = [
        {
            "ordinal": session["ordinal"],
            "until": session["ordinal"],
            "seen": True,
            "meeting_id": session["meeting_id"],
            "date": session["date"],
        }
        for session in line["sessions"]
    ]
    never = [
        {"ordinal": first, "until": last, "seen": False, "meeting_id": None, "date": None}
        for first, last in line["missing"]
    ]
    in_order = sorted(held + never, key=lambda s: (s["ordinal"], s["date"] or ""))
    return made | {"sessions": _numbered({"body_id": line["entity_id"]}, in_order)}


def _meeting(line: Mapping[str, Any]) -> Rows:
    owner = {"meeting_id": line["meeting_id"]}
    fields = line["fields"]
    row = owner | {name: fields[name] and fields[name]["value"] for name in ("body", *SCALARS)}
    row |= {
        "held": bool(line["records"]),
        "reports": len(line["records"]),
        "announcements": len(line["announcements"]),
        "body_id": line["body_entity_id"],
        "outlets": as_json(line["outlets"]),
        "rules": as_json({name: given["rule"] for name, given in fields.items() if given}),
        "said": as_json({name: given["values"] for name, given in fields.items() if given}),
    }
    lists = {table: map(make, line[field]) for table, (field, make) in _OF_MEETING.items()}
    return (
        {"meetings": [row]}
        | {table: _numbered(owner, found) for table, found in lists.items()}
        | {"conflicts": _numbered(owner, _conflicts(line["conflicts"]))}
    )


def _conflicts(found: Iterable[Mapping[str, Any]]) -> Iterable[Row]:
    for number, conflict in enumerate(found, 1):
        for said in conflict["values"]:
            yield {
                "conflict": number,
                "field": conflict["field"],
                "kind": conflict["kind"],
                "about": conflict["about"],
                "value": str(said["value"]),
                "reports": len(said["records"]),
                "says": as_json(said["records"]),
            }


def _taking(*names: str, **renamed: str) -> Callable[[Mapping[str, Any]], Row]:
    """Return a function that makes a row of an element: with these keys, some renamed, and the
    record that contains it."""
    keys = [(name, name) for name in names] + list(renamed.items())

    def make(element: Mapping[str, Any]) -> Row:
        return {column: element[key] for column, key in keys} | {"says": as_json(element["says"])}

    return make


_PERSON = ("name", "role", "organization", "country", "participation", "side", "rule")
_OF_MEETING: dict[str, tuple[str, Callable[[Mapping[str, Any]], Row]]] = {
    "attendance": ("people", _taking(*_PERSON, person_id="entity_id")),
    "topics": ("topics", _taking("text", "action")),
    "decisions": ("decisions", _taking("text", "action")),
    "referenced_meetings": ("referenced_meetings", _taking("body", "ordinal")),
    "meeting_countries": ("countries", _taking("code", "name")),
    "meeting_bodies": ("committees", _taking("name", body_id="entity_id")),
    "meeting_organizations": ("organizations", _taking("name", organization_id="entity_id")),
    "meeting_initiatives": ("initiatives", _taking("name", "kind", initiative_id="entity_id")),
}
_MAKERS: dict[str, Callable[[Mapping[str, Any]], Rows]] = {
    "countries": _country,
    "people": _person,
    "bodies": _body,
    "organizations": lambda line: _entity("organizations", line),
    "initiatives": lambda line: _entity("initiatives", line),
    "meetings": _meeting,
    "releases": _release,
    "reports": _report,
}
