"""Words and windows. All texts are written for these tests."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tokenizers import Tokenizer
from tokenizers.models import Unigram

from pipeline.extract.tagger.encoding import (
    CLS,
    MAX_PIECES,
    MAX_WORD_PIECES,
    SEP,
    Remembering,
    Window,
    windows,
    words,
)

LETTERS = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي"
VOCABULARY = [
    ("[CLS]", 0.0),
    ("[PAD]", 0.0),
    ("[SEP]", 0.0),
    ("[UNK]", 0.0),
    ("لجنة", -2.0),
    ("ال", -2.0),
    ("وزار", -3.0),
    *((c, -6.0) for c in LETTERS + "0123456789."),
]
TOKENIZER = Tokenizer(Unigram(VOCABULARY, unk_id=3, byte_fallback=False))

# fatha, shadda, superscript alef, tatweel; zero width non-joiner, right-to-left mark, soft hyphen,
# first strong isolate
MARKS = "\u064e\u0651\u0670\u0640"
CONTROLS = "\u200c\u200f\u00ad\u2068"
TEXTS = st.text(
    st.sampled_from(LETTERS * 2 + "  \n\t.،؟!؛:()«»-_٣7aZ" + MARKS + CONTROLS + "\u00a0\u2028"),
    max_size=400,
)


def surfaces(text: str) -> list[str]:
    return [text[s:e] for s, e in words(text)]


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("عقدت اللجنة اجتماعها.", ["عقدت", "اللجنة", "اجتماعها", "."]),
        ("القاعة(17)،الطابق", ["القاعة", "(", "17", ")", "،", "الطابق"]),
        ("انتهى.وقال", ["انتهى", ".", "وقال"]),  # newspapers leave out the space
        (
            "يوم25فبراير2025م في14نيسان",
            ["يوم", "25", "فبراير", "2025م", "في14", "نيسان"],
        ),  # newspapers attach figures too
        (
            "عام2025 كوفيد19 والجيل5",
            ["عام", "2025", "كوفيد19", "والجيل5"],
        ),  # a short number at the end is part of the name
        ("الـ25 والـ25 وال25 للـ25 3أيام", ["الـ25", "والـ25", "وال25", "للـ25", "3", "أيام"]),
        ("", []),
        (" \n\t ", []),
        ("a_b", ["a", "_", "b"]),
    ],
)
def test_words(text: str, want: list[str]) -> None:
    assert surfaces(text) == want


def test_marks_and_tatweel_stay_with_their_word() -> None:
    assert surfaces("اللَّجْنَةُ الوطـــنية") == ["اللَّجْنَةُ", "الوطـــنية"]


def test_a_control_inside_a_word_is_part_of_it_and_at_its_end_is_not() -> None:
    inner = "اللج\u200cنة"  # zero width non-joiner
    assert surfaces(f"\u202b{inner}\u202c \u200f(12)\u200f") == [inner, "(", "12", ")"]


def test_a_range_of_the_text() -> None:
    text = "عقدت اللجنة اجتماعها"
    assert words(text, 5) == words(text)[1:]
    assert words(text, 5, 11) == [(5, 11)]


@given(TEXTS)
def test_words_ascend_and_leave_out_only_what_is_not_seen(text: str) -> None:
    spans = words(text)
    ends = [0, *(e for _, e in spans)]
    assert all(before <= s < e for before, (s, e) in zip(ends, spans, strict=False))
    between = "".join(
        text[a:b] for a, b in zip(ends, [*(s for s, _ in spans), len(text)], strict=True)
    )
    assert re.fullmatch(f"[\\s{CONTROLS}]*", between)
    assert not any(text[e - 1] in CONTROLS or text[e - 1].isspace() for _, e in spans)


def check(text: str, limit: int) -> list[Window]:
    found = windows(text, TOKENIZER, limit)
    assert [w for window in found for w in window.words] == words(text)
    for window in found:
        assert window.words
        assert len(window.ids) == len(window.word_of) <= limit
        assert (window.ids[0], window.ids[-1]) == (CLS, SEP)
        inside = [w for w in window.word_of if w >= 0]
        assert inside == sorted(inside)
        assert set(inside) == set(range(len(window.words)))
        assert all(
            (i in (CLS, SEP)) == (w == -1) for i, w in zip(window.ids, window.word_of, strict=True)
        )
    return found


@given(TEXTS, st.integers(MAX_WORD_PIECES + 2, 60))
def test_windows_hold_every_word_once_in_order_and_keep_the_limit(text: str, limit: int) -> None:
    check(text, limit)


def test_a_text_of_many_lines_and_no_limit_given() -> None:
    found = check("ترأس الوزير الاجتماع وناقش الحاضرون خطة العام.\n" * 60, MAX_PIECES)
    assert len(found) > 1


def test_a_line_is_never_parted_when_it_fits() -> None:
    text = "عقد الفريق جلسته.\nاعتمد المجلس خطته.\nشكر الرئيس الأعضاء."
    lines = [words(text, *m.span()) for m in re.finditer(r"[^\n]+", text)]
    for window in check(text, 24):
        assert any(list(window.words) == line for line in lines) or set(lines[0] + lines[1]) == set(
            window.words
        )


def test_a_long_line_is_cut_after_a_full_stop() -> None:
    sentence = "بحث الفريق سير العمل. "
    text = sentence * 8
    assert len(check(text, 45)) > 1
    for window in check(text, 45):
        assert text[slice(*window.words[-1])] == "."


def test_a_sentence_without_stops_is_cut_between_words() -> None:
    found = check("درس " * 300, 40)
    assert all(len(w.ids) >= 36 for w in found[:-1])


def test_a_word_gives_only_so_many_pieces() -> None:
    (window,) = windows("ب" * 500, TOKENIZER)
    assert window.word_of.count(0) == MAX_WORD_PIECES


@example([("ل", "")] * 8 + [("2", "\u064e")])  # fatha
@given(
    st.lists(
        st.tuples(st.sampled_from("لجنةوزار25ط"), st.sampled_from(["", *MARKS, "\u200c"])),
        min_size=1,
        max_size=12,
    )
)
def test_what_is_not_seen_changes_no_piece(letters: list[tuple[str, str]]) -> None:
    plain = "".join(c for c, _ in letters)
    marked = "".join(c + m for c, m in letters)
    assert [w.ids for w in windows(marked, TOKENIZER)] == [w.ids for w in windows(plain, TOKENIZER)]


def test_a_visible_sign_without_a_piece_still_has_one() -> None:
    (window,) = windows("\u0651 ـ", TOKENIZER)  # a shadda and a tatweel with no letter
    assert len(window.words) == 2


REMEMBERING = Remembering(TOKENIZER)


@given(TEXTS)
def test_a_tokenizer_that_remembers_gives_the_same(text: str) -> None:
    assert windows(text, REMEMBERING) == windows(text, REMEMBERING) == windows(text, TOKENIZER)


def test_what_it_remembers_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Remembering, "LARGEST", 5)
    short = Remembering(TOKENIZER)
    for text in ("لجنة وزارة سد", "سد باب دار نار", "لجنة سد " * 9):
        assert windows(text, short) == windows(text, TOKENIZER)
        assert len(short.seen) <= 5
