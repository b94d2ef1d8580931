"""Which sentences speak of which meeting. All sentences and names are invented."""
from __future__ import annotations

import pytest

from pipeline.assemble.parts import sentences
from tests.marked import extracted, meeting, meetings

HIGH, WATER = "<COMMITTEE BODY>اللجنة العليا للمراعي</COMMITTEE>", "<COMMITTEE BODY>مجلس إدارة هيئة السواقي</COMMITTEE>"


def test_a_release_without_a_meeting_has_none() -> None:
    assert meetings("افتتح <PER>سالم الرويعي</PER> معرض السواقي في <LOC>مسقط</LOC>.", reported=0.02) == ()


def test_a_meeting_that_is_only_referred_to_is_none() -> None:
    assert meetings("أجلت <COMMITTEE>اللجنة العليا للمراعي</COMMITTEE> <MEETING REFERRED>اجتماعها الثاني</MEETING>.", reported=0.1) == ()


def test_headline_and_text_speak_of_one_meeting() -> None:
    marked = (f"{HIGH} تعقد <MEETING HELD>اجتماعها الثاني</MEETING>\nترأس <PER CHAIRED>سالم الرويعي</PER> "
              "<MEETING HELD>الاجتماع الثاني</MEETING> "
              f"ل<COMMITTEE BODY>لجنة العليا للمراعي</COMMITTEE>.\n"
              "وفي ختام <MEETING HELD>الاجتماع</MEETING> شكر <PER ATTENDED>هند الكواري</PER>.")
    assert [p.person.name for p in meeting(marked).people] == ["سالم الرويعي", "هند الكواري"]


TWO = (f"عقدت {HIGH} <MEETING HELD>اجتماعها الثاني</MEETING> برئاسة <PER CHAIRED>سالم الرويعي</PER> في <LOC CITY>مسقط</LOC>. "
       f"وناقشت <TOPIC>خطة الري</TOPIC>.\nكما عقد {WATER} <MEETING HELD>اجتماعه السابع</MEETING> برئاسة <PER CHAIRED>هند الكواري</PER> في "
       "<LOC CITY>صلالة</LOC>. وأقر <DECISION>سجل السواقي</DECISION>.")


def test_two_meetings_of_two_bodies_each_with_its_own() -> None:
    one, two = meetings(TWO)
    for met, body, number, chair, city in ((one, "اللجنة العليا للمراعي", 2, "سالم الرويعي", "مسقط"),
                                           (two, "مجلس إدارة هيئة السواقي", 7, "هند الكواري", "صلالة")):
        assert met.body is not None and met.body.name == body
        assert met.ordinal is not None and met.ordinal.value == number
        assert met.chair is not None and met.chair.value == chair
        assert met.city is not None and met.city.value == city
        assert [p.person.name for p in met.people] == [chair]
        assert [c.name for c in met.committees] == [body]
    assert [t.text for t in one.topics] == ["خطة الري"] and not two.topics
    assert [d.text for d in two.decisions] == ["سجل السواقي"] and not one.decisions


def test_two_receptions_are_two_meetings() -> None:
    one, two = meetings(
        "استقبل <PER ATTENDED>سالم الرويعي</PER> اليوم <PER ATTENDED>ماجد البلوي</PER>. وبحثا <TOPIC>خطة الري</TOPIC>.\n"
        "كما استقبل <PER ATTENDED>سالم الرويعي</PER> <PER ATTENDED>هند الكواري</PER>. وبحثا <TOPIC>سجل السواقي</TOPIC>.")
    assert [p.person.name for p in one.people] == ["سالم الرويعي", "ماجد البلوي"]
    assert [p.person.name for p in two.people] == ["سالم الرويعي", "هند الكواري"]
    assert ([t.text for t in one.topics], [t.text for t in two.topics]) == (["خطة الري"], ["سجل السواقي"])


@pytest.mark.parametrize("each", ["كل على حدة", "كلٌّ على حدة", "كلاً على حده", "كل منهم على حدة"])
def test_each_by_himself_is_a_meeting_with_each(each: str) -> None:
    found = meetings("التقى <PER ATTENDED>سالم الرويعي</PER> اليوم <PER ATTENDED>ماجد البلوي</PER> و<PER ATTENDED>هند الكواري</PER> "
                     f"و<PER ATTENDED>نورة الدغيثري</PER>، {each}، وبحث معهم <TOPIC>خطة الري</TOPIC>.")
    assert [[p.person.name for p in m.people] for m in found] == [
        ["سالم الرويعي", guest] for guest in ("ماجد البلوي", "هند الكواري", "نورة الدغيثري")]
    assert all(m.kind is not None and m.kind.value == "bilateral" for m in found)


def test_several_guests_together_are_one_meeting() -> None:
    met = meeting("التقى <PER ATTENDED>سالم الرويعي</PER> اليوم <PER ATTENDED>ماجد البلوي</PER> و<PER ATTENDED>هند الكواري</PER>.")
    assert len(met.people) == 3


def test_repeated_paragraphs_say_nothing() -> None:
    paragraph = f"عقدت {HIGH} <MEETING HELD>اجتماعها الثاني</MEETING> برئاسة <PER CHAIRED>سالم الرويعي</PER> في <LOC CITY>مسقط</LOC>."
    assert len(meetings(f"{paragraph}\n{paragraph}")) == 1


@pytest.mark.parametrize(("text", "count"), [
    ("عقدت اللجنة اجتماعها. وناقشت الخطة؟ وانتهت!", 3),
    ("عقدت اللجنة اجتماعها.وناقشت الخطة", 2),  # newspapers leave out the space
    ("حضر د. سالم الاجتماع", 1),
    ("بلغت النسبة 3.5 في المئة", 1),
    ("سطر أول\nسطر ثان", 2),
])
def test_sentences(text: str, count: int) -> None:
    release = extracted(text)
    found = sentences(release)
    assert len(found) == count
    assert "".join(text[a:b] for a, b in found).replace(" ", "") == text.replace("\n", "").replace(" ", "")
