"""Whether a sentence reports the same meeting as an earlier one. All sentences and names are
invented."""

from __future__ import annotations

import pytest

from tests.marked import HIGH, WATER, meeting, meetings


def test_talks_on_the_margin_of_a_sitting_are_another_meeting() -> None:
    sitting, talks = meetings(
        f"عقدت {HIGH} <MEETING HELD>اجتماعها الثاني</MEETING> بحضور <PER ATTENDED>سالم "
        "الرويعي</PER>.\n"
        "وعلى هامش أعمال <MEETING HELD>الاجتماع</MEETING>، اجتمع <PER ATTENDED>سالم "
        "الرويعي</PER> مع <PER ATTENDED>هند الكواري</PER>، "
        "وبحثا <TOPIC>خطة الري</TOPIC>."
    )
    assert sitting.body is not None and talks.body is None
    assert [p.person.name for p in sitting.people] == ["سالم الرويعي"]
    assert [p.person.name for p in talks.people] == ["سالم الرويعي", "هند الكواري"]
    assert talks.referenced == ()


def test_talks_with_someone_who_was_not_at_the_sitting_are_another_meeting() -> None:
    sitting, talks = meetings(
        f"عقدت {HIGH} <MEETING HELD>اجتماعها الثاني</MEETING> بحضور <PER ATTENDED>سالم "
        "الرويعي</PER>.\n"
        "وفي السياق ذاته، بحث الوفد مع <HON>الدكتورة</HON> <PER ATTENDED>هند الكواري</PER> "
        "<TOPIC>خطة الري</TOPIC>."
    )
    assert [p.person.name for p in talks.people] == ["هند الكواري"] and not sitting.topics


@pytest.mark.parametrize(
    ("presided", "count"),
    [
        ("وعند الظهر رأس معاليه", 2),
        ("ثم ترأس معاليه", 2),
        ("ويذكر أن معاليه كان قد ترأس", 1),
        ("وفي رأس الخيمة عقد", 1),
    ],
)
def test_who_received_someone_and_then_presided_over_a_body_had_two_meetings(
    presided: str, count: int
) -> None:
    found = meetings(
        "استقبل <PER ATTENDED>سالم الرويعي</PER> السفير <PER ATTENDED>ماجد البلوي</PER>، وبحثا "
        "<TOPIC>خطة الري</TOPIC>.\n"
        f"{presided} <MEETING HELD>الاجتماع الثالث</MEETING> ل{HIGH}."
    )
    assert len(found) == count and (
        count == 1 or (found[0].body is None and found[1].body is not None)
    )


def test_bodies_that_act_each_under_its_own_chair_each_met() -> None:
    found = meetings(
        f"عقدت {HIGH} <MEETING HELD>اجتماعها</MEETING> برئاسة <PER CHAIRED>سالم الرويعي</PER>. "
        "وناقشت <COMMITTEE>لجنة الآبار</COMMITTEE> برئاسة "
        "<PER CHAIRED>هند الكواري</PER> <TOPIC>خطة الري</TOPIC>. من جهتها، أوصت <COMMITTEE>لجنة "
        "المشاتل</COMMITTEE> برئاسة "
        "<PER CHAIRED>ماجد البلوي</PER> بعقد <MEETING REFERRED>الاجتماع المقبل</MEETING> في صلالة."
    )
    assert [m.body and m.body.name for m in found] == [
        "اللجنة العليا للمراعي",
        "لجنة الآبار",
        "لجنة المشاتل",
    ]
    assert [m.chair and m.chair.value for m in found] == [
        "سالم الرويعي",
        "هند الكواري",
        "ماجد البلوي",
    ]


def test_a_body_that_only_acts_goes_on_with_the_meeting() -> None:
    assert (
        len(
            meetings(
                f"عقدت {HIGH} <MEETING HELD>اجتماعها</MEETING>. وناقشت <COMMITTEE>لجنة "
                "الآبار</COMMITTEE> <TOPIC>خطة الري</TOPIC>."
            )
        )
        == 1
    )


