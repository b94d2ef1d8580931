"""Ordinals in words and figures."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.arabic.numbers import LARGEST, Case, OrdinalMatch, find_ordinals

# An independent grammar of ordinals, to check the tables of the pipeline.
MASCULINE = [
    "الثاني",
    "الثالث",
    "الرابع",
    "الخامس",
    "السادس",
    "السابع",
    "الثامن",
    "التاسع",
    "العاشر",
]
FEMININE = [
    "الثانية",
    "الثالثة",
    "الرابعة",
    "الخامسة",
    "السادسة",
    "السابعة",
    "الثامنة",
    "التاسعة",
    "العاشرة",
]
TENS = ["العشر", "الثلاث", "الأربع", "الخمس", "الست", "السبع", "الثمان", "التسع"]
HUNDREDS = ["ثلاث", "أربع", "خمس", "ست", "سبع", "ثمان", "تسع"]


def ordinal_words(value: int, feminine: bool, case: Case, after: bool) -> str:
    """Return an ordinal of 1–999 in words with the article; `after` writes «الخامس بعد المئة» for
    «المئة والخامس»."""
    ending = "ون" if case == "nominative" else "ين"
    hundreds, rest = divmod(value, 100)
    tens, ones = divmod(rest, 10)
    first = "الأولى" if feminine else "الأول"
    units = [first, *(FEMININE if feminine else MASCULINE)]
    joined = [("الحادية" if feminine else "الحادي"), *units[1:]]
    if not rest:
        small = ""
    elif rest <= 10:
        small = units[rest - 1]
    elif rest < 20:
        small = f"{joined[ones - 1]} {'عشرة' if feminine else 'عشر'}"
    else:
        small = f"{joined[ones - 1]} و{TENS[tens - 2]}{ending}" if ones else TENS[tens - 2] + ending
    if not hundreds:
        return small
    dual = "مئتان" if case == "nominative" else "مئتين"
    hundred = "ال" + (
        "مئة" if hundreds == 1 else dual if hundreds == 2 else HUNDREDS[hundreds - 3] + "مئة"
    )
    if not small:
        return hundred
    return f"{small} بعد {hundred}" if after else f"{hundred} و{small}"


VALUES = [
    ("الأول", 1),
    ("الأولى", 1),
    ("الاولي", 1),
    ("الثاني", 2),
    ("الثانى", 2),
    ("الثانية", 2),
    ("الثانيه", 2),
    ("الثالثة", 3),
    ("السادس", 6),
    ("الثامنة", 8),
    ("العاشر", 10),
    ("العاشرة", 10),
    ("الحادي عشر", 11),
    ("الحادية عشرة", 11),
    ("الثانية عشر", 12),
    ("السابع عشر", 17),
    ("العشرون", 20),
    ("الثلاثين", 30),
    ("الثاني والعشرين", 22),
    ("الثاني والعشرون", 22),
    ("الثاني و العشرون", 22),
    ("الثَّانِي وَالعِشْرِينَ", 22),
    ("الثـــاني والعشـرين", 22),
    ("الحادية والعشرون", 21),
    ("الواحد والعشرين", 21),
    ("التاسعة والتسعين", 99),
    ("المائة", 100),
    ("المئة", 100),
    ("المائة والخامس والثلاثين", 135),
    ("المائة وخمسة وثلاثين", 135),
    ("الخامسة والثلاثين بعد المائة", 135),
    ("السابعة والأربعون بعد المئة", 147),
    ("التاسعة بعد المئة", 109),
    ("الثانية عشرة بعد المائة", 112),
    ("الخامسة والخمسين بعد المائتين", 255),
    ("السادسة بعد الثلاثمائة", 306),
    ("الثلاث مئة والسادس", 306),
    ("التسعمئة والتاسع والتسعون", 999),
    ("الـ(147)", 147),
    ("الـ (147)", 147),
    ("ال147", 147),
    ("الـ 48", 48),
    ("الـ48", 48),
    ("الـ«٣٦»", 36),
    ("رقم 5", 5),
    ("رقم (5)", 5),
]

NOT_VALUES = [
    "", " ", "ثالث", "21st", "(17)", "٢٢", "۲۲", "22", "0", "(0)", "1000", "٢٬٠٠٠", "22.5", "رقم", "الـ", "الثلاثاء",
    "ربيع الأول", "المتحدة",
]  # fmt: skip

IN_TEXT = [
    ("عقدت اللجنة اجتماعها الثاني والعشرين في المنامة", [("الثاني والعشرين", 22)]),
    ("بدأت الدورة الحادية والعشرون، والجلسة الثالثة", [("الحادية والعشرون", 21), ("الثالثة", 3)]),
    ("أعمال الدورة الـ(147) للمجلس الوزاري", [("الـ(147)", 147)]),
    ("محضر الاجتماع (17) للجنة", [("(17)", 17)]),
    ("اجتماع مجلس الإدارة الـ 112", [("الـ 112", 112)]),
    ("الاجتماع الدوري رقم (5) للجنة", [("رقم (5)", 5)]),
    ("افتتح الدورة 43 للجنة", [("43", 43)]),
    ("افتتح الدورة ٤٣ للجنة", [("٤٣", 43)]),
    ("افتتح الدورة ۴۳ للجنة", [("۴۳", 43)]),
    ("الأول عشر", [("الأول", 1)]),
    ("في دورتها الخامسة والثلاثين بعد المائة بالقاهرة", [("الخامسة والثلاثين بعد المائة", 135)]),
    ("الاجتماعان الأول والثاني", [("الأول", 1), ("الثاني", 2)]),
    ("عقدت الجلسة الثانية مساء أمس", [("الثانية", 2)]),
    ("الاجتماع الحادي عشر من مساء أمس", [("الحادي عشر", 11)]),
    ("ثم الثالثَ عشرَ والرابعَ عشرَ", [("الثالثَ عشرَ", 13), ("والرابعَ عشرَ"[1:], 14)]),
    # months, titles, hours, shares and counts are no ordinals
    ("في 25 ربيع الأول 1436", []),
    ("جمادى الآخرة وجمادى الأولى", []),
    ("كانون الثاني وتشرين الأول", []),
    ("استقبل النائب الأول لرئيس المجلس السكرتير الثاني", []),
    ("في الثانية ظهرا", []),
    ("عند الثانية عشرة ظهراً", []),
    ("الساعة الثامنة مساء", []),
    ("في التاسعة من مساء اليوم", []),
    ("في العاشرة والنصف", []),
    ("بنسبة خمسة بالمئة، وعشرة في المائة", []),
    ("رصد (395) مخالفة", []),
    ("الدول الثماني والعشرين", []),
    ("نسبة (17%) من 40", []),
    ("الاجتماع 2015", []),
    ("يوم 10/8", []),
    ("في الجلسة الأولى منذ شهر", []),
    ("الاجتماع الأول من نوعه", []),
]


@pytest.mark.parametrize(("text", "value"), VALUES)
def test_value(text: str, value: int) -> None:
    assert find_ordinals(text) == [OrdinalMatch(0, len(text), value)]


@pytest.mark.parametrize("text", NOT_VALUES)
def test_no_value(text: str) -> None:
    assert find_ordinals(text) == []


@pytest.mark.parametrize(("text", "expected"), IN_TEXT)
def test_in_text(text: str, expected: list[tuple[str, int]]) -> None:
    assert [(text[m.start : m.end], m.value) for m in find_ordinals(text)] == expected


def test_offsets_are_those_of_the_given_text() -> None:
    text = "\u200fالاجتماعُ الـثَّاني\u200f"  # RIGHT-TO-LEFT MARK around the text
    assert find_ordinals(text) == [OrdinalMatch(11, 20, 2)]
    assert text[11:20] == "الـثَّاني"


@pytest.mark.parametrize("case", ["nominative", "oblique"])
@pytest.mark.parametrize("feminine", [False, True])
def test_all_ordinals_come_back(feminine: bool, case: Case) -> None:
    for value in range(1, LARGEST + 1):
        for after in (False, True):
            words = ordinal_words(value, feminine, case, after)
            text = f"عقد لقاءات {words}، ثم"
            assert [(text[m.start : m.end], m.value) for m in find_ordinals(text)] == [
                (words, value)
            ]


PIECES = st.sampled_from(
    [
        "الثاني",
        "والعشرين",
        "عشرة",
        "المائة",
        "بعد",
        "الـ",
        "(",
        ")",
        "17",
        "رقم",
        "الدورة",
        " ",
        "\n",
        "\u0640",
        "\u064e",
        "و",
        "٪",
        "ظهرا",
    ]
)


@given(st.one_of(st.text(), st.lists(PIECES).map("".join), st.lists(PIECES).map(" ".join)))
def test_never_raises(text: str) -> None:
    found = find_ordinals(text)
    assert all(0 <= m.start < m.end <= len(text) and 1 <= m.value <= LARGEST for m in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
