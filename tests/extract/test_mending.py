"""The steps together: what leaves them is nested as mentions may be."""
from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.mending import mend
from pipeline.extract.spans import Found

LABELS = ("PER", "HON", "ROLE", "COMMITTEE", "ORG", "LOC", "INITIATIVE", "MEETING", "DATE")
WORDS = ("اجتماع", "لجنة", "وزارة", "التجارة", "والصناعة", "الدكتور", "سالم", "بن", "راشد", "المقبل", "«نخيل»", "في", "مسقط", "رئيس")


def test_nothing_stands_inside_a_person() -> None:
    text = "حضر جون وليام سميث"
    found = [Found(4, 18, "PER", "model", 0.9), Found(9, 18, "ORG", "model", 0.95)]
    assert mend(text, found) == found[:1]


@given(st.data(), st.lists(st.sampled_from(WORDS), min_size=2, max_size=10))
def test_mentions_stay_in_the_text_and_none_crosses_another(data: st.DataObject, words: list[str]) -> None:
    text = " ".join(words)
    starts = [i for i in range(len(text)) if i == 0 or text[i - 1] == " "]
    ends = [i for i in range(1, len(text) + 1) if i == len(text) or text[i] == " "]
    found = []
    for _ in range(data.draw(st.integers(0, 5))):
        start = data.draw(st.sampled_from(starts))
        end = data.draw(st.sampled_from([e for e in ends if e > start]))
        found.append(Found(start, end, data.draw(st.sampled_from(LABELS)), "model", data.draw(st.floats(0.1, 1))))
    out = mend(text, found)
    assert all(0 <= f.start < f.end <= len(text) for f in out)
    assert not any(a.start < b.start < a.end < b.end for a in out for b in out)
    assert len({(f.start, f.end) for f in out}) == len(out)
