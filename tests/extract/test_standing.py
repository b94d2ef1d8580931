"""Permanent bodies completed by a list, and acronyms after names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.spans import Found
from pipeline.extract.standing import acronyms, nested, placeless, standing


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
    assert named(text, standing(text, marked(text, before))) == {after}


def test_an_office_around_a_body_grows_with_it() -> None:
    text = "أوضح وكيل وزارة الثقافة والإعلام أن العمل جارٍ"
    found = standing(text, marked(text, ("وكيل وزارة الثقافة", "ROLE"), ("وزارة الثقافة", "ORG")))
    assert named(text, found) == {
        ("وكيل وزارة الثقافة والإعلام", "ROLE"),
        ("وزارة الثقافة والإعلام", "ORG"),
    }


def test_a_name_that_the_tagger_overlooked_is_added_without_its_particle() -> None:
    text = "بالتعاون مع البنك الدولي وبدعم من صندوق النقد العربي ولمنظمة الصحة العالمية دور"
    assert named(text, standing(text, [])) == {
        ("البنك الدولي", "ORG"),
        ("صندوق النقد العربي", "ORG"),
        ("منظمة الصحة العالمية", "ORG"),
    }


def test_a_longer_name_of_the_tagger_stays() -> None:
    text = "زار مكتب منظمة الصحة العالمية لإقليم شرق المتوسط"
    found = marked(text, ("مكتب منظمة الصحة العالمية لإقليم شرق المتوسط", "ORG"))
    assert standing(text, found) == found


def test_what_an_office_is_for_is_no_part_of_its_ministry() -> None:
    text = "وكيل وزارة التجارة لحماية المستهلك"
    found = standing(text, marked(text, (text, "ROLE"), ("وزارة التجارة لحماية", "ORG")))
    assert named(text, found) == {(text, "ROLE"), ("وزارة التجارة", "ORG")}


def test_a_standing_body_at_the_end_of_another_is_a_mention_of_its_own() -> None:
    text = "تدارست لجنة الخدمات بمجلس الشورى"
    assert named(
        text, standing(text, marked(text, ("لجنة الخدمات بمجلس الشورى", "COMMITTEE")))
    ) == {("لجنة الخدمات بمجلس الشورى", "COMMITTEE"), ("مجلس الشورى", "COMMITTEE")}


def test_a_minister_is_no_mention_by_the_list_alone() -> None:
    assert standing("وصل وزير الخارجية", []) == []


def test_a_name_does_not_reach_over_a_full_stop_or_line() -> None:
    assert standing("يشرف عليه البنك\nالدولي", []) == []


@pytest.mark.parametrize(
    "text", ["عقدته الهيئة الخليجية للمقاييس (GHM) أمس", "عقدته الهيئة الخليجية للمقاييس «GHM»"]
)
def test_an_acronym_in_brackets_is_a_mention_like_the_name_before_it(text: str) -> None:
    found = acronyms(text, marked(text, ("الهيئة الخليجية للمقاييس", "ORG")))
    assert named(text, found) == {("الهيئة الخليجية للمقاييس", "ORG"), ("GHM", "ORG")}


def test_an_acronym_is_whole_and_without_the_number_of_a_sitting() -> None:
    text = "عقدته المجموعة الإقليمية لسلامة المراعي (RAWA-ME/13) أمس"
    found = acronyms(
        text,
        marked(
            text,
            ("المجموعة الإقليمية لسلامة المراعي", "COMMITTEE"),
            ("RAWA", "COMMITTEE"),
            ("ME", "COMMITTEE"),
        ),
    )
    assert [text[f.start : f.end] for f in found if text[f.start : f.end].isascii()] == ["RAWA-ME"]


def test_an_acronym_takes_the_label_of_the_shortest_name_before_it() -> None:
    text = "رئيس فريق قياس (TQR)"
    found = acronyms(text, marked(text, ("رئيس فريق قياس", "ROLE"), ("فريق قياس", "COMMITTEE")))
    assert ("TQR", "COMMITTEE") in named(text, found)


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
    found = standing(text, [])
    assert standing(text, found) == found
    assert all(a.end <= b.start for a, b in zip(sorted(found), sorted(found)[1:], strict=False))


@pytest.mark.parametrize(
    ("name", "inner"),
    [
        ("برنامج الأمم المتحدة للمراعي", "الأمم المتحدة"),
        ("منظمة المراعي للأمم المتحدة", "لأمم المتحدة"),
        ("مكتب المراعي بالأمم المتحدة", "الأمم المتحدة"),
        ("منظمة الأمم المتحدة", None),
        ("هيئة الأمم المتحدة للمراعي", "الأمم المتحدة"),
        ("الأمانة العامة لجامعة الدول العربية", "جامعة الدول العربية"),
        ("مجموعة البنك الدولي للمراعي", None),
        ("منظمة اليونسكو", None),
        ("جمعيات الصليب الأحمر والهلال الأحمر", None),
    ],
)
def test_a_standing_body_inside_another_name(name: str, inner: str | None) -> None:
    """40 of 47 in the held-out folds and dev are annotated; ORG 79.5 -> 80.3 over the folds."""
    text = f"شارك في الورشة {name} أمس"
    assert named(text, nested(text, marked(text, (name, "ORG")))) == {(name, "ORG")} | (
        {(inner, "ORG")} if inner else set()
    )


def test_a_standing_body_inside_an_initiative() -> None:
    text = "ناقشت قرض البنك الدولي للمراعي"
    found = standing(text, marked(text, ("قرض البنك الدولي للمراعي", "INITIATIVE")))
    assert ("البنك الدولي", "ORG") in named(text, found)


def test_abd_in_two_words() -> None:
    text = "زار جامعة الملك عبد العزيز أمس"
    assert named(text, standing(text, [])) == {("جامعة الملك عبد العزيز", "ORG")}


def test_an_emirate_is_a_place() -> None:
    text = "زار فعاليات إمارة عجمان وإمارة عسير"
    found = standing(text, marked(text, ("إمارة عجمان", "ORG"), ("إمارة عسير", "ORG")))
    assert named(text, found) == {("إمارة عجمان", "LOC"), ("إمارة عسير", "ORG")}


def test_a_short_name_in_brackets_is_parted_from_the_full_one() -> None:
    """Annotation case 9; ORG 81.6 -> 81.7 over the held-out folds."""
    text = "وقع صندوق دعم المراعي (مرعى) اتفاقية مع هيئة (الآبار)"
    found = acronyms(
        text, marked(text, ("صندوق دعم المراعي (مرعى)", "ORG"), ("هيئة (الآبار)", "ORG"))
    )
    assert named(text, found) == {
        ("صندوق دعم المراعي", "ORG"),
        ("مرعى", "ORG"),
        ("هيئة (الآبار)", "ORG"),
    }


@pytest.mark.parametrize(
    ("name", "place", "kept"),
    [
        ("منظمة الجمارك العالمية ببروكسل", "بروكسل", "منظمة الجمارك العالمية"),
        ("منظمة الصحة العالمية لشرق المتوسط", "شرق المتوسط", "منظمة الصحة العالمية"),
        ("منظمة السواقي ببروكسل", "بروكسل", "منظمة السواقي ببروكسل"),  # possibly one of many
    ],
)
def test_a_body_of_many_states_is_one_wherever_it_is(name: str, place: str, kept: str) -> None:
    """Outside the name 22 times and never inside; strict ORG on dev 83.5 -> 83.8, organisations in
    records 76.5 -> 77.9."""
    assert named(name, placeless(name, marked(name, (name, "ORG"), (place, "LOC")))) == {
        (kept, "ORG"),
        (place, "LOC"),
    }


@pytest.mark.parametrize(
    ("before", "name", "place", "kept"),
    [
        ("مدير فرع ", "وزارة السواقي بمنطقة الساحل", "منطقة الساحل", "وزارة السواقي"),
        ("وبفرع ", "هيئة المراعي في الساحل", "الساحل", "هيئة المراعي"),
        ("مدير ", "هيئة المراعي في الساحل", "الساحل", "هيئة المراعي في الساحل"),
        ("تفرع ", "هيئة المراعي في الساحل", "الساحل", "هيئة المراعي في الساحل"),
    ],
)
def test_the_place_of_a_branch_is_not_of_what_it_is_a_branch_of(
    before: str, name: str, place: str, kept: str
) -> None:
    """Outside in the annotated documents 9 times and never inside."""
    text = before + name
    assert named(text, placeless(text, marked(text, (name, "ORG"), (place, "LOC")))) == {
        (kept, "ORG"),
        (place, "LOC"),
    }


@pytest.mark.parametrize("name", ["الاتحاد الأوروبي للسباحة", "البرلمان العربي للرعاة"])
def test_a_purpose_outside_an_office_makes_another_body(name: str) -> None:
    text = f"وقال {name} في بيان"
    label = "COMMITTEE" if name.startswith("البرلمان") else "ORG"
    assert named(text, standing(text, marked(text, (name, label)))) == {(name, label)}


@pytest.mark.parametrize("name", ["منظمة اليونسكو", "المديرية العامة للدفاع المدني"])
def test_a_body_and_its_noun_are_one(name: str) -> None:
    text = f"وقالت {name} في بيان"
    found = marked(text, (name, "ORG"))
    assert named(text, nested(text, standing(text, found))) == {(name, "ORG")}


def test_a_listed_body_inside_another_listed_one_has_its_label() -> None:
    text = "أقامت الأمانة العامة لمجلس الوزراء حفلا"
    inner = text.index("مجلس الوزراء")
    found = [
        Found(6, inner + 12, "ORG", "model", 0.9),
        Found(inner, inner + 12, "ORG", "model", 0.6),
    ]
    assert [f.label for f in standing(text, found)] == ["ORG", "COMMITTEE"]
