"""Bare nouns, which name nothing by themselves."""
from __future__ import annotations

import pytest

from pipeline.extract.tagger import is_generic


@pytest.mark.parametrize(("surface", "bare"), [
    ("اللجنة", True), ("الهيئة المذكورة", True), ("مسارات", True), ("المبادرات الحالية", True),
    ("لجنة الفلك", False), ("مسارات التحول", False), ("نبراس", False)])
def test_what_is_a_bare_noun(surface: str, bare: bool) -> None:
    assert is_generic(surface) is bare
