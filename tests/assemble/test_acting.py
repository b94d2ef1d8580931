"""The body beside the word for a meeting. All sentences and names are invented."""

from __future__ import annotations

import pytest

from pipeline.assemble.sittings import own_body
from tests.marked import HIGH, extracted, meeting, meetings


def test_a_meeting_of_the_committee_is_of_the_only_one_named_before() -> None:
    found = meeting(
        "<COMMITTEE BODY>اللجنة العليا للمراعي</COMMITTEE> تقر خطتها\nترأس <PER CHAIRED>سالم "
        "الرويعي</PER> <DATE>اليوم</DATE> "
        "<MEETING HELD>الاجتماع الثاني</MEETING> للجنة، وناقش <TOPIC>خطة الري</TOPIC>."
    )
    assert found.body is not None and found.body.name == "اللجنة العليا للمراعي"


@pytest.mark.parametrize(
    "told",
    [
        "قال <PER ATTENDED>سالم الرويعي</PER> <DATE>أمس</DATE> أمام <COMMITTEE BODY>لجنة السواقي "
        "في المجلس</COMMITTEE> إن الماء قليل.",
        "وأدلى <PER ATTENDED>سالم الرويعي</PER> بشهادته أمام <COMMITTEE BODY>لجنة السواقي في "
        "المجلس</COMMITTEE>.",
        "وحذر <PER ATTENDED>سالم الرويعي</PER>، في إحاطة قدمها ل<COMMITTEE BODY>لجنة السواقي في "
        "المجلس</COMMITTEE>، من الجفاف.",
        "وتحدث <PER ATTENDED>سالم الرويعي</PER> في <MEETING HELD>جلسة</MEETING> أمام <COMMITTEE "
        "BODY>لجنة السواقي في المجلس</COMMITTEE>.",
    ],
)
def test_a_body_that_heard_someone_met(told: str) -> None:
    """In 8 of 8 annotated documents in which someone spoke before a committee, the committee has a
    record (annotation case 13)."""
    met = meeting(told)
    assert met.body is not None and met.body.name == "لجنة السواقي في المجلس"


@pytest.mark.parametrize(
    ("said", "name"),
    [
        (
            "عقد <MEETING>الاجتماع الثاني</MEETING> ل<COMMITTEE>لجنة المراعي</COMMITTEE> "
            "و<COMMITTEE>مجلس السواقي</COMMITTEE>.",
            "لجنة المراعي",
        ),
        (
            "عقد <COMMITTEE>مجلس السواقي</COMMITTEE> بعد <COMMITTEE>لجنة المراعي</COMMITTEE> "
            "<MEETING>اجتماعه</MEETING>.",
            "مجلس السواقي",
        ),
        ("زارت <COMMITTEE>لجنة المراعي</COMMITTEE> <MEETING>اجتماعا</MEETING>.", None),
    ],
)
def test_the_body_that_a_meeting_belongs_to(said: str, name: str | None) -> None:
    release = extracted(said)
    anchor = next(m for m in release.mentions if m.label == "MEETING")
    body = own_body(release, (0, len(release.text)), anchor)
    assert next((e.name for e in release.entities if e.id == body), None) == name


def test_verbs_of_deciding_without_hamza() -> None:
    assert (
        len(
            meetings(
                f"اقر {HIGH}، <DATE>اليوم</DATE>، <DECISION>خطة الري</DECISION>.", "2024-03-12"
            )
        )
        == 1
    )
