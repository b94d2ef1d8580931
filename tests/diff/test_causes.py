from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from pipeline import corrections, schema
from pipeline.diff import compare
from pipeline.diff.model import CAUSES, cause_words
from pipeline.diff.render import render
from pipeline.diff.select import Tally
from pipeline.ids import text_sha256
from tests.diff.records import PROVENANCE, Record, named, person, record


def causes(
    old: list[Record], new: list[Record], decisions: list[dict[str, Any]] | None = None
) -> dict[str | None, str | None]:
    return {c.field: c.cause for c in compare(old, new, decisions or []).changes}


def made_by(**parts: str) -> dict[str, str]:
    return PROVENANCE | parts


@pytest.mark.parametrize(
    ("new", "cause"),
    [
        ({"provenance": made_by(model="x")}, "model"),
        ({"provenance": made_by(config="x")}, "config"),
        ({"provenance": made_by(pipeline="x")}, "pipeline"),
        ({"provenance": made_by(pipeline="x", model="y")}, "pipeline+model"),
        ({"release": "b"}, "release"),
        ({"release": "b", "provenance": made_by(model="x")}, "release+model"),
        ({}, None),
    ],
)
def test_what_differs_between_the_two_sides_is_the_cause(
    new: dict[str, Any], cause: str | None
) -> None:
    assert causes([record()], [record(**new, city="مسقط")])["city"] == cause


def test_a_value_that_a_reviewer_gave_is_a_correction_whatever_else_changed() -> None:
    people = [person("سالم العطار"), person("هدى الراشد", role="وزيرة")]
    new = [
        person("سالم العطار", found_by="correction", confidence=1.0),
        person("هدى الراشد", role="مديرة"),
    ]
    found = compare(
        [record(people=people)], [record(people=new, provenance=made_by(model="x"))]
    ).changes
    assert [(c.at, c.cause) for c in found if c.field == "people"] == [
        ((0, 0), "correction"),
        ((1, 1), "model"),
    ]


def test_the_evidence_tells_of_a_corrected_single_value() -> None:
    evidence = {"chair": {"span": [0, 4], "found_by": "correction"}}
    found = causes(
        [record(chair="سالم", evidence={"chair": None})], [record(chair="هدى", evidence=evidence)]
    )
    assert found["chair"] == found["evidence.chair"] == "correction"


def test_what_else_changed_in_the_same_release_by_the_same_pipeline_follows_from_the_correction() -> (
    None
):
    old = record("لجنة النقل", committees=[named("لجنة النقل")])
    new = record(
        "لجنة النقل البري", committees=[named("لجنة النقل البري") | {"found_by": "correction"}]
    )
    assert set(causes([old], [new]).values()) == {"correction"}


def decision(given: Record, field: str, old: Any, **more: Any) -> dict[str, Any]:
    release = {
        "id": given["release"]["id"],
        "source": given["release"]["source"],
        "key": None,
        "text_sha256": "0" * 64,
    }
    return {
        "id": "c-0",
        "release": release,
        "record_id": given["record_id"],
        "verdict": "reject",
        "field": field,
        "old": old,
        "new": None,
        "paragraph": None,
        "of": None,
    } | more


def test_a_value_that_a_reviewer_rejected_is_gone_by_correction() -> None:
    old = record(people=[person("سالم العطار")], organizations=[named("وزارة", "o")])
    new = record(record_id=old["record_id"])
    said = [decision(old, "people", old["people"][0])]
    # same release, same pipeline: the other removals follow from the decision
    assert set(causes([old], [new], said).values()) == {"correction"}
    assert causes([old], [new])["people"] is None
    about_another = [decision(old, "organizations", named("هيئة", "o"))]
    assert causes([old], [new], about_another)["people"] is None


def test_a_rejection_is_no_cause_where_another_pipeline_may_have_dropped_the_value() -> None:
    old = record(people=[person("سالم العطار")], ordinal=3, provenance=made_by(model="x"))
    new = record(record_id=old["record_id"])
    said = [
        decision(old, "people", old["people"][0]),
        decision(old, "ordinal", {"value": 3, "span": [4, 9]}),
    ]
    assert set(causes([old], [new], said).values()) == {"model"}
    edited = record(record_id=old["record_id"], release="edited", provenance=old["provenance"])
    assert set(causes([old], [edited], said).values()) == {"release"}


def test_a_value_that_both_sides_hold_as_decided_changed_for_another_reason() -> None:
    mine = {"found_by": "correction", "confidence": 1.0}
    old = record(people=[person("سالم العطار", 6, **mine)])
    moved = record(people=[person("سالم العطار", 9, **mine)], provenance=made_by(pipeline="x"))
    assert causes([old], [moved])["people"] == "pipeline"


def test_a_record_that_a_reviewer_rejected_or_added() -> None:
    a, b = record("لجنة النقل", 3), record("مجلس الطاقة", 4)
    assert causes([a, b], [a], [decision(b, "record", b)]) == {None: "correction"}
    added = [decision(b, "record", None, record_id=None, new=b)]
    assert causes([a], [a, b], added) == {None: "correction"}
    assert causes([a, b], [a]) == {None: None}


def test_a_record_of_a_release_that_one_side_does_not_know_may_be_input_or_decided() -> None:
    a, b = record(), record("مجلس الطاقة", release="b", source="b")
    said = [decision(b, "record", b)]  # after both files were written
    assert causes([a], [a, b], said) == causes([a, b], [a], said) == {None: None}


