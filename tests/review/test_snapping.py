from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.review.snapping import cuts, snapped


@pytest.mark.parametrize(
    ("text", "selected", "words"),
    [
        ("عقدت لجنة الواحات اجتماعها", "جنة الوا", "لجنة الواحات"),
        ("عقدت لجنة الواحات اجتماعها", "لجنة الواحات", "لجنة الواحات"),
        ("دعا وزير النقل لوزارة البيئة", "وزارة البيئ", "وزارة البيئة"),  # after the particle
        ("دعا وزير النقل لوزارة البيئة", "زارة البيئة", "وزارة البيئة"),
        ("دعا وزير النقل لوزارة البيئة", "لوزارة", "لوزارة"),
        ("قال وزير النقل", "زير", "وزير"),  # its own first letter
        ("في مدينة النخيل، أمس", "دينة النخيل،", "مدينة النخيل،"),
        ("سالم المر\u064fزوق حضر", "المر", "المر\u064fزوق"),
        ("لجنة الوا\u0640\u0640حات", "الوا", "الوا\u0640\u0640حات"),  # ARABIC TATWEEL
        ("سالم المر\u200fزوق\u200f حضر", "المر", "المر\u200fزوق"),  # RIGHT-TO-LEFT MARK
        ("الاجتماع 22 للجنة", "2", "22"),
    ],
)
def test_a_selection_holds_whole_words(text: str, selected: str, words: str) -> None:
    start = text.rindex(selected)
    begin, end = snapped(text, start, start + len(selected))
    assert text[begin:end] == words


@given(st.text("ابلوفكس مجنة،. \u064b\u200f", min_size=1, max_size=40), st.data())
def test_snapping_widens_and_is_done_once(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    begin, stop = snapped(text, start, end)
    assert 0 <= begin <= start < end <= stop <= len(text)
    assert snapped(text, begin, stop) == (begin, stop)


def test_where_a_word_begins_behind_a_particle() -> None:
    text = "لوزارة البيئة وبالرياض"
    assert [text[c:].split()[0] for c in cuts(text)] == ["وزارة", "بالرياض", "الرياض"]
