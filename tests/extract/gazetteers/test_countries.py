"""States by name: forms, context, and what is no state. All sentences are written for these
tests."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.gazetteers.countries import (
    country_of,
    find_countries,
    name_of,
    nisba_of,
    state_by_adjective,
)

GULF = {
    "البحرين": "BH",
    "قطر": "QA",
    "الكويت": "KW",
    "الإمارات": "AE",
    "السعودية": "SA",
    "عُمان": "OM",
}


def found(text: str, home: str | None = None) -> list[tuple[str, str]]:
    return [(text[m.start : m.end], m.code) for m in find_countries(text, home)]


@pytest.mark.parametrize(
    ("surface", "code"),
    [
        ("مملكة البحرين", "BH"),
        ("السعودية", "SA"),
        ("المملكة العربية السعودية", "SA"),
        ("المملكة", "SA"),
        ("الإمارات", "AE"),
        ("الامارات", "AE"),
        ("دولة الإمارات العربية المتحدة", "AE"),
        ("الولايات المتحدة الأمريكية", "US"),
        ("أمريكا", "US"),
        ("أميركا", "US"),
        ("بريطانيا", "GB"),
        ("المملكة المتحدة", "GB"),
        ("روسيا الاتحادية", "RU"),
        ("جمهورية مصر العربية", "EG"),
        ("سلطنة عُمان", "OM"),
        ("عُمــان", "OM"),
        ("السلطنة", "OM"),
        ("كوريا الجنوبية", "KR"),
        ("جمهورية كوريا الشعبية الديمقراطية", "KP"),
        ("ساحل العاج", "CI"),
        ("كوت ديفوار", "CI"),
        ("فلسطين", "PS"),
        ("الجمهورية الإيطالية", "IT"),
        ("المملكة الأردنية الهاشمية", "JO"),
        ("المملكة المغربية", "MA"),
        ("الجمهورية الإسلامية الموريتانية", "MR"),
        ("جمهورية الصومال الفيدرالية", "SO"),
        ("جمهورية الكونغو الديمقراطية", "CD"),
        ("الاتحاد السويسري", "CH"),
        ("جنوب السودان", "SS"),
        ("جمهورية السودان الشقيقة", "SD"),
        ("لمملكة العربية السعودية", "SA"),  # للمملكة, cut after its first ل
        ("ليمن", "YE"),
        ("والكويت", "KW"),
        ("الا مارات", "AE"),
    ],
)
def test_forms(surface: str, code: str) -> None:
    assert country_of(surface) == code


@pytest.mark.parametrize(
    "surface",
    [
        "البحريني",
        "السعوديين",
        "عمّان",
        "الرياض",
        "هونغ كونغ",
        "نهر الأردن",
        "سفير دولة قطر",
        "",
        "،",
        "دولة",
    ],
)
def test_no_state(surface: str) -> None:
    assert country_of(surface) is None


def test_particles_stay_outside() -> None:
    assert found("عُقد اللقاء بقطر وحضرته وفود للبحرين وللمملكة المتحدة وكالهند") == [
        ("قطر", "QA"),
        ("لبحرين", "BH"),
        ("لمملكة المتحدة", "GB"),
        ("الهند", "IN"),
    ]


def test_offsets_are_of_the_given_text() -> None:
    text = "زار الوفدُ دَوْلَةَ قَطَر، ثم ســلطنة عُمــان."
    assert found(text) == [("دَوْلَةَ قَطَر", "QA"), ("ســلطنة عُمــان", "OM")]


def test_longest_name() -> None:
    assert found(
        "ممثلو جمهورية تنزانيا المتحدة وجمهورية الصومال الفيدرالية والجمهورية التونسية"
    ) == [
        ("جمهورية تنزانيا المتحدة", "TZ"),
        ("جمهورية الصومال الفيدرالية", "SO"),
        ("الجمهورية التونسية", "TN"),
    ]


def test_a_name_does_not_cross_a_full_stop() -> None:
    assert found("انتهت زيارته إلى السودان.جنوب السودان يستضيف اللقاء") == [
        ("السودان", "SD"),
        ("جنوب السودان", "SS"),
    ]
    assert found("زار الوفد كوريا. الجنوبية هي الضفة") == [("كوريا", "KR")]


def test_quotation_marks_inside_a_name() -> None:
    assert found('وحكومة جمهورية "أفريقيا الوسطى" في العاصمة') == [
        ('جمهورية "أفريقيا الوسطى"', "CF")
    ]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("وصل الوفد إلى السعودية مساء", ["SA"]),
        ("أعلنت السعودية عن المبادرة", ["SA"]),
        ("السعودية تستضيف الاجتماع", ["SA"]),
        ("بين مصر والسعودية", ["EG", "SA"]),
        ("أشاد بدعم السعودية", ["SA"]),
        ("رحبت الحكومة السعودية بالقرار", []),
        ("وزارة الخارجية السعودية", []),
        ("هيئة السوق المالية السعودية", []),
        ("العلاقات المصرية والسعودية", []),
        ("شركة أرامكو السعودية", []),
        ("الخطوط الجوية العربية السعودية", []),
        ("الوفد البحريني والوفد القطري", []),
    ],
)
def test_saudi_state_or_adjective(text: str, codes: list[str]) -> None:
    assert [c for _, c in found(text)] == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("اختتمت في عُمان أعمال اللجنة", ["OM"]),
        ("اختتمت في عمّان أعمال اللجنة", []),
        ("أعلنت سلطنة عمان موعد الدورة، وتستضيف عمان اللقاء", ["OM", "OM"]),
        ("زار الوزير عمان واجتمع بنظيره الأردني", []),
        ("وفود الكويت وعمان وقطر", ["KW", "OM", "QA"]),
        ("رئيس مجلس أمانة عمان الكبرى", []),
        ("ناقلة في خليج عمان", []),
        ("عمان 12 أيار (بترا)", []),
    ],
)
def test_oman_or_amman(text: str, codes: list[str]) -> None:
    assert [c for _, c in found(text)] == codes


@pytest.mark.parametrize(
    ("text", "home", "codes"),
    [
        ("أكد حرص المملكة على التعاون", None, ["SA"]),
        ("أكد حرص المملكة على التعاون", "BH", ["BH"]),
        ("استقبل سفير مملكة البحرين الوزير، وأشاد بدور المملكة", None, ["BH", "BH"]),
        ("عقد المجلس اجتماعه بالرباط، وبحث مشاريع المملكة", None, ["MA"]),
        ("عقد المجلس اجتماعه بالمنامة، وبحث مشاريع المملكة", None, ["BH"]),
        ("استقبل سفير مملكة البحرين الوزير، وأشاد بدور المملكة", "SA", ["BH", "SA"]),
        (
            "سمو ولي العهد السعودي يستقبل سفير مملكة البحرين لدى المملكة. وكالة الأنباء السعودية",
            None,
            ["BH", "SA"],
        ),
        ("سفير الدولة لدى المملكة المتحدة", "AE", ["GB"]),
        ("السفير البريطاني لدى الدولة", "AE", ["AE"]),
        ("السفير البريطاني لدى الدولة", None, []),
        ("وزير الدولة للشؤون الخارجية", "AE", []),
    ],
)
def test_kingdom_and_state(text: str, home: str | None, codes: list[str]) -> None:
    assert [c for _, c in found(text, home)] == codes


def test_the_state_is_never_confident() -> None:
    assert [m.confident for m in find_countries("في مختلف مناطق الدولة", "AE")] == [False]


@pytest.mark.parametrize(
    "text",
    [
        "دعم مالي للمشروع",
        "مدرسة بنين",
        "بعد صلاة المغرب",
        "دول المغرب العربي",
        "على ضفة نهر الأردن",
        "بطولة كوبا أمريكا",
        "نصف قطر الدائرة",
    ],
)
def test_words_that_are_no_states(text: str) -> None:
    assert found(text) == []


def test_common_words_in_a_list_of_states() -> None:
    assert found("النيجر ومالي وتشاد") == [("النيجر", "NE"), ("مالي", "ML"), ("تشاد", "TD")]


def test_dateline_of_a_capital_is_not_confident() -> None:
    assert [m.confident for m in find_countries("الكويت - 3 مايو: رحبت الكويت بالقرار")] == [
        False,
        True,
    ]


def test_names() -> None:
    assert name_of("BH") == "البحرين"
    assert name_of("PS") == "فلسطين"
    with pytest.raises(KeyError):
        name_of("HK")


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("البحريني", "BH"),
        ("الأمريكية", "US"),
        ("للسعوديين", "SA"),
        ("والإماراتيون", "AE"),
        ("يمنيتين", "YE"),
        ("التركي", "TR"),
        ("مالي", None),
        ("المالية", None),
        ("قطر", None),
        ("كتاب", None),
        ("", None),
    ],
)
def test_nisba(word: str, code: str | None) -> None:
    assert nisba_of(word) == code


def test_every_display_name_leads_back_to_its_code() -> None:
    from babel import Locale

    states = [c for c in Locale("ar").territories if len(c) == 2 and _is_state(c)]
    assert (
        len(states) == 197
    )  # 193 members of the United Nations, Palestine, the Vatican, Kosovo, Taiwan
    assert {c: country_of(name_of(c)) for c in states} == {c: c for c in states}


def _is_state(code: str) -> bool:
    try:
        return bool(name_of(code))
    except KeyError:
        return False


@given(
    st.lists(st.sampled_from(sorted(GULF)), min_size=1, max_size=6),
    st.sampled_from(["، ", " و", "، و"]),
)
def test_a_list_of_states_gives_them_all(names: list[str], glue: str) -> None:
    text = "شاركت وفود " + glue.join(names)
    assert found(text) == [(n, GULF[n]) for n in names]


@given(st.text(alphabet='ابتعمانقطرسويةمملكالدوهـ \n.،«»"ُّ-١2', max_size=80))
def test_ranges_are_ordered_and_cover_names(text: str) -> None:
    matches = find_countries(text, "AE")
    assert all(a.end <= b.start for a, b in itertools.pairwise(matches))
    assert all(0 <= m.start < m.end <= len(text) and text[m.start : m.end].strip() for m in matches)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("مجلس الوزراء الكويتي", "KW"),
        ("الهيئة القطرية للمراعي", "QA"),
        ("لجنة المراعي", None),
        ("اللجنة القطرية السعودية المشتركة", None),
        ("الأمانة العربية للمراعي", None),
    ],
)
def test_the_state_of_a_body_by_its_adjective(name: str, code: str | None) -> None:
    """In the held-out folds about 250 names of bodies and organisations with an adjective of
    nationality were all read correctly."""
    assert state_by_adjective(name) == code
