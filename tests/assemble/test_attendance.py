"""Lists of attendees. All names are invented."""

from __future__ import annotations

import pytest

from tests.marked import meeting

HELD = "عقدت <COMMITTEE BODY>اللجنة العليا للمراعي</COMMITTEE> <MEETING HELD>اجتماعها</MEETING>.\n"


def parts(marked: str) -> dict[str, str]:
    return {p.person.name: p.participation for p in meeting(HELD + marked).people}


@pytest.mark.parametrize(
    ("head", "how"),
    [
        ("الحضور:", "attended"),
        ("أسماء السادة الحضور:", "attended"),
        ("حضر الاجتماع كل من:", "attended"),
        ("فريق الصياغة:", "mentioned"),
        ("المعتذرون:", "mentioned"),
    ],
)
def test_the_names_below_a_head_were_there(head: str, how: str) -> None:
    rows = (
        "1. <PER MENTIONED>سالم الرويعي</PER> - <ROLE>مدير الري</ROLE>\n2. <PER MENTIONED>هند "
        "الكواري</PER> - <ROLE>أمينة السر</ROLE>\n"
        "وناقشت <TOPIC>خطة الري</TOPIC>. وهي من وضع <PER MENTIONED>ماجد البلوي</PER>."
    )
    assert parts(f"{head}\n{rows}") == {
        "سالم الرويعي": how,
        "هند الكواري": how,
        "ماجد البلوي": "mentioned",
    }


@pytest.mark.parametrize(
    ("says", "how"),
    [
        (" | حاضر", "attended"),
        (" (حاضرة)", "attended"),
        (" – معتذر", "mentioned"),
        (" | غائبة", "mentioned"),
        ("", "mentioned"),
    ],
)
@pytest.mark.parametrize("head", ["الاسم | الصفة | الحضور", "الحضور:"])
def test_a_row_says_who_was_there(head: str, says: str, how: str) -> None:
    row = f"<PER MENTIONED>سالم الرويعي</PER> | <ROLE>مدير الري</ROLE>{says}\n"
    assert parts(f"{head}\n{row}") == {
        "سالم الرويعي": "attended" if head == "الحضور:" and not says else how
    }
