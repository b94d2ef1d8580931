from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.arabic.folding import clean
from pipeline.config import Config
from pipeline.errors import InputError, Reason
from pipeline.normalize import normalize
from pipeline.types import Release


def paragraphs(text: str, config: Config | None = None) -> list[str]:
    release = normalize(Release(id="r", source="x.txt", text=text), config or Config(min_arabic=0.0))
    assert release.text == text
    return [release.text[p.start : p.end] for p in release.paragraphs]


def test_lines_are_paragraphs():
    text = "عنوان\n\nأولى\r\nثانية\rثالثة\u2028رابعة\u2029خامسة\fسادسة\vسابعة\x85ثامنة"
    assert paragraphs(text) == ["عنوان", "أولى", "ثانية", "ثالثة", "رابعة", "خامسة", "سادسة", "سابعة", "ثامنة"]


def test_outer_white_space_and_controls_are_outside():
    assert paragraphs("\ufeff \u200f الرياض - واس \u200e\u00a0\n \t\u200b\nثانية") == ["الرياض - واس", "ثانية"]


def test_a_line_of_tatweel_is_none():
    assert paragraphs("أولى\n\u0640\u0640\u0640\nثانية") == ["أولى", "ثانية"]


def test_clean_text_is_mapped_to_the_release():
    text = "عنوان\n  عقدت  اللجنـــة اجتماعها"
    release = normalize(Release(id="r", source="x.txt", text=text), Config())
    second = release.paragraphs[1].clean
    assert second is not None
    assert second.text == "عقدت اللجنة اجتماعها"
    start, end = second.source_span(5, 11)
    assert text[start:end] == "اللجنـــة"


@pytest.mark.parametrize("text", ["", "\n \n", "\u200f\n\ufeff", "\u0640"])
def test_no_text(text):
    with pytest.raises(InputError) as error:
        paragraphs(text)
    assert error.value.reason is Reason.NO_TEXT


@pytest.mark.parametrize("text", ["Nothing of it is in Arabic", "12345", "A long English text with one word, لجنة, in it"])
def test_no_arabic(text):
    with pytest.raises(InputError) as error:
        paragraphs(text, Config())
    assert error.value.reason is Reason.NO_ARABIC
    assert "\n" not in error.value.detail


def test_mixed_text_is_kept():
    assert paragraphs("وقعت الهيئة مذكرة مع شركة Example Systems Limited", Config())


@given(st.text(st.sampled_from("ابة \n\r\u0640\u064e\u200f\u200d\u2028.\u00a0ﷺ"), max_size=30))
def test_paragraphs_are_the_visible_text(text):
    try:
        release = normalize(Release(id="r", source="x.txt", text=text), Config(min_arabic=0.0))
    except InputError:
        assert not clean(text)
        return
    assert clean(" ".join(p.clean.text for p in release.paragraphs if p.clean)) == clean(text)
    last = 0
    for p in release.paragraphs:
        assert p.clean is not None
        assert last <= p.start <= p.clean.starts[0]
        assert p.clean.ends[-1] <= p.end
        assert p.clean.text == clean(text[p.start : p.end])
        last = p.end