def test_a_body_that_sits_after_a_reception() -> None:
    """Receptions and sessions of a minister on one day: 1 of 1 in the fresh documents."""
    one, two = meetings(
        "استقبل <PER ATTENDED>سالم الرويعي</PER> <PER ATTENDED>ماجد البلوي</PER> وبحثا "
        "<TOPIC>خطة الري</TOPIC>. "
        "وترأس <PER CHAIRED>الرويعي</PER> <MEETING HELD>اجتماعا</MEETING> ل<COMMITTEE BODY>لجنة "
        "العليا للمراعي</COMMITTEE> "
        "حضره <PER ATTENDED>هند الكواري</PER>."
    )
    assert one.body is None and [p.person.name for p in one.people] == [
        "سالم الرويعي",
        "ماجد البلوي",
    ]
    assert two.body is not None and two.body.name == "اللجنة العليا للمراعي"


def test_a_hearing_is_another_meeting_than_talks() -> None:
    one, two = meetings(
        "عقد <PER ATTENDED>سالم الرويعي</PER> <MEETING HELD>لقاء</MEETING> مع <PER ATTENDED>ماجد "
        "البلوي</PER>. "
        "وقالت <PER ATTENDED>هند الكواري</PER> أمام <COMMITTEE BODY>لجنة السواقي</COMMITTEE> إن "
        "الماء قليل."
    )
    assert one.body is None and two.body is not None


def test_a_joint_meeting_that_had_been_before() -> None:
    one, two = meetings(
        f"عقدت {HIGH} <MEETING HELD>اجتماعها</MEETING>. وكان رؤساء الغرف اتفقوا خلال "
        "<MEETING HELD>اجتماع مشترك</MEETING> على <DECISION>خطة الري</DECISION>."
    )
    assert one.body is not None and two.body is None and len(two.decisions) == 1


def test_the_gender_of_the_possessive_tells_of_another_body() -> None:
    one, two = meetings(
        f"عقدت {HIGH} <MEETING HELD>اجتماعها الأول</MEETING> برئاسة <PER CHAIRED>سالم "
        "الرويعي</PER>. والتأم فريق المراعي في "
        "<MEETING HELD>اجتماعه السابع</MEETING> عن بعد برئاسة <PER CHAIRED>هند الكواري</PER>."
    )
    assert [m.ordinal and m.ordinal.value for m in (one, two)] == [1, 7]
    assert [p.person.name for p in two.people] == ["هند الكواري"]


def test_the_gender_of_the_possessive_tells_whose_next_sitting_it_is() -> None:
    (one,) = meetings(
        f"عقد {WATER} <MEETING HELD>اجتماعه الثامن</MEETING> برئاسة <PER CHAIRED>سالم "
        "الرويعي</PER>. وستوافي <COMMITTEE BODY>اللجنة الفنية "
        "للري</COMMITTEE> المجلس بدراسة المياه، على أن تعرض في <MEETING HELD>اجتماعه "
        "التاسع</MEETING>."
    )
    assert one.ordinal is not None and one.ordinal.value == 8
    assert [r.ordinal for r in one.referenced] == [9]


@pytest.mark.parametrize(
    ("told", "count"),
    [
        (
            "من جهة أخرى، بحث <ROLE>رئيس الغرفة</ROLE> <PER ATTENDED>فهد الخزامي</PER>، خلال "
            "استقباله، <ROLE>رئيسة الجمعية</ROLE> "
            "<PER ATTENDED>نورة الدغيثري</PER>، سجل السواقي",
            2,
        ),
        (
            "إلى ذلك، أكد <PER ATTENDED>فهد الخزامي</PER> خلال <MEETING HELD>لقائه</MEETING> "
            "نظيرته العمانية <PER ATTENDED>نورة الدغيثري</PER> "
            "أن الماء قليل",
            2,
        ),
        (
            "وبين خلال <MEETING HELD>اجتماعه</MEETING> مع <PER ATTENDED>فهد الخزامي</PER> و<PER "
            "ATTENDED>نورة الدغيثري</PER> أن الماء قليل",
            1,
        ),
        (
            "حضر <MEETING HELD>اللقاء</MEETING> <PER ATTENDED>فهد الخزامي</PER> و<PER "
            "ATTENDED>نورة الدغيثري</PER>",
            1,
        ),
    ],
)
def test_talks_of_people_of_whom_none_was_there_are_another_meeting(told: str, count: int) -> None:
    found = meetings("استقبل <PER ATTENDED>سالم الرويعي</PER> أمس وفدا من الرعاة. " + told + ".")
    assert len(found) == count and [p.person.name for p in found[-1].people][-2:] == [
        "فهد الخزامي",
        "نورة الدغيثري",
    ]


