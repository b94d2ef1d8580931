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
            "وتستضيف اللجنة <DATE>الأحد المقبل</DATE>، في <MEETING REFERRED>اجتماعها "
            "السادس</MEETING>، المزارعين.",
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


def test_an_item_of_a_list_stays_with_the_meeting_that_decided_it() -> None:
    one, two = meetings(
        MET + "وقررت:\n1. <DECISION>عقد <MEETING REFERRED>الاجتماع السادس</MEETING> في "
        "<LOC>مسقط</LOC> <DATE>يوم 6 أبريل "
        "المقبل</DATE></DECISION>."
    )
    assert len(one.decisions) == 1 and not two.decisions
    assert two.city is not None and two.city.value == "مسقط"


@pytest.mark.parametrize(
    "said",
    [
        "على أن ينعقد <COMMITTEE>مجلس السواقي</COMMITTEE> <DATE>10 مارس 2025</DATE>",
        "ودعا <COMMITTEE>مجلس السواقي</COMMITTEE> للانعقاد في <DATE>10 مارس 2025</DATE>",
        "وذكر أن <COMMITTEE>مجلس السواقي</COMMITTEE> سيجتمع بهم في صلالة <DATE>10 مارس 2025</DATE>",
        "وتمت الموافقة على انعقاد <COMMITTEE>مجلس السواقي</COMMITTEE> في <DATE>10 مارس 2025</DATE>",
    ],
)
def test_a_body_said_to_sit_on_a_day_is_a_meeting_of_its_own(said: str) -> None:
    """In the annotated documents 11 of 11 bodies reported in this way, without a sentence that
    introduces a meeting, have a record."""
    first, other = meetings(f"{MET}وأقرت <DECISION>خطة الري</DECISION>، {said}.")
    assert [m.body and m.body.name for m in (first, other)] == [
        "اللجنة العليا للمراعي",
        "مجلس السواقي",
    ]
    assert [m.date and m.date.value for m in (first, other)] == ["2025-02-09", "2025-03-10"]


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


def test_a_regular_meeting_with_its_number_is_one_of_a_series() -> None:
    """«لقاءه السابع والستين», as Qatar's municipal council calls its sessions."""
    one, two = meetings(
        "وافق <COMMITTEE BODY>المجلس البلدي</COMMITTEE> في <MEETING HELD>لقائه الدوري السادس "
        "والستين</MEETING> <DATE>أمس</DATE> على الخطة. "
        "ويعقد المجلس <MEETING REFERRED>لقاءه السابع والستين</MEETING> <DATE>29 نوفمبر "
        "2022</DATE>.",
        "2022-11-16",
    )
    assert [(m.ordinal and m.ordinal.value, m.date and m.date.value) for m in (one, two)] == [
        (66, "2022-11-15"),
        (67, "2022-11-29"),
    ]


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


def test_a_sitting_by_its_number_alone_is_of_the_body_to_which_that_number_was_given() -> None:
    one, two = meetings(
        MET + f"وناقشت نتائج <MEETING REFERRED>الاجتماع الثالث</MEETING> ل{WATER}. وكان الوكلاء قد "
        "عقدوا <DATE>أمس</DATE> "
        "<MEETING REFERRED>اجتماعهم الثالث</MEETING>.",
        published="2025-02-09",
    )
    assert (
        one.body is not None and two.body is not None and two.body.name == "مجلس إدارة هيئة السواقي"
    )


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ("وأقرت الخطة، على أن تعود اللجنة للانعقاد <DATE>الخميس</DATE>.", "2025-02-13"),
        (
            "وستجتمع ثانية <DATE>يوم 6 أبريل المقبل</DATE> لنظر <TOPIC>الموازنة</TOPIC>.",
            "2025-04-06",
        ),
        (
            "وتستأنف اللجنة أعمالها <DATE>الاثنين</DATE> في <MEETING HELD>جلسة علنية</MEETING>.",
            "2025-02-10",
        ),
        ("ورفعت الجلسة إلى صباح <DATE>غد الاثنين</DATE>.", "2025-02-10"),
    ],
)
def test_a_body_that_will_meet_again_on_a_day(told: str, day: str) -> None:
    one, two = meetings(MET + told, published="2025-02-09")
    assert one.date is not None and one.date.value == "2025-02-09"
    assert (
        two.body is not None
        and two.body.name == "اللجنة العليا للمراعي"
        and two.date is not None
        and two.date.value == day
    )


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


def test_a_clause_that_tells_of_what_had_been_leaves_its_sentence_to_the_meeting_at_hand() -> None:
    found = meetings(
        "اجتمعت <COMMITTEE BODY>اللجنة العليا للسواقي</COMMITTEE> <DATE>أمس</DATE> برئاسة <PER "
        "CHAIRED>سالم الرويعي</PER>. و<DECISION>أقرت "
        "اللجنة الضوابط</DECISION>، التي كان <COMMITTEE BODY>مجلس إدارة هيئة المراعي</COMMITTEE> "
        "قد اعتمدها في <MEETING HELD>اجتماعه"
        "</MEETING> يوم <DATE>3 نوفمبر</DATE>، كما <DECISION>وافقت على خطة الري</DECISION>.",
        "2024-11-24",
    )
    assert [
        (m.body and m.body.name, m.date and m.date.value, [d.text for d in m.decisions])
        for m in found
    ] == [
        ("اللجنة العليا للسواقي", "2024-11-23", ["أقرت الضوابط", "وافقت على خطة الري"]),
        ("مجلس إدارة هيئة المراعي", "2024-11-03", []),
    ]


def test_what_a_past_sitting_is_reproached_with_today_is_no_day_of_it() -> None:
    assert (
        len(
            meetings(
                MET + "وقال إن اللجنة أقرت في <MEETING REFERRED>اجتماعها السابق</MEETING> ما تحاسب "
                "عليه <DATE>اليوم</DATE>.",
                published="2025-02-09",
            )
        )
        == 1
    )


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
