"""Meetings that a verb tells of. All sentences and names are invented."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import pipeline.assemble
from pipeline.arabic.folding import fold
from pipeline.assemble.cues import PLACES, cue, guests, meets, receives, table
from tests.marked import HIGH, extracted, meeting, meetings


def test_two_receptions_are_two_meetings() -> None:
    one, two = meetings(
        "استقبل <PER ATTENDED>سالم الرويعي</PER> اليوم <PER ATTENDED>ماجد البلوي</PER>. وبحثا "
        "<TOPIC>خطة الري</TOPIC>.\n"
        "كما <OPENS>استقبل</OPENS> <PER ATTENDED>سالم الرويعي</PER> <PER ATTENDED>هند "
        "الكواري</PER>. وبحثا "
        "<TOPIC>سجل السواقي</TOPIC>."
    )
    assert [p.person.name for p in one.people] == ["سالم الرويعي", "ماجد البلوي"]
    assert [p.person.name for p in two.people] == ["سالم الرويعي", "هند الكواري"]
    assert ([t.text for t in one.topics], [t.text for t in two.topics]) == (
        ["خطة الري"],
        ["سجل السواقي"],
    )


def test_several_guests_together_are_one_meeting() -> None:
    met = meeting(
        "التقى <PER ATTENDED>سالم الرويعي</PER> اليوم <PER ATTENDED>ماجد البلوي</PER> و<PER "
        "ATTENDED>هند الكواري</PER>."
    )
    assert len(met.people) == 3


def test_talks_on_a_journey_are_a_meeting() -> None:
    one, two = meetings(
        "بحث <PER ATTENDED>سالم الرويعي</PER> مع <PER ATTENDED>ماجد البلوي</PER> <TOPIC>خطة "
        "الري</TOPIC>. "
        "وأشاد ب<MEETING HELD>اللقاء</MEETING>. <OPENS>ووصلت</OPENS> <PER ATTENDED>هند الكواري</PER> "
        "إلى صلالة حيث التقت <PER ATTENDED>نورة الدغيثري</PER> وبحثتا <TOPIC>سجل السواقي</TOPIC>."
    )
    assert [[p.person.name for p in m.people] for m in (one, two)] == [
        ["سالم الرويعي", "ماجد البلوي"],
        ["هند الكواري", "نورة الدغيثري"],
    ]
    assert [[t.text for t in m.topics] for m in (one, two)] == [["خطة الري"], ["سجل السواقي"]]


def test_a_reception_on_the_other_hand_is_another_meeting() -> None:
    one, two = meetings(
        "بحث <PER ATTENDED>سالم الرويعي</PER> مع <PER ATTENDED>ماجد البلوي</PER> <TOPIC>خطة "
        "الري</TOPIC>. "
        "ومن جانب آخر، <OPENS>استقبل</OPENS> <PER ATTENDED>سالم الرويعي</PER> <PER ATTENDED>هند الكواري</PER>."
    )
    assert [[p.person.name for p in m.people] for m in (one, two)] == [
        ["سالم الرويعي", "ماجد البلوي"],
        ["سالم الرويعي", "هند الكواري"],
    ]


def test_who_else_was_there_is_no_other_guest() -> None:
    met = meeting(
        "اجتمع <PER ATTENDED>سالم الرويعي</PER> أمس مع <PER ATTENDED>ماجد البلوي</PER>. واستقبل "
        "<PER ATTENDED>سالم الرويعي</PER> ضيفه "
        "بحضور <PER ATTENDED>هند الكواري</PER>."
    )
    assert len(met.people) == 3


def test_the_guest_named_behind_who_was_there_is_another_guest() -> None:
    one, two = meetings(
        "استقبل <PER ATTENDED>سالم الرويعي</PER> <PER ATTENDED>ماجد البلوي</PER>. كما <OPENS>استقبل</OPENS> "
        "معاليه، بحضور <PER ATTENDED>هند الكواري</PER>"
        "، <PER ATTENDED>نورة الدغيثري</PER>."
    )
    assert [len(m.people) for m in (one, two)] == [2, 2]


def test_a_meeting_that_had_been_before_is_another() -> None:
    one, two = meetings(
        "بحث <PER ATTENDED>سالم الرويعي</PER> مع <PER ATTENDED>ماجد البلوي</PER> <TOPIC>خطة "
        "الري</TOPIC>. <OPENS>علماً</OPENS> بأن "
        "<PER ATTENDED>هند الكواري</PER> كانت قد التقت <PER ATTENDED>نورة الدغيثري</PER> لبحث "
        "<TOPIC>سجل السواقي</TOPIC>."
    )
    assert [[p.person.name for p in m.people] for m in (one, two)] == [
        ["سالم الرويعي", "ماجد البلوي"],
        ["هند الكواري", "نورة الدغيثري"],
    ]


@pytest.mark.parametrize(
    "lead",
    [
        "ثم",
        "وبعد الظهر،",
        "وفي وقت لاحق،",
        "وبعد ذلك",
        "وعقب ذلك",
        "إثر ذلك،",
        "وفي اليوم نفسه،",
    ],
)
def test_a_reception_after_another(lead: str) -> None:
    one, two = meetings(
        "استقبل <PER ATTENDED>سالم الرويعي</PER> <DATE>9 فبراير 2025</DATE> <PER ATTENDED>ماجد "
        "البلوي</PER>. "
        f"{lead} <OPENS>استقبل</OPENS> وفدا ضم <PER ATTENDED>هند الكواري</PER>."
    )
    assert [p.person.name for p in one.people] == ["سالم الرويعي", "ماجد البلوي"]
    assert [p.person.name for p in two.people] == ["هند الكواري"]


def test_a_reception_that_had_been_before() -> None:
    one, two = meetings(
        f"عقدت {HIGH} <MEETING HELD>اجتماعها</MEETING> برئاسة <PER CHAIRED>سالم الرويعي</PER>. "
        "وكان <PER ATTENDED>الرويعي</PER> <OPENS>استقبل</OPENS> <DATE>2 فبراير 2025</DATE> وفدا برئاسة <PER "
        "ATTENDED>هند الكواري</PER>."
    )
    assert [p.person.name for p in one.people] == ["سالم الرويعي"]
    assert [p.person.name for p in two.people] == ["سالم الرويعي", "هند الكواري"]
    assert two.body is None and two.date is not None and two.date.value == "2025-02-02"


@pytest.mark.parametrize(
    "told",
    [
        "كما <OPENS>استقبل</OPENS> <PER ATTENDED>الرويعي</PER> وفدا من غرفة صلالة في <LOC CITY>صلالة</LOC>.",
    ],
)
def test_guests_without_names_are_another_meeting(told: str) -> None:
    one, two = meetings(
        "التقى <PER ATTENDED>سالم الرويعي</PER> <PER ATTENDED>ماجد البلوي</PER> في <LOC "
        f"CITY>مسقط</LOC>. {told}"
    )
    assert (one.city and one.city.value, two.city and two.city.value) == ("مسقط", "صلالة")
    assert two.body is None
    assert (
        len(
            meetings(
                "التقى <PER ATTENDED>سالم الرويعي</PER> وفدا ضم <PER ATTENDED>ماجد البلوي</PER>. "
                "كما استقبل وفدا."
            )
        )
        == 1
    )


@pytest.mark.parametrize(
    ("said", "of_receiving", "of_meeting", "word"),
    [
        ("كما استقبل الوزير وفدا من الرعاة.", True, True, "وفدا"),
        ("واجتمع مع ممثلي الرعاة.", True, True, "ممثلي"),
        ("وعقد المجلس جلسته.", False, True, None),
        ("واستقبل ميناء الدقم وفدا من السفن.", False, False, None),  # a place is no party
        ("ورأس وفد البلاد سالم الرويعي.", False, False, None),  # to head a delegation
        (f"وقال {'جدا ' * 30}إنه استقبل ضيوفا.", False, False, None),  # not at the beginning
    ],
)
def test_verbs_at_the_beginning(
    said: str, of_receiving: bool, of_meeting: bool, word: str | None
) -> None:
    release = extracted(said)
    span = (0, len(said))
    assert (receives(release, span), meets(release, span), guests(release, span)) == (
        of_receiving,
        of_meeting,
        word,
    )


@pytest.mark.parametrize(
    "told",
    [
        "كما <OPENS>تباحث</OPENS> <PER ATTENDED>سالم الرويعي</PER> مع <PER ATTENDED>هند الكواري</PER>",
        "<OPENS>وناقش</OPENS> <PER ATTENDED>سالم الرويعي</PER>، في مكتبه، مع <PER ATTENDED>هند الكواري</PER> "
        "<TOPIC>سجل السواقي</TOPIC>",
        "<OPENS>وكان</OPENS> <PER ATTENDED>سالم الرويعي</PER>، رئيس الوفد، قد التقى <PER ATTENDED>هند "
        "الكواري</PER>",
        "<OPENS>وكان</OPENS> سعادته قد التقى أمس <PER ATTENDED>هند الكواري</PER> على هامش <MEETING "
        "REFERRED>الدورة الثالثة</MEETING> لمجلس السواقي",
        "<OPENS>وبحث</OPENS> <PER ATTENDED>سالم الرويعي</PER> مع كل من <PER ATTENDED>هند الكواري</PER> و<PER "
        "ATTENDED>نورة الدغيثري</PER> <TOPIC>الري</TOPIC>",
    ],
)
def test_talks_with_someone_else_are_another_meeting(told: str) -> None:
    one, two = meetings(
        "استقبل <PER ATTENDED>سالم الرويعي</PER> اليوم <PER ATTENDED>ماجد البلوي</PER>. "
        + told
        + "."
    )
    assert [p.person.name for p in one.people] == ["سالم الرويعي", "ماجد البلوي"]
    assert "هند الكواري" in [p.person.name for p in two.people]


def test_a_reception_told_of_in_a_statement_is_a_meeting() -> None:
    met = meeting(
        "ذكر بيان أمس أن <PER ATTENDED>سالم الرويعي</PER> استقبل وفدا ضم <PER ATTENDED>ماجد "
        "البلوي</PER>."
    )
    assert [p.person.name for p in met.people] == ["سالم الرويعي", "ماجد البلوي"]


def test_a_sitting_after_a_reception_whose_host_only_a_pronoun_names_is_another() -> None:
    one, two = meetings(
        f"كما <OPENS>استقبل</OPENS> سعادته أمس <PER ATTENDED>ماجد البلوي</PER>. إلى ذلك <OPENS>عقدت</OPENS> {HIGH} <MEETING "
        "HELD>اجتماعها</MEETING> "
        "برئاسة <PER CHAIRED>هند الكواري</PER>."
    )
    assert [m.body and m.body.name for m in (one, two)] == [None, "اللجنة العليا للمراعي"]


def test_another_meeting_after_one_told_of_by_a_verb_is_another() -> None:
    assert (
        len(
            meetings(
                "<OPENS>بحث</OPENS> <PER ATTENDED>سالم الرويعي</PER> أمس مع <PER ATTENDED>ماجد "
                "البلوي</PER> <TOPIC>خطة الري</TOPIC>. وفي "
                "<MEETING HELD><OPENS>لقاء</OPENS> آخر</MEETING> جمعه مع <PER ATTENDED>هند الكواري</PER> بحث "
                "<TOPIC>السجل</TOPIC>."
            )
        )
        == 2
    )


@pytest.mark.parametrize(
    "lead",
    [
        "وبنفس المناسبة،",
        "وفي سياق ذي صلة،",
        "وعلى صعيد متصل،",
        "وفي نفس الإطار،",
        "وعند الخامسة مساء،",
    ],
)
def test_a_reception_on_the_same_occasion_is_another_meeting(lead: str) -> None:
    one, two = meetings(
        "أجرى <PER ATTENDED>سالم الرويعي</PER> <MEETING HELD>مباحثات</MEETING> مع <PER "
        "ATTENDED>ماجد البلوي</PER>. "
        f"{lead} <OPENS>استقبل</OPENS> <PER ATTENDED>سالم الرويعي</PER> <PER ATTENDED>هند الكواري</PER>."
    )
    assert [[p.person.name for p in m.people] for m in (one, two)] == [
        ["سالم الرويعي", "ماجد البلوي"],
        ["سالم الرويعي", "هند الكواري"],
    ]


@pytest.mark.parametrize(
    "turn",
    [
        "وفي شأن متصل،",
        "ومن ناحية ثانية،",
        "وبموازاة ذلك،",
        "وبالتوازي مع ذلك،",
        "فقد",
        "وفي دار المخطوط العربي،",
    ],
)
def test_a_reception_behind_words_that_turn_to_it(turn: str) -> None:
    release = extracted(
        f"{turn} استقبل <PER ATTENDED>سالم الرويعي</PER> <PER ATTENDED>ماجد البلوي</PER>."
    )
    assert receives(release, (0, len(release.text)))


@pytest.mark.parametrize(
    ("host", "is_one"), [("ميناء الدقم", False), ("المستشفى", False), ("وكيل الوزارة", True)]
)
def test_a_place_that_receives_is_no_party(host: str, is_one: bool) -> None:
    release = extracted(f"كما استقبل {host} <PER>سالم الرويعي</PER>")
    span = (0, len(release.text))
    assert receives(release, span) is meets(release, span) is is_one


@pytest.mark.parametrize("went_on", ["تلاها بزيارة للهيئة", "زار الهيئة", "توجه إلى الهيئة"])
def test_whom_he_received_where_he_went_on_to_is_another_meeting(went_on: str) -> None:
    one, two = meetings(
        "زار <PER ATTENDED>سالم الرويعي</PER> الوزارة، حيث التقى <PER ATTENDED>ماجد "
        f"البلوي</PER>، ثم {went_on}، "
        "حيث <OPENS>التقى</OPENS> <PER ATTENDED>هند الكواري</PER>."
    )
    assert [p.person.name for p in one.people] == ["سالم الرويعي", "ماجد البلوي"]
    assert [p.person.name for p in two.people] == ["هند الكواري"]


CLASSES = {name: row for name, row in table().items() if set(PLACES) & set(row)}


@pytest.mark.parametrize("name", CLASSES)
def test_a_class_of_cues_finds_its_example(name: str) -> None:
    example = str(CLASSES[name]["example"])
    before, _, behind = (
        part if CLASSES[name].get("folded") is None else fold(part)
        for part in example.partition("|")
    )
    if "before" in CLASSES[name]:
        assert cue(name).search(before)
    elif "behind" in CLASSES[name]:
        assert cue(name).match(behind)
    else:
        assert cue(name).search(before)


def test_every_class_of_cues_is_read() -> None:
    folder = Path(pipeline.assemble.__file__).parent
    code = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    unread = [name for name in table() if not re.search(f"[\"']{name}[\"']", code)]
    # `said` asks for all classes of `words`
    assert [name for name in unread if "words" not in table()[name]] == []
