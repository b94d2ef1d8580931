from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from pipeline import schema
from pipeline.schema_entities import KINDS, EntityRow
from pipeline.schema_meetings import definitions

SCHEMA = {"$ref": "#/$defs/EntityRow", "$defs": definitions(EntityRow)}

days = st.none() | st.dates().map(lambda d: d.isoformat())
numbers = st.integers(1, 9999)
records = st.lists(st.from_regex(r"m-[0-9a-f]{12}", fullmatch=True), max_size=2).map(tuple)
meeting_ids = st.from_regex(r"mt-[0-9a-f]{12}", fullmatch=True)
words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=8)


def listed(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(st.fixed_dictionaries(fields), max_size=2)


rows = st.fixed_dictionaries(
    {
        "schema_version": st.just("1.1"),
        "entity_id": st.from_regex(r"e-[0-9a-f]{12}", fullmatch=True),
        "kind": st.sampled_from(sorted(KINDS)),
        "name": words,
        "names": st.lists(
            st.fixed_dictionaries({"name": words, "count": numbers}), min_size=1, max_size=2
        ),
        "ids": st.lists(words, min_size=1, max_size=2),
        "first_seen": days,
        "last_seen": days,
        "country": st.none() | st.from_regex(r"[A-Z]{2}", fullmatch=True),
        "posts": listed(
            role=words,
            organization=st.none() | words,
            first_seen=days,
            last_seen=days,
            says=records,
        ),
        "sessions": listed(ordinal=numbers, meeting_id=st.none() | meeting_ids, date=days),
        "missing": st.lists(st.tuples(numbers, numbers), max_size=2),
        "meetings": st.lists(meeting_ids, max_size=2),
        "records": records,
    }
)


@given(rows)
def test_every_row_keeps_the_json_schema(given_row: dict[str, Any]) -> None:
    line = schema.dump(EntityRow.model_validate(given_row))
    jsonschema.validate(json.loads(line), SCHEMA, cls=jsonschema.Draft202012Validator)
    assert schema.dump(EntityRow.model_validate_json(line)) == line


@given(rows)
def test_a_row_without_one_of_its_keys_or_with_another_is_none(given_row: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        EntityRow.model_validate({k: v for k, v in given_row.items() if k != "missing"})
    with pytest.raises(ValidationError):
        EntityRow.model_validate(given_row | {"id": "e-000000000000"})
