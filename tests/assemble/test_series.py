"""Other sessions of the body that met, reported with their date. All sentences and names are
invented."""

from __future__ import annotations

import pytest

from tests.marked import WATER, meeting, meetings

BODY = "<COMMITTEE BODY>اللجنة العليا للمراعي</COMMITTEE>"
MET = f"عقدت {BODY} <MEETING HELD>اجتماعها الخامس</MEETING> <DATE>الأحد 9 فبراير 2025</DATE> في <LOC CITY>صلالة</LOC>.\n"


@pytest.mark.parametrize(
    ("told", "number", "day"),
    [
        (
            "وتعقد اللجنة <MEETING REFERRED>اجتماعها السادس</MEETING> <DATE>يوم 6 أبريل "
            "المقبل</DATE>.",
            6,
            "2025-04-06",
        ),
        (
            "وأقرت الخطة، على أن تعقد <MEETING REFERRED>اجتماعها المقبل</MEETING> "
            "<DATE>الخميس</DATE>.",
            None,
            "2025-02-13",
        ),
        (
            "وتعقد اللجنة <DATE>الأحد المقبل</DATE> <MEETING REFERRED>اجتماعها السادس</MEETING>.",
            6,
            "2025-02-16",
        ),
        (
            "وكان أعضاؤها عقدوا <DATE>أمس</DATE> <MEETING REFERRED>اجتماعهم الرابع</MEETING>.",
            4,
            "2025-02-08",
        ),
        (
            "وكانت اتفقت في <MEETING REFERRED>اجتماعها الرابع</MEETING>، الذي عقد <DATE>يوم 2 "
            "فبراير</DATE>، على الخطة.",
            4,
            "2025-02-02",
        ),
    ],
)
def test_another_sitting_with_its_day_is_a_meeting(told: str, number: int | None, day: str) -> None:
    """Such sessions are 5 records of 5 in the 55 fresh documents, and in all others read
    (annotation case 8)."""
    one, two = meetings(MET + told, published="2025-02-09")
    assert (
        one.ordinal is not None
        and one.ordinal.value == 5
        and one.date is not None
        and one.date.value == "2025-02-09"
    )
    assert not one.referenced
    assert two.body is not None and two.body.name == "اللجنة العليا للمراعي"
    assert (two.ordinal and two.ordinal.value, two.date and two.date.value) == (number, day)
    assert [c.name for c in two.committees] == ["اللجنة العليا للمراعي"]


@pytest.mark.parametrize(
    "told",
    [
        "وتعقد اللجنة <MEETING REFERRED>اجتماعها السادس</MEETING> في <DATE>أبريل المقبل</DATE>.",
        "وصادقت على محضر <MEETING REFERRED>اجتماعها الرابع</MEETING> المنعقد <DATE>يوم 2 "
        "فبراير</DATE>.",
        "وأجلت <MEETING REFERRED>اجتماعها السادس</MEETING> الذي كان مقررا <DATE>يوم 20 "
        "فبراير</DATE>.",
        "وتأجيل <MEETING REFERRED>الاجتماع السادس</MEETING> <DATE>يوم 20 فبراير</DATE>.",
    ],
)
def test_one_without_a_day_or_not_held_is_referred_to(told: str) -> None:
    assert len(meeting(MET + told).referenced) == 1


def test_what_is_told_of_the_other_sitting_is_its_own() -> None:
    one, two = meetings(
        MET + "وتعقد اللجنة <MEETING REFERRED>اجتماعها السادس</MEETING> <DATE>يوم 6 أبريل "
        "المقبل</DATE> للنظر في "
        "<TOPIC>سجل السواقي</TOPIC>."
    )
    assert not one.topics and [t.text for t in two.topics] == ["سجل السواقي"]
    assert one.city is not None and one.city.value == "صلالة" and two.city is None


@pytest.mark.parametrize(
    "said",
    [
        "وقال <ROLE>رئيس <COMMITTEE>مجلس السواقي</COMMITTEE></ROLE> اجتمع الرعاة <DATE>10 مارس "
        "2025</DATE>",
        "على أن ينعقد <COMMITTEE>مجلس السواقي</COMMITTEE> في موعد لاحق",
    ],
)
def test_a_body_in_an_office_or_without_a_day_did_not_sit(said: str) -> None:
    assert len(meetings(f"{MET}{said}.")) == 1


