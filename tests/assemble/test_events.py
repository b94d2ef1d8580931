"""Which sentences tell of which meeting, by the learned scorers. All names are invented."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pipeline.assemble import assemble, events
from pipeline.assemble.features import Features, Sentences, features
from pipeline.assemble.triggers import Event
from pipeline.types import Meeting, Release
from tests.marked import EVERY, HIGH, WATER, extracted

LEARNED = EVERY
ONE = (
    f"عقدت {HIGH} اليوم <MEETING HELD><OPENS>اجتماعها</OPENS> الثاني</MEETING> برئاسة "
    "<PER CHAIRED>سالم الرويعي</PER> في <LOC CITY>مسقط</LOC>. وناقشت <TOPIC>خطة الري</TOPIC>."
)
OTHER = (
    f"\nوعقد {WATER} اليوم <MEETING HELD><OPENS>اجتماعه</OPENS> السابع</MEETING> برئاسة "
    "<PER CHAIRED>هند الكواري</PER> في <LOC CITY>صلالة</LOC>. وأقر <DECISION>سجل السواقي</DECISION>."
)


def learned(marked: str) -> tuple[Meeting, ...]:
    return assemble(extracted(marked), LEARNED).meetings


def test_a_text_of_two_bodies_gives_two_meetings_each_with_its_own() -> None:
    one, two = learned(ONE + OTHER)
    assert [m.body.name for m in (one, two) if m.body] == [
        "اللجنة العليا للمراعي",
        "مجلس إدارة هيئة السواقي",
    ]
    assert [m.ordinal.value for m in (one, two) if m.ordinal] == [2, 7]
    assert [t.text for t in one.topics] == ["خطة الري"] and not two.topics
    assert [d.text for d in two.decisions] == ["سجل السواقي"] and not one.decisions


def test_a_text_that_reports_no_meeting_has_none() -> None:
    assert assemble(extracted(ONE, reported=0.02), LEARNED).meetings == ()


def test_a_text_of_nothing_has_no_meeting() -> None:
    assert learned("افتتح <PER>سالم الرويعي</PER> معرض السواقي.") == ()


def told(release: Release, answers: Sequence[bool]) -> list[events.Cluster]:
    """Read a release with given answers to «introduces a new meeting»."""

    def judged(
        n: int, found: Features, evidence: events.Evidence
    ) -> tuple[float, events.Cluster | None]:
        return float(answers[n]), next((e for e, f in evidence if f["current"]), None)

    return events.read(release, LEARNED, judged)[0]


def test_a_number_says_which_meeting_a_sentence_belongs_to() -> None:
    again = "\nوحضر <PER>طارق المنذري</PER> <MEETING HELD>الاجتماع السابع</MEETING>."
    found = told(extracted(ONE + OTHER + again), [True, False, True, False, False])
    assert [e.sentences for e in found] == [[0, 1], [2, 3, 4]]


def test_of_two_meetings_announced_together_the_second_waits_for_its_sentences() -> None:
    both = (
        f"عقدت {HIGH} <MEETING HELD>اجتماعها الثاني</MEETING>، وعقد {WATER} "
        "<MEETING HELD>اجتماعه السابع</MEETING>. وناقشت اللجنة خطة الري.\n"
        "وترأس <PER CHAIRED>هند الكواري</PER> الاجتماع الآخر."
    )
    found = told(extracted(both), [True, False, True])
    assert [(e.sentences, list(e.event.ordinals)) for e in found] == [([0, 1], [2]), ([0, 2], [7])]


def test_another_number_of_the_same_meeting_is_only_referred_to() -> None:
    before = "\nوكان <MEETING HELD>الاجتماع الأول</MEETING> قد عقد في <LOC>نزوى</LOC>."
    (found,) = told(extracted(ONE + before), [True, False, False])
    assert list(found.event.ordinals) == [2]
    assert [m.name for m in found.event.referred] == ["الاجتماع الأول"]


def test_a_headline_introduces_no_meeting_that_the_text_tells_of() -> None:
    release = extracted(f"{HIGH} تعقد <MEETING HELD>اجتماعها الثاني</MEETING>\n" + ONE)
    (found,) = told(release, [True, True, False])
    assert found.sentences == [1, 2]


def test_features_name_what_a_sentence_says_and_nothing_is_missing() -> None:
    release = extracted(ONE + OTHER)
    sentences = Sentences.of(release)
    found = features(sentences, 2, Event(first_sentence=sentences.spans[2]))
    assert found["count_COMMITTEE"] == 1 and found["chaired"] > 0.5 and found["number"] == 2
    assert found["begins"] > found["begins_before"]


@pytest.mark.parametrize("marked", [ONE, ONE + OTHER, OTHER + ONE])
def test_each_sentence_belongs_to_one_meeting_and_twice_is_the_same(marked: str) -> None:
    release = extracted(marked)
    one, two = (events.split(release, LEARNED) for _ in range(2))
    assert one == two
    spans = [s for p in one for s in p.spans]
    assert sorted(spans) == Sentences.of(release).spans
