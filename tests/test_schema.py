from __future__ import annotations

import dataclasses
import hashlib
import json
import re
from typing import Any, get_args

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from pipeline import schema, types
from pipeline.arabic import naming
from pipeline.errors import Reason
from pipeline.extract.tagger import heads
from pipeline.types import (
    Clause,
    Entity,
    Meeting,
    Mention,
    Paragraph,
    Participant,
    Reference,
    Reject,
    Release,
    Value,
)

PROVENANCE = schema.Provenance(pipeline="0.1.0", model="tagger-1", config="0123456789ab")
SCHEMA = schema.json_schema()

# --- strategies
words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=12)
offsets = st.integers(0, 5000)
spans = st.tuples(offsets, st.integers(1, 300)).map(lambda x: (x[0], x[0] + x[1]))
shares = st.floats(0, 1)
found = st.sampled_from(get_args(types.FoundBy))
iso = st.dates().map(lambda d: d.isoformat())
codes = st.from_regex(r"[A-Z]{2}", fullmatch=True)
mentions = st.lists(spans, max_size=3).map(tuple)


def optional(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


def values(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return optional(st.builds(Value, strategy, optional(spans), found))


def tuples(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(strategy, max_size=3).map(tuple)


def entities(label: str, ids: st.SearchStrategy[str] = words) -> st.SearchStrategy[Entity]:
    person = (
        {
            "titles": tuples(words),
            "role": optional(words),
            "role_span": optional(spans),
            "organization": optional(words),
            "country": optional(codes),
        }
        if label == "PER"
        else {}
    )
    return st.builds(Entity, ids, st.just(label), words, mentions, found, shares, **person)


clauses = st.builds(Clause, words, st.sampled_from(get_args(types.Action)), spans, found, shares)
meetings = st.builds(
    Meeting,
    body=optional(entities("COMMITTEE")),
    ordinal=values(st.integers(1, 999)),
    kind=values(st.sampled_from(get_args(types.Kind))),
    date=values(iso),
    end_date=values(iso),
    date_hijri=values(iso),
    city=values(words),
    country=values(codes),
    venue=values(words),
    mode=values(st.sampled_from(get_args(types.Mode))),
    chair=values(words),
    organizer=values(words),
    people=tuples(
        st.builds(Participant, entities("PER"), st.sampled_from(get_args(types.Participation)))
    ),
    countries=tuples(entities("COUNTRY", codes)),
    committees=tuples(entities("COMMITTEE")),
    organizations=tuples(entities("ORG")),
    initiatives=tuples(
        st.tuples(entities("INITIATIVE"), st.sampled_from(get_args(types.InitiativeKind)))
    ),
    topics=tuples(clauses),
    decisions=tuples(clauses),
    referenced=tuples(st.builds(Reference, optional(words), optional(st.integers(1, 999)), spans)),
    confidence=shares,
    warnings=tuples(st.sampled_from(get_args(types.WarningCode))),
)
paragraphs = st.lists(st.tuples(spans, st.booleans(), shares), max_size=4).map(
    lambda rows: tuple(
        Paragraph(
            *span,
            duplicate_of=0 if repeat and i else None,
            similarity=share if repeat and i else None,
        )
        for i, (span, repeat, share) in enumerate(rows)
    )
)
releases = st.builds(
    Release,
    id=words,
    source=words,
    text=words,
    key=optional(words),
    title=optional(words),
    published=optional(iso),
    outlet=optional(words),
    also_at=tuples(words),
    paragraphs=paragraphs,
    mentions=tuples(
        st.builds(
            lambda span, *rest: Mention(*span, *rest),
            spans,
            st.sampled_from(heads.LABELS + heads.FACTS),
            words,
            found,
            shares,
        )
    ),
    meetings=tuples(meetings),
)


def validate(row: BaseModel) -> None:
    named = {**SCHEMA, "$ref": f"#/$defs/{type(row).__name__}"}
    jsonschema.Draft202012Validator(named).validate(json.loads(schema.dump(row)))


# --- properties
@settings(max_examples=60, deadline=None)
@given(releases)
def test_every_output_round_trips_and_satisfies_the_published_schema(release: Release) -> None:
    records = schema.to_records(release, PROVENANCE)
    row = schema.to_release_row(release, [r.record_id for r in records])
    for line in [*records, row, *(schema.with_text(r, release) for r in records)]:
        text = schema.dump(line)
        assert "\n" not in text
        assert type(line).model_validate_json(text) == line
        assert list(json.loads(text)) == list(type(line).model_fields)
        validate(line)


@settings(max_examples=40, deadline=None)
@given(releases)
def test_record_ids_are_distinct_and_stable(release: Release) -> None:
    twice = dataclasses.replace(
        release, meetings=release.meetings + tuple(dataclasses.replace(m) for m in release.meetings)
    )
    ids = schema.record_ids(twice)
    assert len(set(ids)) == len(ids)
    assert ids[: len(release.meetings)] == schema.record_ids(release)
    assert ids == [r.record_id for r in schema.to_records(twice, PROVENANCE)]


@settings(max_examples=40, deadline=None)
@given(meetings)
def test_evidence_is_there_exactly_where_the_value_is(meeting: Meeting) -> None:
    (record,) = schema.to_records(Release("r", "s", "t", meetings=(meeting,)), PROVENANCE)
    for field in ("body", *schema.VALUES):
        value, evidence = getattr(record, field), getattr(record.evidence, field)
        assert (value is None) == (evidence is None), field
    assert list(schema.Evidences.model_fields) == ["body", *schema.VALUES]


@given(st.sampled_from(list(Reason)), words)
def test_reject_rows(reason: Reason, detail: str) -> None:
    row = schema.to_reject_row(Reject("data/raw/x.pdf", "read", reason.value, detail))
    assert json.loads(schema.dump(row)) == {
        "source": "data/raw/x.pdf",
        "stage": "read",
        "reason": reason.value,
        "detail": detail,
    }
    validate(row)


# --- the contract
def test_a_whole_record_is_as_the_contract_writes_it() -> None:
    body = Entity("b-1", "COMMITTEE", "لجنة النقل", ((30, 40), (8, 18)), "model", 0.91)
    person = Entity(
        "p-1",
        "PER",
        "سالم الهاجري",
        ((50, 62),),
        "model",
        0.98765,
        ("معالي",),
        "وزير النقل",
        (64, 74),
        "وزارة النقل",
        "QA",
    )
    meeting = Meeting(
        body=body,
        ordinal=Value(3, (1, 7), "rule"),
        kind=Value("regular", None, "inferred"),
        date=None,
        end_date=None,
        date_hijri=None,
        city=Value("الدوحة", (80, 86), "model"),
        country=Value("QA", None, "inferred"),
        venue=None,
        mode=None,
        chair=None,
        organizer=None,
        people=(Participant(person, "attended", "guest"),),
        countries=(Entity("QA", "COUNTRY", "قطر", ((90, 93),), "gazetteer", 1.0),),
        committees=(body,),
        organizations=(),
        initiatives=(
            (Entity("i-1", "INITIATIVE", "خطة السير", ((95, 99),), "model", 0.5), "plan"),
        ),
        topics=(Clause("أعمال الطرق", "reviewed", (100, 120), "model", 0.6),),
        decisions=(),
        referenced=(Reference(None, 2, (125, 130)),),
        confidence=0.87654321,
        warnings=("two_ordinals",),
    )
    release = Release(
        "r-1",
        "data/raw/x.txt",
        "…",
        title="عنوان",
        url="https://x.example/1",
        meetings=(meeting,),
        paragraphs=(
            Paragraph(0, 60),
            Paragraph(61, 200),
            Paragraph(201, 260, duplicate_of=0, similarity=0.951239),
        ),
    )
    (record,) = schema.to_records(release, PROVENANCE)
    found = {"found_by": "model", "confidence": 0.91}
    assert json.loads(schema.dump(record)) == {
        "schema_version": "1.1",
        "record_id": schema.record_ids(release)[0],
        "meeting_id": None,
        "announces": None,
        "release": {
            "id": "r-1",
            "source": "data/raw/x.txt",
            "title": "عنوان",
            "outlet": None,
            "published": None,
            "url": "https://x.example/1",
            "text_sha256": hashlib.sha256("…".encode()).hexdigest(),
        },
        "body": {
            "name": "لجنة النقل",
            "id": "b-1",
            "entity_id": None,
            "mentions": [[30, 40], [8, 18]],
        },
        "ordinal": 3,
        "kind": "regular",
        "date": None,
        "end_date": None,
        "date_hijri": None,
        "city": "الدوحة",
        "country": "QA",
        "venue": None,
        "mode": None,
        "chair": None,
        "organizer": None,
        "people": [
            {
                "name": "سالم الهاجري",
                "id": "p-1",
                "entity_id": None,
                "titles": ["معالي"],
                "role": "وزير النقل",
                "role_span": [64, 74],
                "organization": "وزارة النقل",
                "country": "QA",
                "participation": "attended",
                "side": "guest",
                "mentions": [[50, 62]],
                "found_by": "model",
                "confidence": 0.9877,
            }
        ],
        "countries": [
            {
                "code": "QA",
                "name": "قطر",
                "mentions": [[90, 93]],
                "found_by": "gazetteer",
                "confidence": 1.0,
            }
        ],
        "committees": [
            {
                "name": "لجنة النقل",
                "id": "b-1",
                "entity_id": None,
                "mentions": [[30, 40], [8, 18]],
                **found,
            }
        ],
        "organizations": [],
        "initiatives": [
            {
                "name": "خطة السير",
                "id": "i-1",
                "entity_id": None,
                "kind": "plan",
                "mentions": [[95, 99]],
                "found_by": "model",
                "confidence": 0.5,
            }
        ],
        "topics": [
            {
                "text": "أعمال الطرق",
                "action": "reviewed",
                "span": [100, 120],
                "found_by": "model",
                "confidence": 0.6,
            }
        ],
        "decisions": [],
        "referenced_meetings": [{"body": None, "ordinal": 2, "span": [125, 130]}],
        "duplicates_removed": [{"span": [201, 260], "duplicate_of": [0, 60], "similarity": 0.9512}],
        "evidence": {
            "body": {"span": [8, 18], "found_by": "model"},
            "ordinal": {"span": [1, 7], "found_by": "rule"},
            "kind": {"span": None, "found_by": "inferred"},
            "date": None,
            "end_date": None,
            "date_hijri": None,
            "city": {"span": [80, 86], "found_by": "model"},
            "country": {"span": None, "found_by": "inferred"},
            "venue": None,
            "mode": None,
            "chair": None,
            "organizer": None,
        },
        "confidence": 0.8765,
        "warnings": ["two_ordinals"],
        "provenance": {"pipeline": "0.1.0", "model": "tagger-1", "config": "0123456789ab"},
    }
    assert "لجنة النقل" in schema.dump(record)


def test_a_release_row_shows_the_ten_labels_only_with_their_surface() -> None:
    text = "اجتماع لجنة النقل بالدوحة"
    release = Release(
        "r-1",
        "a.jsonl:2",
        text,
        key="7",
        also_at=("b.txt",),
        paragraphs=(Paragraph(0, 25),),
        mentions=(
            Mention(19, 25, "LOC", "الدوحة", "model", 0.99999, "QA"),
            Mention(7, 17, "BODY", "لجنة النقل", "model", 0.9),
            Mention(7, 17, "COMMITTEE", "لجنة النقل", "model", 0.9),
            Mention(0, 6, "MEETING", "اجتماع", "rule", 1.0),
        ),
    )
    row = schema.to_release_row(release, ["m-0123456789ab"])
    assert [(m.start, m.end, m.label, m.surface, m.confidence) for m in row.mentions] == [
        (0, 6, "MEETING", "اجتماع", 1.0),
        (7, 17, "COMMITTEE", "لجنة النقل", 0.9),
        (19, 25, "LOC", "الدوحة", 1.0),
    ]
    assert row.paragraphs == (
        schema.ParagraphRow(span=(0, 25), duplicate_of=None, similarity=None),
    )
    assert list(json.loads(schema.dump(row))) == [
        "id",
        "source",
        "also_at",
        "key",
        "title",
        "published",
        "outlet",
        "url",
        "text_sha256",
        "text",
        "paragraphs",
        "mentions",
        "meetings",
    ]


def test_a_record_id_hangs_on_the_release_and_the_number_of_the_meeting_alone() -> None:
    empty = (
        {f.name: () for f in dataclasses.fields(Meeting)}
        | dict.fromkeys(("body", *schema.VALUES))
        | {"confidence": 0.5}
    )
    first = Meeting(**empty | {"ordinal": Value(1, (0, 1), "rule")})
    second = Meeting(**empty | {"ordinal": Value(2, (0, 1), "rule")})
    one, two = schema.record_ids(Release("r", "s", "t", meetings=(first, second)))
    assert one != two
    assert schema.record_ids(Release("r", "other", "other", meetings=(second, first))) == [one, two]
    assert one not in schema.record_ids(Release("r2", "s", "t", meetings=(first, second)))


@pytest.mark.parametrize(
    "change",
    [
        {"extra": 1},
        {"country": "Qatar"},
        {"date": "2015-8-1"},
        {"confidence": 1.1},
        {"ordinal": 0},
        {"kind": "weekly"},
        {"warnings": ["odd"]},
        {"duplicates_removed": [{"span": [4, 4], "duplicate_of": [0, 1], "similarity": 1}]},
    ],
)
def test_a_wrong_record_is_refused(change: dict[str, Any]) -> None:
    empty = (
        {f.name: () for f in dataclasses.fields(Meeting)}
        | dict.fromkeys(("body", *schema.VALUES))
        | {"confidence": 0.5}
    )
    meeting = Meeting(**empty)
    good = json.loads(
        schema.dump(*schema.to_records(Release("r", "s", "t", meetings=(meeting,)), PROVENANCE))
    )
    assert schema.Record.model_validate_json(json.dumps(good))
    with pytest.raises(ValidationError):
        schema.Record.model_validate_json(json.dumps(good | change))
    for key in good:
        with pytest.raises(ValidationError):
            schema.Record.model_validate_json(
                json.dumps({k: v for k, v in good.items() if k != key})
            )


def test_every_field_has_its_definition_and_every_value_of_an_enumeration_its_meaning() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    for name, definition in SCHEMA["$defs"].items():
        assert definition.get("description"), name
        for field, shape in definition.get("properties", {}).items():
            assert shape.get("description", "").endswith("."), f"{name}.{field}"
        if "properties" in definition:
            assert (
                definition["required"] == list(definition["properties"])
                and definition["additionalProperties"] is False
            )
    for meanings, known in [
        (schema.KINDS, types.Kind),
        (schema.MODES, types.Mode),
        (schema.PARTICIPATIONS, types.Participation),
        (schema.ACTIONS, types.Action),
        (schema.INITIATIVE_KINDS, types.InitiativeKind),
        (schema.FOUND_BY, types.FoundBy),
        (schema.WARNINGS, types.WarningCode),
        (schema.LABELS, schema.Label),
    ]:
        assert tuple(meanings) == get_args(known)
    assert tuple(schema.LABELS) == heads.LABELS
    assert list(schema.REASONS) == list(Reason)


def test_the_nouns_told_of_a_kind_of_initiative_are_of_that_kind() -> None:
    told = [
        (kind, noun)
        for kind, meaning in schema.INITIATIVE_KINDS.items()
        for noun in re.findall(r"[\u0621-\u064a]+", meaning)
    ]
    assert len(told) > 6
    assert [(naming.initiative_kind(noun), noun) for _, noun in told] == told


@pytest.mark.parametrize("model", ["ReleaseRef", "ReleaseRow", "RejectRow"])
def test_what_a_source_looks_like_is_defined(model: str) -> None:
    said = SCHEMA["$defs"][model]["properties"]["source"]["description"]
    assert ":N" in said and "#N" in said
