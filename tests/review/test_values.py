from __future__ import annotations

from typing import Any

import pytest

from pipeline.arabic.naming import entity_id
from pipeline.corrections.decisions import forms
from pipeline.review import values
from pipeline.review.values import Unclear
from pipeline.review.view import FIELDS
from pipeline.schema import Record
from tests.review.samples import named, person, record, row

TEXT = (
    "عقدت اللجنة الدائمة للمياه اجتماعها الثاني عشر يوم 5 مارس 2024 في المنامة.\n"
    "وأحيل التقرير للجنة المالية في مملكة البحرين، وأطلق برنامج الري الحديث، وحضر سالم الراشد."
)
ROW = row(TEXT, published="2024-03-06")
RECORD = record(
    release=ROW,
    body={"name": "اللجنة الدائمة", "id": "b-1", "entity_id": None, "mentions": ((5, 18),)},
    ordinal=11,
    city="المنامة",
    evidence={
        "body": {"span": (5, 18), "found_by": "model"},
        "ordinal": {"span": (36, 42), "found_by": "rule"},
        "city": {"span": None, "found_by": "inferred"},
    },
    committees=(named("اللجنة الدائمة", (5, 18), (30, 34)),),
    people=(person("سالم", (TEXT.index("سالم"), TEXT.index("سالم") + 4)),),
    topics=(
        {
            "text": "الري",
            "action": "briefed",
            "span": (5, 18),
            "found_by": "model",
            "confidence": 0.5,
        },
    ),
)


def place(words: str) -> str:
    """Return the first place of these words, as the page sends it."""
    return f"{TEXT.index(words)},{TEXT.index(words) + len(words)}"


def made(field: str, old: Any = None, on: Record = RECORD, **given: str) -> dict[str, Any]:
    value = values.new(field, old, given, ROW, [on])
    forms()[field].model_validate(value)  # it has the form of a decision
    return value


def now(field: str, index: int = 0) -> dict[str, Any]:
    value = values.current(RECORD, field)[index]
    assert isinstance(value, dict)
    return value


@pytest.mark.parametrize("field", FIELDS)
def test_current_values_have_the_form_of_a_decision(field: str) -> None:
    for value in values.current(RECORD, field):
        forms()[field].model_validate(value)


def test_a_committee_that_was_missed_has_the_name_and_id_that_the_pipeline_would_give_it() -> None:
    added = made(
        "committees", span=place("لجنة المالية")
    )  # after a particle, where the article has lost its alef
    assert added["name"] == "اللجنة المالية"
    assert (added["id"], added["found_by"], added["confidence"]) == (
        entity_id("COMMITTEE", "اللجنة المالية"),
        "correction",
        1.0,
    )


def test_white_space_around_a_selection_is_no_part_of_it() -> None:
    start, end = map(int, place("برنامج الري الحديث").split(","))
    assert made("initiatives", span=f"{start - 1},{end}")["mentions"] == [[start, end]]
    assert made("initiatives", span=f"{start},{end}")["kind"] == "programme"
    with pytest.raises(Unclear):
        made("initiatives", span=f"{start - 1},{start}")


@pytest.mark.parametrize("span", ["", "5", "5,5", "9,5", "-1,4", "0,100000", "٠,٥", "a,b", "1,2,3"])
def test_what_is_no_place_of_the_text_is_unclear(span: str) -> None:
    with pytest.raises(Unclear):
        made("committees", span=span)


def test_correcting_by_selection_moves_the_mention_that_it_overlaps_and_takes_the_new_name() -> (
    None
):
    corrected = made("committees", now("committees"), span=place("اللجنة الدائمة للمياه"))
    assert corrected["name"] == "اللجنة الدائمة للمياه"
    assert corrected["mentions"] == [[5, 26], [30, 34]]
    elsewhere = made("people", now("people"), span=place("سالم الراشد"))
    assert (elsewhere["name"], len(elsewhere["mentions"])) == ("سالم الراشد", 1)
    assert elsewhere["id"] == entity_id("PER", "سالم الراشد")


def test_a_selection_that_overlaps_nothing_is_the_only_place_left() -> None:
    span = place("لجنة المالية")
    assert made("committees", now("committees"), span=span)["mentions"] == [
        list(map(int, span.split(",")))
    ]


