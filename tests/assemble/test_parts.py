"""Which sentences speak of which meeting. All sentences and names are invented."""
from __future__ import annotations

import pytest

from tests.marked import HIGH, WATER, meetings

TWO = (f"عقدت {HIGH} <MEETING HELD>اجتماعها الثاني</MEETING> برئاسة <PER CHAIRED>سالم الرويعي</PER> في <LOC CITY>مسقط</LOC>. "
       f"وناقشت <TOPIC>خطة الري</TOPIC>.\nكما عقد {WATER} <MEETING HELD>اجتماعه السابع</MEETING> برئاسة <PER CHAIRED>هند الكواري</PER> في "
       "<LOC CITY>صلالة</LOC>. وأقر <DECISION>سجل السواقي</DECISION>.")


def test_a_release_without_a_meeting_has_none() -> None:
    assert meetings("افتتح <PER>سالم الرويعي</PER> معرض السواقي في <LOC>مسقط</LOC>.", reported=0.02) == ()


def test_a_meeting_that_is_only_referred_to_is_none() -> None:
    assert meetings("أجلت <COMMITTEE>اللجنة العليا للمراعي</COMMITTEE> <MEETING REFERRED>اجتماعها الثاني</MEETING>.", reported=0.1) == ()


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
    assert [d.text for d in two.decisions] == ["أقر سجل السواقي"] and not one.decisions


def test_those_who_attended_a_reception_that_the_text_turned_to_did_not_meet() -> None:
    """With a tagger that takes its noun for a meeting that is held, 20 of them entered the record of the council before."""
    met, = meetings(f"عقدت {HIGH} <MEETING HELD>اجتماعها الثاني</MEETING> برئاسة <PER CHAIRED>سالم الرويعي</PER>.\nمن جهة أخرى، استقبل "
                    "<PER CHAIRED>الرويعي</PER> جموعا من المواطنين. حضر <MEETING HELD>الاستقبال</MEETING> <PER ATTENDED>هند الكواري</PER> و"
                    "<PER ATTENDED>منى الساعدي</PER>.")
    assert [p.person.name for p in met.people] == ["سالم الرويعي"]


@pytest.mark.parametrize("turn", ["في غضون ذلك", "وفي الأثناء", "وفي هذه الأثناء", "دوليا", "ميداني\u0627\u064b"])  # alef, fathatan
def test_what_happens_meanwhile_is_no_part_of_the_meeting(turn: str) -> None:
    met, = meetings(f"عقدت {HIGH} <MEETING HELD>اجتماعها الثاني</MEETING>. {turn}، دشن <ROLE>وزير الري</ROLE> "
                    "<PER ATTENDED>سالم الرويعي</PER> محطة السواقي.")
    assert met.people == ()
