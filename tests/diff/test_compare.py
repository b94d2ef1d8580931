from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import diff
from pipeline.config import Config
from pipeline.diff import Change, compare, mirror
from pipeline.diff.model import KEYS, LINE
from tests.diff.records import Record, item, lines, named, person, record, records, versions

Versions = tuple[list[Record], list[Record]]


def facts(changes: tuple[Change, ...], quiet: bool = False) -> list[tuple[str, str | None]]:
    return [(c.kind, c.field) for c in changes if quiet or not c.quiet]


@settings(max_examples=150)
@given(versions())
def test_applying_the_json_diff_to_old_gives_new_byte_for_byte(both: Versions) -> None:
    old, new = both
    rows = json.loads(json.dumps([diff.to_json(c) for c in compare(old, new).changes]))
    read = diff.Diff(tuple(map(diff.from_json, rows)))
    assert read == compare(old, new)
    assert lines(diff.apply(read, old)) == lines(new)


@settings(max_examples=150)
@given(versions())
def test_the_diff_backwards_is_the_mirror_in_the_same_order(both: Versions) -> None:
    old, new = both
    assert tuple(map(mirror, compare(old, new).changes)) == compare(new, old).changes


@settings(max_examples=40)
@given(versions())
def test_files_and_records_at_hand_give_the_same_diff(both: Versions) -> None:
    written = [lines(side) for side in both]
    old, new = (diff.InFile(io.BytesIO(side), "x") for side in written)
    assert (
        tuple(diff.stream(old, new, Config()))
        == compare(*([*map(json.loads, side.splitlines())] for side in written)).changes
    )


@given(st.lists(records, max_size=5))
def test_nothing_differs_from_itself(some: list[Record]) -> None:
    assert compare(some, json.loads(json.dumps(some))).changes == ()


@given(versions())
def test_each_record_is_in_one_pair_at_most_and_changes_of_one_stand_together(
    both: Versions,
) -> None:
    keys = [c.record for c in compare(*both).changes]
    once = [k for n, k in enumerate(keys) if n == 0 or keys[n - 1] != k]
    assert len(once) == len(set(once))
    for side in ("old", "new"):
        indices = [ref.index for k in once if (ref := getattr(k, side))]
        assert len(indices) == len(set(indices))


def test_a_corrected_name_of_the_body_is_one_changed_field() -> None:
    old = record("لجنة النقل", people=[person("سالم العطار")])
    new = record("لجنة النقل البري", people=[person("سالم العطار")])
    assert old["record_id"] != new["record_id"]
    changes = compare([old], [new]).changes
    assert facts(changes) == [("changed", "body")]
    assert facts(changes, quiet=True) == [("changed", "record_id"), ("changed", "body")]
    change = changes[1]
    assert (change.old, change.new) == (old["body"], new["body"])
    assert (change.record.old_id, change.record.new_id) == (old["record_id"], new["record_id"])


def test_a_renamed_element_is_paired_by_its_name_or_by_its_place_in_the_same_text() -> None:
    old = record(committees=[named("لجنة الصحة"), named("لجنة", start=50)])
    new = record(
        committees=[named("لجنة الصحة"), named("الفريق المعني بالبيانات المفتوحة", start=50)]
    )
    assert facts(compare([old], [new]).changes) == [("changed", "committees")]
    moved = record(
        committees=[named("لجنة الصحة"), named("الفريق المعني بالبيانات المفتوحة", start=90)]
    )
    assert sorted(facts(compare([old], [moved]).changes)) == [
        ("added", "committees"),
        ("removed", "committees"),
    ]
    longer = record(committees=[named("لجنة الصحة العامة"), named("لجنة", start=50)])
    (change,) = compare([old], [longer]).changes
    assert (change.kind, change.at, change.new["name"]) == ("changed", (0, 0), "لجنة الصحة العامة")


