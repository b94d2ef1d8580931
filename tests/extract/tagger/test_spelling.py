"""Texts that write final ي as ى, ة as ه, alefs without hamza, or the comma as «,». All sentences
are invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.tagger.encoding import windows
from pipeline.extract.tagger.spelling import Lacking, as_learnt, bare, lacking, spelt, usual


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("عقد الوزير فى القاهرة اجتماعا، وشارك فى أعماله الوكيل", True),
        ("اللجنة التى أقرت الخطة، والمجلس الذى ناقشها", True),
        # a single one may be a typing error
        ("عقد الوزير فى القاهرة اجتماعا على مستوى الخبراء", False),
        ("عقد الوزير فى القاهرة اجتماعا، وشارك فى أعماله وكيل الري", False),
        ("عقد في القاهرة على مستوى الخبراء حتى المساء", False),
    ],
)
def test_a_text_without_the_dots_is_told_by_its_commonest_words(text: str, found: bool) -> None:
    assert lacking(text).yeh is found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("عقد الوزير, اليوم, اجتماعا", True),
        ("عقد الوزير، اليوم, اجتماعا", False),
        ("عقد اليوم", False),
    ],
)
def test_a_text_with_latin_commas_alone(text: str, found: bool) -> None:
    assert lacking(text).comma is found


def test_a_comma_between_figures_stays() -> None:
    words = [",", "وخصصت", "1", ",", "500", "ريال", ",", "و", "3", ","]
    assert as_learnt(words, Lacking(comma=True)) == [
        "،",
        "وخصصت",
        "1",
        ",",
        "500",
        "ريال",
        "،",
        "و",
        "3",
        "،",
    ]
    assert as_learnt(words, Lacking()) == words


@pytest.mark.parametrize(
    ("word", "want"),
    [
        ("فى", "في"),
        ("الذى", "الذي"),
        ("والعربى", "والعربي"),
        ("وزارتى", "وزارتي"),
        ("للرى", "للري"),
        ("على", "على"),
        ("وعلى", "وعلى"),
        ("والمستشفى", "والمستشفى"),
        ("للشورى", "للشورى"),
        ("مصطفى", "مصطفى"),
        ("الى", "الى"),
        ("لجنة", "لجنة"),
    ],
)
def test_dots_where_the_word_does_not_end_with_an_alef(word: str, want: str) -> None:
    assert spelt(word, Lacking(yeh=True)) == want


@pytest.mark.parametrize(
    ("text", "teh", "hamza"),
    [
        ("عقدت اللجنه الفنيه اجتماعها فى مقر الوزاره", True, False),
        (
            "عقدت اللجنة الفنيه اجتماعها في مقر الوزارة ثم زارت الشركة والجامعة والمدرسة",
            False,
            False,
        ),  # a single one may be a typing error
        (
            "عقدت اللجنه الفنية اجتماعها في مقر الوزاره، وزارت الشركة والجامعه",
            True,
            False,
        ),  # several writers
        (
            "تحدث عن دوره ومكانه وكتابه ومجلسه وعمله",
            False,
            False,
        ),  # pronouns, which are no ة behind an article
        ("عقد الامين العام لقاء مع الاعضاء في ابوظبي", False, True),
        ("عقد الأمين العام لقاء مع الأعضاء في أبوظبي", False, False),
        ("", False, False),
    ],
)
def test_a_text_is_told_by_the_words_that_usually_have_the_letter(
    text: str, teh: bool, hamza: bool
) -> None:
    found = lacking(text)
    assert (found.teh, found.hamza) == (teh, hamza)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("شارك الوزير في الاجتماع الي جانب وكيله حتي المساء", True),
        ("شارك الوزير في الاجتماع إلى جانب وكيله حتي المساء، إلي", False),
        ("شارك علي في الاجتماع الي جانب الوكيل", False),
    ],
)
def test_a_text_that_ends_its_words_with_no_alef(text: str, found: bool) -> None:
    assert lacking(text).alef is found


@pytest.mark.parametrize(
    ("word", "want"),
    [
        ("اللجنه", "اللجنة"),
        ("وبالجلسه", "وبالجلسة"),
        ("للامانه", "للأمانة"),
        ("والامارات", "والإمارات"),
        ("باعضاء", "بأعضاء"),
        ("الي", "إلى"),
        ("المياه", "المياه"),
        ("والاتجاه", "والاتجاه"),
        ("الله", "الله"),
        ("لله", "لله"),
        ("الزمهريره", "الزمهريرة"),
        ("الاجتماع", "الاجتماع"),
        ("الاستثمار", "الاستثمار"),
        ("لجنة", "لجنة"),
        ("به", "به"),
        ("مجلسه", "مجلسه"),
    ],
)
def test_how_print_spells_a_word(word: str, want: str) -> None:
    assert usual(word) == want


def test_only_what_the_text_does_not_write_is_put_in() -> None:
    assert spelt("الامانه", Lacking(teh=True)) == "الامانة"
    assert spelt("الامانه", Lacking(hamza=True)) == "الأمانه"
    assert spelt("الامانه", Lacking()) == "الامانه"
    assert spelt("الأمانة", Lacking(True, True, True, True, True)) == "الأمانة"


@given(st.text(st.sampled_from("اأإآبتةهىيلفومن"), min_size=2, max_size=9))
def test_a_word_keeps_its_length_and_what_all_spellings_share(word: str) -> None:
    assert (
        len(usual(word)) == len(word)
        and bare(usual(word)) == bare(word)
        and usual(usual(word)) == usual(word)
    )
    for lacks in (Lacking(hamza=True), Lacking(teh=True), Lacking(True, True, True, True)):
        assert bare(spelt(word, lacks)) == bare(word)


class Spelt:
    """A tokenizer with one piece for each word."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def encode_batch(self, words: list[str]) -> list[Spelt]:
        self.read += words
        return [self] * len(words)

    ids = (7,)


def test_the_tagger_reads_the_dots_and_the_ranges_are_of_the_text() -> None:
    text = "شارك فى الاجتماع، الذى عقد على مستوى الخبراء"
    tokenizer = Spelt()
    (window,) = windows(text, tokenizer)
    assert tokenizer.read == [
        "شارك",
        "في",
        "الاجتماع",
        "،",
        "الذي",
        "عقد",
        "على",
        "مستوى",
        "الخبراء",
    ]
    assert [text[s:e] for s, e in window.words][1] == "فى"


def test_the_tagger_reads_what_the_text_does_not_write() -> None:
    text = "عقدت اللجنه الفنيه اجتماعها في القاهره"
    tokenizer = Spelt()
    (window,) = windows(text, tokenizer)
    assert tokenizer.read == ["عقدت", "اللجنة", "الفنية", "اجتماعها", "في", "القاهرة"]
    assert [text[s:e] for s, e in window.words][1] == "اللجنه"
