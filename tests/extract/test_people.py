"""Surnames that look like titles belong to the name."""
from __future__ import annotations

import pytest

from pipeline.extract.people import whole_people
from pipeline.extract.spans import Found


@pytest.mark.parametrize(("text", "name", "whole"), [
    ("شارك المدير سالم راشد الخباز في الاجتماع", "سالم راشد", "سالم راشد الخباز"),
    ("قال المدير سالم راشد الخباز إن", "سالم راشد", "سالم راشد الخباز"),
    ("قدم المدير سالم راشد الشكر للجنة", "سالم راشد", "سالم راشد"),
    ("شارك المدير سالم راشد الذي في", "سالم راشد", "سالم راشد"),
    ("شارك المدير سالم الحداد العرض في", "سالم الحداد", "سالم الحداد"),
    ("وصل ثم سالم راشد الخباز في الاجتماع", "سالم راشد", "سالم راشد"),  # no title before it
])
def test_a_surname_that_looks_like_a_title(text: str, name: str, whole: str) -> None:
    found = [Found(text.index(name), text.index(name) + len(name), "PER", "model", 0.9)]
    if "المدير" in text:
        found.append(Found(text.index("المدير"), text.index("المدير") + 6, "ROLE", "model", 0.9))
    f = whole_people(text, found)[0]
    assert text[f.start:f.end] == whole
