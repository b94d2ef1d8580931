"""Markup of messengers and social networks. All sentences are invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.arabic.folding import clean_mapped
from pipeline.arabic.messaging import unmarked


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("*مجلس السواقي يعقد جلسته*", "مجلس السواقي يعقد جلسته"),
        ("**مجلس السواقي**: أقر *المجلس*، الخطة", "مجلس السواقي: أقر المجلس، الخطة"),
        ("*«الجلسة»*", "«الجلسة»"),
        ("قال _الوزير_ إنها تمت", "قال الوزير إنها تمت"),
        ("بحث #مجلس_السواقي مع #قطر", "بحث مجلس السواقي مع قطر"),
        ("#السواقي_2030 #قطر", "#السواقي_2030 #قطر"),  # metadata
        ("* بند أول", "* بند أول"),
        ("***", "***"),
        ("5*3*2", "5*3*2"),
        ("(*) ملاحظة (*)", "(*) ملاحظة (*)"),
        ("* نص * نص", "* نص * نص"),
        ("ملف a_b_c", "ملف a_b_c"),
        ("البند # ثلاثة", "البند # ثلاثة"),
        ("", ""),
    ],
)
def test_marks_are_not_read(text: str, want: str) -> None:
    assert unmarked(clean_mapped(text)).text == want


def test_every_character_keeps_its_place() -> None:
    text = "بحث  *#مجلس_السواقي* الخطة"
    mapped = unmarked(clean_mapped(text, 5))
    start = mapped.text.index("مجلس السواقي")
    assert mapped.source_span(start, start + 12) == (
        5 + text.index("مجلس"),
        5 + text.index("* الخطة"),
    )


@given(st.text(st.sampled_from("*_# وابم1."), max_size=20))
def test_no_letter_is_lost(text: str) -> None:
    clean = clean_mapped(text)
    shown = unmarked(clean)
    assert [c for c in shown.text if c.isalnum()] == [c for c in clean.text if c.isalnum()]
    assert all(
        text[s:e] == c or c == " "
        for s, e, c in zip(shown.starts, shown.ends, shown.text, strict=True)
    )