@pytest.mark.parametrize("counterpart", ["نظيره", "نظيره العماني"])
def test_talks_with_a_counterpart_who_was_not_there_are_another_meeting(counterpart: str) -> None:
    one, two = meetings(
        "التقى <PER ATTENDED>سالم الرويعي</PER> أمس <PER ATTENDED>ماجد البلوي</PER>. وفي السياق "
        "ذاته، بحث "
        f"<PER ATTENDED>سالم الرويعي</PER> مع {counterpart} <PER ATTENDED>فهد الخزامي</PER> خطة "
        "الري. "
        "كما أثنى <PER ATTENDED>سالم الرويعي</PER> خلال <MEETING HELD>لقائه</MEETING> "
        f"{counterpart} <PER ATTENDED>فهد الخزامي</PER> عليه."
    )
    assert [p.person.name for m in (one, two) for p in m.people] == [
        "سالم الرويعي",
        "ماجد البلوي",
        "سالم الرويعي",
        "فهد الخزامي",
    ]


def test_a_meeting_of_two_who_were_both_there_goes_on() -> None:
    assert (
        len(
            meetings(
                "التقى <PER ATTENDED>سالم الرويعي</PER> أمس <PER ATTENDED>ماجد البلوي</PER>. "
                "وقال <PER ATTENDED>سالم الرويعي</PER> خلال <MEETING HELD>لقائه</MEETING> "
                "<PER ATTENDED>ماجد البلوي</PER> إن الماء قليل."
            )
        )
        == 1
    )


def test_another_sitting_of_a_body_that_its_bare_noun_names() -> None:
    one, two = meetings(
        f"عقدت {HIGH} <MEETING HELD>جلسة استماع</MEETING> برئاسة <PER CHAIRED>سالم "
        "الرويعي</PER>. وكانت اللجنة قد استمعت الأسبوع الماضي في "
        "<MEETING HELD>جلسة مغلقة</MEETING> إلى <PER ATTENDED>هند الكواري</PER> و<PER "
        "ATTENDED>ماجد البلوي</PER>."
    )
    assert [m.body and m.body.name for m in (one, two)] == ["اللجنة العليا للمراعي"] * 2


def test_a_body_by_its_short_name_goes_on_with_its_sitting() -> None:
    met = meeting(
        "شاركت الوزارة في <MEETING HELD>الدورة التاسعة</MEETING> ل<COMMITTEE BODY>لجمعية العامة "
        "لمنظمة السواقي</COMMITTEE> أمس. "
        "وأشادت برئاسة <MEETING HELD>الدورة الحالية</MEETING> ل<COMMITTEE BODY>لجمعية "
        "العامة</COMMITTEE>."
    )
    assert met.body is not None and met.body.name == "الجمعية العامة لمنظمة السواقي"


def test_the_sitting_of_another_body_than_the_tagger_has_told_of_is_another() -> None:
    one, two = meetings(
        "رفع <COMMITTEE BODY>مجلس المراعي</COMMITTEE> شكوى. وعقدت <MEETING HELD>الجلسة</MEETING> "
        "برئاسة <PER CHAIRED>سالم الرويعي</PER>. "
        "وكانت <MEETING HELD>جلسة</MEETING> <COMMITTEE BODY>مجلس السواقي</COMMITTEE> أول أمس "
        "شهدت نقاشا حول <TOPIC>خطة الري</TOPIC>."
    )
    assert [m.body and m.body.name for m in (one, two)] == ["مجلس المراعي", "مجلس السواقي"]


