"""The host of another meeting. All sentences and names are invented."""

from __future__ import annotations

import pytest

from tests.marked import meetings

FIRST = (
    "<OPENS><MEETING HELD>استقبل</MEETING></OPENS> <HON>معالي</HON> <PER ATTENDED>سالم "
    "الرويعي</PER> <ROLE>وزير المراعي</ROLE> "
    "<ROLE>سفير الواحة</ROLE> <PER ATTENDED>ماجد البلوي</PER>، وجرى بحث <TOPIC>سبل الري</TOPIC>.\n"
)


@pytest.mark.parametrize("host", ["معاليه", "سموه", "معاليها"])
def test_who_is_named_by_a_title_and_a_pronoun_is_the_host_of_the_meeting_before(host: str) -> None:
    _, second = meetings(
        f"{FIRST}كما <MEETING HELD>استقبل</MEETING> {host} <ROLE>رئيس اتحاد الرعاة</ROLE> "
        "<PER ATTENDED>حمد الفهيدي</PER>، وجرى بحث <TOPIC>أسعار الأعلاف</TOPIC>."
    )
    assert [(p.person.name, p.participation) for p in second.people] == [
        ("سالم الرويعي", "attended"),
        ("حمد الفهيدي", "attended"),
    ]


def test_the_bare_noun_of_another_office_is_not_the_host_before() -> None:
    _, second = meetings(
        f"{FIRST}كما استقبل الأمير <ROLE>رئيس اتحاد الرعاة</ROLE> <PER ATTENDED>حمد "
        "الفهيدي</PER>. وجرى خلال "
        "<MEETING HELD>اللقاء</MEETING> بحث <TOPIC>أسعار الأعلاف</TOPIC>."
    )
    assert [p.person.name for p in second.people] == ["حمد الفهيدي"]


def test_another_host_is_named_in_full() -> None:
    _, second = meetings(
        f"{FIRST}كما <MEETING HELD>استقبل</MEETING> <ROLE>وكيل الوزارة</ROLE> <PER ATTENDED>نايف "
        "السهلي</PER> "
        "<ROLE>رئيس اتحاد الرعاة</ROLE> <PER ATTENDED>حمد الفهيدي</PER>، وجرى بحث <TOPIC>أسعار "
        "الأعلاف</TOPIC>."
    )
    assert [p.person.name for p in second.people] == ["نايف السهلي", "حمد الفهيدي"]


CHAIRED = (
    "ترأس <HON>معالي</HON> <PER ATTENDED>سالم الرويعي</PER> <ROLE>وزير المراعي</ROLE> <MEETING "
    "HELD>الاجتماع الثاني</MEETING> "
    "ل<COMMITTEE BODY>مجلس السواقي</COMMITTEE>.\n"
)


@pytest.mark.parametrize(
    "who", ["<ROLE>وزير السواقي</ROLE>", "<ROLE>وزير المراعي</ROLE> <PER>ماجد البلوي</PER>"]
)
def test_another_office_or_name_presides_for_itself(who: str) -> None:
    _, second = meetings(
        f"{CHAIRED}وعقب ذلك ترأس {who} <MEETING HELD>الاجتماع الأول</MEETING> ل<COMMITTEE "
        "BODY>لجنة المراعي</COMMITTEE>."
    )
    assert second.chair is None or second.chair.value == "ماجد البلوي"


def test_the_host_of_a_committee_by_a_pronoun() -> None:
    one, two = meetings(
        "استقبل <PER ATTENDED>سالم الرويعي</PER> في مكتبه <DATE>أمس</DATE> <PER ATTENDED>ماجد "
        "البلوي</PER>. وفي سياق متصل اجتمع سموه "
        "بأعضاء <COMMITTEE BODY>لجنة المراعي</COMMITTEE>، بحضور <PER ATTENDED>هند الكواري</PER>.",
        "2024-03-12",
    )
    assert (
        one.body is None
        and two.body is not None
        and [p.person.name for p in two.people] == ["سالم الرويعي", "هند الكواري"]
    )


MET = (
    "التقت <ROLE>الوزيرة</ROLE> <PER ATTENDED>نورة الدغيثري</PER> <DATE>اليوم</DATE> في <LOC "
    "CITY>مسقط</LOC> "
    "<PER ATTENDED>ماجد البلوي</PER>"
)


@pytest.mark.parametrize(
    "then",
    [
        "، كما عقدت <MEETING HELD>لقاء</MEETING> مع <PER ATTENDED>هند الكواري</PER>.",
    ],
)
def test_the_subject_of_the_clause_before_is_the_host_of_the_next_on_the_same_day(
    then: str,
) -> None:
    one, two = meetings(MET + then, "2025-03-04")
    assert [p.person.name for p in two.people] == ["نورة الدغيثري", "هند الكواري"]
    assert (
        one.date is not None
        and two.date is not None
        and two.date.value == one.date.value == "2025-03-04"
    )


def test_nobody_presided_where_the_sentence_does_not_say_so() -> None:
    (met,) = meetings(
        "نوه <PER ATTENDED>سالم الرويعي</PER> في <MEETING HELD>الاجتماع الشهري</MEETING> "
        "بالرعاة. وشكر سموه الحضور."
    )
    assert met.chair is None