def test_only_what_moved_in_a_list_is_said_to_have_moved() -> None:
    names = ["أ", "ب", "ج", "د"]
    old = record(organizations=[named(n, "o", start=i) for i, n in enumerate(names)])
    new = record(organizations=[*old["organizations"][1:], old["organizations"][0]])
    (change,) = compare([old], [new]).changes
    assert (change.kind, change.at, change.old == change.new, change.quiet) == (
        "changed",
        (0, 3),
        True,
        True,
    )


def test_a_record_that_stands_elsewhere_is_a_quiet_change_of_its_line() -> None:
    old = [record(release=r, source=f"data/raw/{r}.txt") for r in "abcd"]
    changes = compare(old, [old[3], *old[:3]]).changes
    assert [(c.field, c.old, c.new, c.quiet) for c in changes] == [(LINE, 3, 0, True)]


@pytest.mark.parametrize(
    ("before", "after", "quiet"),
    [
        ({"confidence": 0.9}, {"confidence": 0.8}, True),
        ({"people": [person("سالم", 3)]}, {"people": [person("سالم", 8)]}, True),
        ({"people": [person("سالم")]}, {"people": [person("سالم", found_by="correction")]}, True),
        (
            {"people": [person("سالم")]},
            {"people": [person("سالم", 3, found_by="correction")]},
            False,
        ),
        ({"people": [person("سالم")]}, {"people": [person("سالم", role="وزير")]}, False),
        ({"topics": [item("خطة")]}, {"topics": [item("خطة", action="reviewed")]}, False),
        (
            {"duplicates_removed": [{"span": [9, 12], "duplicate_of": [0, 3], "similarity": 1.0}]},
            {"duplicates_removed": []},
            True,
        ),
        ({"topics": []}, {"topics": [item("خطة")]}, False),
        ({"city": None}, {"city": "مسقط"}, False),
    ],
)
def test_places_and_confidence_are_quiet_what_is_said_and_what_a_reviewer_gave_are_not(
    before: dict[str, Any],
    after: dict[str, Any],
    quiet: bool,
) -> None:
    old, new = record(**before), record(**after)
    new["record_id"], new["evidence"] = old["record_id"], old["evidence"]
    (change,) = compare([old], [new]).changes
    assert change.quiet is quiet


def test_evidence_is_compared_value_by_value() -> None:
    old = record(chair="سالم")
    old["evidence"]["chair"] = {"span": [0, 4], "found_by": "rule"}
    new = json.loads(json.dumps(old))
    new["evidence"]["chair"] = {"span": [0, 5], "found_by": "correction"}
    (change,) = compare([old], [new]).changes
    assert (change.field, change.kind, change.quiet, change.cause) == (
        "evidence.chair",
        "changed",
        False,
        "correction",
    )
    old["evidence"]["chair"] = {"span": [0, 5], "found_by": "rule"}  # accepted unchanged
    (change,) = compare([old], [new]).changes
    assert (change.quiet, change.cause) == (True, "correction")


def test_a_record_of_another_schema_keeps_its_keys_and_their_order() -> None:
    old = record()
    new = {"later": [1, {"x": None}], **{k: v for k, v in old.items() if k != "warnings"}}
    changes = compare([old], [new]).changes
    assert [c.field for c in changes] == [KEYS, "warnings", "later"]
    (given,) = diff.apply(diff.Diff(changes), [old])
    assert json.dumps(given) == json.dumps(new)
    (back,) = diff.apply(diff.Diff(tuple(map(mirror, changes))), [new])
    assert json.dumps(back) == json.dumps(old)


def test_a_diff_of_other_records_cannot_be_applied() -> None:
    some = [record(release=r, source=r) for r in "abc"]
    with pytest.raises(ValueError, match="OLD does not have"):
        diff.apply(compare(some, some[:2]), some[:1])
    with pytest.raises(ValueError, match="do not fit OLD"):
        diff.apply(compare(some[:2], some), [])


def test_sources_with_line_numbers_come_in_the_order_of_the_numbers() -> None:
    old = [record(release=str(n), source=f"data/raw/x.jsonl:{n}") for n in (2, 9, 10, 11)]
    new = [dict(r, city="مسقط") for r in old]
    assert [c.record.source for c in compare(old, new).changes] == [
        r["release"]["source"] for r in old
    ]
