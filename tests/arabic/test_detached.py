"""Separate «و». All sentences are invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.arabic.detached import attached
from pipeline.arabic.folding import clean_mapped


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("وزارة الصناعة و الثروة المعدنية", "وزارة الصناعة والثروة المعدنية"),
        ("و قال الوزير، و أكد الوكيل", "وقال الوزير، وأكد الوكيل"),
        ("«و أضاف» (و الأمين)", "«وأضاف» (والأمين)"),
        ("المادتان أ و ب", "المادتان أ و ب"),
        ("و. سعيد و م. خالد", "و. سعيد و م. خالد"),
        ("عدو الناس و 3 آخرون", "عدو الناس و 3 آخرون"),
        ("و و قال", "ووقال"),
        ("", ""),
    ],
)
def test_is_written_with_the_word_behind_it(text: str, want: str) -> None:
    assert attached(clean_mapped(text)).text == want


def test_every_character_keeps_its_place() -> None:
    text = "عقدته  الصناعة و  الثروة"
    mapped = attached(clean_mapped(text, 10))
    assert mapped.text == "عقدته الصناعة والثروة"
    start = mapped.text.index("الثروة")
    assert mapped.source_span(start, start + 6) == (10 + text.index("الثروة"), 10 + len(text))
    assert mapped.source_span(start - 1, start + 6) == (10 + text.index("و  "), 10 + len(text))


@given(st.text(st.sampled_from("وا لب.\u0640\u064e"), max_size=20))
def test_twice_is_once_and_letters_stay(text: str) -> None:
    once = attached(clean_mapped(text))
    assert attached(once) == once
    assert once.text.replace(" ", "") == clean_mapped(text).text.replace(" ", "")
    assert all(
        text[s:e].strip()
        for s, e, c in zip(once.starts, once.ends, once.text, strict=True)
        if c != " "
    )
