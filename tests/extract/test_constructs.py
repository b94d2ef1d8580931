"""Names cut short before the name that belongs to them are made whole. All names are invented."""

from __future__ import annotations

import pytest

from pipeline.extract.constructs import joined
from pipeline.extract.spans import Found


def found(text: str, *names: tuple[str, str], confidence: float = 0.9) -> list[Found]:
    return [
        Found(text.index(n), text.index(n) + len(n), label, "model", confidence)
        for n, label in names
    ]


def shown(text: str, mentions: list[Found]) -> list[tuple[str, str]]:
    return [(text[f.start : f.end], f.label) for f in mentions]


@pytest.mark.parametrize(
    ("text", "names", "whole"),
    [
        (
            "عقد المكتب التنفيذي لمجلس وزراء المراعي اجتماعه",
            [("المكتب التنفيذي", "COMMITTEE"), ("مجلس وزراء المراعي", "COMMITTEE")],
            "المكتب التنفيذي لمجلس وزراء المراعي",
        ),
        (
            "تابع مشروع قطار دول اتحاد السواقي",
            [("مشروع قطار دول", "INITIATIVE"), ("اتحاد السواقي", "ORG")],
            "مشروع قطار دول اتحاد السواقي",
        ),
        (
            "قال مدير إدارة الري بوزارة المراعي",
            [("مدير إدارة الري", "ROLE"), ("وزارة المراعي", "ORG")],
            "مدير إدارة الري بوزارة المراعي",
        ),
        (
            "زار إدارة الرصد في وزارة المراعي",
            [("إدارة الرصد", "ORG"), ("وزارة المراعي", "ORG")],
            "إدارة الرصد في وزارة المراعي",
        ),
        (
            "الاستراتيجية المائية لدول اتحاد السواقي، التي",
            [("الاستراتيجية المائية", "INITIATIVE"), ("اتحاد السواقي", "ORG")],
            "الاستراتيجية المائية لدول اتحاد السواقي",
        ),
    ],
)
def test_a_name_cut_before_the_name_that_belongs_to_it_is_made_whole(
    text: str, names: list[tuple[str, str]], whole: str
) -> None:
    assert shown(text, joined(text, found(text, *names)))[0] == (whole, names[0][1])


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "ناقشت لجنة المراعي ووزارة الري الخطة",
            [("لجنة المراعي", "COMMITTEE"), ("وزارة الري", "ORG")],
        ),
        ("عقدت لجنة المراعي في مسقط اجتماعها", [("لجنة المراعي", "COMMITTEE"), ("مسقط", "LOC")]),
        (
            "أطاح مجلس السواقي بمجلس المراعي",
            [("مجلس السواقي", "COMMITTEE"), ("مجلس المراعي", "COMMITTEE")],
        ),
        ("استقبل سالم الرويعي وزارة الري", [("سالم الرويعي", "PER"), ("وزارة الري", "ORG")]),
        ("وزارة الري، سلطنة عمان", [("وزارة الري", "ORG"), ("سلطنة عمان", "COUNTRY")]),
        (
            "طالب المجلس الأعلى وزارة الري بدراسة الأمر",
            [("المجلس الأعلى", "COMMITTEE"), ("وزارة الري", "ORG")],
        ),
        ("أبلغ بنك الساحل سوق الواحة بالأمر", [("بنك الساحل", "ORG"), ("سوق الواحة", "ORG")]),
        (
            "دعا مجلس شركة السواقي للري الجمعية العمومية",
            [("مجلس شركة السواقي للري", "COMMITTEE"), ("الجمعية العمومية", "COMMITTEE")],
        ),
    ],
)
def test_names_that_stand_apart_stay_apart(text: str, names: list[tuple[str, str]]) -> None:
    assert shown(text, joined(text, found(text, *names))) == names


def test_what_ends_at_one_place_is_lengthened_alike() -> None:
    text = "قال رئيس لجنة مراعي وزارة الري"
    names = found(
        text, ("رئيس لجنة مراعي", "ROLE"), ("لجنة مراعي", "COMMITTEE"), ("وزارة الري", "ORG")
    )
    assert shown(text, joined(text, names))[:2] == [
        ("رئيس لجنة مراعي وزارة الري", "ROLE"),
        ("لجنة مراعي وزارة الري", "COMMITTEE"),
    ]


def test_what_a_body_is_joined_to_is_no_part_of_it() -> None:
    text = "ربط الأمانة العامة بشبكة النخيل الموحدة"
    found = [Found(4, 18, "ORG", "model", 0.9), Found(20, len(text), "ORG", "model", 0.9)]
    assert joined(text, found) == found


def test_a_name_does_not_break_off_before_whose_states_they_are() -> None:
    text = "ناقش مشروع الري لدول المجلس أمس"
    found = [Found(5, text.index(" المجلس"), "INITIATIVE", "model", 0.9)]
    assert [text[f.start : f.end] for f in joined(text, found)] == ["مشروع الري لدول المجلس"]
