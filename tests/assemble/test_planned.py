"""Meetings that are not held. All sentences and names are invented."""

from __future__ import annotations

import pytest

from tests.marked import HIGH, WATER, meeting, meetings


@pytest.mark.parametrize(
    "said",
    [
        "تأجيل <MEETING HELD>اجتماع</MEETING> {body}.\nوتأجل <MEETING HELD>الاجتماع</MEETING> "
        "إلى موعد لاحق.",
        "دعا <PER ATTENDED>سالم الرويعي</PER> إلى عقد <MEETING HELD>اجتماع طارئ</MEETING> ل{body}.",
        "كشف <PER ATTENDED>سالم الرويعي</PER> عن احتمال عقد <MEETING HELD>اجتماع طارئ</MEETING> "
        "للمنظمة.",
        "ينتظر الأعضاء تحديد موعد <MEETING HELD>الاجتماع التأسيسي</MEETING>. وسينتخب <MEETING "
        "HELD>الاجتماع التأسيسي</MEETING> رئيسا.",
        "وكانت <MEETING HELD>جلسة</MEETING> {body} التي كانت مقررة أمس قد تأجلت لوفاة أحد الأعضاء.",
        "وقالت هند إن <MEETING HELD>اجتماع</MEETING> {body} الذي كان مقررا أمس أرجئ إلى الخريف.",
        "وكان من المفترض أن يرأس <PER ATTENDED>سالم الرويعي</PER> أمس <MEETING "
        "HELD>اجتماع</MEETING> {body}، قبل أن يتقرر إرجاؤه.",
        "كان {body} قد أجّل <MEETING HELD>اجتماعا</MEETING> دعا إليه لعدم اكتمال النصاب.",
        "وكانت الشركة قد ألغت <MEETING HELD>اجتماعا</MEETING> كان مقررا مع {body}.",
        "تعذر اليوم انعقاد <MEETING HELD>الاجتماع السادس</MEETING> ل{body} بسبب الأمطار.",
        "لم تتمكن {body} من عقد <MEETING HELD>اجتماعها</MEETING> <DATE>اليوم</DATE> لعدم اكتمال "
        "النصاب.",
        "كان من المقرر أن يلتئم <DATE>أمس</DATE> <MEETING HELD>اجتماع</MEETING> {body}، إلا أنه "
        "تأجل.",
        "تعتزم اللجنة تنظيم <MEETING HELD>لقاء موسع</MEETING> مع {body} لم يتحدد موعده.",
        "وكان المدير ارجأ <MEETING HELD>اجتماعا</MEETING> ل{body} كان مقررا <DATE>الأحد "
        "الماضي</DATE>.",
        "أما <MEETING HELD>جلسة</MEETING> {body} في صحار، التي كان يفترض أن تعقد "
        "<DATE>الاثنين</DATE>، فتأجلت لعدم اكتمال النصاب.",
        "ألغت الإدارة، <DATE>مساء الثلاثاء</DATE>، <MEETING HELD>الاجتماع</MEETING> الذي كان "
        "مقررا أن يجمع {body} بالملاك.",
        "أجلت {body} <MEETING HELD>اجتماعها</MEETING> الذي كان مقررا <DATE>اليوم</DATE> إلى "
        "إشعار آخر.",
        "راسل <PER ATTENDED>سالم الرويعي</PER>، <DATE>أول أمس</DATE>، رئيس {body} مطالبا بعقد "
        "<MEETING HELD>اجتماع عاجل</MEETING> للجنة.",
    ],
)
def test_a_meeting_put_off_or_only_wished_for_is_none(said: str) -> None:
    assert meetings(said.format(body="<COMMITTEE BODY>مجلس المراعي</COMMITTEE>")) == ()


def test_a_meeting_called_for_a_day_is_one() -> None:
    met = meeting(
        "دعا <PER ATTENDED>سالم الرويعي</PER> إلى عقد <MEETING HELD>اجتماع طارئ</MEETING> "
        "ل<COMMITTEE BODY>مجلس المراعي</COMMITTEE> <DATE>غدا</DATE>.",
        "2024-03-12",
    )
    assert met.date is not None and met.date.value == "2024-03-13"


@pytest.mark.parametrize(
    "wish", ["يسعى <PER>سالم الرويعي</PER> لعقد", "أقرت اللجنة الخطة على أن يعقد"]
)
def test_a_meeting_that_is_only_aimed_at_is_none(wish: str) -> None:
    assert meetings(f"{wish} <MEETING HELD>اجتماع</MEETING> آخر لمجلس المراعي.") == ()


@pytest.mark.parametrize(("when", "number"), [("مطلع الشهر المقبل", 1)])
def test_a_meeting_that_others_will_hold_needs_a_day(when: str, number: int) -> None:
    assert (
        len(
            meetings(
                f"عقدت {HIGH} <MEETING HELD>اجتماعها</MEETING> برئاسة <PER CHAIRED>سالم "
                "الرويعي</PER>. وقالت <PER ATTENDED>هند الكواري</PER> إن "
                f"{WATER} سيعقد <MEETING HELD>اجتماعا</MEETING> للمانحين {when}."
            )
        )
        == number
    )