@pytest.mark.parametrize(
    "told",
    [
        "عقب ذلك، عقد الجانبان <MEETING HELD>اجتماعا موسعا</MEETING>",
        "وعقد على هامشه <MEETING HELD>اجتماع ثلاثي آخر</MEETING>",
        "فيما عقد الجانبان <MEETING HELD>اجتماعا موازيا</MEETING>",
        "وسبق الاجتماع صباح اليوم <MEETING HELD>لقاء تشاوري</MEETING>",
    ],
)
def test_a_meeting_that_comes_next_is_another_though_the_parties_are_the_same(told: str) -> None:
    one, two = meetings(
        "عقد <PER ATTENDED>سالم الرويعي</PER> اليوم <MEETING HELD>اجتماعا ثنائيا</MEETING> مع "
        "<PER ATTENDED>ماجد البلوي</PER>. "
        f"{told} وبحث <TOPIC>خطة الري</TOPIC>.",
        "2024-03-12",
    )
    assert not one.topics and [t.text for t in two.topics] == ["خطة الري"]


def test_the_evening_sitting_is_another_than_the_morning_one() -> None:
    morning, evening = meetings(
        f"عقد {WATER} <MEETING HELD>جلسته الصباحية</MEETING> برئاسة <PER CHAIRED>سالم "
        "الرويعي</PER>. وبدأت <MEETING HELD>الجلسة المسائية"
        "</MEETING> برئاسة <PER CHAIRED>هند الكواري</PER>."
    )
    assert [m.body and m.body.name for m in (morning, evening)] == ["مجلس إدارة هيئة السواقي"] * 2
    assert [m.chair and m.chair.value for m in (morning, evening)] == [
        "سالم الرويعي",
        "هند الكواري",
    ]


def test_a_meeting_said_to_have_followed_is_another() -> None:
    one, two = meetings(
        "عقد <PER ATTENDED>سالم الرويعي</PER> <MEETING HELD>اجتماعا</MEETING> مع <PER "
        "ATTENDED>ماجد البلوي</PER>. وتلا ذلك "
        "<MEETING HELD>لقاء</MEETING> جمع <PER ATTENDED>الرويعي</PER> بأصحاب السواقي."
    )
    assert len(one.people) == 2 and len(two.people) == 1


def test_a_body_that_sits_on_another_day_is_another_meeting() -> None:
    talks, sitting = meetings(
        "عقد <PER ATTENDED>سالم الرويعي</PER> <MEETING HELD>اجتماعا موسعا</MEETING> في <LOC "
        "CITY>صلالة</LOC> "
        f"<DATE>أمس</DATE>. ويلتئم {WATER} <DATE>الخميس المقبل</DATE>.",
        published="2026-03-02",
    )
    assert (
        talks.body is None
        and sitting.body is not None
        and sitting.body.name == "مجلس إدارة هيئة السواقي"
    )
    assert sitting.date is not None and sitting.date.value == "2026-03-05"


def test_the_numbered_sitting_of_a_body_on_its_day_is_another_than_a_reception() -> None:
    talks, sitting = meetings(
        "التقى <PER ATTENDED>سالم الرويعي</PER> <DATE>اليوم</DATE> <PER ATTENDED>هند "
        "الكواري</PER>. ومن المنتظر أن يشارك "
        "<PER ATTENDED>سالم الرويعي</PER> في <MEETING HELD>الاجتماع السادس</MEETING> "
        f"ل{HIGH.replace('>ال', '>ل', 1)} <DATE>الخميس</DATE>.",
        published="2026-03-02",
    )
    assert talks.body is None and talks.ordinal is None
    assert sitting.ordinal is not None and sitting.ordinal.value == 6


