from __future__ import annotations

from typing import Any

import pytest

from pipeline.diff import compare
from pipeline.diff.model import CAUSES
from pipeline.review.changes import Part, change_view
from pipeline.review.view import record_view
from pipeline.schema import Record
from pipeline.words import words
from tests.review.samples import named, person, record


def changes(old: Record, new: Record) -> tuple[Any, ...]:
    return compare([old.model_dump(mode="json")], [new.model_dump(mode="json")]).changes


def test_words_that_differ_in_a_name() -> None:
    (change,) = changes(record(chair="خالد الناصر"), record(chair="خالد بن سعد الناصر"))
    seen = change_view(change)
    assert (seen.kind, seen.field, seen.index) == ("changed", "chair", None)
    (part,) = seen.parts
    assert part.key is None
    assert "".join(text for text, _ in part.new) == "خالد بن سعد الناصر"
    assert [text.strip() for text, differs in part.new if differs] == ["بن سعد"]
    assert not any(differs for _, differs in part.old)


def test_parts_of_an_element_in_words() -> None:
    old = record(
        people=[
            person(
                "خالد الناصر",
                (1, 5),
                participation="mentioned",
                country=None,
                titles=["معالي"],
                confidence=0.2,
            )
        ]
    )
    new = record(
        people=[
            person(
                "خالد الناصر",
                (2, 5),
                participation="chaired",
                country="SA",
                titles=["معالي", "الدكتور"],
            )
        ]
    )
    (change,) = changes(old, new)
    assert [
        (p.key, "".join(t for t, _ in p.old), "".join(t for t, _ in p.new))
        for p in change_view(change).parts
    ] == [
        ("titles", "معالي", "معالي، الدكتور"),
        ("country", "", "المملكة العربية السعودية"),
        ("participation", "ذُكر", "ترأس"),
    ]


@pytest.mark.parametrize(
    "old, new, parts",
    [
        ({"mode": "virtual"}, {"mode": "hybrid"}, ("عن بُعد", "حضوري وعن بُعد")),
        ({"kind": "regular"}, {}, ("اعتيادي", "")),
        ({}, {"date": "2024-05-21"}, ("", "21 مايو 2024")),
        ({"warnings": ["two_ordinals"]}, {}, ("رقمان مختلفان للاجتماع", "")),
    ],
)
def test_values_in_words(old: dict[str, Any], new: dict[str, Any], parts: tuple[str, str]) -> None:
    (change,) = changes(record(**old), record(**new))
    (part,) = change_view(change).parts
    assert ("".join(t for t, _ in part.old), "".join(t for t, _ in part.new)) == parts


def test_changes_stand_at_their_values() -> None:
    old = record(
        committees=[named("فريق السير", (0, 4), id="b-1"), named("لجنة المال", (5, 9), id="b-2")],
        city="جدة",
    )
    new = record(
        committees=[
            named("لجنة المال والاقتصاد", (5, 12), id="b-3"),
            named("لجنة الصحة", (20, 30), id="b-4"),
        ],
        city="جدة",
    )
    view = record_view(new, changes(old, new))
    fields = {f.field: f for f in view.fields}
    assert [[c.kind for c in v.changes] for v in fields["committees"].values] == [
        ["changed"],
        ["added"],
    ]
    assert [(c.kind, c.parts) for c in fields["committees"].changes] == [
        ("removed", (Part(None, (("فريق السير", False),), ()),))
    ]
    assert [f.field for f in view.fields if f.touched] == ["committees"]
    assert view.status == "changed"


def test_a_single_value_that_went_stays_visible() -> None:
    view = record_view(record(), changes(record(city="جدة"), record()))
    (city,) = (f for f in view.fields if f.field == "city")
    assert (city.values, [c.kind for c in city.changes]) == ((), ["removed"])


def test_causes_and_quiet_changes() -> None:
    old = record(
        city="جدة", confidence=0.5, provenance={"pipeline": "1", "model": "0", "config": "1"}
    )
    view = record_view(record(city="مكة"), changes(old, record(city="مكة")))
    assert (view.causes, view.status) == (("تغيّر النموذج",), "changed")
    again = record(confidence=0.5)
    assert record_view(again, changes(record(), again)).status is None


def test_every_cause_has_a_word() -> None:
    assert set(words()["cause"]) == set(CAUSES)


def test_a_new_record() -> None:
    diff = compare([], [record().model_dump(mode="json")])
    assert record_view(record(), diff.changes).status == "added"
