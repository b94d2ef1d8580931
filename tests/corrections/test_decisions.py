from __future__ import annotations

import json
import random
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from pipeline.corrections import Decision, apply, decide, element, standing, withdraw
from pipeline.corrections.decisions import content_id, forms, line, with_id, written_id
from pipeline.ids import text_sha256
from pipeline.schema import Record
from tests.corrections.sample import FIRST, TEXT, at, decided, named, records, row, spans, value


def test_a_decision_says_where_it_was_taken() -> None:
    first = records()[0]
    d = decided(0, first, "accept", "record", first)
    assert (
        d.release.text_sha256 == text_sha256(TEXT)
        and d.record_id == "m-00000000000a"
        and d.new == d.old
    )
    assert d.old is not None and {
        name: d.old[name] for name in ("body", "ordinal", "kind", "city", "chair")
    } == first.model_dump(mode="json", include={"body", "ordinal", "kind", "city", "chair"})
    assert [p["name"] for p in d.old["people"]] == [p.name for p in first.people]
    assert (
        d.paragraph is not None and TEXT[slice(*d.paragraph.span)] == TEXT.split("\n")[0]
    )  # of the body's first mention
    assert [TEXT[slice(*p.span)] for p in d.others] == TEXT.split("\n\n")[1:3]
    assert d.anchors is not None and (d.anchors.body, d.anchors.ordinal) == (
        first.body and first.body.id,
        5,
    )
    place = decided(0, first, "reject", "people", first.people[1])
    assert place.paragraph is not None and place.paragraph.sha256 == text_sha256(FIRST)
    assert (
        decided(0, first, "accept", "kind", value(first, "kind")).paragraph is None
    )  # inferred, not read


def test_the_id_is_the_content_and_the_line_reads_back() -> None:
    first = records()[0]
    d = decided(0, first, "reject", "committees", first.committees[1])
    assert d == decided(
        0, first, "reject", "committees", first.committees[1]
    ) and d.id == content_id(d)
    assert Decision.model_validate_json(line(d)) == d and "\n" not in line(d)
    others = [
        decided(1, first, "reject", "committees", first.committees[1]),
        decided(0, first, "reject", "committees", first.committees[0]),
        decided(0, first, "reject", "committees", first.committees[1], by="هدى"),
    ]
    assert len({o.id for o in [d, *others]}) == 4


def test_a_line_says_no_more_than_it_must() -> None:
    first = records()[0]
    for verdict, field, old in (
        ("accept", "record", first),
        ("reject", "record", first),
        ("accept", "people", first.people[0]),
        ("accept", "kind", value(first, "kind")),
        ("reject", "committees", first.committees[1]),
    ):
        d = decided(0, first, verdict, field, old)
        written = json.loads(line(d))
        assert "new" not in written and "null" not in line(d)
        assert Decision.model_validate_json(line(d)) == d, (verdict, field)
    accepted = line(decided(0, first, "accept", "record", first))
    assert len(accepted) < len(first.model_dump_json())
    rejected = line(decided(0, first, "reject", "record", first))
    assert len(rejected) < len(accepted)


def test_lines_of_version_0_1_read_and_apply() -> None:
    kept = (Path(__file__).parent / "ledger-0.1.jsonl").read_text(encoding="utf-8").splitlines()
    old = [Decision.model_validate_json(text) for text in kept]
    assert all(written_id(json.loads(text)) == d.id for text, d in zip(kept, old, strict=True))
    assert [(d.verdict, d.field) for d in old] == [
        ("accept", "record"),
        ("accept", "ordinal"),
        ("reject", "committees"),
        ("reject", "record"),
    ]
    done = apply(row(), records(), old)
    assert (done.applied, done.stale) == (tuple(sorted(d.id for d in old)), ())
    again = [
        decided(n, records()[of], verdict, field, end)
        for n, (of, verdict, field, end) in enumerate(
            (
                (0, "accept", "record", records()[0]),
                (0, "accept", "ordinal", value(records()[0], "ordinal")),
                (0, "reject", "committees", records()[0].committees[1]),
                (1, "reject", "record", records()[1]),
            )
        )
    ]
    assert apply(row(), records(), again).records == done.records
    assert 3 * sum(len(line(d)) for d in again) < 2 * sum(map(len, kept))


def test_a_record_that_0_1_counted_among_equal_ones_reads_too() -> None:
    kept = (Path(__file__).parent / "ledger-0.1.jsonl").read_text(encoding="utf-8").splitlines()
    first = json.loads(kept[0].replace("m-00000000000a", "m-00000000000a-2"))
    d = Decision.model_validate(first | {"id": written_id(first)})
    assert d.record_id == "m-00000000000a-2" and d.new is not None
    assert d.new["record_id"] == "m-00000000000a"
    assert apply(row(), records(), [d]).applied == (d.id,)


