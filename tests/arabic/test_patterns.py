"""One pattern for several spellings of a word."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.arabic.patterns import pattern

LETTERS = st.text(st.sampled_from("اأإآبتةهيىفذل \\"), max_size=12)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (r"أجل(?:ت)?\s+إلى", "اجلت الى"),
        (r"أجل", "إجل"),
        ("(?:في|ب)$", "فى"),
        ("(?:الذي|التي)\\s", "التى "),
        ("[أا]رجئ", "إرجئ"),
        ("[لن]ا", "نا"),
        ("لجنة", "لجنه"),
        ("جلس[ةات]+", "جلسه"),
        ("إلى", "الي"),
        ("تول(?:ى|ت)", "تولي"),
        ("[^أ]ب", "إب"),
        ("[\\u0621-\\u064a]+", "أب"),
    ],
)
def test_takes_the_spellings(source: str, text: str) -> None:
    assert pattern(source).fullmatch(text)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("ات", "أت"),
        ("فيه", "فىه"),
        ("[^أ]ب", "أب"),
        (r"\.", "أ"),
        ("يوم", "ىوم"),
        ("دوره", "دورة"),
        ("علي", "على"),
        ("[^ة]", "ة"),
    ],
)
def test_takes_no_other_word(source: str, text: str) -> None:
    assert pattern(source).fullmatch(text) is None


@given(LETTERS)
def test_takes_what_it_is_made_of(text: str) -> None:
    """A pattern matches its own source, also without the hamzas and the dots of ة."""
    made = pattern(re.escape(text))
    assert made.fullmatch(text) and made.fullmatch(
        re.sub("[أإآ]", "ا", text).replace("ة", "ه").replace("ى", "ي")
    )
