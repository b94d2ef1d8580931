"""The steps together: what leaves them is nested as mentions may be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.boundaries import bounded, committees, initiatives, meetings, offices
from pipeline.extract.spans import Found
from tests.extract.bracketed import bracketed

LABELS = ("PER", "HON", "ROLE", "COMMITTEE", "ORG", "LOC", "INITIATIVE", "MEETING", "DATE")
WORDS = (
    "اجتماع",
    "لجنة",
    "وزارة",
    "التجارة",
    "والصناعة",
    "الدكتور",
    "سالم",
    "بن",
    "راشد",
    "المقبل",
    "«نخيل»",
    "في",
    "مسقط",
    "رئيس",
)


def test_nothing_stands_inside_a_person() -> None:
    text = "حضر جون وليام سميث"
    found = [Found(4, 18, "PER", "model", 0.9), Found(9, 18, "ORG", "model", 0.95)]
    assert bounded(text, found) == found[:1]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("زار {الرئيس} ⟦سالم الرويعي⟧ المعرض", [("HON", "الرئيس"), ("PER", "سالم الرويعي")]),
        ("انتخب ⟦سالم⟧ {رئيسا} لها", [("PER", "سالم")]),
        ("قال {مسؤول} من الهيئة", []),
        ("وأضاف {وزيرالري} ⟦سالم⟧", [("ROLE", "وزيرالري"), ("PER", "سالم")]),
        ("قال {وزير الري}", [("ROLE", "وزير الري")]),
    ],
)
def test_a_bare_job_is_no_office(marked: str, expected: list[tuple[str, str]]) -> None:
    text, found = bracketed(marked)
    assert [(f.label, text[f.start : f.end]) for f in offices(text, found)] == expected


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("لجنة المراعي برئاسة الوزير", "لجنة المراعي"),
        ("لجنة المراعي التابعة للهيئة", "لجنة المراعي"),
        ("لجنة المراعي العليا", "لجنة المراعي العليا"),
    ],
)
def test_what_is_told_of_a_committee_is_no_part_of_its_name(name: str, kept: str) -> None:
    text = f"اجتمعت {name} أمس"
    found = [Found(7, 7 + len(name), "COMMITTEE", "model", 0.9)]
    assert [text[f.start : f.end] for f in committees(text, found)] == [kept]


def test_an_initiative_ends_with_its_quotation_marks() -> None:
    text = "أطلقت منصة «سواقي» وأنظمة الري"
    found = [Found(6, len(text), "INITIATIVE", "model", 0.9)]
    assert [text[f.start : f.end] for f in initiatives(text, found)] == ["منصة «سواقي»"]


@pytest.mark.parametrize("text", ["قال في مؤتمر صحفي مشترك", "كشف في المؤتمر الصحافي الذي عقده"])
def test_a_press_conference_is_no_meeting(text: str) -> None:
    """Annotation case 4."""
    start = text.index("مؤتمر") - (2 if "المؤتمر" in text else 0)
    end = text.index("مؤتمر") + 5
    assert meetings(text, [Found(start, end, "MEETING", "model", 0.9)]) == []


@pytest.mark.parametrize(
    ("text", "sure", "kept"),
    [
        ("وقعت الحكومتان عقدا", 0.7, False),
        ("وقعت الحكومتان عقدا", 0.95, True),
        ("عقدت الحكومتان لقاء", 0.7, True),
    ],
)
def test_what_is_no_meeting_by_its_words_must_be_sure(text: str, sure: float, kept: bool) -> None:
    start = text.rindex(" ") + 1
    assert bool(meetings(text, [Found(start, len(text), "MEETING", "model", sure)])) is kept


@given(st.data(), st.lists(st.sampled_from(WORDS), min_size=2, max_size=10))
def test_mentions_stay_in_the_text_and_none_crosses_another(
    data: st.DataObject, words: list[str]
) -> None:
    text = " ".join(words)
    starts = [i for i in range(len(text)) if i == 0 or text[i - 1] == " "]
    ends = [i for i in range(1, len(text) + 1) if i == len(text) or text[i] == " "]
    found = []
    for _ in range(data.draw(st.integers(0, 5))):
        start = data.draw(st.sampled_from(starts))
        end = data.draw(st.sampled_from([e for e in ends if e > start]))
        found.append(
            Found(
                start,
                end,
                data.draw(st.sampled_from(LABELS)),
                "model",
                data.draw(st.floats(0.1, 1)),
            )
        )
    out = bounded(text, found)
    assert all(0 <= f.start < f.end <= len(text) for f in out)
    assert not any(a.start < b.start < a.end < b.end for a in out for b in out)
    assert len({(f.start, f.end) for f in out}) == len(out)