def test_what_a_reviewer_accepted_as_it_was_is_quiet_and_no_cause() -> None:
    evidence = {"ordinal": {"span": [0, 4], "found_by": "rule"}}
    decided = {"ordinal": {"span": [0, 4], "found_by": "correction"}}
    mine = {"found_by": "correction", "confidence": 1.0}
    old = record(
        people=[person("سالم العطار", 6)], ordinal=3, evidence=evidence, warnings=["two_ordinals"]
    )
    new = record(people=[person("سالم العطار", 6, **mine)], ordinal=3, evidence=decided)
    tally = Tally()
    found = list(tally.watch(compare([old], [new]).changes))
    assert {c.field for c in found} == {"people", "evidence.ordinal", "warnings"}
    assert all(c.quiet and c.cause == "correction" for c in found)
    assert (tally.loud, dict(tally.causes), tally.records["quiet"]) == (0, {}, 1)


def test_a_place_that_a_reviewer_moved_is_told_of() -> None:
    mine = {"found_by": "correction", "confidence": 1.0}
    old = record(people=[person("سالم العطار", 6)])
    new = record(people=[person("سالم العطار", 60, **mine)])
    tally = Tally()
    shown = "\n".join(render(compare([old], [new]), "table", "a", "b", tally=tally))
    assert "people.mentions" in shown and "people.found_by" not in shown
    assert (tally.loud, dict(tally.causes)) == (1, {"correction": 1})


@pytest.mark.parametrize(
    ("verdict", "field", "kinds"),  # of the changes that are not quiet
    [
        ("reject", "people", {("removed", "people")}),
        ("accept", "people", set()),
        ("reject", "record", {("removed", None)}),
    ],
)
def test_decisions_as_they_are_applied_to_the_output(
    verdict: corrections.Verdict, field: str, kinds: set[tuple[str, str | None]]
) -> None:
    text = "لجنة النقل اجتمعت برئاسة سالم العطار وحضور هدى الراشد"
    names = "سالم العطار", "هدى الراشد"
    old = record(people=[person(name, text.index(name)) for name in names])
    row = schema.ReleaseRow(
        id=old["release"]["id"],
        source=old["release"]["source"],
        also_at=(),
        key=None,
        title=None,
        published=None,
        outlet=None,
        url=None,
        text_sha256=text_sha256(text),
        text=text,
        paragraphs=(schema.ParagraphRow(span=(0, len(text)), duplicate_of=None, similarity=None),),
        meetings=(old["record_id"],),
        mentions=tuple(
            schema.MentionRow(
                start=text.index(name),
                end=text.index(name) + len(name),
                label="PER",
                surface=name,
                name=name,
                found_by="model",
                confidence=0.9,
            )
            for name in names
        ),
    )
    read = schema.Record.model_validate_json(json.dumps(old))
    value = old if field == "record" else old["people"][1]
    decided = corrections.decide(
        row, read, verdict, field, old=value, by="هدى", at=datetime.now(UTC)
    )
    applied = corrections.apply(row, [read], [decided])
    assert not applied.stale
    new = [json.loads(schema.dump(r)) for r in applied.records]
    found = compare([old], new, [decided.model_dump(mode="json")]).changes
    assert {(c.kind, c.field) for c in found if not c.quiet} == kinds
    if field != "record":  # the only one of its release: the other side does not know the release
        assert {c.cause for c in found} == {"correction"}


def test_records_of_a_release_that_only_one_side_knows() -> None:
    a, b = record(), record("مجلس الطاقة", release="b", source="b")
    assert causes([a], [a, b]) == causes([a, b], [a]) == {None: "input"}
    other = made_by(model="x")
    assert (
        causes([record(provenance=other)], [record(provenance=other), b])[None] is None
    )  # it may have been there, without a meeting
    assert causes([], [a]) == {None: None}


def test_a_new_record_of_a_release_that_is_known() -> None:
    a, b = record("لجنة النقل", 3), record("مجلس الطاقة", 4)
    assert causes([a], [a, b | {"provenance": made_by(model="x")}])[None] == "model"
    edited = record("مجلس الطاقة", 4, release="edited")
    assert causes([a], [edited]) == {None: "release"}


def test_causes_have_words() -> None:
    assert cause_words("release+model") == "release text changed, model changed"
    assert cause_words(None) == ""
    assert all(CAUSES.values())


def test_since_ids_hang_on_the_input_the_hash_tells_that_the_text_changed() -> None:
    old, new = record(people=[person("سالم")]), record()
    new["release"] = new["release"] | {"text_sha256": "f" * 64}
    assert old["release"]["id"] == new["release"]["id"]
    assert causes([old], [new], [decision(old, "people", old["people"][0])])["people"] == "release"
    moved = record(city="مسقط", release="another", source="b.txt")
    moved["release"] |= {"text_sha256": old["release"]["text_sha256"]}
    assert causes([record()], [moved | {"record_id": old["record_id"]}])["city"] is None


def test_an_output_that_does_not_hash_its_texts_proves_no_other_text() -> None:
    old, new = record(release="before"), record(city="مسقط")
    old["release"] = {k: v for k, v in old["release"].items() if k != "text_sha256"}
    assert causes([old], [new])["city"] is None
