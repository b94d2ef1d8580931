from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.site.marks import pieces

RANGES = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 10)).map(lambda p: (p[0], p[0] + p[1])),
    max_size=12,
)


def test_a_name_inside_a_clause_is_nested() -> None:
    text = "أقرت لجنة المراعي الخطة"
    cut = [(p.kind, p.text or p.span) for p in pieces(text, [(5, 17), (0, 23)])]
    assert cut == [
        ("start", (0, 23)),
        ("text", "أقرت "),
        ("start", (5, 17)),
        ("text", "لجنة المراعي"),
        ("end", (5, 17)),
        ("text", " الخطة"),
        ("end", (0, 23)),
    ]


def test_ranges_that_cross_leave_a_point() -> None:
    kinds = [p.kind for p in pieces("لجنة المراعي الدائمة", [(0, 12), (5, 20)])]
    assert kinds == ["start", "text", "point", "text", "end", "text"]


@given(RANGES)
def test_the_text_comes_back_and_every_range_has_its_place(ranges: list[tuple[int, int]]) -> None:
    text = "م" * 50
    cut = list(pieces(text, ranges))
    assert "".join(p.text for p in cut) == text
    assert sorted(p.span for p in cut if p.kind in ("start", "point")) == sorted(set(ranges))
    depth = 0
    for p in cut:
        depth += {"start": 1, "end": -1}.get(p.kind, 0)
        assert depth >= 0
    assert depth == 0
