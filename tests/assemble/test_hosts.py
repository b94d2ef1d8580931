"""The host of another meeting. All sentences and names are invented."""

from __future__ import annotations

import pytest

from tests.marked import meetings, unmarked

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


@pytest.mark.parametrize(
    "host",
    [
        "كما استقبل الوزير",
        "<OPENS>كما</OPENS> أجرى الوزير، في اليوم ذاته، مباحثات مع",
        "<OPENS>وفي</OPENS> وقت لاحق من اليوم استقبل الوزير بمكتبه",
    ],
)
def test_who_is_named_by_the_bare_noun_of_his_office_or_not_at_all_is_the_host_of_the_meeting_before(
    host: str,
) -> None:
    _, second = meetings(
        f"{FIRST}{host} <ROLE>رئيس اتحاد الرعاة</ROLE> <PER ATTENDED>حمد الفهيدي</PER>، بحضور "
        "<PER ATTENDED>راشد الكعبي</PER>. وجرى خلال <MEETING HELD>اللقاء</MEETING> بحث "
        "<TOPIC>أسعار الأعلاف</TOPIC>."
    )
    assert [p.person.name for p in second.people] == ["سالم الرويعي", "حمد الفهيدي", "راشد الكعبي"]


def test_the_office_in_construct_with_the_bare_noun_of_its_ministry_is_the_host_of_the_meeting_before() -> (
    None
):
    _, second = meetings(
        FIRST.replace("وزير المراعي", "وكيل وزارة المراعي") + "وعقد سعادة وكيل الوزارة "
        "<MEETING HELD>لقاء ثنائيا</MEETING> مع <PER ATTENDED>حمد الفهيدي</PER>، تناول "
        "<TOPIC>أسعار الأعلاف</TOPIC>."
    )
    assert [p.person.name for p in second.people] == ["سالم الرويعي", "حمد الفهيدي"]


def test_who_had_received_someone_is_the_host_of_the_meeting_before() -> None:
    _, second = meetings(
        f"{FIRST}وكان وزير المراعي قد استقبل صباحا <ROLE>رئيس اتحاد الرعاة</ROLE> <PER "
        "ATTENDED>حمد الفهيدي</PER>، وبحثا "
        "<TOPIC>أسعار الأعلاف</TOPIC>."
    )
    assert [p.person.name for p in second.people] == ["سالم الرويعي", "حمد الفهيدي"]


def test_the_bare_noun_of_another_office_is_not_the_host_before() -> None:
    _, second = meetings(
        f"{FIRST}كما استقبل الأمير <ROLE>رئيس اتحاد الرعاة</ROLE> <PER ATTENDED>حمد "
        "الفهيدي</PER>. وجرى خلال "
        "<MEETING HELD>اللقاء</MEETING> بحث <TOPIC>أسعار الأعلاف</TOPIC>."
    )
    assert [p.person.name for p in second.people] == ["حمد الفهيدي"]


