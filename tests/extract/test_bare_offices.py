"""An office is never a single word: its complement belongs to it."""

from __future__ import annotations

import pytest

from pipeline.extract.bare_offices import no_bare_offices
from tests.extract.bracketed import bracketed


def offices(marked: str) -> list[tuple[str, str]]:
    """Return the mentions as (label, text) of a text with brackets."""
    text, found = bracketed(marked)
    return [(f.label, text[f.start : f.end]) for f in no_bare_offices(text, found)]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("حضر {ولي} {ولي العهد} الحفل", [("ROLE", "ولي ولي العهد")]),
        (
            "و{الرئيس} {المدير العام لشركة السواقي} ⟦سالم⟧",
            [("ROLE", "الرئيس المدير العام لشركة السواقي"), ("PER", "سالم")],
        ),
        (
            "قالت {مستشارة} {وزير الري لشؤون الآبار}",
            [("ROLE", "مستشارة وزير الري لشؤون الآبار"), ("ROLE", "وزير الري لشؤون الآبار")],
        ),
        (
            "قال {كبير} الباحثين ⟦سالم الرويعي⟧",
            [("ROLE", "كبير الباحثين"), ("PER", "سالم الرويعي")],
        ),
        ("وشكر {مقرر} الندوة الحضور", [("ROLE", "مقرر الندوة")]),
        ("عاد {الوزير} الأسبق إلى بيته", [("ROLE", "الوزير الأسبق")]),
        ("زار {الرئيس} ⟦سالم الرويعي⟧ المعرض", [("HON", "الرئيس"), ("PER", "سالم الرويعي")]),
        ("انتخب ⟦سالم⟧ {رئيسا} لها", [("PER", "سالم")]),
        ("قال {مسؤول} من الهيئة", []),
        ("قال {رئيس} الذي حضر", []),
        ("وأضاف {وزيرالري} ⟦سالم⟧", [("ROLE", "وزيرالري"), ("PER", "سالم")]),
        ("قال {وزير الري}", [("ROLE", "وزير الري")]),
    ],
)
def test_a_bare_office_is_completed_or_none(marked: str, expected: list[tuple[str, str]]) -> None:
    assert sorted(offices(marked)) == sorted(expected)
