"""Permanent bodies completed by a list, and acronyms after names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.gazetteers.organisations import known_organisations
from pipeline.extract.spans import Found


def marked(text: str, *names: tuple[str, str]) -> list[Found]:
    """Return mentions of these (name, label), each at its first place."""
    return [Found(text.index(n), text.index(n) + len(n), label, "model", 0.9) for n, label in names]


def named(text: str, found: list[Found]) -> set[tuple[str, str]]:
    return {(text[f.start : f.end], f.label) for f in found}


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        (
            "وقالت هيئة الزكاة والضريبة والجمارك في بيان لها",
            ("هيئة الزكاة والضريبة", "ORG"),
            ("هيئة الزكاة والضريبة والجمارك", "ORG"),
        ),
        (
            "نظمته وزارة الموارد البشرية والتنمية الاجتماعية أمس",
            ("وزارة الموارد البشرية", "ORG"),
            ("وزارة الموارد البشرية والتنمية الاجتماعية", "ORG"),
        ),
        (
            "حضر وزير البيئة والمياه والزراعة الحفل",
            ("وزير البيئة والمياه", "ROLE"),
            ("وزير البيئة والمياه والزراعة", "ROLE"),
        ),
        (
            "في المجلس الأعلى للشباب و الرياضة",
            ("المجلس الأعلى للشباب", "COMMITTEE"),
            ("المجلس الأعلى للشباب", "COMMITTEE"),
        ),  # another word
    ],
)
def test_a_name_cut_short_is_made_whole(
    text: str, before: tuple[str, str], after: tuple[str, str]
) -> None:
    assert named(text, known_organisations(text, marked(text, before))) == {after}


def test_an_office_around_a_body_grows_with_it() -> None:
    text = "أوضح وكيل وزارة الثقافة والإعلام أن العمل جارٍ"
    found = known_organisations(
        text, marked(text, ("وكيل وزارة الثقافة", "ROLE"), ("وزارة الثقافة", "ORG"))
    )
    assert named(text, found) == {
        ("وكيل وزارة الثقافة والإعلام", "ROLE"),
        ("وزارة الثقافة والإعلام", "ORG"),
    }


def test_a_name_that_the_tagger_overlooked_is_added_without_its_particle() -> None:
    text = "بالتعاون مع البنك الدولي وبدعم من صندوق النقد العربي ولمنظمة الصحة العالمية دور"
    assert named(text, known_organisations(text, [])) == {
        ("البنك الدولي", "ORG"),
        ("صندوق النقد العربي", "ORG"),
        ("منظمة الصحة العالمية", "ORG"),
    }


def test_a_longer_name_of_the_tagger_stays() -> None:
    text = "زار مكتب منظمة الصحة العالمية لإقليم شرق المتوسط"
    found = marked(text, ("مكتب منظمة الصحة العالمية لإقليم شرق المتوسط", "ORG"))
    assert known_organisations(text, found) == found


def test_what_an_office_is_for_is_no_part_of_its_ministry() -> None:
    text = "وكيل وزارة التجارة لحماية المستهلك"
    found = known_organisations(text, marked(text, (text, "ROLE"), ("وزارة التجارة لحماية", "ORG")))
    assert named(text, found) == {(text, "ROLE"), ("وزارة التجارة", "ORG")}


def test_a_known_body_at_the_end_of_another_is_a_mention_of_its_own() -> None:
    text = "تدارست لجنة الخدمات بمجلس الشورى"
    assert named(
        text, known_organisations(text, marked(text, ("لجنة الخدمات بمجلس الشورى", "COMMITTEE")))
    ) == {("لجنة الخدمات بمجلس الشورى", "COMMITTEE"), ("مجلس الشورى", "COMMITTEE")}


def test_a_minister_is_no_mention_by_the_list_alone() -> None:
    assert known_organisations("وصل وزير الخارجية", []) == []


def test_a_name_does_not_reach_over_a_full_stop_or_line() -> None:
    assert known_organisations("يشرف عليه البنك\nالدولي", []) == []


WORDS = [
    "وزارة",
    "الثقافة",
    "والإعلام",
    "البنك",
    "الدولي",
    "و",
    "وزير",
    "الصحة",
    "العالمية",
    "منظمة",
    ".",
    "\n",
]


@given(st.lists(st.sampled_from(WORDS), max_size=12))
def test_names_of_the_list_stand_apart_and_again_changes_nothing(words: list[str]) -> None:
    text = " ".join(words)
    found = known_organisations(text, [])
    assert known_organisations(text, found) == found
    assert all(a.end <= b.start for a, b in zip(sorted(found), sorted(found)[1:], strict=False))


def test_a_known_body_inside_an_initiative() -> None:
    text = "ناقشت قرض البنك الدولي للمراعي"
    found = known_organisations(text, marked(text, ("قرض البنك الدولي للمراعي", "INITIATIVE")))
    assert ("البنك الدولي", "ORG") in named(text, found)


def test_abd_in_two_words() -> None:
    text = "زار جامعة الملك عبد العزيز أمس"
    assert named(text, known_organisations(text, [])) == {("جامعة الملك عبد العزيز", "ORG")}


def test_an_emirate_is_a_place() -> None:
    text = "زار فعاليات إمارة عجمان وإمارة عسير"
    found = known_organisations(text, marked(text, ("إمارة عجمان", "ORG"), ("إمارة عسير", "ORG")))
    assert named(text, found) == {("إمارة عجمان", "LOC"), ("إمارة عسير", "ORG")}


@pytest.mark.parametrize("name", ["الاتحاد الأوروبي للسباحة", "البرلمان العربي للرعاة"])
def test_a_purpose_outside_an_office_makes_another_body(name: str) -> None:
    text = f"وقال {name} في بيان"
    label = "COMMITTEE" if name.startswith("البرلمان") else "ORG"
    assert named(text, known_organisations(text, marked(text, (name, label)))) == {(name, label)}
