"""Words for comparison. All Arabic text was written for these tests."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.arabic import wording
from pipeline.arabic.wording import Kind, outline, words_of


def test_words() -> None:
    assert [(w.key, w.kind) for w in words_of("على علي، الـ22 و 5%")] == [
        ("علي", Kind.FUNCTION),
        ("علي", Kind.LOOKALIKE),
        ("ال", Kind.FUNCTION),
        ("22", Kind.FIGURE),
        ("و", Kind.FUNCTION),
        ("5", Kind.FIGURE),
        ("%", Kind.FIGURE),
    ]


PARTS = (
    *"عبدالله وفبك.،-_%$ 15\u00b2\u00bd\u0662",  # superscript two, a half, Arabic-Indic two
    *("عبد", "الله", "إضافة", "إلى", "بالإضافة", "جانب", "على", "علي", "الـ", " - ", "2015", "وو"),
    *("\u064e", "\u0640", "\u200f"),  # fatha, tatweel, right-to-left mark
)
TEXTS = st.lists(st.sampled_from(PARTS), max_size=16).map("".join)


@given(TEXTS)
def test_an_outline_holds_what_the_words_say(text: str) -> None:
    words = words_of(text)
    folded, stems = outline(text)
    assert folded == " ".join(w.key for w in words)
    assert list(stems) == [w.stem for w in words if w.counts]


@given(TEXTS)
def test_a_plain_word_needs_no_pattern(text: str) -> None:
    for chunk in text.split():
        bare = wording._MARKS.sub("", chunk)
        assert wording._pieces(chunk) == wording._parted(bare)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("زار عبد الله، المنامة", "زار عبدالله المنامه"),
        ("من 2015 - 2016 ومائة", "من 2015-2016 وميه"),
        ("", ""),
        (" - ", ""),
    ],
)
def test_outlines(text: str, folded: str) -> None:
    assert outline(text)[0] == folded


def test_outlines_of_more_words_than_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wording, "REMEMBERED", 2)
    text = "بحثت لجنة الموانئ خطة الأرصفة مع لجنة الموانئ"
    assert outline(text)[0] == " ".join(w.key for w in words_of(text))
