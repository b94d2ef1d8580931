"""Conferences, forums and workshops. All sentences and names are invented."""

from __future__ import annotations

import pytest

from pipeline.assemble.gatherings import is_gathering, is_trial
from pipeline.assemble.parts import split
from tests.marked import EVERY, HIGH, extracted, meetings


def told_of(marked: str) -> list[tuple[bool, bool]]:
    """Return for each part of a marked text whether it reports a conference and whether a trial."""
    release = extracted(marked)
    return [
        (is_gathering(release, part), is_trial(release, part)) for part in split(release, EVERY)
    ]


@pytest.mark.parametrize(
    "told",
    [
        "انطلق اليوم <MEETING HELD>المؤتمر الثالث</MEETING> للسواقي، وناقش <MEETING "
        "HELD>المؤتمر</MEETING> <TOPIC>خطة الري</TOPIC>.",
        "أدار <PER ATTENDED>سالم الرويعي</PER> <MEETING HELD>الجلسة الأولى</MEETING> من "
        "<MEETING>ملتقى السواقي</MEETING>، وتحدث "
        "<PER ATTENDED>ماجد البلوي</PER> عن <TOPIC>خطة الري</TOPIC>.",
        "نظمت الجمعية <MEETING HELD>ورشة عمل</MEETING> شارك فيها <PER ATTENDED>سالم "
        "الرويعي</PER> و<PER ATTENDED>ماجد البلوي</PER>.",
    ],
)
def test_conferences_and_their_sessions_are_told_apart(told: str) -> None:
    """Annotation case 16; 18 of 19 in 213 newspaper articles outside the training data."""
    assert told_of(told) == [(True, False)]


def test_a_meeting_at_a_conference_is_one() -> None:
    assert (
        len(
            meetings(
                "انطلق اليوم <MEETING HELD>المؤتمر الثالث</MEETING> للسواقي. وفي <MEETING "
                "HELD>اجتماع</MEETING> مغلق ناقش "
                "<PER ATTENDED>سالم الرويعي</PER> و<PER ATTENDED>ماجد البلوي</PER> <TOPIC>خطة "
                "الري</TOPIC>."
            )
        )
        == 1
    )
    assert len(meetings(f"عقدت {HIGH} <MEETING HELD>مؤتمرها العام</MEETING>.")) == 1


@pytest.mark.parametrize(
    "told",
    [
        "قال المحامي <PER ATTENDED>سالم الرويعي</PER> الذي حضر <MEETING HELD>جلسة</MEETING> "
        "اليوم إن المحكمة رفضت <TOPIC>الطلب</TOPIC>.",
        "قدمت النيابة في بداية <MEETING HELD>الجلسة</MEETING> كتابا عن <TOPIC>السواقي</TOPIC>، "
        "وحضر <PER ATTENDED>ماجد البلوي</PER>.",
    ],
)
def test_a_session_of_a_trial_is_told_apart(told: str) -> None:
    assert told_of(told) == [(False, True)]


@pytest.mark.parametrize(
    "told",
    [
        "قال <PER ATTENDED>سالم الرويعي</PER> المدير بالنيابة في <MEETING HELD>جلسة</MEETING> مع "
        "<PER ATTENDED>ماجد البلوي</PER> إنه قليل.",
        "قال <PER ATTENDED>سالم الرويعي</PER> في <MEETING HELD>الجلسة الثالثة</MEETING> إن "
        "المتهمين بسرقة الماء كثيرون.",
    ],
)
def test_a_session_that_is_no_trial_is_a_meeting(told: str) -> None:
    assert told_of(told) == [(False, False)]
