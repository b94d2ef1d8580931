"""Paired brackets and quotation marks."""

from __future__ import annotations

import pytest

from pipeline.arabic.marks import PAIRS, balance


@pytest.mark.parametrize(
    ("text", "opening", "want"),
    [
        ("منصة «ساقية»", "«", 0),
        ("منصة «ساقية", "«", 1),
        ("ساقية» للري", "«", -1),
        ("المرحلة (الأولى", "(", 1),
        ('برنامج "ساقية"', '"', 0),
        ('برنامج "ساقية', '"', 1),
        ('ساقية"', '"', 1),
    ],
)
def test_what_is_opened_or_closed_alone(text: str, opening: str, want: int) -> None:
    closing = dict(PAIRS)[opening]
    assert balance(text, opening, closing) == want
