"""Texts that write ي at the end of a word as ى, or the comma as «,». All sentences are invented."""
from __future__ import annotations

import pytest

from pipeline.extract.encoding import windows
from pipeline.extract.spelling import Spelling, as_learnt, dotted, spelling_of


@pytest.mark.parametrize(("text", "found"), [
    ("عقد الوزير فى القاهرة اجتماعا، وشارك فى أعماله الوكيل", True),
    ("اللجنة التى أقرت الخطة، والمجلس الذى ناقشها", True),
    ("عقد الوزير فى القاهرة اجتماعا على مستوى الخبراء", False),  # one alone may be a slip
    ("عقد الوزير فى القاهرة اجتماعا، وشارك فى أعماله وكيل الري", False),
    ("عقد في القاهرة على مستوى الخبراء حتى المساء", False),
])
def test_a_text_without_the_dots_is_told_by_its_commonest_words(text: str, found: bool) -> None:
    assert spelling_of(text).undotted is found


@pytest.mark.parametrize(("text", "found"), [
    ("عقد الوزير, اليوم, اجتماعا", True), ("عقد الوزير، اليوم, اجتماعا", False), ("عقد اليوم", False)])
def test_a_text_with_latin_commas_alone(text: str, found: bool) -> None:
    assert spelling_of(text).latin_commas is found


def test_a_comma_between_figures_stays() -> None:
    words = [",", "وخصصت", "1", ",", "500", "ريال", ",", "و", "3", ","]
    assert as_learnt(words, Spelling(False, True)) == ["،", "وخصصت", "1", ",", "500", "ريال", "،", "و", "3", "،"]
    assert as_learnt(words, Spelling(False, False)) == words


@pytest.mark.parametrize(("word", "want"), [
    ("فى", "في"), ("الذى", "الذي"), ("والعربى", "والعربي"), ("وزارتى", "وزارتي"), ("للرى", "للري"),
    ("على", "على"), ("وعلى", "وعلى"), ("والمستشفى", "والمستشفى"), ("للشورى", "للشورى"), ("مصطفى", "مصطفى"), ("الى", "الى"),
    ("لجنة", "لجنة"),
])
def test_dots_where_the_word_does_not_end_with_an_alef(word: str, want: str) -> None:
    assert dotted(word) == want


class Spelt:
    """A tokenizer that gives each word as its own piece."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def encode_batch(self, words: list[str]) -> list[Spelt]:
        self.read += words
        return [self] * len(words)

    ids = (7,)


def test_the_tagger_reads_the_dots_and_the_ranges_are_of_the_text() -> None:
    text = "شارك فى الاجتماع، الذى عقد على مستوى الخبراء"
    tokenizer = Spelt()
    window, = windows(text, tokenizer)
    assert tokenizer.read == ["شارك", "في", "الاجتماع", "،", "الذي", "عقد", "على", "مستوى", "الخبراء"]
    assert [text[s:e] for s, e in window.words][1] == "فى"