@pytest.mark.parametrize(
    "due",
    [
        "من المتوقع أن ي\u064fعقد",
    ],
)
def test_a_meeting_that_is_due_without_a_day_is_only_referred_to(due: str) -> None:
    met = meeting(
        "التقى <PER ATTENDED>سالم الرويعي</PER> أمس <PER ATTENDED>ماجد البلوي</PER>. وقال إنه "
        f"{due} "
        "<MEETING HELD>الاجتماع الثالث</MEETING> ل<COMMITTEE BODY>مجلس السواقي</COMMITTEE> خلال "
        "الصيف."
    )
    assert met.body is None and [(r.body, r.ordinal) for r in met.referenced] == [
        ("مجلس السواقي", 3)
    ]


def test_the_tagger_opens_no_meeting_where_one_was_put_off() -> None:
    assert (
        meetings(
            "<OPENS>أعلنت</OPENS> الأمانة تأجيل <MEETING HELD>اجتماع</MEETING> <COMMITTEE "
            "BODY>مجلس المراعي</COMMITTEE>."
        )
        == ()
    )


@pytest.mark.parametrize(("when", "count"), [("خلال الصيف", 1), ("<DATE>9 فبراير 2025</DATE>", 2)])
def test_a_sitting_planned_without_a_day_is_no_second_meeting(when: str, count: int) -> None:
    assert (
        len(
            meetings(
                f"عقدت {HIGH} <MEETING HELD>اجتماعها</MEETING>. وذكرت أن التقرير يرفع إلى "
                f"{WATER} في "
                f"<MEETING HELD>اجتماعه</MEETING> المقرر في مسقط {when}."
            )
        )
        == count
    )


def test_what_was_put_off_besides_is_referred_to() -> None:
    met = meeting(
        f"عقدت {HIGH} <MEETING HELD>اجتماعها</MEETING> <DATE>أمس</DATE>. من جهة أخرى، أرجئت "
        f"<MEETING HELD>جلسة</MEETING> {WATER} "
        "التي كانت مقررة <DATE>اليوم</DATE>.",
        "2024-03-12",
    )
    assert [r.body for r in met.referenced] == ["مجلس إدارة هيئة السواقي"] and len(
        met.committees
    ) == 2


def test_what_a_meeting_put_off_is_no_meeting_put_off() -> None:
    assert (
        len(
            meetings(
                f"اتفق {WATER} في <MEETING HELD>اجتماعه</MEETING> <DATE>اليوم</DATE>، على تأجيل "
                "البطولة، التي كانت مقررة في الصيف.",
                "2024-03-12",
            )
        )
        == 1
    )


@pytest.mark.parametrize(
    "said",
    [
        "طالب <ROLE>رئيس الفريق</ROLE> <PER ATTENDED>سالم الرويعي</PER> الهيئة بالماء، مطالبا "
        "بعقد <MEETING HELD>اجتماع عاجل</MEETING> للجنة",
        f"أخفق {WATER} الأسبوع الماضي في عقد <MEETING HELD>جلسة استثنائية</MEETING> لاختيار المدير",
        f"كان مقررا أن يعقد {WATER} <MEETING HELD>اجتماعه</MEETING> غير أنه أرجئ",
    ],
)
def test_what_is_asked_for_or_could_not_be_held_is_no_meeting(said: str) -> None:
    assert meetings(f"{said}.") == ()


@pytest.mark.parametrize(
    "besides",
    [
        f"وسيرفع ذلك كله إلى <MEETING HELD>اجتماع</MEETING> {WATER}",
        "ويرتقب أن يعقد الوزير <MEETING HELD>لقاءات أخرى</MEETING> مع نظرائه",
    ],
)
def test_what_only_follows_or_went_before_is_no_second_meeting(besides: str) -> None:
    assert (
        len(
            meetings(
                f"عقدت {HIGH} <MEETING HELD>اجتماعها</MEETING> برئاسة <PER CHAIRED>سالم "
                f"الرويعي</PER>. {besides}."
            )
        )
        == 1
    )


@pytest.mark.parametrize(
    "said",
    [
        f"رفع {WATER} <MEETING HELD>اجتماعه</MEETING> الذي كان مقررا <DATE>أمس</DATE> لعدم "
        "اكتمال النصاب",
    ],
)
def test_a_meeting_without_a_day_or_a_quorum_is_none(said: str) -> None:
    assert meetings(f"{said}.", "2024-03-12") == ()


def test_what_was_put_off_before_is_held_after_all() -> None:
    met = meeting(
        f"يعقد {WATER} <MEETING HELD>اجتماعه (23)</MEETING> <DATE>الثلاثاء 25 مارس 2025</DATE>، "
        "وذلك بعد تأجيله من <DATE>يوم "
        "السبت</DATE>.",
        "2025-03-23",
    )
    assert met.ordinal is not None and met.ordinal.value == 23