def test_talks_of_someone_else_with_one_of_them_are_another_meeting() -> None:
    one, two = meetings(
        "بحث <PER ATTENDED>سالم الرويعي</PER> مع <PER ATTENDED>هند الكواري</PER> <TOPIC>خطة "
        "الري</TOPIC>. من جانب آخر بحث "
        "<PER ATTENDED>ماجد البلوي</PER> مع <PER ATTENDED>هند الكواري</PER> خطة المراعي."
    )
    assert [p.person.name for m in (one, two) for p in m.people] == [
        "سالم الرويعي",
        "هند الكواري",
        "هند الكواري",
        "ماجد البلوي",
    ]


def test_a_sitting_is_another_meeting_than_someones_with_a_guest() -> None:
    talks, sitting = meetings(
        "جدد <PER ATTENDED>سالم الرويعي</PER> خلال <MEETING HELD>لقائه</MEETING> <PER "
        "ATTENDED>هند الكواري</PER> رفضه. وقال "
        "<PER ATTENDED>ماجد البلوي</PER> في <MEETING HELD>اجتماع مغلق</MEETING> "
        f"ل{HIGH.replace('>ال', '>ل', 1)} إن الماء قليل."
    )
    assert talks.body is None and sitting.body is not None


def test_a_body_by_a_shorter_name_with_the_same_number_is_the_same() -> None:
    met = meeting(
        "ترأست هند <MEETING HELD>الدورة التاسعة</MEETING> "
        "ل<COMMITTEE BODY>لجمعية العامة على المستوى الوزاري للمنظمة العربية للسواقي</COMMITTEE>. "
        "وحضر <PER ATTENDED>سالم الرويعي</PER> "
        "بصفته رئيسا ل<MEETING HELD>لدورة التاسعة</MEETING> ل<COMMITTEE BODY>لجمعية العامة "
        "للمنظمة</COMMITTEE>."
    )
    assert met.ordinal is not None and met.ordinal.value == 9


@pytest.mark.parametrize(
    "second",
    [
        "وعقد وزراء المراعي <MEETING HELD>اجتماعا تنسيقيا</MEETING> مساء الأحد.",
        "في غضون ذلك، عقد وزراء المراعي <MEETING HELD>اجتماعا موسعا</MEETING> مساء الأحد.",
    ],
)
def test_a_meeting_of_another_sort_or_at_the_same_time_is_another(second: str) -> None:
    assert (
        len(
            meetings(
                "يعقد <PER ATTENDED>سالم الرويعي</PER> <MEETING HELD>اجتماعا ثلاثيا</MEETING> "
                "مع <PER ATTENDED>هند الكواري</PER>. "
                f"{second}"
            )
        )
        == 2
    )


def test_talks_of_others_after_a_meeting_with_one_name_are_another() -> None:
    assert (
        len(
            meetings(
                "عقد وزراء المراعي <MEETING HELD>اجتماعا موسعا</MEETING> مع <PER ATTENDED>سالم "
                "الرويعي</PER>. كما بحث "
                "<PER ATTENDED>ماجد البلوي</PER> مع <PER ATTENDED>هند الكواري</PER> <TOPIC>خطة "
                "الري</TOPIC>."
            )
        )
        == 2
    )


def test_a_meeting_named_by_those_who_met_is_not_brought_up_anew() -> None:
    assert (
        len(
            meetings(
                "اجتمع <PER ATTENDED>سالم الرويعي</PER> مع أصحاب السواقي في <MEETING "
                "HELD>اجتماع</MEETING> مغلق. وقال "
                "<PER ATTENDED>ماجد البلوي</PER> إنه يأمل أن يكون <MEETING HELD>اجتماع "
                "الموقعين</MEETING> مفيدا."
            )
        )
        == 1
    )


VISIT = "استقبل <PER ATTENDED>سالم الرويعي</PER> اليوم <PER ATTENDED>ماجد البلوي</PER>. "


