"""Sentences that report several meetings at once. All sentences and names are invented."""

from __future__ import annotations

import pytest

from tests.marked import meetings


@pytest.mark.parametrize(
    "each",
    [
        "كل على حدة",
        "كلٌّ على حدة",
        "كلاً على حده",
        "كل منهم على حدة",
        "كلا على انفراد",
        "في ثلاثة لقاءات منفصلة",
        "في اجتماعات ثنائية منفصلة",
    ],
)
def test_each_by_himself_is_a_meeting_with_each(each: str) -> None:
    found = meetings(
        "التقى <PER ATTENDED>سالم الرويعي</PER> اليوم <PER ATTENDED>ماجد البلوي</PER> و<PER "
        "ATTENDED>هند الكواري</PER> "
        f"و<PER ATTENDED>نورة الدغيثري</PER>، {each}، وبحث معهم <TOPIC>خطة الري</TOPIC>."
    )
    assert [[p.person.name for p in m.people] for m in found] == [
        ["سالم الرويعي", guest] for guest in ("ماجد البلوي", "هند الكواري", "نورة الدغيثري")
    ]
    assert all(m.kind is not None and m.kind.value == "bilateral" for m in found)


def test_a_headline_that_names_both_sittings_leaves_each_what_is_told_of_it() -> None:
    found = meetings(
        "لجنة السواقي تختتم <MEETING HELD>اجتماعيها السابع والثامن</MEETING>\n"
        "ترأس <PER CHAIRED>سالم الرويعي</PER> أمس <MEETING HELD>الاجتماعين السابع "
        "والثامن</MEETING> "
        "ل<COMMITTEE BODY>لجنة السواقي</COMMITTEE>.\n"
        "واستعرض <MEETING HELD>الاجتماع السابع</MEETING> <TOPIC>خطة الري</TOPIC>.\n"
        "وناقش <MEETING HELD>الاجتماع الثامن</MEETING> <TOPIC>تقرير المراعي</TOPIC>."
    )
    assert [(m.ordinal and m.ordinal.value, [c.text for c in m.topics]) for m in found] == [
        (7, ["خطة الري"]),
        (8, ["تقرير المراعي"]),
    ]


def test_each_of_two_sittings_in_one_sentence_has_its_own_chairs() -> None:
    found = meetings(
        "عقدت أمس <COMMITTEE BODY>لجنة السواقي</COMMITTEE> <MEETING HELD>اجتماعها "
        "السابع</MEETING> برئاسة <PER CHAIRED>سالم الرويعي</PER> "
        "و<PER CHAIRED>نورة الدغيثري</PER>، فيما <OPENS>عقد</OPENS> <COMMITTEE BODY>فريق المراعي</COMMITTEE> "
        "<MEETING HELD>اجتماعه الثالث</MEETING> "
        "برئاسة <PER CHAIRED>هند الكواري</PER>."
    )
    assert [(m.ordinal and m.ordinal.value, [p.person.name for p in m.people]) for m in found] == [
        (7, ["سالم الرويعي", "نورة الدغيثري"]),
        (3, ["هند الكواري"]),
    ]


def test_who_was_at_all_of_the_separate_meetings_is_in_each() -> None:
    one, two = meetings(
        "استقبل <PER ATTENDED>سالم الرويعي</PER> في <MEETING HELD>لقاءين منفصلين</MEETING>، كلا "
        "من <PER ATTENDED>ماجد البلوي</PER> "
        "و<PER ATTENDED>هند الكواري</PER>. حضر <MEETING HELD>اللقاءين</MEETING> <PER "
        "ATTENDED>نورة الدغيثري</PER>."
    )
    assert [p.person.name for p in one.people] == ["سالم الرويعي", "ماجد البلوي", "نورة الدغيثري"]
    assert [p.person.name for p in two.people] == ["سالم الرويعي", "هند الكواري", "نورة الدغيثري"]


TWO_GUESTS = (
    "التقى الوزير <PER ATTENDED>ماجد البلوي</PER> وبحث معه <TOPIC>خطة الري</TOPIC>.\n"
    "كما التقى <PER ATTENDED>هند الكواري</PER> وبحث معها <TOPIC>أسعار الأعلاف</TOPIC>."
)


def test_where_no_other_is_told_of_they_are_the_meeting() -> None:
    (met,) = meetings(
        "عقد <PER ATTENDED>سالم الرويعي</PER> عددا من <MEETING HELD>اللقاءات</MEETING>. وبحث "
        "<TOPIC>خطة الري</TOPIC>."
    )
    assert [t.text for t in met.topics] == ["خطة الري"] and [p.person.name for p in met.people] == [
        "سالم الرويعي"
    ]
