from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import matching_entities as matching
from pipeline.matching_entities import Circle, Office


@pytest.mark.parametrize(
    "one, other, how",
    [
        ("سالم بن راشد الرويعي", "سالم راشد الرويعي", "equal"),
        ("الشيخ أحمد عبد الله السواقي", "احمد عبدالله السواقى", "equal"),
        ("فالنتينو كاربينسكي", "فالنتينو كربينسكي", "spelling"),
        ("سالم الرويعي", "سالم بن راشد الرويعي", "short"),
        ("سالم بن راشد بن حمد", "سالم بن راشد الرويعي", "branch"),
        ("كاربينسكي", "فالنتينو كاربينسكي", "surname"),
        ("فان هوفن", "ماركوس فان هوفن", "surname"),
        ("راشد بن حمد", "سالم بن راشد بن حمد", "forbidden"),  # his father
        ("سالم بن حمد", "سالم بن راشد بن حمد", "forbidden"),  # another father
        ("سالم الرويعي", "راشد الرويعي", "forbidden"),
        ("سالم الرويعي", "سالم السواقي", "forbidden"),
        ("أحمد الرويعي", "حامد الرويعي", "forbidden"),  # no spelling of one name
        ("محمد الرويعي", "محمود الرويعي", "forbidden"),
        ("سالم بن راشد الرويعي", "سالم بن راشد السواقي", "forbidden"),
        ("سالم", "سالم بن راشد الرويعي", "none"),  # a first name alone
    ],
)
def test_how_two_names_of_people_stand(one: str, other: str, how: str) -> None:
    a, b = matching.name_of(one), matching.name_of(other)
    assert matching.relation(a, b) == matching.relation(b, a) == how


@given(
    st.lists(st.sampled_from(["سالم", "راشد", "بن", "عبد", "الله", "الرويعي", "آل"]), max_size=6)
)
def test_every_name_stands_to_itself_as_equal(words: list[str]) -> None:
    name = matching.name_of(" ".join(words))
    assert matching.relation(name, name) == ("equal" if name.words else "none")


def test_an_office_tells_by_its_words_and_its_state() -> None:
    minister = matching.office_of("وزير الخارجية القطري", None)
    assert minister == matching.office_of("وزير الخارجية بدولة قطر", None)
    assert minister.state == "QA"
    assert matching.office_of("رئيس المجلس", None) == Office(frozenset(), None)
    # an ambassador's host state is not his own
    assert matching.office_of("سفير دولة قطر لدى جمهورية كينيا", "KE").state == "QA"


def evidence(
    names: tuple[str, str],
    roles: tuple[str | None, str | None] = (None, None),
    circle: Circle | None = None,
) -> float | None:
    found = matching.person_evidence(
        (matching.name_of(names[0]), matching.name_of(names[1])),
        (matching.office_of(roles[0], None), matching.office_of(roles[1], None)),
        circle or Circle(),
    )
    return None if found is None else matching.points(found)


def test_a_common_name_needs_the_office_a_rare_one_does_not() -> None:
    common, rare = ("محمد العتيبي",) * 2, ("فالنتينو كاربينسكي",) * 2
    offices = ("مدير شرطة محافظة السواقي", "عميد كلية الطب بجامعة الرويعي")
    assert (evidence(common, offices) or 0) < 0 < (evidence(rare, offices) or 0)
    assert (evidence(common, (offices[0], offices[0])) or -1) > 0


def test_years_between_two_holders_of_another_office_speak_against_one() -> None:
    names, offices = ("سعود القحطاني",) * 2, ("مدير المستشفى", "قائد القوات البحرية")
    soon, late = (evidence(names, offices, Circle(days=d)) or 0 for d in (10, 4000))
    assert late < soon


def test_the_same_office_of_another_state_is_another_ones() -> None:
    assert evidence(("سالم الرويعي",) * 2, ("وزير الصحة المصري", "وزير العدل التونسي")) is None


@pytest.mark.parametrize(
    "one, other, how",
    [
        ("لجنة المسابقات بالاتحاد السعودي", "لجنة المسابقات في الاتحاد السعودي", "equal"),
        ("لجنة متابعة سد الرويعي الإثيوبي", "لجنة متابعة سد الرويعي الإثيوبى", "equal"),
        ("خطة العمل المشتركة الشاملة", "خطة العمل المشترك الشاملة", "spelling"),
        ("لجنة الأخلاق والقيم", "لجنة القيم والأخلاق", "spelling"),
        ("مجلس الأمن", "مجلس الأمن الدولي", "equal"),  # known by both names
        ("لجنة دعم الصيادين", "لجنة دعم الصيادين الوطنية", "short"),
        ("وزارة الصحة", "وزارة الصحة والبيئة", "none"),  # two portfolios
        ("لجنة الرويعي 2030", "لجنة الرويعي 2040", "forbidden"),
        ("مجلس الوزراء الكويتي", "مجلس الوزراء المصري", "forbidden"),
        ("لجنة الطاقة", "لجنة الدفاع", "none"),
    ],
)
def test_how_two_names_of_things_stand(one: str, other: str, how: str) -> None:
    assert matching.thing_relation(one, other) == matching.thing_relation(other, one) == how


@pytest.mark.parametrize(
    "name, scope",
    [
        ("لجنة التراث العالمي", "own"),
        ("غرفة السواقي", "own"),
        ("اللجنة القطرية السنغالية المشتركة", "own"),
        ("مجلس الوزراء", "state"),
        ("وزارة العمل", "state"),
        ("اللجنة الفنية", "context"),
        ("مجلس الإدارة", "context"),
        ("المجلس المحلي بالمحافظة", "context"),
    ],
)
def test_how_far_a_name_tells_which_thing_it_is(name: str, scope: str) -> None:
    assert matching.scope_of(name) == scope