@pytest.mark.parametrize(
    "told",
    [
        "واستقبل بعد ذلك <PER ATTENDED>هند الكواري</PER> وبحث معها <TOPIC>التحضير لدورة "
        f"{WATER}</TOPIC>",
        "كما أجرى الوزير <MEETING HELD>مباحثات ثنائية</MEETING> مع <PER ATTENDED>هند "
        "الكواري</PER> تناولت <TOPIC>خطة الري</TOPIC>",
        "كما بحث <PER ATTENDED>سالم الرويعي</PER> مع وفد من الشركة برئاسة <PER ATTENDED>هند "
        "الكواري</PER> <TOPIC>خطة الري</TOPIC>",
        "وفي شأن آخر، استقبل سموه <PER ATTENDED>هند الكواري</PER> وبحث معها <TOPIC>خطة "
        "الري</TOPIC>",
    ],
)
def test_another_guest_is_another_meeting(told: str) -> None:
    one, two = meetings(f"{VISIT}{told}.", "2024-03-12")
    assert [len(m.topics) for m in (one, two)] == [0, 1]


@pytest.mark.parametrize(
    "told",
    [
        f"وكان {WATER} قد عقد صباح اليوم <MEETING HELD>اجتماعه الرابع</MEETING>",
        f"وكان {WATER} قد عقد أمس <MEETING HELD>اجتماعا تحضيريا</MEETING>",
        f"من جهة أخرى، أقر {WATER}، في <MEETING HELD>اجتماع</MEETING> عقده اليوم برئاسة <PER "
        "CHAIRED>هند الكواري</PER>، خطة الري",
    ],
)
def test_a_body_that_met_before_or_besides_a_reception(told: str) -> None:
    one, two = meetings(f"{VISIT}{told}.", "2024-03-12")
    assert one.body is None and two.body is not None and two.body.name == "مجلس إدارة هيئة السواقي"


def test_a_further_guest_of_the_chair_is_no_meeting_of_the_body() -> None:
    one, *_, last = meetings(
        f"عقد {WATER} اليوم <MEETING HELD>جلسته</MEETING> برئاسة <PER CHAIRED>سالم الرويعي</PER> "
        "رئيس المجلس. وعقب الجلسة، اجتمع رئيس "
        "المجلس مع <PER ATTENDED>ماجد البلوي</PER>. واجتمع رئيس المجلس أيضا مع <PER ATTENDED>هند "
        "الكواري</PER>، وبحث "
        "<TOPIC>خطة الري</TOPIC>."
    )
    assert one.body is not None and not one.topics and last.body is None and len(last.topics) == 1


def test_talks_that_preceded_a_meeting_are_no_part_of_one_told_of_before_it() -> None:
    found = meetings(
        f"{VISIT}وفي <MEETING HELD>لقاء منفصل</MEETING>، استقبل <PER ATTENDED>سالم الرويعي</PER> "
        "<PER ATTENDED>هند الكواري</PER>. وسبق "
        "اللقاء <MEETING HELD>اجتماع ثنائي</MEETING> بحث <TOPIC>خطة الري</TOPIC>."
    )
    assert [len(m.topics) for m in found] == [0, 0, 1]


def test_a_sitting_on_a_day_before_is_another_though_the_body_is_the_same() -> None:
    one, two = meetings(
        f"عقدت {HIGH} <DATE>اليوم</DATE> <MEETING HELD>جلسة</MEETING> برئاسة <PER CHAIRED>سالم "
        "الرويعي</PER>. وكانت لجنة المراعي قد عقدت "
        "<DATE>يوم الجمعة الماضي</DATE> <MEETING HELD>جلسة</MEETING> حول <TOPIC>خطة الري</TOPIC>.",
        "2024-03-12",
    )
    assert (
        not one.topics
        and len(two.topics) == 1
        and two.date is not None
        and two.date.value == "2024-03-08"
    )