def test_one_moment_however_it_is_written_is_one_id() -> None:
    d = decided(0, records()[0], "reject", "record", records()[0])
    elsewhere = d.at.astimezone(timezone(timedelta(hours=3)))
    assert with_id({**d.model_dump(exclude={"id"}), "at": elsewhere}).id == d.id
    with pytest.raises(ValueError, match="timezone"):
        with_id({**d.model_dump(exclude={"id"}), "at": datetime(2026, 1, 1)})


@pytest.mark.parametrize(
    ("verdict", "field", "ends", "word"),
    [
        ("reject", "ordinal", {}, "must have «old»"),
        ("add", "committees", {"old": named("COMMITTEE", "لجنة الواحات")}, "must not have «old»"),
        (
            "correct",
            "ordinal",
            {"old": {"value": 5, "span": None}, "new": {"value": 0, "span": None}},
            "greater than or equal to 1",
        ),
        (
            "correct",
            "date",
            {"old": {"value": None, "span": None}, "new": {"value": "أمس", "span": None}},
            "pattern",
        ),
        ("add", "committees", {"new": {"name": "لجنة"}}, "Field required"),
        ("add", "confidence", {"new": {"value": 1}}, "no field 'confidence'"),
        ("add", "mention", {"new": {"start": 4, "end": 4, "label": "ORG"}}, "start before it ends"),
        ("add", "mention", {"new": {"start": 4, "end": 8, "label": "FIRM"}}, "PER"),
        (
            "accept",
            "referenced_meetings",
            {"old": {"body": None, "ordinal": 1, "span": [3, 3]}},
            "start before it ends",
        ),
    ],
)
def test_what_makes_no_sense_is_refused(
    verdict: Any, field: str, ends: dict[str, Any], word: str
) -> None:
    with pytest.raises(ValueError, match=word):
        decide(row(), records()[0], verdict, field, **ends, by="سعاد", at=at(0))


def test_accept_is_the_same_twice_and_withdraw_names_what_it_takes_back() -> None:
    d = decided(0, records()[0], "accept", "ordinal", value(records()[0], "ordinal"))
    content = d.model_dump(mode="json", exclude={"id"})
    with pytest.raises(ValueError, match="new equal to old"):
        with_id(content | {"new": {"value": 6, "span": None}})
    with pytest.raises(ValueError, match="stands with no other verdict"):
        with_id(content | {"of": d.id})
    with pytest.raises(ValueError, match="record_id is needed"):
        with_id(content | {"record_id": None})


def test_what_is_taken_back_is_out_until_that_is_taken_back() -> None:
    a = decided(0, records()[0], "accept", "ordinal", value(records()[0], "ordinal"))
    b = decided(1, records()[1], "accept", "ordinal", value(records()[1], "ordinal"))
    first = withdraw(a, by="هدى", at=at(2))
    second = withdraw(first, by="سعاد", at=at(3))
    third = withdraw(
        second, by="هدى", at=at(1)
    )  # the clock was wrong: a withdrawal counts whatever its time
    assert standing([b, a]) == (a, b)
    assert standing([first, b, a, b]) == (b,)
    assert standing([second, first, b, a]) == (a, b)
    lines = [third, second, first, b, a]
    assert all(standing(random.Random(seed).sample(lines, 5)) == (b,) for seed in range(9))
    assert standing([withdraw(b, by="x", at=at(5))]) == ()


def test_every_field_of_a_record_but_its_frame_can_be_decided() -> None:
    frame = {
        "schema_version",
        "record_id",
        "meeting_id",
        "announces",
        "release",
        "duplicates_removed",
        "evidence",
        "confidence",
        "warnings",
        "provenance",
    }
    assert set(forms()) == set(Record.model_fields) - frame | {"record", "mention"}


def test_elements_are_named_as_the_pipeline_names_them() -> None:
    text = "رحب المجتمعون للجنة التنفيذية وبمملكة البحرين وبمبادرة الظل."
    there = row(text)
    start = text.index("لجنة")
    made = element(there, "committees", (start, start + len("لجنة التنفيذية")))
    assert (
        made["name"] == "اللجنة التنفيذية"
        and made["id"] == named("COMMITTEE", "اللجنة التنفيذية")["id"]
    )
    state = text.index("مملكة")
    assert element(there, "countries", (state, state + len("مملكة البحرين")))["code"] == "BH"
    scheme = text.index("مبادرة")
    assert (
        element(there, "initiatives", (scheme, scheme + len("مبادرة الظل")))["kind"] == "initiative"
    )
    assert element(there, "people", (0, 3), participation="chaired")["participation"] == "chaired"
    with pytest.raises(ValueError, match="give its code"):
        element(there, "countries", (0, 3))
    for field in ("topics", "decisions", "referenced_meetings"):
        d = decide(
            there,
            records()[0],
            "add",
            field,
            new=element(there, field, (0, 12)),
            by="سعاد",
            at=datetime.now(UTC),
        )
        assert d.new is not None and d.new["span"] == [0, 12]


def test_spans_find_the_words() -> None:
    assert [TEXT[a:b] for a, b in spans("لجنة الواحات")] == ["لجنة الواحات"] * 3
