"""The published meeting and its JSON Schema."""

from __future__ import annotations

from typing import Any, get_args

import jsonschema
import pytest
from pydantic import ValidationError

from pipeline import schema_meetings as schema

SCHEMA = {"$ref": "#/$defs/MeetingRow", "$defs": schema.definitions()}

ONE, TWO = "m-0123456789ab", "m-ba9876543210"


def row() -> dict[str, Any]:
    return {
        "schema_version": "1.1",
        "meeting_id": "mt-0123456789ab",
        "records": [ONE, TWO],
        "announcements": [],
        "releases": ["r-0000000000000001", "r-0000000000000002"],
        "outlets": ["وكالة الأنباء"],
        "body_entity_id": None,
        "fields": dict.fromkeys(schema.FieldsOfMeeting.model_fields)
        | {
            "ordinal": {
                "value": 7,
                "rule": "most_reports",
                "values": [
                    {"value": 7, "says": [{"record_id": ONE, "span": [3, 10]}]},
                    {"value": 8, "says": [{"record_id": TWO, "span": None}]},
                ],
            }
        },
        "people": [],
        "countries": [{"code": "BH", "name": "البحرين", "says": [ONE]}],
        "committees": [],
        "organizations": [],
        "initiatives": [],
        "topics": [],
        "decisions": [],
        "referenced_meetings": [],
        "conflicts": [
            {
                "field": "ordinal",
                "kind": "number",
                "about": None,
                "values": [{"value": 7, "records": [ONE]}, {"value": 8, "records": [TWO]}],
            }
        ],
    }


def test_a_row_comes_back_as_it_was_and_fits_the_schema() -> None:
    read = schema.MeetingRow.model_validate(row())
    assert read.model_dump(mode="json") == row()
    jsonschema.Draft202012Validator(SCHEMA).validate(row())


@pytest.mark.parametrize("wrong", [{"meeting_id": "m-1"}, {"records": ["x"]}, {"more": 1}])
def test_what_is_no_row_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        schema.MeetingRow.model_validate(row() | wrong)
    assert not jsonschema.Draft202012Validator(SCHEMA).is_valid(row() | wrong)


def test_every_code_has_a_meaning() -> None:
    assert set(schema.RULES) == set(get_args(schema.Rule))
    assert set(schema.CONFLICT_KINDS) == set(get_args(schema.ConflictKind))


def test_every_field_is_described() -> None:
    for name, model in schema.definitions().items():
        for field, given in model["properties"].items():
            assert given.get("description"), f"{name}.{field}"