def test_what_is_typed_wins_over_what_is_selected() -> None:
    old = now("committees")
    assert made("committees", old, span="5,18", name="لجنة المياه")["name"] == "لجنة المياه"
    assert made("committees", old, span="5,18", name="اللجنة الدائمة")["id"] == old["id"]


def test_a_persons_parts_are_kept_unless_given() -> None:
    old = now("people") | {"titles": ["معالي"], "role": "وزير المياه", "country": "BH"}
    assert {
        k: made("people", old, name="سالم الراشد")[k] for k in ("titles", "role", "country")
    } == {"titles": ["معالي"], "role": "وزير المياه", "country": "BH"}
    edited = made(
        "people", old, titles="سعادة؛ الدكتور ؛", role="", country="", participation="chaired"
    )
    assert (
        edited["titles"],
        edited["role"],
        edited["role_span"],
        edited["country"],
        edited["participation"],
    ) == (["سعادة", "الدكتور"], None, None, None, "chaired")
    role = made("people", old, role="اللجنة الدائمة", role_span="5,18")  # its last letter, too
    assert (role["role"], role["role_span"]) == ("اللجنة الدائمة", [5, 19])


def test_values_are_read_from_the_words() -> None:
    assert made("ordinal", now("ordinal"), span=place("الثاني عشر"))["value"] == 12
    assert made("date", span=place("5 مارس 2024"))["value"] == "2024-03-05"
    assert made("city", now("city"), span=place("المنامة")) == {
        "value": "المنامة",
        "span": list(map(int, place("المنامة").split(","))),
    }
    assert made("country", span=place("مملكة البحرين"))["value"] == "BH"
    assert made("countries", span=place("البحرين"))["code"] == "BH"
    assert (
        made("body", now("body"), span=place("اللجنة الدائمة للمياه"))["value"]["name"]
        == "اللجنة الدائمة للمياه"
    )
    assert made("topics", now("topics"), span=place("أحيل التقرير"))["text"] == "أحيل التقرير"
    assert made("referenced_meetings", span=place("اجتماعها الثاني عشر"))["ordinal"] == 12


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("ordinal", {"span": "0,4"}),
        ("ordinal", {"value": "no"}),
        ("date", {"span": "0,4"}),
        ("date", {"value": "5 مارس"}),
        ("kind", {}),
        ("kind", {"value": "x"}),
        ("mode", {"span": "0,4"}),
        ("country", {"span": "0,4"}),
        ("countries", {"span": "0,4"}),
        ("countries", {"span": "0,4", "code": "EU"}),
        ("city", {}),
        ("committees", {}),
    ],
)
def test_what_the_words_do_not_say_is_asked_for(field: str, given: dict[str, str]) -> None:
    with pytest.raises(Unclear):
        made(field, None, **given)


def test_typed_values() -> None:
    assert made("ordinal", now("ordinal"), value="١٢") == {"value": 12, "span": [36, 42]}
    assert made("date", value="2024-03-05") == {"value": "2024-03-05", "span": None}
    assert made("kind", value="founding")["value"] == "founding"
    assert made("countries", None, span=place("المنامة"), code="BH")["name"] == "البحرين"


def test_another_label_is_a_decision_on_the_mention() -> None:
    old = now("committees")
    assert values.relabelled("committees", old, {"label": "COMMITTEE"}, ROW) is None
    assert values.relabelled("topics", now("topics"), {"label": "ORG"}, ROW) is None
    marks = values.relabelled(
        "committees", old, {"label": "ORG", "span": place("اللجنة الدائمة للمياه")}, ROW
    )
    assert marks is not None
    assert [(m["label"], m["start"], m["end"]) for m in marks] == [
        ("COMMITTEE", 5, 18),
        ("ORG", 5, 26),
    ]
    with pytest.raises(Unclear):
        values.relabelled("committees", old, {"label": "X"}, ROW)


@pytest.mark.parametrize("field", FIELDS)
def test_each_field_has_a_form_that_changes_nothing_when_it_is_sent_as_it_is(field: str) -> None:
    for old in values.current(RECORD, field) or (None,):
        form = values.inputs(field, old, {}, ROW)
        assert form
        if old is not None:
            sent = {i.name: i.value for i in form} | {i.place: i.span for i in form if i.place}
            new = values.new(field, old, sent, ROW, [RECORD])
            assert {k: v for k, v in new.items() if k not in ("found_by", "confidence")} == {
                k: v for k, v in old.items() if k not in ("found_by", "confidence")
            }
