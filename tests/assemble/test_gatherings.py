"""Conferences, forums and workshops. All sentences and names are invented."""
from __future__ import annotations

import pytest

from tests.marked import HIGH, meetings


@pytest.mark.parametrize("told", [
    "انطلق اليوم <MEETING HELD>المؤتمر الثالث</MEETING> للسواقي، وناقش <MEETING HELD>المؤتمر</MEETING> <TOPIC>خطة الري</TOPIC>.",
    "أدار <PER ATTENDED>سالم الرويعي</PER> <MEETING HELD>الجلسة الأولى</MEETING> من <MEETING>ملتقى السواقي</MEETING>، وتحدث "
    "<PER ATTENDED>ماجد البلوي</PER> عن <TOPIC>خطة الري</TOPIC>.",
    "نظمت الجمعية <MEETING HELD>ورشة عمل</MEETING> شارك فيها <PER ATTENDED>سالم الرويعي</PER> و<PER ATTENDED>ماجد البلوي</PER>.",
])
def test_conferences_and_their_sessions_are_no_meetings(told: str) -> None:
    """Annotation case 16; 18 of 19 in 213 newspaper articles whose model had not seen them."""
    assert meetings(told) == ()


def test_a_meeting_at_a_conference_is_one() -> None:
    assert len(meetings("انطلق اليوم <MEETING HELD>المؤتمر الثالث</MEETING> للسواقي. وفي <MEETING HELD>اجتماع</MEETING> مغلق ناقش "
                        "<PER ATTENDED>سالم الرويعي</PER> و<PER ATTENDED>ماجد البلوي</PER> <TOPIC>خطة الري</TOPIC>.")) == 1
    assert len(meetings(f"عقدت {HIGH} <MEETING HELD>مؤتمرها العام</MEETING>.")) == 1
