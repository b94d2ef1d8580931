"""The content of a MEETING mention. All sentences and names are invented."""

from __future__ import annotations

import pytest

from pipeline.assemble.sittings import agrees, introduces, numbers_of, possessive
from tests.marked import HIGH, meeting, meetings


def test_the_first_sitting_since_is_not_the_first() -> None:
    assert meeting(f"عقدت {HIGH} <MEETING HELD>الجلسة الأولى</MEETING> منذ شهر.").ordinal is None


def test_what_a_meeting_recommended_is_told_of_another() -> None:
    text = "أطلقت الوزارة المنصة تنفيذا لما أوصى به <MEETING HELD>الاجتماع الثاني</MEETING> لل<COMMITTEE>لجنة العليا للمراعي</COMMITTEE>."
    assert meetings(text, reported=0.6) == ()


@pytest.mark.parametrize(
    ("name", "behind", "numbers"),
    [
        ("الاجتماع الثاني", " للجنة", [2]),
        ("الجلسة الأولى", " منذ شهر", []),
        ("الاجتماع", " الثاني", []),  # only what stands in the mention
    ],
)
def test_numbers(name: str, behind: str, numbers: list[int]) -> None:
    assert [o.value for o in numbers_of(name, behind)] == numbers


@pytest.mark.parametrize(
    ("name", "owner", "new"),
    [
        ("اجتماعها الثاني", "ها", False),
        ("اجتماعهم", "هم", False),
        ("اجتماعاً ثلاثياً", "", True),
        ("لقاء مع الرعاة", "", True),
        ("الاجتماع", "", False),
        ("اجتماع", "", False),  # in construct: «اجتماع | اللجنة»
    ],
)
def test_whose_a_meeting_is_and_whether_it_is_new(name: str, owner: str, new: bool) -> None:
    assert (possessive(name), introduces(name)) == (owner, new)


@pytest.mark.parametrize(
    ("pronoun", "body", "goes"),
    [
        ("ها", "اللجنة العليا للمراعي", True),
        ("ه", "اللجنة العليا للمراعي", False),
        ("ه", "مجلس السواقي", True),
        ("ها", "مجلس السواقي", False),
        ("هم", "مجلس السواقي", True),
    ],
)
def test_a_possessive_agrees_with_its_body(pronoun: str, body: str, goes: bool) -> None:
    assert agrees(pronoun, body) is goes


def test_the_call_at_which_an_assembly_met_is_no_number_and_no_other_sitting() -> None:
    met = meeting(
        "وافق المساهمون خلال <MEETING HELD>اجتماع <COMMITTEE BODY>الجمعية العامة</COMMITTEE> "
        "الثانية والأربعين</MEETING> "
        "(<MEETING HELD>الاجتماع الأول</MEETING>)، الذي عقد <DATE>مساء أمس</DATE> برئاسة <PER "
        "CHAIRED>سالم الرويعي</PER>، على "
        "<DECISION>توزيع الأرباح</DECISION>.",
        "2025-04-10",
    )
    assert met.ordinal is not None and met.ordinal.value == 42
    assert met.referenced == () and met.date is not None


def test_the_round_before_is_a_sitting_of_the_body() -> None:
    met = meeting(
        "اختتمت <COMMITTEE BODY>لجنة السواقي</COMMITTEE> <MEETING HELD>الجولة السابعة</MEETING> "
        "أمس. وكانت "
        "<MEETING REFERRED>الجولة السادسة</MEETING> قد انتهت من دون نتيجة."
    )
    assert [(r.body, r.ordinal) for r in met.referenced] == [("لجنة السواقي", 6)]


def test_what_a_conference_is_for_is_no_body_of_it() -> None:
    met = meeting(
        f"ناقشت {HIGH} في <MEETING HELD>اجتماعها</MEETING> التحضير "
        "ل<MEETING REFERRED>مؤتمر دعم <ORG>هيئة السواقي</ORG></MEETING>."
    )
    assert [r.body for r in met.referenced] == ["مؤتمر دعم هيئة السواقي"]