def test_another_host_may_be_named_by_his_office_alone() -> None:
    _, second = meetings(
        f"{FIRST}كما استقبل <ROLE>وكيل الوزارة</ROLE> <ROLE>رئيس اتحاد الرعاة</ROLE> <PER "
        "ATTENDED>حمد الفهيدي</PER>. "
        "وجرى خلال <MEETING HELD>اللقاء</MEETING> بحث <TOPIC>أسعار الأعلاف</TOPIC>."
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


@pytest.mark.parametrize(
    "met",
    [
        # The host of the meeting before is someone else.
        "على صعيد متصل، <OPENS>استقبل</OPENS> <HON>معالي</HON> <ROLE>محافظ مصرف السواقي</ROLE> "
        "في مكتبه",
        "<OPENS>كما</OPENS> عقد <PER ATTENDED>ماجد البلوي</PER> و<ROLE>محافظ مصرف السواقي</ROLE> "
        "اجتماعا مع",
    ],
)
def test_who_is_named_by_his_whole_office_alone_met_the_guest(met: str) -> None:
    _, second = meetings(
        f"{FIRST}وأشاد <ROLE>محافظ مصرف السواقي</ROLE> <PER MENTIONED>هند الكواري</PER> "
        f"بذلك.\n{met} <ROLE>رئيس اتحاد "
        "الرعاة</ROLE> <PER ATTENDED>حمد الفهيدي</PER>. وجرى خلال <MEETING HELD>اللقاء</MEETING> "
        "بحث "
        "<TOPIC>أسعار الأعلاف</TOPIC>."
    )
    assert {"هند الكواري", "حمد الفهيدي"} <= {p.person.name for p in second.people}


CHAIRED = (
    "ترأس <HON>معالي</HON> <PER ATTENDED>سالم الرويعي</PER> <ROLE>وزير المراعي</ROLE> <MEETING "
    "HELD>الاجتماع الثاني</MEETING> "
    "ل<COMMITTEE BODY>مجلس السواقي</COMMITTEE>.\n"
)


@pytest.mark.parametrize(
    "who", ["معاليه", "سموه", "<ROLE>وزير المراعي</ROLE>", "معالي <ROLE>وزير المراعي</ROLE>"]
)
def test_who_is_named_by_a_pronoun_or_his_office_presides_again(who: str) -> None:
    _, second = meetings(
        f"{CHAIRED}وعقب ذلك ترأس {who} <MEETING HELD>الاجتماع الأول</MEETING> ل<COMMITTEE "
        "BODY>لجنة المراعي</COMMITTEE>."
    )
    assert second.chair is not None and (second.chair.value, second.chair.found_by) == (
        "سالم الرويعي",
        "inferred",
    )
    assert [(p.person.name, p.participation) for p in second.people] == [
        ("سالم الرويعي", "chaired")
    ]


def test_the_host_of_a_reception_presides_over_what_he_is_said_to_have_headed_next() -> None:
    _, second = meetings(
        f"{FIRST}<OPENS>من</OPENS> ناحية ثانية، رأس معاليه "
        "<MEETING HELD>الاجتماع الأول</MEETING> ل<COMMITTEE BODY>لجنة المراعي</COMMITTEE>."
    )
    assert second.chair is not None and (second.chair.value, second.chair.found_by) == (
        "سالم الرويعي",
        "inferred",
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


def test_who_received_someone_is_known_by_his_whole_office() -> None:
    found = meetings(
        "عقدت <COMMITTEE BODY>لجنة المراعي</COMMITTEE> <MEETING HELD>اجتماعها</MEETING> برئاسة "
        "<PER CHAIRED>هند الكواري</PER>، وبحضور "
        "<ROLE>محافظ مصرف السواقي المركزي</ROLE> <PER ATTENDED>سالم الرويعي</PER>.\nوعلى هامش "
        "ذلك، استقبل <ROLE>محافظ مصرف السواقي المركزي"
        "</ROLE>، ظهر اليوم بمكتبه، <ROLE>سفير مالطا</ROLE> <PER ATTENDED>ماجد البلوي</PER>."
    )
    assert [p.person.name for p in found[-1].people] == ["سالم الرويعي", "ماجد البلوي"]


MET = (
    "التقت <ROLE>الوزيرة</ROLE> <PER ATTENDED>نورة الدغيثري</PER> <DATE>اليوم</DATE> في <LOC "
    "CITY>مسقط</LOC> "
    "<PER ATTENDED>ماجد البلوي</PER>"
)


@pytest.mark.parametrize(
    "then",
    [
        "، كما عقدت <MEETING HELD>لقاء</MEETING> مع <PER ATTENDED>هند الكواري</PER>.",
        ".\nوفي <MEETING HELD>لقاء ثالث</MEETING> مع <PER ATTENDED>هند الكواري</PER>، جرى عرض "
        "خطة الري.",
        ".\nكما التقت مع <ROLE>وزيرة الري</ROLE> <PER ATTENDED>هند الكواري</PER> لبحث الخطة.",
        ".\nوالتقت كذلك <ROLE>وزيرة الري</ROLE> <PER ATTENDED>هند الكواري</PER> لبحث الخطة.",
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


@pytest.mark.parametrize(
    "says",
    [
        "وشكر سموه، لدى ترؤسه أعمال اليوم، الرعاة",
        "جاء ذلك خلال ترؤس سموه أعمال اليوم",
        "ثم ترأس سموه أعمال اليوم",
    ],
)
def test_who_presided_by_a_pronoun_is_the_first_who_was_named_before(says: str) -> None:
    marked = (
        "نوه <HON>سمو الأمير</HON> <PER ATTENDED>سالم الرويعي</PER> في <MEETING HELD>الاجتماع "
        f"الشهري</MEETING> بالرعاة. {says}. "
        "وحضر <PER ATTENDED>ماجد البلوي</PER>."
    )
    (met,) = meetings(marked)
    assert met.chair is not None and met.chair.span is not None
    assert (met.chair.value, unmarked(marked)[0][slice(*met.chair.span)]) == (
        "سالم الرويعي",
        "سالم الرويعي",
    )
    assert {p.person.name: p.participation for p in met.people} == {
        "سالم الرويعي": "chaired",
        "ماجد البلوي": "attended",
    }


def test_nobody_presided_where_the_sentence_does_not_say_so() -> None:
    (met,) = meetings(
        "نوه <PER ATTENDED>سالم الرويعي</PER> في <MEETING HELD>الاجتماع الشهري</MEETING> "
        "بالرعاة. وشكر سموه الحضور."
    )
    assert met.chair is None
