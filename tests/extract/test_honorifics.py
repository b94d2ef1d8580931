"""Honorifics made whole."""
from __future__ import annotations

import pytest

from pipeline.extract.honorifics import whole_honorifics
from pipeline.extract.spans import Found


def honorifics(text: str, *parts: str) -> list[str]:
    """The HON mentions made of these."""
    found = [Found(text.index(p), text.index(p) + len(p), "HON", "model", 0.9) for p in parts]
    return [text[f.start:f.end] for f in whole_honorifics(text, found)]


@pytest.mark.parametrize(("text", "parts", "whole"), [
    ("حضر سعادة الدكتور سالم الرويعي", ("سعادة", "الدكتور"), ["سعادة الدكتور"]),
    ("حضر معالي الشيخ الدكتور سالم", ("معالي", "الشيخ", "الدكتور"), ["معالي الشيخ الدكتور"]),
    ("قال د. سالم الرويعي إن", ("د",), ["د."]),
    ("شكر أصحاب السمو والمعالي والسعادة الوزراء", ("أصحاب السمو",), ["أصحاب السمو والمعالي والسعادة"]),
    ("استقبل صاحب السمو الملكي وفد الجمعية", (), ["صاحب السمو الملكي"]),
    ("حضر سالم الرويعي، أستاذ القانون، ود .سعاد الغيثي", ("ود",), ["د"]),
    ("حضر الدكتور سالم، والمهندس ماجد", ("الدكتور", "المهندس"), ["الدكتور", "المهندس"]),
])
def test_an_honorific_is_whole(text: str, parts: tuple[str, ...], whole: list[str]) -> None:
    assert honorifics(text, *parts) == whole


def test_a_phrase_inside_an_office_is_no_honorific() -> None:
    text = "مكتب صاحب السمو حاكم الإقليم"
    found = [Found(0, len(text), "ROLE", "model", 0.9)]
    assert whole_honorifics(text, found) == found
