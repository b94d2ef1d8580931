"""The output of mahdar schema: valid, with an id, and with names that code generators keep."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import jsonschema

from pipeline import schema
from pipeline.schema_document import document

DOCUMENT = document()
DEFS = DOCUMENT["$defs"]


def shapes(part: Any) -> Iterator[dict[str, Any]]:
    if isinstance(part, dict):
        yield part
        part = list(part.values())
    if isinstance(part, list):
        for inner in part:
            yield from shapes(inner)


def test_it_is_a_schema_with_an_id_of_its_version() -> None:
    jsonschema.Draft202012Validator.check_schema(DOCUMENT)
    assert DOCUMENT["$id"] == f"urn:mahdar:schema:{schema.SCHEMA_VERSION}"


def test_every_line_of_the_output_has_its_definition() -> None:
    rows = {"Record", "StreamedRecord", "ReleaseRow", "RejectRow", "MeetingRow", "EntityRow"}
    assert rows <= DEFS.keys()
    for shape in shapes(DOCUMENT):
        if "$ref" in shape:
            assert shape["$ref"].removeprefix("#/$defs/") in DEFS


def test_enumerations_stand_once_under_their_own_names() -> None:
    for name, definition in DEFS.items():
        inline = [s for s in shapes(definition) if "enum" in s]
        assert inline == ([definition] if "enum" in definition else []), name
    values = [tuple(d["enum"]) for d in DEFS.values() if "enum" in d]
    assert len(values) == len(set(values)) > 8


def test_properties_have_no_titles_that_would_become_names() -> None:
    for definition in DEFS.values():
        for name, shape in definition.get("properties", {}).items():
            assert "title" not in shape, name
            assert "description" in shape or "$ref" in shape, name


def test_it_says_the_same_as_the_models() -> None:
    """It rejects a record with an unknown value or an extra key, and accepts a right one."""
    for name in ("Record", "ReleaseRow", "RejectRow"):
        plain, named = schema.json_schema()["$defs"][name], DEFS[name]
        assert list(plain["properties"]) == list(named["properties"])
        assert plain["required"] == named["required"]
        assert named["additionalProperties"] is False
