from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.arabic.folding import clean
from pipeline.config import Config
from pipeline.errors import InputError, Reason
from pipeline.normalize import normalize
from pipeline.types import Release


def paragraphs(text: str, config: Config | None = None) -> list[str]:
    release = normalize(
        Release(id="r", source="x.txt", text=text), config or Config(min_arabic=0.0)
    )
    assert release.text == text
    return [release.text[p.start : p.end] for p in release.paragraphs]


def test_lines_are_paragraphs():
    text = "عنوان\n\nأولى\r\nثانية\rثالثة\u2028رابعة\u2029خامسة\fسادسة\vسابعة\x85ثامنة"
    assert paragraphs(text) == [
        "عنوان",
        "أولى",
        "ثانية",
        "ثالثة",
        "رابعة",
        "خامسة",
        "سادسة",
        "سابعة",
        "ثامنة",
    ]


def test_outer_white_space_and_controls_are_outside():
    assert paragraphs("\ufeff \u200f الرياض - واس \u200e\u00a0\n \t\u200b\nثانية") == [
        "الرياض - واس",
        "ثانية",
    ]


STORY = (
    "عقدت اللجنة العليا للمراعي اليوم اجتماعها الثاني في مسقط برئاسة معالي المهندس سالم الرويعي "
    "وزير الري، وناقشت خطة الري "
    "الموسمية وسجل المراعي وأسعار الأعلاف، واطلعت على تقرير الفريق الفني عن صيانة السواقي "
    "القديمة في ولايات الساحل كلها."
)
MORE = (
    "وأقرت اللجنة إنشاء سجل موحد للمراعي الشمالية والجنوبية وتكليف الفريق الفني بإعداد لائحته "
    "التنفيذية خلال شهرين من تاريخه "
    "على أن تعرض عليها في اجتماعها المقبل."
)


@pytest.mark.parametrize("width", [60, 80, 100])
@pytest.mark.parametrize(("between", "ends"), [("\n", "\n"), ("\n\n", "\n"), ("\r\n\r\n", "\r\n")])
def test_a_wrapped_text_has_the_paragraphs_that_it_was_wrapped_from(
    width: int, between: str, ends: str
) -> None:
    told = ["اللجنة العليا للمراعي تعقد اجتماعها الثاني", STORY, MORE]
    found = paragraphs(between.join(ends.join(textwrap.wrap(p, width)) for p in told))
    assert [" ".join(p.split()) for p in found] == told


def test_items_and_short_lines_stay_lines_of_their_own() -> None:
    items = [
        "- صيانة السواقي القديمة في الولايات الشمالية وتنظيفها قبل موسم الأمطار القادم",
        "- تدريب الرعاة على استخدام السجل الموحد للمراعي",
        "2) تمويل البذور",
    ]
    lines = [*textwrap.wrap(STORY, 80), *items]
    assert paragraphs("\n".join(lines))[-3:] == items
    names = ["سالم الرويعي", "هند الكواري", "منى الساعدي", "خالد الراشد", "عمر السالمي"]
    assert paragraphs("\n".join(names)) == names


@pytest.mark.parametrize(
    "lines", [[STORY, MORE, STORY, MORE], ["أعلنت اللجنة", STORY, "وأضافت", MORE, "النهاية"]]
)
def test_long_lines_are_paragraphs(lines: list[str]) -> None:
    assert paragraphs("\n".join(lines)) == lines


def test_a_character_reference_is_its_character() -> None:
    text = "أطلقت الهيئة &quot;مبادرة السواقي&quot;&nbsp;في#171;صور#187;&#8203; &amp;amp; قالت &nobody; #12;"
    (p,) = normalize(Release(id="r", source="x.txt", text=text), Config(min_arabic=0.0)).paragraphs
    assert p.clean is not None
    assert p.clean.text == 'أطلقت الهيئة "مبادرة السواقي" في«صور» &amp; قالت &nobody; #12;'
    source = {
        text[start:end]
        for start, end in zip(p.clean.starts, p.clean.ends, strict=True)
        if end - start > 1
    }
    assert source == {"&quot;", "&nbsp;", "#171;", "#187;", "&amp;"}


PROSE = st.lists(st.sampled_from(STORY.split()), min_size=1, max_size=60).map(" ".join)


@given(st.lists(PROSE, min_size=1, max_size=5), st.integers(50, 140))
def test_no_word_is_lost_in_a_wrapped_text(told: list[str], width: int) -> None:
    lines = [line for p in told for line in textwrap.wrap(p, width)]
    found = paragraphs("\n".join(lines))
    assert " ".join(found).split() == " ".join(told).split()
    assert len(found) <= len(lines)


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


@pytest.mark.parametrize(
    "text",
    ["Nothing of it is in Arabic", "12345", "A long English text with one word, لجنة, in it"],
)
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


def test_a_waw_by_itself_is_clean_with_the_word_behind_it() -> None:
    text = "بحثت وزارة الصناعة و &quot;السواقي&quot; و الثروة المعدنية"
    (paragraph,) = normalize(Release(id="r", source="x.txt", text=text), Config()).paragraphs
    assert paragraph.clean is not None
    assert paragraph.clean.text == 'بحثت وزارة الصناعة و "السواقي" والثروة المعدنية'
    start = paragraph.clean.text.index("الثروة")
    assert text[slice(*paragraph.clean.source_span(start, start + 6))] == "الثروة"
