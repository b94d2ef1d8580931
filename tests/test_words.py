from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.corrections.decisions import LISTS, SCALARS
from pipeline.diff.model import CAUSES
from pipeline.words import LANGUAGES, Language, known, language, speaking, words
from pipeline.words.values import in_words

ROOT = Path(__file__).parents[1] / "pipeline"


def keys(wanted: Language) -> dict[str, set[str]]:
    with speaking(wanted):
        return {table: set(inner) for table, inner in words().items()}


def test_both_languages_have_the_same_words() -> None:
    assert keys("ar") == keys("en")
    assert set(CAUSES) == keys("en")["cause"]
    assert {*SCALARS, *LISTS, "mention", "record"} == keys("en")["guideline"]


def test_places_for_figures_are_the_same_in_both_languages() -> None:
    for table, names in keys("ar").items():
        for name in names:
            found = []
            for wanted in LANGUAGES:
                with speaking(wanted):
                    found.append(sorted(re.findall(r"\{\w+\}", words()[table][name])))
            assert found[0] == found[1], (table, name)


def test_every_reason_for_a_stale_decision_has_words() -> None:
    source = "".join(
        (ROOT / "corrections" / name).read_text("utf-8") for name in ("anchoring.py", "applying.py")
    )
    for reason in keys("ar")["stale"]:
        assert f'"{reason}"' in source, reason


def test_no_raw_word_in_the_arabic_ones() -> None:
    for table, inner in words().items():
        for name, text in inner.items():
            plain = re.sub(r"\{\w+\}|mahdar \w+|Shift|--details|English", "", text)
            assert not re.search("[A-Za-z]", plain), (table, name, text)


@pytest.mark.parametrize(
    ("field", "value", "ar", "en"),
    [
        ("mode", "in_person", "حضوري", "in person"),
        ("people.country", "SA", "المملكة العربية السعودية", "Saudi Arabia"),
        ("date", "2025-03-09", "9 مارس 2025", "9 March 2025"),
        ("date", "2025-02-31", "2025-02-31", "2025-02-31"),
        (
            "warnings",
            ["two_ordinals"],
            "رقمان مختلفان للاجتماع",
            "Two different numbers of the meeting",
        ),
        ("city", "الرياض", "الرياض", "الرياض"),
    ],
)
def test_values_in_words(field: str, value: object, ar: str, en: str) -> None:
    assert in_words(field, value) == ar
    with speaking("en"):
        assert in_words(field, value) == en


def test_what_is_no_language_is_the_usual_one() -> None:
    assert [known(x) for x in ("en", "ar", None, "../en")] == ["en", "ar", "ar", "ar"]
    assert language() == "ar"