def test_a_body_whose_sitting_a_text_turns_to_is_no_party_of_talks() -> None:
    one, two = meetings(
        "بحث <PER ATTENDED>سالم الرويعي</PER> اليوم مع <PER ATTENDED>ماجد البلوي</PER> "
        "<TOPIC>خطة الري</TOPIC>. ومن جهة أخرى، انطلقت أعمال "
        f"<MEETING HELD>الاجتماع الرابع</MEETING> ل{WATER}.",
        "2024-03-12",
    )
    assert (
        one.body is None
        and two.body is not None
        and two.ordinal is not None
        and two.ordinal.value == 4
    )


@pytest.mark.parametrize(
    "told",
    [
        f"واجتمعت {HIGH} برئاسة <PER CHAIRED>هند الكواري</PER>، وبحثت <TOPIC>خطة الري</TOPIC>",
        f"ويعقد {WATER} <MEETING HELD>جلسته</MEETING> <DATE>الأحد المقبل</DATE> لبحث <TOPIC>خطة "
        "الري</TOPIC>",
    ],
)
def test_a_body_that_sits_or_will_sit_after_a_reception(told: str) -> None:
    one, two = meetings(f"{VISIT}{told}.", "2024-03-12")
    assert (
        one.body is None and two.body is not None and [t.text for t in two.topics] == ["خطة الري"]
    )


def test_a_sitting_that_will_be_held_on_a_day_is_not_the_meeting_that_agreed_on_it() -> None:
    first, then = meetings(
        "اجتمع <PER ATTENDED>سالم الرويعي</PER> ب<PER ATTENDED>هند الكواري</PER> لبحث <TOPIC>خطط "
        "الري</TOPIC>. واتفقا على تشكيل "
        "<COMMITTEE>لجنة للسواقي</COMMITTEE>. وقال الرويعي إن اللجنة ستعقد <MEETING HELD>أول "
        "اجتماعاتها</MEETING> في <LOC CITY>نزوى</LOC> "
        "<DATE>الأربعاء المقبل</DATE>."
    )
    assert [p.person.name for p in first.people] == [
        "سالم الرويعي",
        "هند الكواري",
    ] and first.city is None
    assert then.city is not None and then.city.value == "نزوى"


def test_someone_had_met_another_the_day_before() -> None:
    """Also if the topic names a body: «الإعداد للجنة المشتركة»."""
    first, then = meetings(
        "أشرفت <ROLE>رئيسة الحكومة</ROLE> <PER ATTENDED>هند الكواري</PER> على <MEETING HELD>مجلس "
        "وزاري</MEETING>. وكانت رئيسة الحكومة قد "
        "التقت، <DATE>أمس</DATE>، <PER ATTENDED>سالم الرويعي</PER>، وتناول <MEETING "
        "HELD>اللقاء</MEETING> "
        "<TOPIC>الإعداد ل<COMMITTEE BODY>لجنة السواقي المشتركة</COMMITTEE></TOPIC>."
    )
    assert "سالم الرويعي" in {p.person.name for p in then.people} - {
        p.person.name for p in first.people
    }


def test_whom_a_body_has_called_to_its_own_sitting_it_does_not_meet_again() -> None:
    found = meetings(
        "عقد <COMMITTEE BODY>المجلس البلدي للسواقي</COMMITTEE> <MEETING HELD>جلسته</MEETING> "
        "برئاسة <PER CHAIRED>سالم "
        "الرويعي</PER>.\nوناقش "
        "المجلس مع المهندسة <PER ATTENDED>هند الكواري</PER> <ROLE>رئيسة قسم المرور</ROLE> مداخل "
        "السوق."
    )
    assert [[p.person.name for p in m.people] for m in found] == [["سالم الرويعي", "هند الكواري"]]


