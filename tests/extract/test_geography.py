"""Mentions get the codes of their states and places; missed states are added. All sentences are
invented."""

from __future__ import annotations

import pytest

from pipeline.extract.geography import annotate, home_state
from pipeline.extract.spans import Found


def found(text: str, *names: tuple[str, str]) -> list[Found]:
    return [Found(text.index(n), text.index(n) + len(n), label, "model", 0.9) for n, label in names]  # type: ignore[arg-type]


def values(text: str, *names: tuple[str, str]) -> dict[str, tuple[str, str, str]]:
    return {
        text[f.start : f.end]: (f.label, f.value, f.found_by)
        for f in annotate(text, found(text, *names))
    }


def test_states_and_places_get_their_codes() -> None:
    text = "عقد وزراء مملكة البحرين اجتماعهم في مسقط أمس"
    got = values(text, ("مملكة البحرين", "COUNTRY"), ("مسقط", "LOC"))
    assert got == {"مملكة البحرين": ("COUNTRY", "BH", "model"), "مسقط": ("LOC", "city:OM", "model")}


def test_a_state_that_the_model_missed_is_added() -> None:
    assert values("زار وفد من سلطنة عمان المعرض") == {"سلطنة عمان": ("COUNTRY", "OM", "gazetteer")}


@pytest.mark.parametrize("label", ["PER", "DATE", "MEETING", "HON"])
def test_what_the_model_found_there_stays(label: str) -> None:
    text = "قال الكويت ذلك"
    assert [v[0] for v in values(text, ("الكويت", label)).values()] == [label]


def test_where_the_data_are_sure_of_a_state_it_is_no_place_nor_half_a_name() -> None:
    assert values("زار وفد من سلطنة عمان المعرض", ("سلطنة", "LOC"), ("عمان", "COUNTRY")) == {
        "سلطنة عمان": ("COUNTRY", "OM", "gazetteer")
    }


def test_what_no_list_calls_a_state_is_none() -> None:
    assert values("قال رئيس الحكومة البحرينية ذلك", ("البحرينية", "COUNTRY")) == {}


def test_places_that_the_model_missed_are_added_and_doubtful_ones_left_out() -> None:
    assert values("عقد في مدينة صلالة اجتماع") == {"مدينة صلالة": ("LOC", "city:OM", "gazetteer")}
    text = "اجتمعوا في النيابة"
    doubtful = [Found(text.index("النيابة"), len(text), "LOC", "model", 0.5)]
    assert annotate(text, doubtful) == []


def test_a_name_of_a_place_is_a_word_where_the_model_sees_no_place() -> None:
    text = "الخرطوم موصولة بالمدن"
    at = (text.index("الخرطوم"), len("الخرطوم"))

    def places(possible: list[tuple[int, int]] | None) -> list[str]:
        return [text[f.start : f.end] for f in annotate(text, [], possible=possible)]

    assert places(None) == places([at]) == ["الخرطوم"]
    assert places([]) == places([(at[1] + 1, len(text))]) == []


def test_a_date_reaches_as_far_as_the_grammar_reads() -> None:
    text = "عقد الاجتماع يوم الثلاثاء الموافق 5 مايو 2020 في صلالة"
    got = [f for f in annotate(text, found(text, ("الثلاثاء", "DATE"))) if f.label == "DATE"]
    assert [(text[f.start : f.end], f.found_by) for f in got] == [
        ("يوم الثلاثاء الموافق 5 مايو 2020", "rule")
    ]
    assert not [
        f for f in annotate(text, []) if f.label == "DATE"
    ]  # where the model found none there is none


def test_a_state_inside_a_longer_name_is_added() -> None:
    text = "قال سفير دولة قطر إن العمل بدأ"
    got = values(text, ("سفير دولة قطر", "ROLE"))
    assert got["سفير دولة قطر"][0] == "ROLE"
    assert got["دولة قطر"][:2] == ("COUNTRY", "QA")


def test_an_unknown_place_has_no_code() -> None:
    assert values("اجتمعوا في وادي الشجرات", ("وادي الشجرات", "LOC"))["وادي الشجرات"] == (
        "LOC",
        "",
        "model",
    )


def test_the_kingdom_is_that_of_the_text() -> None:
    text = "عقد في الرياض اجتماع السعودية مع وفد، وأكد الوزير حرص المملكة على العمل في جدة"
    got = values(
        text, ("الرياض", "LOC"), ("السعودية", "COUNTRY"), ("المملكة", "COUNTRY"), ("جدة", "LOC")
    )
    assert got["المملكة"][1] == "SA"
    text = "عقد في المنامة اجتماع البحرين مع وفد، وأكد الوزير حرص المملكة على العمل في المحرق"
    got = values(
        text, ("المنامة", "LOC"), ("البحرين", "COUNTRY"), ("المملكة", "COUNTRY"), ("المحرق", "LOC")
    )
    assert got["المملكة"][1] == "BH"


def test_home_is_where_most_names_point_and_at_least_two() -> None:
    def of(*values: str) -> list[Found]:
        return [
            Found(i, i + 1, "LOC" if ":" in v else "COUNTRY", "model", 0.9, v)
            for i, v in enumerate(values)
        ]

    assert home_state(of()) is None
    assert home_state(of("QA")) is None
    assert home_state(of("QA", "city:QA")) == "QA"
    assert home_state(of("QA", "city:QA", "OM")) == "QA"
    assert home_state(of("QA", "city:QA", "OM", "BH", "SA")) is None


def test_nothing_but_codes_is_changed() -> None:
    text = "عقد وزراء مملكة البحرين اجتماعهم في مسقط أمس"
    given = found(text, ("مملكة البحرين", "COUNTRY"), ("مسقط", "LOC"), ("أمس", "DATE"))
    got = annotate(text, given)
    assert [(f.start, f.end, f.label, f.confidence) for f in got] == [
        (f.start, f.end, f.label, f.confidence) for f in given
    ]


@pytest.mark.parametrize(
    ("text", "pieces", "whole"),
    [
        ("عقد أمس في مدينة الإسكندرية اجتماع", ["مدينة"], "مدينة الإسكندرية"),
        ("رأس العين في 12 مارس", ["رأس", "العين"], "رأس العين"),
    ],
)
def test_pieces_of_a_place_give_way_to_the_whole(text: str, pieces: list[str], whole: str) -> None:
    """3 of 3 in the fresh documents."""
    got = annotate(text, found(text, *((p, "LOC") for p in pieces)))
    assert [text[f.start : f.end] for f in got if f.label == "LOC"] == [whole]


def test_a_state_that_begins_with_a_particle_is_no_place() -> None:
    """«لبنان» used to be «ل» and a village."""
    text = "لبنان: جلسة حكومية"
    assert [(f.label, f.value) for f in annotate(text, found(text, ("لبنان", "LOC")))] == [
        ("COUNTRY", "LB")
    ]