def test_an_earlier_sitting_in_the_pluperfect_is_a_meeting_of_its_own() -> None:
    now, before = meetings(
        f"عقد {WATER} <MEETING HELD>دورته السابعة</MEETING> <DATE>أمس</DATE>. و<MEETING "
        "REFERRED>الدورة السابقة</MEETING> كانت قد عُقدت "
        "في <LOC CITY>صلالة</LOC> <DATE>يوم 11 يناير 2026</DATE>.",
        published="2026-03-02",
    )
    assert now.ordinal is not None and now.ordinal.value == 7
    assert before.date is not None and before.date.value == "2026-01-11"


def test_the_dated_sitting_of_another_body_told_of_beside_is_a_meeting() -> None:
    one, two = meetings(
        "أوصى <COMMITTEE BODY>مجلس المراعي</COMMITTEE> في <MEETING HELD>اجتماعه</MEETING> "
        "<DATE>أمس</DATE> بتوزيع الأرباح، على أن "
        "يصوت عليها المساهمون في <MEETING HELD>اجتماع</MEETING> <COMMITTEE BODY>الجمعية العمومية "
        "لمزارعي صحار</COMMITTEE> الذي يعقد "
        "<DATE>الأحد المقبل</DATE>.",
        published="2025-02-05",
    )
    assert [(m.body and m.body.name, m.date and m.date.value) for m in (one, two)] == [
        ("مجلس المراعي", "2025-02-04"),
        ("الجمعية العمومية لمزارعي صحار", "2025-02-09"),
    ]


@pytest.mark.parametrize(
    "told",
    [
        "وستجتمع ثانية قريبا.",
        "وأقرت تأجيل الجلسة التي كانت ستلتئم <DATE>الخميس</DATE>.",
        "وستستأنف المصانع عملها <DATE>الخميس</DATE>.",
    ],
)
def test_what_is_no_sitting_to_come(told: str) -> None:
    assert len(meetings(MET + told, published="2025-02-09")) == 1


def test_a_sitting_to_come_is_where_the_text_says() -> None:
    _, two = meetings(
        MET + "وتعقد اللجنة <MEETING REFERRED>اجتماعها المقبل</MEETING> <DATE>الأحد القادم</DATE> "
        "في <LOC CITY>صحار</LOC>.",
        published="2025-02-09",
    )
    assert two.city is not None and two.city.value == "صحار"


@pytest.mark.parametrize("precedes", ["ويسبقه", "ويليه"])
def test_the_preparatory_sitting_of_another_body_before_or_after_is_a_meeting_of_its_own(
    precedes: str,
) -> None:
    one, two = meetings(
        "تنطلق <DATE>غدا الأربعاء</DATE> أعمال <MEETING HELD>الاجتماع الثاني</MEETING> "
        f"ل{WATER}، {precedes} <DATE>مساء اليوم</DATE> "
        "<MEETING HELD>الاجتماع التحضيري</MEETING> ل<COMMITTEE BODY>لجنة المواصفات</COMMITTEE>.",
        "2025-05-06",
    )
    assert one.date is not None and one.date.value == "2025-05-07" and one.ordinal is not None
    assert (
        two.body is not None
        and two.body.name == "لجنة المواصفات"
        and two.date is not None
        and two.date.value == "2025-05-06"
    )


def test_the_day_of_another_sitting_may_stand_behind_its_place() -> None:
    _, two = meetings(
        f"عقد {WATER} <MEETING HELD>اجتماعه</MEETING> <DATE>اليوم</DATE>. ورحب بالبيان الصادر عن "
        "<MEETING REFERRED>الدورة الثامنة</MEETING> ل<COMMITTEE>لمجلس الاستشاري "
        "الوطني</COMMITTEE>، التي احتضنتها مدينة نزوى التاريخية "
        "خلال الفترة الممتدة من <DATE>24 إلى 26 فبراير</DATE>.",
        "2025-02-27",
    )
    assert (
        two.body is not None
        and two.body.name == "المجلس الاستشاري الوطني"
        and two.date is not None
        and two.date.value == "2025-02-24"
    )