def test_a_body_that_acts_on_a_day_in_a_sentence_that_turns_to_another_matter_has_met_apart() -> (
    None
):
    one, two = meetings(
        "عقد <PER ATTENDED>سالم الرويعي</PER> <MEETING HELD>اجتماعا موسعا</MEETING> مع <PER "
        "ATTENDED>ماجد البلوي</PER>.\n"
        f"على صعيد آخر أقرت {HIGH} <DATE>أمس</DATE> <DECISION>خطة الري</DECISION>.",
        "2025-03-04",
    )
    assert (
        one.body is None
        and two.body is not None
        and not two.people
        and [d.text for d in two.decisions] == ["خطة الري"]
    )


@pytest.mark.parametrize(("day", "count"), [("الاثنين", 2), ("مساء الأحد", 1)])
def test_an_indefinite_sitting_of_a_body_on_another_day_is_another(day: str, count: int) -> None:
    found = meetings(
        "حضر <PER ATTENDED>سالم الرويعي</PER> <MEETING HELD>اجتماعات</MEETING> <DATE>مساء "
        "الأحد</DATE>.\n"
        f"وعقدت {HIGH} <MEETING HELD>اجتماعا</MEETING> <DATE>{day}</DATE>.",
        "2025-03-05",
    )
    assert len(found) == count


@pytest.mark.parametrize(
    ("then", "count"),
    [
        (
            "وفي <MEETING HELD>لقاء ثالث</MEETING> مع <PER ATTENDED>هند الكواري</PER>، جرى عرض "
            "الخطة.",
            2,
        ),
        ("وفي <MEETING HELD>اللقاء</MEETING> عرض <PER ATTENDED>ماجد البلوي</PER> الخطة.", 1),
    ],
)
def test_a_third_meeting_of_those_told_of_is_another(then: str, count: int) -> None:
    assert (
        len(
            meetings(
                f"التقى <PER ATTENDED>سالم الرويعي</PER> <PER ATTENDED>ماجد البلوي</PER>.\n{then}"
            )
        )
        == count
    )


def test_talks_on_the_margin_of_a_sitting_are_apart_from_it_also_of_two_who_were_there() -> None:
    one, two = meetings(
        f"ترأس <PER CHAIRED>سالم الرويعي</PER> <MEETING HELD>الاجتماع السنوي</MEETING> ل{HIGH} "
        "وحضره "
        "<PER ATTENDED>ماجد البلوي</PER>.\nوعلى هامش ذلك، أجرى سالم <MEETING HELD>محادثات "
        "ثنائية</MEETING> مع "
        "<PER ATTENDED>ماجد البلوي</PER>."
    )
    assert (
        one.body is not None
        and two.body is None
        and [p.person.name for p in two.people] == ["ماجد البلوي"]
    )


def test_a_second_sitting_of_the_body_that_only_the_tagger_names_is_that_body_s() -> None:
    one, two = meetings(
        "<OPENS>التأمت</OPENS> <DATE>أمس</DATE> في <LOC CITY>الدرعية</LOC> <COMMITTEE BODY>لجنة "
        "التحكيم</COMMITTEE>.\n"
        "<OPENS>وتستكمل</OPENS> اللجنة أعمالها في <MEETING HELD>جلسة ثانية</MEETING> "
        "<DATE>غدا</DATE>.",
        "2025-03-04",
    )
    assert (
        one.body is not None
        and two.body is not None
        and one.body.name == two.body.name == "لجنة التحكيم"
    )


@pytest.mark.parametrize(
    ("session", "count"), [("الاجتماع الاستثنائي", 2), ("الاجتماع الأسبوعي", 1)]
)
def test_a_regular_sitting_and_an_extraordinary_one_are_two_of_one_body(
    session: str, count: int
) -> None:
    found = meetings(
        f"عقد {WATER} <MEETING HELD>اجتماعه الأسبوعي</MEETING> صباح <DATE>اليوم</DATE>.\n"
        f"وصرح <PER ATTENDED>سالم الرويعي</PER> عقب <MEETING HELD>{session}</MEETING> بأن المجلس "
        "أقر الخطة.",
        "2025-03-04",
    )
    assert len(found) == count and {m.body and m.body.name for m in found} == {
        "مجلس إدارة هيئة السواقي"
    }
